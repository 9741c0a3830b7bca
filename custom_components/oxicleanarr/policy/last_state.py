"""What was leaving soon when it was last decided: shown at once after a restart, until the servers have answered.

Enough is remembered to show a medium and to recognise it when somebody keeps it; everything else about it is
unknown, which protects.
"""

from collections.abc import Collection, Mapping
from copy import replace
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium, Poster
from .episodes import leaving_episodes
from .models import Decision, Leaving, Plan, Reason, Why

# The times alone are no reason to write: a memory card lives longer that way.
_OLD: Final = timedelta(hours=6)


class LastSeen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A medium that was leaving soon, and how."""

    medium_id: str
    aliases: frozenset[str]
    kind: Kind
    title: str
    year: int | None
    rule: str
    due_at: datetime
    leaves_at: datetime
    item_ids: tuple[str, ...]
    paths: tuple[str, ...]
    """Its files or folders as Jellyfin wrote them."""
    poster: Poster | None = None
    size_bytes: int | None = None
    """`None` when nobody knew."""
    episode_files: frozenset[int] = frozenset()
    mapped: bool = False
    """Whether Jellyfin told no path, so that the path mappings had to say where it should be."""
    episodes: tuple[tuple[int, int], ...] = ()
    """Season and number of the episodes that leave; empty when the whole medium does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastState:
    """Everything that was leaving soon."""

    complete_at: datetime | None = None
    """When all servers had last answered completely."""
    read_at: Mapping[str, datetime] = field(default_factory=dict)
    """When the data of each server was read, by the id of the source."""
    media: tuple[LastSeen, ...] = ()

    @property
    def last_read_at(self) -> datetime | None:
        """When any server was last read, give or take the few hours for which times alone are not written."""
        return max(self.read_at.values(), default=None)

    def updated(self, plan: Plan, library: Library, complete_at: datetime | None) -> LastState:
        """Return the state that a plan makes of it, itself where that is as good as the same."""
        before = {one.medium_id: one for one in self.media}
        media = tuple(
            _seen(medium, leaving, before.get(medium.id)) for medium, leaving in plan.leaving_soon
        )
        read_at = {
            source.id: source.read_at for source in library.sources.values() if source.read_at
        }
        new = LastState(complete_at=complete_at, read_at=read_at, media=media)
        if media != self.media or read_at.keys() != self.read_at.keys():
            return new
        times = [*self.read_at.values(), *([self.complete_at] if self.complete_at else [])]
        return new if any(plan.made_at - at > _OLD for at in times) else self

    def plan(self, announced: Mapping[str, datetime], now: datetime) -> Plan:
        """Return the verdicts as they were; none of them is more than stale."""
        decisions = {
            one.medium_id: Decision(_medium(one), _leaving(one), stale=True) for one in self.media
        }
        leaving_soon = tuple(
            (decision.medium, decision.verdict)
            for decision in decisions.values()
            if isinstance(decision.verdict, Leaving)
        )
        return Plan(
            made_at=now, decisions=decisions, announced=announced, leaving_soon=leaving_soon
        )

    def added_to(self, library: Library, unheard: Collection[str]) -> Library:
        """Return the library with what was seen and may only be missing because these sources have not answered yet."""
        if not self.media or not unheard:
            return library
        known = frozenset[str]().union(*(medium.aliases for medium in library.media.values()))
        missing = {
            one.medium_id: _medium(one)
            for one in self.media
            if known.isdisjoint(one.aliases)
            and not library.behind.get(one.kind, frozenset()).isdisjoint(unheard)
        }
        return replace(library, media={**library.media, **missing}) if missing else library


def _seen(medium: Medium, leaving: Leaving, before: LastSeen | None) -> LastSeen:
    seen = LastSeen(
        medium_id=medium.id,
        aliases=medium.aliases,
        kind=medium.kind,
        title=medium.title,
        year=medium.year,
        rule=leaving.rule,
        due_at=leaving.due_at,
        leaves_at=leaving.leaves_at,
        item_ids=medium.jellyfin_ids,
        paths=medium.source_paths,
        poster=medium.poster,
        size_bytes=None if medium.size_bytes is UNKNOWN else medium.size_bytes,
        episode_files=leaving.episode_files,
        mapped=not medium.jellyfin_paths,
        episodes=leaving_episodes(medium, leaving),
    )
    if before is None:
        return seen
    if medium.episodes is UNKNOWN and before.episode_files == seen.episode_files:
        # Of what is only remembered itself, no more is known than was then.
        seen = replace(seen, mapped=before.mapped, episodes=before.episodes)
    # What is the same object is compared at once, and is there once.
    return before if seen == before else seen


def _medium(one: LastSeen) -> Medium:
    return Medium(
        id=one.medium_id,
        aliases=one.aliases,
        kind=one.kind,
        title=one.title,
        year=one.year,
        jellyfin_ids=one.item_ids,
        source_paths=one.paths,
        poster=one.poster,
        size_bytes=UNKNOWN if one.size_bytes is None else one.size_bytes,
        added=UNKNOWN,
        last_watched=UNKNOWN,
        play_count=UNKNOWN,
        watched_by=UNKNOWN,
        unfinished_by=UNKNOWN,
        playing=UNKNOWN,
        favourite_of=UNKNOWN,
        requesters=UNKNOWN,
        tags=UNKNOWN,
        genres=UNKNOWN,
        rating=UNKNOWN,
        libraries=UNKNOWN,
        continuing=UNKNOWN,
        episodes=UNKNOWN,
        seasons=UNKNOWN,
    )


def _leaving(one: LastSeen) -> Leaving:
    return Leaving(
        rule=one.rule,
        reasons=(Reason(Why.BEFORE_THE_START),),
        due_at=one.due_at,
        leaves_at=one.leaves_at,
        soon=True,
        episode_files=one.episode_files,
    )
