"""How all households are, on the page that people copy from when they ask for help: counts and our own words."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .settings import display_settings


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Tell Home Assistant where to ask."""
    register.async_register_info(async_info)


async def async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return one line for each fact, with the households in the order of their set-up; no server is asked."""
    entries: list[OxiCleanarrConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    households = [entry.runtime_data for entry in entries]
    return {
        "households": f"{len(households)}/{len(hass.config_entries.async_entries(DOMAIN))}",
        **{
            key: "; ".join(str(tell(household)) for household in households)
            for key, tell in _FACTS.items()
            if households
        },
    }


def _servers(household: OxiCleanarrCoordinator) -> str:
    sources = household.data.library.sources.values()
    return f"{sum(source.fresh for source in sources)}/{len(sources)}"


def _complete_at(household: OxiCleanarrCoordinator) -> str:
    at = household.data.complete_at
    return at.isoformat(timespec="minutes") if at else "never"


def _displays(household: OxiCleanarrCoordinator) -> str:
    kinds = display_settings(household.config_entry.options).kinds
    return ", ".join(sorted(kinds)) or "none"


_FACTS: dict[str, Callable[[OxiCleanarrCoordinator], object]] = {
    "servers": _servers,
    "complete_at": _complete_at,
    "media": lambda household: len(household.data.library.media),
    "leaving_soon": lambda household: len(household.data.plan.leaving_soon),
    "mode": lambda household: household.cleaner.mode.value,
    "displays": _displays,
    "bridge": lambda household: (
        household.data.bridge.state.value if household.data.bridge else "none"
    ),
}
