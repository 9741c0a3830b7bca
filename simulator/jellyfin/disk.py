"""What Jellyfin's process may do with files, and how the links of its Bridge can go wrong."""

from dataclasses import dataclass, field
import os
from pathlib import Path


@dataclass(slots=True)
class Disk:
    """The disk as Jellyfin's process has it.

    ``root`` bounds the simulation: outside of it nothing is touched. Nothing can be written in a
    folder of ``protected``, or below one. What is in a folder of ``hidden`` cannot be read, so it
    looks empty. Of each batch of links the share ``failing`` fails.
    """

    root: Path
    protected: set[Path] = field(default_factory=set)
    hidden: set[Path] = field(default_factory=set)
    failing: float = 0

    def heal(self) -> None:
        """Mend everything."""
        self.protected.clear()
        self.hidden.clear()
        self.failing = 0

    def inside(self, text: str) -> bool:
        """Say whether a path lies in the simulation, wherever links above it lead."""
        root = os.path.realpath(self.root)
        place = os.path.realpath(Path(text).parent)
        return text.startswith("/") and os.path.commonpath([root, place]) == root

    def may_write(self, folder: Path) -> bool:
        """Say whether something can be made or removed in a folder."""
        real = Path(os.path.realpath(folder))
        if any(real.is_relative_to(os.path.realpath(each)) for each in self.protected):
            return False
        return os.access(_nearest(real), os.W_OK)

    def must_write(self, path: Path) -> None:
        """Raise .NET's exception where something may not be made or removed."""
        if not self.may_write(path.parent):
            raise PermissionError(denied(str(path)))

    def fails(self, index: int) -> bool:
        """Say whether the link of that number in a batch fails."""
        return int((index + 1) * self.failing) > int(index * self.failing)


def denied(path: str) -> str:
    """Return .NET's words for a missing right."""
    return f"Access to the path '{path}' is denied."


def _nearest(folder: Path) -> Path:
    """Return the folder itself or, while it is not there, the nearest one above that is."""
    return next(each for each in (folder, *folder.parents) if each.exists())
