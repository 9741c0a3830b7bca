"""Conditions for automations: something is leaving within some days, the plan is stale."""

from typing import Any, ClassVar, Unpack, cast, override

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, CONF_OPTIONS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionCheckParams, ConditionConfig
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util
import probatio

from .answers import days_left
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, loaded

CONF_DAYS = "days"

DEFAULT_DAYS = 7

_HOUSEHOLD = {probatio.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
SOMETHING_IS_LEAVING_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_OPTIONS, default=dict): {
            **_HOUSEHOLD,
            probatio.Optional(CONF_DAYS, default=DEFAULT_DAYS): cv.positive_int,
        }
    }
)
PLAN_IS_STALE_SCHEMA = probatio.Schema({probatio.Required(CONF_OPTIONS, default=dict): _HOUSEHOLD})


class _HouseholdCondition(Condition):
    """A condition about one household, or about any."""

    schema: ClassVar[probatio.Schema]

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Return the configuration with its defaults."""
        return cast("ConfigType", cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Read the options."""
        super().__init__(hass, config)
        self._options: dict[str, Any] = config.options or {}

    def _households(self) -> list[OxiCleanarrConfigEntry]:
        wanted = self._options.get(ATTR_CONFIG_ENTRY_ID)
        entries: list[OxiCleanarrConfigEntry] = self._hass.config_entries.async_entries(
            DOMAIN, include_disabled=False
        )
        return [entry for entry in entries if wanted in (None, entry.entry_id)]


class SomethingIsLeavingCondition(_HouseholdCondition):
    """Something that is leaving soon has at most so many days left; not while nothing is known."""

    schema = SOMETHING_IS_LEAVING_SCHEMA

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Look into the plans."""
        days, now = self._options[CONF_DAYS], dt_util.now()
        return any(
            days_left(leaving, now) <= days
            for entry in self._households()
            if (coordinator := loaded(entry))
            for _, leaving in coordinator.data.plan.leaving_soon
        )


class PlanIsStaleCondition(_HouseholdCondition):
    """A server did not answer completely, or there is no plan at all."""

    schema = PLAN_IS_STALE_SCHEMA

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Look at the servers' last answers."""
        households = self._households()
        return not households or any(_is_stale(entry) for entry in households)


def _is_stale(entry: OxiCleanarrConfigEntry) -> bool:
    if (coordinator := loaded(entry)) is None:
        return True
    sources = coordinator.data.library.sources.values()
    return not coordinator.last_update_success or not all(source.fresh for source in sources)


CONDITIONS: dict[str, type[Condition]] = {
    "something_is_leaving": SomethingIsLeavingCondition,
    "plan_is_stale": PlanIsStaleCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return all conditions by their names."""
    return CONDITIONS
