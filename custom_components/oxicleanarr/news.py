"""What a plan brings that people were not told yet: found by comparing it with what they were told before.

The ledger remembers that. So nothing is told twice, whether Home Assistant was off in between or a server failed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import msgspec

from .answers import days_left
from .happenings import Countdown, Happening, HappeningKind, Scene, media_of, media_of_missing
from .library.models import Kind, Library, Medium
from .policy.models import Leaving, Plan
from .policy.sentences import joined
from .problems import problem_sentence

# "About to leave" is told with so many days left: early enough to watch it, and on the last day.
_TOLD_DAYS: Final = (3, 0)


class ToldMedium(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was told of a medium that is leaving soon."""

    title: str
    year: int | None
    kind: Kind
    since: datetime
    """Since when it was announced then; another date is another announcement."""
    leaves_on: date
    days_left: int
    """The fewest days that were told, in local time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people were told; the ledger holds it."""

    kinds: frozenset[Kind] = frozenset()
    """The kinds whose first plan was seen. Its media are told of one by one only from the next plan on."""
    media: Mapping[str, ToldMedium] = field(default_factory=dict)
    """What was told of what is leaving soon, by the media's ids."""
    failing: frozenset[str] = frozenset()
    """The ids of the sources whose failure was told and has not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is to be told of a plan, and what will have been told then."""

    told: Told
    happenings: tuple[Happening, ...] = ()
    countdowns: tuple[Countdown, ...] = ()


def news_of(told: Told, plan: Plan, scene: Scene) -> News:
    """Return what a plan brings that was not told yet.

    A stale verdict is no news, and neither is the first plan of a kind: all of it is on the list.
    """
    library, now, entry_id = scene.library, scene.now, scene.entry_id
    happenings = list(_sync_failed(told, scene))
    countdowns: list[Countdown] = []
    media: dict[str, ToldMedium] = {}

    def happened(kind: HappeningKind, about: Mapping[str, Any]) -> None:
        happenings.append(Happening(kind=kind, at=now, config_entry_id=entry_id, media=about))

    for medium_id, before in told.media.items():
        if medium_id in plan.announced:
            continue
        decision = plan.decisions.get(medium_id)
        if decision is None:
            about = media_of_missing(medium_id, before.title, before.year, entry_id)
            happened(HappeningKind.NO_LONGER_LEAVING, about)
        elif not decision.kept:
            # A keep was told when it happened.
            about = media_of(decision, scene)
            happened(HappeningKind.NO_LONGER_LEAVING, about)

    for medium_id, since in plan.announced.items():
        last = told.media.get(medium_id)
        decision = plan.decisions.get(medium_id)
        if decision is None or decision.stale or not isinstance(decision.verdict, Leaving):
            if last is not None:
                media[medium_id] = last
            continue
        if last is not None and last.since != since:
            last = None
        now_told = _told(decision.medium, decision.verdict, since, last, now)
        # What is the same object is compared at once, and is there once.
        media[medium_id] = last if last == now_told else now_told
        if last is None and decision.medium.kind not in told.kinds:
            continue
        if last is not None and now_told.days_left >= last.days_left:
            continue
        about = media_of(decision, scene)
        countdown = Countdown(
            media=about,
            days_left=now_told.days_left,
            before=last.days_left if last else None,
        )
        countdowns.append(countdown)
        if last is None:
            happened(HappeningKind.ANNOUNCED, about)
        if any(countdown.reaches(days) for days in _TOLD_DAYS):
            happened(HappeningKind.ABOUT_TO_LEAVE, about)

    return News(
        told=Told(
            kinds=told.kinds | {kind for kind in Kind if library.fresh(kind)},
            media=media,
            failing=_failing(library),
        ),
        happenings=tuple(happenings),
        countdowns=tuple(countdowns),
    )


def sync_finished(plan: Plan, scene: Scene) -> Happening:
    """Return that all servers answered completely, and how much there is."""
    kinds = [medium.kind for medium in scene.library.media.values()]
    return Happening(
        kind=HappeningKind.SYNC_FINISHED,
        at=scene.now,
        config_entry_id=scene.entry_id,
        counts={
            "movies": kinds.count(Kind.MOVIE),
            "series": kinds.count(Kind.SERIES),
            "leaving_soon": len(plan.leaving_soon),
        },
    )


def _failing(library: Library) -> frozenset[str]:
    return frozenset(source.id for source in library.sources.values() if source.problem)


def _sync_failed(told: Told, scene: Scene) -> Iterator[Happening]:
    """Return that servers failed whose last answer was complete."""
    problems = [
        problem_sentence(source.problem, scene.language)
        for source in scene.library.sources.values()
        if source.problem and source.id not in told.failing
    ]
    if problems:
        yield Happening(
            kind=HappeningKind.SYNC_FAILED,
            at=scene.now,
            config_entry_id=scene.entry_id,
            problem=joined(problems),
        )


def _told(
    medium: Medium, verdict: Leaving, since: datetime, last: ToldMedium | None, now: datetime
) -> ToldMedium:
    days = days_left(verdict, now)
    leaves_on = verdict.leaves_at.astimezone(now.tzinfo).date()
    if last and leaves_on <= last.leaves_on:
        # More days for the same date are a clock that was wrong, such as that of a computer without a
        # battery after a power cut. They must not be counted down a second time.
        days = min(days, last.days_left)
    return ToldMedium(
        title=medium.title,
        year=medium.year,
        kind=medium.kind,
        since=since,
        leaves_on=leaves_on,
        days_left=days,
    )
