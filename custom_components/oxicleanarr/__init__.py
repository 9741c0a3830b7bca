"""OxiCleanarr: what is about to leave Jellyfin, and how to keep it."""

from functools import partial

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .card import async_register_card
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import follow_versions, hub_device
from .farewell import async_end_session
from .feed import LeavingSoonView
from .issues import forget_issues
from .jellyfin_source import has_jellyfin
from .journal import Journal
from .ledger import Ledger
from .left_behind import is_left, left_behind, warn_of_the_unknown
from .posters import PosterView
from .services import async_register_services
from .teller import Teller
from .websocket_api import async_register_commands

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TODO,
    Platform.UPDATE,
]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register what exists whether or not an entry is loaded: actions, feed, posters and the card."""
    async_register_services(hass)
    hass.http.register_view(LeavingSoonView)
    hass.http.register_view(PosterView)
    async_register_commands(hass)
    await async_register_card(hass)
    await left_behind(hass).async_load()
    return True


async def async_setup_entry(hass: HomeAssistant, entry: OxiCleanarrConfigEntry) -> bool:
    """Read ledger and journal, then every server; the start of Home Assistant waits for no server that was read before."""
    ledger = Ledger(hass, entry.entry_id)
    await ledger.async_load()
    journal = Journal(hass, entry.entry_id)
    await journal.async_load()
    coordinator = OxiCleanarrCoordinator(hass, entry, ledger, journal)
    await coordinator.cleaner.async_give_notice()
    recalled = await coordinator.async_recall()
    if hass.is_running or not recalled:
        await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, **hub_device(coordinator)
    )
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    follow = partial(follow_versions, coordinator)
    entry.async_on_unload(coordinator.async_add_listener(follow))
    if hass.is_running or not recalled:
        _begin(hass, entry)
    else:
        entry.async_create_background_task(
            hass, _async_begin_soon(hass, entry), f"{DOMAIN} first sync"
        )
    return True


async def _async_begin_soon(hass: HomeAssistant, entry: OxiCleanarrConfigEntry) -> None:
    """Read every server for the first time since the start, then begin."""
    await entry.runtime_data.async_refresh()
    _begin(hass, entry)


@callback
def _begin(hass: HomeAssistant, entry: OxiCleanarrConfigEntry) -> None:
    """Show, tell and clean up from now on, as every sync says."""
    coordinator = entry.runtime_data
    entry.async_on_unload(coordinator.async_add_listener(coordinator.passes.show_soon))
    coordinator.passes.show_soon()
    entry.async_on_unload(async_at_started(hass, Teller(coordinator).begin))
    entry.async_on_unload(async_at_started(hass, coordinator.cleaner.begin))


async def async_unload_entry(hass: HomeAssistant, entry: OxiCleanarrConfigEntry) -> bool:
    """Take the entities away, and the issues that nobody looks after then; what is under way ends first."""
    await entry.runtime_data.cleaner.async_stop()
    await entry.runtime_data.displays.async_stop()
    await entry.runtime_data.asking.async_stop()
    forget_issues(hass, entry)
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.ledger.async_close()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: OxiCleanarrConfigEntry) -> None:
    """Forget an entry that the user removed, and ask what becomes of what it made in Jellyfin."""
    # One that never started was never unloaded.
    forget_issues(hass, entry)
    ledger = Ledger(hass, entry.entry_id)
    try:
        await ledger.async_load()
    except ConfigEntryError:
        warn_of_the_unknown(hass, entry)
    if has_jellyfin(entry) and is_left(ledger.made):
        await left_behind(hass).async_add(entry, ledger.made)
    await ledger.async_remove()
    await Journal(hass, entry.entry_id).async_remove()
    # Nobody shall wait for a Jellyfin that does not answer.
    hass.async_create_task(async_end_session(hass, entry), f"{DOMAIN} last session")


async def _async_reload(hass: HomeAssistant, entry: ConfigEntry) -> None:
    hass.config_entries.async_schedule_reload(entry.entry_id)
