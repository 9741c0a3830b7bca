"""Triggers for automations: a medium is about to leave, was kept or is gone, a sync failed."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, cast, override

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
import probatio

from .const import GIGABYTE
from .coordinator import loaded
from .happenings import SIGNAL_ANY_HAPPENING, SIGNAL_COUNTDOWN, Countdown, Happening, HappeningKind
from .library.models import Kind
from .posters import async_poster_path

CONF_DAYS_BEFORE = "days_before"
CONF_KIND = "kind"
CONF_LARGER_THAN_GB = "larger_than_gb"
CONF_RULE = "rule"

DEFAULT_DAYS_BEFORE = 3

_HOUSEHOLD = {probatio.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
HOUSEHOLD_SCHEMA = probatio.Schema({probatio.Required(CONF_OPTIONS, default=dict): _HOUSEHOLD})
ABOUT_TO_LEAVE_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_OPTIONS, default=dict): {
            **_HOUSEHOLD,
            probatio.Optional(CONF_DAYS_BEFORE, default=DEFAULT_DAYS_BEFORE): cv.positive_int,
            probatio.Optional(CONF_KIND): probatio.In([kind.value for kind in Kind]),
            probatio.Optional(CONF_RULE): cv.string,
            probatio.Optional(CONF_LARGER_THAN_GB): cv.positive_float,
        }
    }
)


class _HouseholdTrigger(Trigger):
    """A trigger that listens to one household, or to all."""

    schema: ClassVar[probatio.Schema] = HOUSEHOLD_SCHEMA

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Return the configuration with its defaults."""
        return cast("ConfigType", cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the options."""
        super().__init__(hass, config)
        self._options: dict[str, Any] = config.options or {}

    def _is_meant(self, entry_id: str) -> bool:
        return self._options.get(ATTR_CONFIG_ENTRY_ID) in (None, entry_id)


class AboutToLeaveTrigger(_HouseholdTrigger):
    """A medium that is leaving soon has at most so many days left.

    Once for each medium and its date. A day that passed while Home Assistant was off counts when it is back.
    """

    schema = ABOUT_TO_LEAVE_SCHEMA

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen to the countdowns."""

        @callback
        def counted_down(countdown: Countdown) -> None:
            if self._fits(countdown):
                media = _with_poster(self._hass, countdown.media)
                run_action({"media": media}, f"{media['title']} leaves on {media['leaves_on']}")

        return async_dispatcher_connect(self._hass, SIGNAL_COUNTDOWN, counted_down)

    def _fits(self, countdown: Countdown) -> bool:
        wanted, media = self._options, countdown.media
        return (
            countdown.reaches(wanted[CONF_DAYS_BEFORE])
            and self._is_meant(media["config_entry_id"])
            and wanted.get(CONF_KIND) in (None, media["kind"])
            and _is_rule(wanted.get(CONF_RULE), media["rule"])
            and _is_larger(media["size_bytes"], wanted.get(CONF_LARGER_THAN_GB))
        )


class _HappeningTrigger(_HouseholdTrigger):
    """A trigger that listens to one kind of happening."""

    kind: ClassVar[HappeningKind]

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen to what happens."""

        @callback
        def happened(happening: Happening) -> None:
            if happening.kind is self.kind and self._is_meant(happening.config_entry_id):
                run_action(*self._told(happening))

        return async_dispatcher_connect(self._hass, SIGNAL_ANY_HAPPENING, happened)

    @abstractmethod
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        """Return the variables of the trigger, and what set it off in a few words."""


class KeptTrigger(_HappeningTrigger):
    """A person keeps a medium, whether it was leaving or not."""

    kind = HappeningKind.KEPT

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        media = _with_poster(self._hass, happening.media)
        return {"media": media}, f"{media['title']} was kept"


class DeletedTrigger(_HappeningTrigger):
    """A medium is gone, or is monitored no more where the household wants no more than that."""

    kind = HappeningKind.DELETED

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        media = _with_poster(self._hass, happening.media)
        about = {"media": media, "problem": happening.problem}
        return about, f"{media['title']} was deleted"


class RestoredTrigger(_HappeningTrigger):
    """What was gone was put back into Radarr or Sonarr."""

    kind = HappeningKind.RESTORED

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        media = _with_poster(self._hass, happening.media)
        return {"media": media}, f"{media['title']} was put back"


class BlockedTrigger(_HappeningTrigger):
    """A cleanup, or one medium of it, was held back; then there is no medium, or one."""

    kind = HappeningKind.BLOCKED

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        media = _with_poster(self._hass, happening.media) if happening.media else None
        about = {
            "media": media,
            "problem": happening.problem,
            ATTR_CONFIG_ENTRY_ID: happening.config_entry_id,
        }
        return about, f"{media['title'] if media else 'a cleanup'} was held back"


class CleanupPreparedTrigger(_HappeningTrigger):
    """There is a list to approve."""

    kind = HappeningKind.CLEANUP_PREPARED

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        return {"plan": dict(happening.plan)}, "a cleanup was prepared"


class SyncFailedTrigger(_HappeningTrigger):
    """A server did not answer completely, for the first time since it last did."""

    kind = HappeningKind.SYNC_FAILED

    @override
    def _told(self, happening: Happening) -> tuple[dict[str, Any], str]:
        about = {
            "problem": happening.problem,
            ATTR_CONFIG_ENTRY_ID: happening.config_entry_id,
        }
        return about, "a sync failed"


def _with_poster(hass: HomeAssistant, media: Mapping[str, Any]) -> dict[str, Any]:
    """Return the medium with a path to its poster, for as long as its household is loaded."""
    entry_id = media["config_entry_id"]
    poster: str | None = None
    if coordinator := loaded(hass.config_entries.async_get_entry(entry_id)):
        if medium := coordinator.data.library.media.get(media["id"]):
            poster = async_poster_path(hass, entry_id, medium)
    return {**media, "poster": poster}


def _is_rule(wanted: str | None, rule: str | None) -> bool:
    return wanted is None or (rule or "").casefold() == wanted.strip().casefold()


def _is_larger(size_bytes: int | None, gigabytes: float | None) -> bool:
    """Return whether it is known to be larger, if that matters."""
    return gigabytes is None or (size_bytes is not None and size_bytes > gigabytes * GIGABYTE)


TRIGGERS: dict[str, type[Trigger]] = {
    "about_to_leave": AboutToLeaveTrigger,
    "kept": KeptTrigger,
    "cleanup_prepared": CleanupPreparedTrigger,
    "deleted": DeletedTrigger,
    "restored": RestoredTrigger,
    "blocked": BlockedTrigger,
    "sync_failed": SyncFailedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return all triggers by their names."""
    return TRIGGERS
