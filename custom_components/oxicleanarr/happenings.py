"""What happens to media and to syncs, worked out once for events, triggers and whoever else wants to know.

What a plan changes is found by comparing it with what people were told before, which the ledger remembers. So
nothing is told twice, whether Home Assistant was off in between or a server failed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from homeassistant.components.event import DOMAIN as EVENT
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.signal_type import SignalType
import msgspec

from .answers import days_left, describe
from .const import DOMAIN
from .library.facts import UNKNOWN
from .library.models import Kind, Library, Medium
from .policy.models import Decision, Keep, Leaving, Plan, Schedule
from .policy.sentences import joined
from .policy.told import called
from .problems import problem_sentence


class HappeningKind(StrEnum):
    """What can happen."""

    ANNOUNCED = "announced"
    ABOUT_TO_LEAVE = "about_to_leave"
    NO_LONGER_LEAVING = "no_longer_leaving"
    KEPT = "kept"
    LET_GO = "let_go"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    CLEANUP_PREPARED = "cleanup_prepared"
    DELETED = "deleted"
    RESTORED = "restored"
    BLOCKED = "blocked"
    SYNC_FINISHED = "sync_finished"
    SYNC_FAILED = "sync_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened in one household."""

    kind: HappeningKind
    at: datetime
    config_entry_id: str
    media: Mapping[str, Any] = field(default_factory=dict)
    """The medium as automations see it; empty when it happened to none, or to more than one."""
    problem: str | None = None
    """Why a sync failed, something did not leave, or not everything of it is gone, in one sentence each."""
    plan: Mapping[str, Any] = field(default_factory=dict)
    """The list to approve as automations see it; empty when none was prepared."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How much there is after a sync: `movies`, `series` and `leaving_soon`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """A medium that is leaving soon has fewer days left than anybody was told."""

    media: Mapping[str, Any]
    days_left: int
    before: int | None
    """How many days were told last; `None` when it has just been announced."""

    def reaches(self, days: int) -> bool:
        """Return whether it has at most so many days left, and had more when it was last told."""
        return self.days_left <= days and (self.before is None or self.before > days)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where and when something happens, and in which language it is told."""

    library: Library
    now: datetime
    """Days are those of its time zone."""
    entry_id: str
    language: str


SIGNAL_HAPPENING: Final = "oxicleanarr_happening_{entry_id}"
"""The dispatcher's signal for the happenings of one household, to be completed with its entry's id."""
SIGNAL_ANY_HAPPENING: Final = SignalType[Happening]("oxicleanarr_happening")
"""The same for all households, also for those that are not loaded or not set up yet."""
SIGNAL_COUNTDOWN: Final = SignalType[Countdown]("oxicleanarr_countdown")
"""The countdowns of all households."""

ACTIVITY_KEY: Final = "activity"
"""The key of the event entity."""
EVENT_ACTIVITY: Final = "oxicleanarr_activity"
"""What is fired on the bus beside the signals, for the logbook: everything but the syncs that went well."""

# "About to leave" is told with so many days left: early enough to watch it, and on the last day.
_TOLD_DAYS: Final = (3, 0)
# What a line of the logbook names.
_LOGGED_FIELDS: Final = ("title", "year", "kind", "leaves_on", "rule", "removal", "freed_bytes")
_TOLD_FIELDS: Final = (
    "id",
    "title",
    "year",
    "kind",
    "leaves_on",
    "days_left",
    "size_bytes",
    "rule",
)


@callback
def async_send(hass: HomeAssistant, happening: Happening) -> None:
    """Tell a happening to everybody who listens."""
    signal = SIGNAL_HAPPENING.format(entry_id=happening.config_entry_id)
    async_dispatcher_send(hass, SignalType[Happening](signal), happening)
    async_dispatcher_send(hass, SIGNAL_ANY_HAPPENING, happening)
    if happening.kind is not HappeningKind.SYNC_FINISHED:
        hass.bus.async_fire(EVENT_ACTIVITY, _activity(hass, happening))


def media_of(decision: Decision, scene: Scene) -> dict[str, Any]:
    """Return a medium as events and automations see it; `None` stands for unknown."""
    row = describe(decision, scene.library, scene.now, scene.language)
    return {
        **{name: row[name] for name in _TOLD_FIELDS},
        "reason": joined(reason["text"] for reason in row["reasons"]) or None,
        "requesters": _requesters(decision.medium),
        "config_entry_id": scene.entry_id,
    }


def media_of_missing(medium_id: str, title: str, year: int | None, entry_id: str) -> dict[str, Any]:
    """Return the same of a medium that no server knows any more."""
    return {
        **dict.fromkeys(_TOLD_FIELDS),
        "id": medium_id,
        "title": title,
        "year": year,
        "kind": medium_id.split(":", 1)[0],
        "reason": None,
        "requesters": [],
        "config_entry_id": entry_id,
    }


def media_of_wish(wish: Keep | Schedule, plan: Plan, scene: Scene) -> dict[str, Any]:
    """Return the same of the medium that a person's wish is about; its id may have changed since."""
    for decision in plan.decisions.values():
        if not decision.medium.aliases.isdisjoint(wish.aliases):
            return media_of(decision, scene)
    return media_of_missing(wish.medium_id, wish.title, None, scene.entry_id)


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


def _activity(hass: HomeAssistant, happening: Happening) -> dict[str, Any]:
    """Return what the logbook needs; it finds an entity's and a device's lines by their ids."""
    entry_id = happening.config_entry_id
    entry = hass.config_entries.async_get_entry(entry_id)
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, entry_id), entry_id)
    return {
        "type": happening.kind.value,
        ATTR_CONFIG_ENTRY_ID: entry_id,
        "household": entry.title if entry else None,
        ATTR_ENTITY_ID: er.async_get(hass).async_get_entity_id(
            EVENT, DOMAIN, f"{entry_id}_{ACTIVITY_KEY}"
        ),
        ATTR_DEVICE_ID: device.id if device else None,
        "medium_id": happening.media.get("id"),
        **{name: happening.media.get(name) for name in _LOGGED_FIELDS},
        "titles": happening.plan.get("titles"),
        "size_bytes": happening.plan.get("size_bytes"),
        "problem": happening.problem,
    }


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


def _requesters(medium: Medium) -> list[str]:
    if medium.requesters is UNKNOWN or medium.requesters is None:
        return []
    return [called(requester) for requester in medium.requesters]
