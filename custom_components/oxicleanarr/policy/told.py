"""The facts behind a verdict, each with its value, where it comes from, and how old it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..library.facts import UNKNOWN
from ..library.models import JELLYFIN, Episode, Kind, Library, Medium, Requester


class Knowledge(StrEnum):
    """What is known of a fact."""

    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """One fact about one medium."""

    name: str
    knowledge: Knowledge
    value: str | int | float | bool | list[str] | None
    """As JSON; `None` unless it is known."""
    sources: tuple[str, ...]
    """The names of the servers that told it, where they are known."""
    read_at: datetime | None
    """When the oldest of those answers was read."""

    def age_minutes(self, now: datetime) -> int | None:
        """Return how old the answer is, in whole minutes."""
        return None if self.read_at is None else int((now - self.read_at).total_seconds() // 60)


_MANAGED = ("size_bytes", "added", "tags", "genres", "rating", "root_folders")
_JELLYFIN = (
    "last_watched",
    "play_count",
    "watched_by",
    "unfinished_by",
    "playing",
    "favourite_of",
    "libraries",
)
_SERIES = ("continuing", "seasons", "episodes")


def facts_about(medium: Medium, library: Library) -> tuple[ToldFact, ...]:
    """Return every fact about a medium that rules and protections go by."""
    copies = tuple(dict.fromkeys(copy.source_id for copy in medium.copies))
    watched = (JELLYFIN,) if JELLYFIN in library.sources else copies
    return (
        *_told(medium, library, _MANAGED, copies or (JELLYFIN,)),
        *_told(medium, library, _JELLYFIN, watched),
        *_told(medium, library, ("requesters",), _seerrs(library)),
        *(_told(medium, library, _SERIES, copies) if medium.kind is Kind.SERIES else ()),
    )


def _seerrs(library: Library) -> tuple[str, ...]:
    """Return the ids of the sources that tell of every kind and are not Jellyfin; nobody asks them where a server decides."""
    if library.decider:
        return ()
    behind = [library.behind.get(kind, frozenset()) for kind in Kind]
    return tuple(sorted(frozenset.intersection(*behind) - {JELLYFIN}))


def _told(
    medium: Medium, library: Library, names: Iterable[str], source_ids: tuple[str, ...]
) -> Iterator[ToldFact]:
    sources = [library.sources[source_id] for source_id in source_ids]
    read_ats = [source.read_at for source in sources if source.read_at]
    for name in names:
        value = getattr(medium, name)
        knowledge = _knowledge(value)
        yield ToldFact(
            name=name,
            knowledge=knowledge,
            value=_plain(value, library) if knowledge is Knowledge.KNOWN else None,
            sources=tuple(source.name for source in sources),
            read_at=min(read_ats) if len(read_ats) == len(sources) and read_ats else None,
        )


def _knowledge(value: object) -> Knowledge:
    if value is UNKNOWN:
        return Knowledge.UNKNOWN
    if value is None or value in (frozenset(), ()):
        return Knowledge.ABSENT
    return Knowledge.KNOWN


def _plain(value: object, library: Library) -> str | int | float | bool | list[str] | None:
    match value:
        case datetime():
            return value.isoformat()
        case frozenset():
            return [library.users.get(str(one), str(one)) for one in sorted(value)]
        case (Episode(), *_):
            return len(value)
        case (Requester(), *_):
            return [called(requester) for requester in value if isinstance(requester, Requester)]
        case str() | int() | float():
            return value
    return str(value)


def called(requester: Requester) -> str:
    """Return a name for somebody who asked for a medium."""
    names = sorted(requester.names)
    return names[0] if names else requester.email or str(requester.user_id)
