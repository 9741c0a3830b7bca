"""The disk under a Radarr or a Sonarr, and what becomes of deleted files there."""

from collections.abc import Callable
import os
from pathlib import Path
import shutil

from .later import Later
from .world import World


class Disk:
    """One root folder: whether it is there, can be written to, and where deleted files go.

    The files of a deleted entry go a moment after the answer, or after ``wait_requests`` further
    requests. On a ``read_only`` disk they stay for ever, which only the log would tell. With
    ``recycling`` they are moved into the recycle bin, so that no space is freed.
    """

    def __init__(self, world: World, name: str, root: Path, later: Later) -> None:
        """Describe a disk that is mounted, writable and without a recycle bin."""
        self.root = root
        self.read_only = False
        self.recycling = False
        self.cleanup_days = 7
        self.wait_requests: int | None = None
        self._world = world
        self._bin = world.root / "recycle" / name
        self._aside = world.root / "unmounted" / name
        self._shown_bin = str(self._bin) if world.same_paths else f"/recycle/{name}"
        self._later = later

    @property
    def recycle_bin(self) -> str:
        """The recycle bin as the server sees it; empty when there is none."""
        return self._shown_bin if self.recycling else ""

    @property
    def missing(self) -> bool:
        """Whether the root folder is not there or holds no folder: the disk is not mounted."""
        return not self.root.is_dir() or not any(entry.is_dir() for entry in self.root.iterdir())

    @property
    def mounted(self) -> bool:
        """Whether nobody took the disk away."""
        return not self._aside.exists()

    def unmount(self, *, folder_stays: bool = True) -> None:
        """Take the disk away; what is left is an empty mount point, or not even that."""
        if self._aside.exists():
            return
        self._aside.parent.mkdir(parents=True, exist_ok=True)
        self.root.rename(self._aside)
        if folder_stays:
            self.root.mkdir()

    def mount(self) -> None:
        """Bring the disk back; fine when it is there."""
        if not self._aside.exists():
            return
        if self.root.exists():
            self.root.rmdir()
        self._aside.rename(self.root)

    def heal(self) -> None:
        """Mount the disk, and let it be written to without delay."""
        self.mount()
        self.read_only = False
        self.wait_requests = None

    def queue(self, deletion: Callable[[], None]) -> None:
        """Delete files after the answer; what fails then, nobody is told."""

        def attempt() -> None:
            try:
                deletion()
            except OSError:
                return

        if self.wait_requests is None:
            self._later.soon(attempt)
        else:
            self._later.after(self.wait_requests, attempt)

    def discard_folder(self, folder: Path) -> None:
        """Remove a folder with all that is in it; one that is not there is fine."""
        if not folder.is_dir():
            return
        self._must_be_writable()
        size_bytes = self._world.left_behind.pop(str(folder), 0)
        if self.recycling:
            target = self._bin / folder.name
            _merge(folder, target)
            self._keep(target, size_bytes)
        shutil.rmtree(folder, ignore_errors=True)

    def discard_file(self, path: Path, size_bytes: int) -> None:
        """Remove a file; one that is not there is fine."""
        if not path.is_file():
            return
        self._must_be_writable()
        if not self.recycling:
            path.unlink()
            return
        target = self._bin / path.parent.relative_to(self.root) / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        number = 1
        while target.exists():
            number += 1
            target = target.with_stem(f"{path.stem}_{number}")
        path.rename(target)
        os.utime(target)
        self._keep(target, size_bytes)

    def _keep(self, target: Path, size_bytes: int) -> None:
        kept = self._world.left_behind
        kept[str(target)] = kept.get(str(target), 0) + size_bytes

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise OSError("Read-only file system")


def _merge(folder: Path, target: Path) -> None:
    """Move the files of a folder into another, over those that have the same name there."""
    for path in sorted(folder.rglob("*")):
        place = target / path.relative_to(folder)
        if path.is_dir() and not path.is_symlink():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
            os.utime(place, follow_symlinks=False)
