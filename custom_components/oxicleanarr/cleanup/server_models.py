"""What is known of a medium that goes through an OxiCleanarr server, because only that one knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..library.facts import UNKNOWN, Fact
from ..library.models import Copy, Decided
from .evidence import Evidence
from .models import FileToGo


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A medium of the server, read again right before it is touched, with its files as Jellyfin sees them.

    Whether there is a recycle bin, a download or a root folder the server cannot tell.
    """

    copy: Copy
    """What the server says now, in the plan's form."""
    decided: Decided
    record: Mapping[str, object]
    """All that must still be the same when it goes, and what its memory is recognised by."""
    folder: str
    """Its folder as Jellyfin sees it, normalised; empty where Jellyfin does not show what the server has."""
    files: tuple[FileToGo, ...]
    """Its files as Jellyfin writes their paths; of a series those of all episodes that it shows."""
    files_seen: Fact[bool]
    """Whether Jellyfin really sees all of them on the disk now."""

    @property
    def size_bytes(self) -> Fact[int]:
        """How much is to go."""
        return self.copy.size_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvidence(Evidence):
    """Everything that the guards judge a medium by that goes through an OxiCleanarr server."""

    served: Fact[Served]
    online: Fact[bool]
    """Whether the server reaches the Radarr or Sonarr that deletes; `None` before 1.2, which does not tell."""
    places: frozenset[str] = frozenset()
    """The folders of all other media of the server, normalised."""
    shelves: frozenset[str] = frozenset()
    """The folders of Jellyfin's libraries, normalised: none of them may be a medium's own."""

    @property
    @override
    def sizes(self) -> Fact[tuple[Fact[int], ...]]:
        if self.served is UNKNOWN or self.served is None:
            return UNKNOWN
        return (self.served.size_bytes,)
