"""Which OxiCleanarr it is, and so what it can do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the server."""

    version: str

    def since(self, version: str) -> bool:
        """Whether this version is that one or a later one."""
        return _numbers(self.version) >= _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
