"""The words of the display: what is shown in Jellyfin, what we made there, and what a pass did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from ..library.models import Kind, Problem


class DisplayKind(StrEnum):
    """The ways to show in Jellyfin what is leaving soon."""

    LIBRARIES = "libraries"
    """Libraries of symbolic links, made by the Bridge."""
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplaySettings:
    """What the household wants to see in Jellyfin, and where."""

    kinds: frozenset[DisplayKind] = frozenset()
    base_path: str = ""
    """The folder for the links, as Jellyfin sees it."""
    library_names: Mapping[Kind, str] = field(default_factory=dict)
    collection_name: str = "Leaving Soon"
    hide_when_empty: bool = True


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A medium that is to be shown as leaving soon."""

    medium_id: str
    kind: Kind
    title: str
    year: int | None
    leaves_at: datetime
    item_ids: tuple[str, ...]
    """Its items in Jellyfin, never our own twins."""
    paths: tuple[str, ...]
    """Its files or folders as Jellyfin sees them."""
    mapped: bool = False
    """Whether Jellyfin told no path, so that the path mappings had to say where it should be."""
    episodes: tuple[tuple[int, int], ...] = ()
    """Season and number of the episodes that leave; empty when the whole medium does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A symbolic link that we made, or were about to make when something stopped us."""

    path: str
    source: str
    medium_id: str
    kind: Kind
    to_folder: bool = False
    confirmed: bool = False
    """Whether the Bridge told that it made it; before that, nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLibrary:
    """A library of Jellyfin that we made; its folder proves that it is ours, people may rename it."""

    kind: Kind
    folder: str
    name: str
    """The name that we gave it."""
    id: str | None = None
    """What Jellyfin knows it by under that name; `None` until Jellyfin tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCollection:
    """A collection of Jellyfin that we made, and those of its members that we put there."""

    id: str
    name: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """All that we made in Jellyfin: the only things that the display may change or remove there."""

    links: tuple[MadeLink, ...] = ()
    folders: frozenset[str] = frozenset()
    """Folders that we made between a root and our links."""
    roots: tuple[str, ...] = ()
    """The folders of our libraries."""
    libraries: tuple[MadeLibrary, ...] = ()
    collection: MadeCollection | None = None


class Book(Protocol):
    """Where it is written down what we made."""

    @property
    def made(self) -> Made:
        """All that we made."""

    async def async_made(self, made: Made) -> None:
        """Write down what we made, at once."""


class Trouble(StrEnum):
    """Why something of the display cannot be made; each is for a person to mend."""

    BRIDGE_MISSING = "bridge_missing"
    BRIDGE_TOO_OLD = "bridge_too_old"
    BRIDGE_REFUSED = "bridge_refused"
    BASE_PATH_UNUSABLE = "base_path_unusable"
    BASE_PATH_IN_LIBRARY = "base_path_in_library"
    NO_PERMISSION = "no_permission"
    SOURCE_NOT_FOUND = "source_not_found"
    PLACE_TAKEN = "place_taken"
    NAME_REFUSED = "name_refused"
    ANOTHER_MANAGER = "another_manager"
    SHOWN_BY_SERVER = "shown_by_server"
    SHOWN_BY_PLUGIN = "shown_by_plugin"
    LIBRARY_NAME_TAKEN = "library_name_taken"
    COLLECTION_NAME_TAKEN = "collection_name_taken"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A trouble, and what its sentence names."""

    trouble: Trouble
    names: Mapping[str, str] = field(default_factory=dict)


class Cause(StrEnum):
    """Why one title is not shown, or not taken away."""

    NOT_OURS = "not_ours"
    NAME_REFUSED = "name_refused"
    NOTHING_THERE = "nothing_there"
    BRIDGE_SAID = "bridge_said"
    BRIDGE_SILENT = "bridge_silent"


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be shown, or not be taken away."""

    title: str
    path: str
    cause: Cause
    source: str = ""
    """What was to be linked."""
    said: str = ""
    """What the Bridge said to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayReport:
    """What one pass did to the links, and how they are now."""

    wanted: int = 0
    present: int = 0
    created: int = 0
    removed: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    problem: Problem | None = None
    """What ended the pass; the next one tries again."""

    @property
    def settled(self) -> bool:
        """Return whether all is as it should be, so that there is nothing to try again."""
        return not (self.problem or self.failures or self.obstacles or self.broken)

    @property
    def broken(self) -> int:
        """Return how many links should be there and are not."""
        return self.wanted - self.present
