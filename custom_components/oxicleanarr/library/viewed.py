"""What people did with a medium, and where they see it: as Jellyfin tells, else as an OxiCleanarr server does."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from ..clients.ids import item_key
from .facts import UNKNOWN, Fact, latest, together
from .jellyfin_media import JellyfinItem, JellyfinLibrary, JellyfinMedia
from .models import Decided, Poster
from .paths import below
from .viewing import NEVER_WATCHED

_NOBODY: Final[frozenset[str]] = frozenset()


class Viewed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What people did with a medium, and where they see it; all unknown where nobody tells."""

    last_watched: Fact[datetime] = UNKNOWN
    play_count: Fact[int] = UNKNOWN
    watched_by: Fact[frozenset[str]] = UNKNOWN
    unfinished_by: Fact[frozenset[str]] = UNKNOWN
    favourite_of: Fact[frozenset[str]] = UNKNOWN
    playing: Fact[frozenset[str]] = UNKNOWN
    libraries: Fact[frozenset[str]] = UNKNOWN


_UNSEEN: Final = Viewed()


class View:
    """What a Jellyfin tells of media."""

    def __init__(self, jellyfin: JellyfinMedia | None) -> None:
        """Take what it last told, if there is one."""
        self.jellyfin = jellyfin
        self._shelves = _Shelves(jellyfin.libraries if jellyfin else ())

    def of(self, items: Sequence[JellyfinItem], twins: Sequence[JellyfinItem]) -> Viewed:
        """Return what is told of a medium; all unknown when it is not shown, whatever its twins tell.

        The plays are those of its own items; those of twins are remembered, and counted from there.
        """
        jellyfin = self.jellyfin
        if jellyfin is None or not items:
            return _UNSEEN
        own = [item_key(item.id) for item in items]
        keys = [*own, *[item_key(twin.id) for twin in twins]]
        plays = [jellyfin.watched.get(key, NEVER_WATCHED) for key in own]
        return Viewed(
            last_watched=latest([play.last_watched for play in plays]),
            play_count=sum([play.play_count for play in plays]),
            watched_by=together([play.watched_by for play in plays]),
            unfinished_by=together([play.unfinished_by for play in plays]),
            favourite_of=together([jellyfin.favourite_of.get(key, _NOBODY) for key in keys]),
            playing=together([jellyfin.playing.get(key, _NOBODY) for key in keys]),
            libraries=self._shelves.of(items),
        )


def told_by(decided: Decided) -> Viewed:
    """Return what an OxiCleanarr server tells of a medium's plays; it knows nothing of people."""
    return Viewed(last_watched=decided.last_watched, play_count=decided.play_count)


def poster_of(items: Iterable[JellyfinItem], alone: Decided | None) -> Poster | None:
    """Return a poster: Jellyfin's, or the server's that tells `alone`, and names media its own way."""
    if alone:
        return Poster(alone.item_id, alone.jellyfin_id) if alone.jellyfin_id else None
    return next((Poster(item.id, item.image_tag) for item in items if item.image_tag), None)


class _Shelves:
    """The libraries that show items; the same few names are those of thousands of media."""

    def __init__(self, libraries: Sequence[JellyfinLibrary]) -> None:
        self._folders = [
            (folder, library.name) for library in libraries for folder in library.folders
        ]
        self._same: dict[frozenset[str], frozenset[str]] = {}

    def of(self, items: Sequence[JellyfinItem]) -> Fact[frozenset[str]]:
        """Return the names of the libraries that show the items; unknown for an item without a path."""
        names: set[str] = set()
        for item in items:
            if item.path is None:
                return UNKNOWN
            names.update(
                [name for folder, name in self._folders if below(item.path, folder) is not None]
            )
        found = frozenset(names)
        return self._same.setdefault(found, found)
