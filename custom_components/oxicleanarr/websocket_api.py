"""What is leaving soon, for dashboards: told once, or again with every change."""

from typing import Any, Final, TypedDict

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ERR_NOT_FOUND, ActiveConnection
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
import probatio

from .answers import MediaFilter, VerdictFilter, describe, leaves_on, select
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry
from .posters import async_poster_path

# More posters nobody looks through; to sign the addresses of so many takes 20 ms of the event loop, once in a day.
MAX_ITEMS: Final = 250

_HOUSEHOLD: VolDictType = {probatio.Optional(ATTR_CONFIG_ENTRY_ID): str}
_SOON = MediaFilter(verdict=VerdictFilter.LEAVING_SOON)


class LeavingSoon(TypedDict):
    """What is leaving soon from one household, or from all of them."""

    items: list[dict[str, Any]]
    """The next to leave first; what `answers.describe` tells of each, its household and its poster."""
    total: int
    """How many there are; `items` ends at `MAX_ITEMS`."""
    made_at: str | None
    """When the oldest of the plans was made; `None` when no household is loaded."""
    stale: bool
    """Whether there may be more, because something does not answer."""
    not_answering: list[str]
    """The names of the servers that did not answer completely, and of the households that are not loaded."""


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands, which exist whether or not a household is loaded."""
    websocket_api.async_register_command(hass, _handle_leaving_soon)
    websocket_api.async_register_command(hass, _handle_subscribe)


@websocket_api.websocket_command(
    {probatio.Required("type"): f"{DOMAIN}/leaving_soon", **_HOUSEHOLD}
)
@callback
def _handle_leaving_soon(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Answer with what is leaving soon."""
    if _is_known(hass, connection, msg):
        connection.send_result(msg["id"], _leaving_soon(hass, msg.get(ATTR_CONFIG_ENTRY_ID)))


@websocket_api.websocket_command(
    {probatio.Required("type"): f"{DOMAIN}/subscribe_leaving_soon", **_HOUSEHOLD}
)
@callback
def _handle_subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell what is leaving soon now, and again whenever that is something else."""
    if not _is_known(hass, connection, msg):
        return
    entry_id = msg.get(ATTR_CONFIG_ENTRY_ID)
    told: LeavingSoon | None = None
    listening: list[CALLBACK_TYPE] = []

    @callback
    def tell(*_: object) -> None:
        nonlocal told
        if (answer := _leaving_soon(hass, entry_id)) != told:
            told = answer
            connection.send_event(msg["id"], answer)

    @callback
    def stop_listening() -> None:
        while listening:
            listening.pop()()

    @callback
    def listen() -> None:
        stop_listening()
        listening.extend(
            entry.runtime_data.async_add_listener(tell)
            for entry in _households(hass, entry_id)
            if entry.state is ConfigEntryState.LOADED
        )

    @callback
    def entry_changed(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            listen()
            tell()

    forget_entries = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed)
    # At midnight a day less is left, whether or not anything was read.
    forget_midnight = async_track_time_change(hass, tell, hour=0, minute=0, second=0)

    @callback
    def unsubscribe() -> None:
        forget_entries()
        forget_midnight()
        stop_listening()

    connection.subscriptions[msg["id"]] = unsubscribe
    connection.send_result(msg["id"])
    listen()
    tell()


def _leaving_soon(hass: HomeAssistant, entry_id: str | None) -> LeavingSoon:
    now = dt_util.now()
    households = _households(hass, entry_id)
    loaded = [entry for entry in households if entry.state is ConfigEntryState.LOADED]
    leaving = [
        (decision, entry)
        for entry in loaded
        for decision in select(entry.runtime_data.data.plan, _SOON, now)
    ]
    # Each household's own order holds within a day.
    leaving.sort(key=lambda pair: leaves_on(pair[0].verdict, now) or "")
    items = [
        describe(decision, entry.runtime_data.data.library, now, hass.config.language)
        | {
            ATTR_CONFIG_ENTRY_ID: entry.entry_id,
            "poster": async_poster_path(hass, entry.entry_id, decision.medium),
        }
        for decision, entry in leaving[:MAX_ITEMS]
    ]
    not_answering = [
        *(entry.title for entry in households if entry not in loaded),
        *(
            source.name
            for entry in loaded
            for source in entry.runtime_data.data.library.sources.values()
            if not source.fresh
        ),
    ]
    made_at = min((entry.runtime_data.data.plan.made_at for entry in loaded), default=None)
    return {
        "items": items,
        "total": len(leaving),
        "made_at": made_at.isoformat() if made_at else None,
        "stale": bool(not_answering) or not loaded,
        "not_answering": list(dict.fromkeys(not_answering)),
    }


def _households(hass: HomeAssistant, entry_id: str | None) -> list[OxiCleanarrConfigEntry]:
    entries: list[OxiCleanarrConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    return [entry for entry in entries if entry_id is None or entry.entry_id == entry_id]


def _is_known(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> bool:
    """Return whether the household of a message exists; if not, say so."""
    entry_id = msg.get(ATTR_CONFIG_ENTRY_ID)
    if entry_id is None or _households(hass, entry_id):
        return True
    connection.send_error(
        msg["id"],
        ERR_NOT_FOUND,
        f"OxiCleanarr has no household {entry_id}; choose another one, or none for all of them.",
    )
    return False
