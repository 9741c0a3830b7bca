"""Who asked for what, as Seerr tells."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from copy import replace
from dataclasses import dataclass, field
from datetime import datetime

from ..clients.ids import item_key
from ..clients.seerr import MediaRequest, Requester as WireRequester, Seerr
from .facts import UNKNOWN, Fact, read_date
from .identity import provider_ids
from .models import Kind, Requester
from .reading import Reading, Size, require_complete

_PENDING = 1
# Approved and completed; pending and declined ones bind nobody.
_ACCEPTED = (2, 5)
# "Available" on the old Overseerr, "failed" on all others: enough to protect, not enough to let go.
_AMBIGUOUS = 4

_KINDS = {"movie": Kind.MOVIE, "tv": Kind.SERIES}


type AskedFor = Fact[Mapping[str, tuple[Requester, ...]]]
"""Who asked for what, by kind and provider id; unknown when a Seerr has never answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """The complete answer of one Seerr."""

    requesters: Mapping[str, tuple[Requester, ...]] = field(default_factory=dict)
    """By kind and provider id, such as `movie:tmdb:19`: TMDB numbers films and series apart."""
    media_ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Seerr's own ids of what was asked for, to forget it by; by the same names.

    What somebody still waits for an answer to is left out: Seerr would forget that request as well.
    """
    newest: Mapping[str, datetime] = field(default_factory=dict)
    """When it was last asked for, whatever came of it; by the same names."""
    version: str | None = None
    skipped_rows: int = 0

    @property
    def size(self) -> Size:
        """How many titles were asked for."""
        return Size(media=len(self.requesters))


async def read_seerr(client: Seerr, now: datetime) -> Requests:
    """Read all accepted requests (a page for each 200).

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: The list was cut short.
    """
    status = await client.status()
    rows = await client.requests()
    require_complete("Seerr", "requests", rows)
    return Requests(
        requesters=await asyncio.to_thread(_by_medium, rows.rows),
        media_ids=_media_ids(rows.rows),
        newest=_newest(rows.rows, now),
        version=status.version,
        skipped_rows=rows.skipped,
    )


def asked_for_in(requests: Sequence[Reading[Requests]]) -> AskedFor:
    """Return who asked for what in any of several Seerrs."""
    together: dict[str, tuple[Requester, ...]] = {}
    for reading in requests:
        if reading.answer is None:
            return UNKNOWN
        for name, people in reading.answer.requesters.items():
            together[name] = (*together.get(name, ()), *people)
    return together


def requesters_of(aliases: frozenset[str], asked_for: AskedFor) -> Fact[tuple[Requester, ...]]:
    """Return everybody who asked for a medium that has these names, each once."""
    if asked_for is UNKNOWN:
        return UNKNOWN
    if not asked_for:
        return ()
    # Each Seerr numbers its users by itself, so a number alone names nobody.
    people = {person for alias in aliases for person in asked_for.get(alias, ())}
    each_once = [
        person for person in people if person.certain or replace(person, certain=True) not in people
    ]
    return tuple(sorted(each_once, key=lambda person: (person.user_id, sorted(person.names))))


def _by_medium(requests: tuple[MediaRequest, ...]) -> Mapping[str, tuple[Requester, ...]]:
    found: dict[str, dict[int, Requester]] = {}
    for request in requests:
        certain = request.status in _ACCEPTED
        if request.requester is None or not (certain or request.status == _AMBIGUOUS):
            continue
        requester = _requester(request.requester, certain=certain)
        for name in _names(request):
            people = found.setdefault(name, {})
            if certain or requester.user_id not in people:
                people[requester.user_id] = requester
    return {name: tuple(people.values()) for name, people in found.items()}


def _media_ids(requests: Sequence[MediaRequest]) -> Mapping[str, frozenset[int]]:
    waiting = {request.media_id for request in requests if request.status == _PENDING}
    found: dict[str, set[int]] = {}
    for request in requests:
        if request.media_id is not None and request.media_id not in waiting:
            for name in _names(request):
                found.setdefault(name, set()).add(request.media_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _newest(requests: Iterable[MediaRequest], now: datetime) -> Mapping[str, datetime]:
    found: dict[str, datetime] = {}
    for request in requests:
        at = read_date(request.created_at, now)
        if isinstance(at, datetime):
            for name in _names(request):
                found[name] = max(at, found.get(name, at))
    return found


def _names(request: MediaRequest) -> list[str]:
    """Return the names of what was asked for."""
    known = provider_ids(tmdb=request.tmdb_id, tvdb=request.tvdb_id, imdb=request.imdb_id)
    return [f"{_KINDS[request.kind]}:{name}" for name in known]


def _requester(wire: WireRequester, *, certain: bool) -> Requester:
    names = (wire.display_name, wire.jellyfin_username, wire.username)
    return Requester(
        user_id=wire.id,
        names=frozenset(name.strip().casefold() for name in names if name and name.strip()),
        email=wire.email.strip().casefold() if wire.email else None,
        jellyfin_user=item_key(wire.jellyfin_user_id) if wire.jellyfin_user_id else None,
        certain=certain,
    )
