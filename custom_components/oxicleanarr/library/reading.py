"""Readings: what a source last told, and whether it can be trusted now.

A reading that fails, is incomplete, has shrunk abruptly or knows its media under new ids leaves the previous
data in place and says why (law 1). Nothing in here raises for a server's fault; only a credential that needs the user does not pass
silently: its problem has the key `key_refused`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import logging
from typing import ClassVar, Final, Protocol

from ..clients.errors import ClientError
from ..clients.rows import Rows
from .facts import UNKNOWN, Fact
from .models import Problem, SourceStatus

_LOGGER = logging.getLogger(__name__)

# Fewer media than this may vanish between two readings without anybody being alarmed.
UNREMARKABLE_LOSS = 2
REMARKABLE_SHARE = 0.3

OVERLAP: Final = timedelta(hours=1)
"""How far differences reach back: a server's clock may differ from ours, and a row may be written late."""

SHRUNK = "shrunk"
REBUILT = "rebuilt"

NOT_ASKED = "not_asked"

NOT_BELIEVED = frozenset({SHRUNK, REBUILT})
"""The kinds of problems that end when somebody says that the server is right."""

type Belief = Callable[[str, Problem], bool]
"""Says whether the server with this id is right all the same, in spite of what is abrupt about its answer."""


def believe_none(_source_id: str, _doubt: Problem) -> bool:
    """Believe no server whose answer is abruptly another one."""
    return False


def believe_all(_source_id: str, _doubt: Problem) -> bool:
    """Believe every server, whatever it has lost."""
    return True


_SAMPLE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large an answer was: what one that has lost something is noticed by."""

    media: int
    people: frozenset[str] = frozenset()
    """The ids of the users whose plays the answer told."""
    plays: Mapping[str, int] = field(default_factory=dict)
    """How many media each of them has watched, by the id of the user."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Under which id the server knows what lies at a place, where its memory of plays hangs on such ids."""

    @property
    def sampled(self) -> Size:
        """The same with no more ids than are worth remembering over a restart; always of the same places."""
        return replace(self, ids={place: self.ids[place] for place in sorted(self.ids)[:_SAMPLE]})

    def without(self, media: int, watchers: frozenset[str] = frozenset()) -> Size:
        """The same with fewer media, because it is known why they are gone, and who had watched them."""
        plays = {user: count - (user in watchers) for user, count in self.plays.items()}
        return replace(self, media=max(0, self.media - media), plays=plays)

    def forgotten(self, after: Size) -> int:
        """Return of how many users the server no longer knows anything that they watched."""
        return sum(
            watched > UNREMARKABLE_LOSS and not after.plays.get(user)
            for user, watched in self.plays.items()
        )

    def renamed(self, after: Size) -> bool:
        """Return whether media have got other ids since: at the same places, or all of them."""
        if not self.ids or not after.ids:
            return False
        known = self.ids.keys() & after.ids.keys()
        moved = sum(self.ids[place] != after.ids[place] for place in known)
        if moved > UNREMARKABLE_LOSS or (moved and moved == len(known)):
            return True
        lost_all = set(self.ids.values()).isdisjoint(after.ids.values())
        return lost_all and len(self.ids) > UNREMARKABLE_LOSS


class Answer(Protocol):
    """The complete answer of one source."""

    @property
    def version(self) -> str | None:
        """The version of the server, where it tells one."""

    @property
    def size(self) -> Size:
        """How large the answer is."""

    @property
    def skipped_rows(self) -> int:
        """How many rows could not be understood."""


class UntrustedAnswerError(Exception):
    """A source answered, but not so that anything may be decided by it; `key` names the kind of failure."""

    key: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        """Remember what the sentence names."""
        super().__init__(self.sentence.format(**facts))
        self.facts = facts


class IncompleteError(UntrustedAnswerError):
    """A source sent fewer rows than it said it has."""

    key = "incomplete"
    sentence = (
        "{server} sent {received} of {total} {what}; the last complete list stays in use until "
        "{server} answers completely"
    )

    def __init__(self, server: str, what: str, received: int, total: int) -> None:
        """Remember which list of which server was cut short."""
        super().__init__(server=server, what=what, received=received, total=total)


class ImplausibleError(UntrustedAnswerError):
    """A source sent nonsense for most of its dates: its clock or its database is broken, not one row."""

    key = "implausible"
    sentence = (
        "{server} sent {nonsense} impossible dates among {total}; the last plausible answer stays "
        "in use. Check the clock and the database of {server}"
    )

    def __init__(self, server: str, nonsense: int, total: int) -> None:
        """Remember which server it was and how many dates make no sense."""
        super().__init__(server=server, nonsense=nonsense, total=total)


class AnotherServerError(UntrustedAnswerError):
    """Behind the address is another server than the one that was set up."""

    key = "another_server"
    sentence = (
        "Behind the address of {server} is another {server} now; the last answer of the one that "
        "was set up stays in use. Give it its address back, or set the new one up"
    )

    def __init__(self, server: str) -> None:
        """Remember which server was replaced."""
        super().__init__(server=server)


