"""What the OxiCleanarr server that decides says of a medium at the last second."""

from dataclasses import dataclass

from ..library.models import Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerWord:
    """Its decision, read again, and whether it would carry it out itself."""

    decided: Decided
    named: bool
    """Whether it names the medium among those that it would delete now."""
