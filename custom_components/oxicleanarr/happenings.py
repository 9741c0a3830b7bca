"""What happens to media and to syncs, in one form for events, triggers, the logbook and whoever else wants to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from homeassistant.components.event import DOMAIN as EVENT
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.signal_type import SignalType

from .answers import describe
from .const import DOMAIN
from .library.facts import UNKNOWN
from .library.models import Library, Medium
from .policy.models import Decision, Keep, Plan, Schedule
from .policy.sentences import joined
from .policy.told import called


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
    if same := plan.decisions.get(wish.medium_id):
        return media_of(same, scene)
    for decision in plan.decisions.values():
        if not decision.medium.aliases.isdisjoint(wish.aliases):
            return media_of(decision, scene)
    return media_of_missing(wish.medium_id, wish.title, None, scene.entry_id)


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


def _requesters(medium: Medium) -> list[str]:
    if medium.requesters is UNKNOWN or medium.requesters is None:
        return []
    return [called(requester) for requester in medium.requesters]