def not_asked(server: str) -> Problem:
    """Return why nothing that a source told before a restart counts as fresh."""
    return Problem(
        NOT_ASKED,
        f"{server} has not been asked yet since the start; what it told before stays in use",
        {"server": server},
    )


def problem_of(error: ClientError | UntrustedAnswerError) -> Problem:
    """Return an error as what is wrong with a source; the log keeps the details that no sentence tells."""
    _LOGGER.debug("%s", error)
    return Problem(error.key, str(error), error.facts)


def require_complete[T](server: str, what: str, rows: Rows[T]) -> None:
    """Refuse a list that is shorter than its server said.

    Raises:
        IncompleteError: Rows are missing.
    """
    if not rows.complete:
        raise IncompleteError(server, what, len(rows.rows), rows.total)


def require_whole[T](server: str, what: str, rows: Rows[T]) -> None:
    """Refuse a list that is shorter than its server said, or of which a row could not be understood.

    Raises:
        IncompleteError: Any of the missing rows may be the one that protects.
    """
    require_complete(server, what, rows)
    if rows.skipped:
        raise IncompleteError(server, what, len(rows.rows), len(rows.rows) + rows.skipped)


def require_plausible(server: str, dates: Iterable[Fact[datetime]]) -> None:
    """Refuse an answer in which several dates make no sense, and they are at least half of all.

    Raises:
        ImplausibleError: They are nonsense.
    """
    total = nonsense = 0
    for date in dates:
        total += date is not None
        nonsense += date is UNKNOWN
    if nonsense > 1 and nonsense * 2 >= total:
        raise ImplausibleError(server, nonsense, total)


@dataclass(frozen=True, slots=True)
class Reading[T: Answer]:
    """What one source last told: its newest good answer, and what is wrong with newer ones."""

    id: str
    name: str
    answer: T | None = None
    read_at: datetime | None = None
    problem: Problem | None = None
    accepted: Size | None = None
    """How large the last answer was that we trusted, perhaps before a restart."""
    whole_at: datetime | None = None
    """When the source was last read as a whole, and not only what had changed."""
    asked_at: datetime | None = None
    failures: int = 0
    """How often in a row it could not be trusted."""

    @property
    def status(self) -> SourceStatus:
        """Return how far this source can be trusted."""
        return SourceStatus(
            id=self.id,
            name=self.name,
            version=self.answer.version if self.answer else None,
            read_at=self.read_at,
            problem=self.problem,
            skipped_rows=self.answer.skipped_rows if self.answer else 0,
        )

    def without(self, media: int, watchers: frozenset[str] = frozenset()) -> Reading[T]:
        """Return the reading that does not wonder when so many media, and their plays, are missing."""
        return replace(self, accepted=self.accepted and self.accepted.without(media, watchers))

    async def renew(
        self,
        fetch: Callable[[], Awaitable[T]],
        now: datetime,
        *,
        believe: Belief = believe_none,
    ) -> Reading[T]:
        """Ask the source again; keep the previous answer when the new one cannot be trusted."""
        try:
            answer = await fetch()
        except (ClientError, UntrustedAnswerError) as err:
            return self._failed(problem_of(err), now)
        renewed = replace(
            self,
            answer=answer,
            read_at=now,
            problem=None,
            whole_at=now,
            asked_at=now,
            failures=0,
        )
        # A large library takes longer to compare and to measure than the event loop may be held.
        size = await asyncio.to_thread(lambda: None if answer == self.answer else answer.size)
        if size is None:
            return renewed
        if (doubt := self._doubt(size)) and not believe(self.id, doubt):
            return self._failed(doubt, now)
        return replace(renewed, accepted=size)

    def _failed(self, problem: Problem, now: datetime) -> Reading[T]:
        return replace(self, problem=problem, asked_at=now, failures=self.failures + 1)

    def _doubt(self, size: Size) -> Problem | None:
        """Return what is abrupt about a new answer."""
        accepted = self.accepted
        if accepted is None:
            return None
        if accepted.renamed(size):
            return self._not_believed(REBUILT)
        before, after = accepted.media, size.media
        remarkable = max(UNREMARKABLE_LOSS, before * REMARKABLE_SHARE)
        if before - after > remarkable or (before and not after):
            return self._not_believed(SHRUNK, after=after, before=before)
        if people := len(accepted.people - size.people):
            return self._not_believed(SHRUNK, "lost_users", people=people)
        if people := accepted.forgotten(size):
            return self._not_believed(SHRUNK, "lost_plays", people=people)
        return None

    def _not_believed(self, key: str, variant: str = "", **facts: int) -> Problem:
        named = {"server": self.name, **facts}
        return Problem(key, _DOUBTS[variant or key].format(**named) + _ACCEPT, named, variant)


_DOUBTS = {
    REBUILT: "{server} has made its library anew, and may have forgotten what was watched",
    SHRUNK: "{server} has {after} media where it had {before} before",
    "lost_users": "{server} no longer has {people} of its users, nor what they watched",
    "lost_plays": "{server} no longer knows what {people} of its users watched",
}
_ACCEPT = "; the last list stays in use. If that is right, say so under Settings → System → Repairs"
