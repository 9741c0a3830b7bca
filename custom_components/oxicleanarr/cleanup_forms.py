"""The form about cleaning up, and the options that it stands for."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR
from homeassistant.const import PERCENTAGE, UnitOfInformation
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)
import probatio

from .cleanup.models import CleanupSettings, Removal
from .const import (
    CONF_BRAKE_ENTITIES,
    CONF_EXCLUDE,
    CONF_MAX_GIGABYTES,
    CONF_MAX_ITEMS,
    CONF_MAX_SHARE_PERCENT,
    CONF_ONLY_WHILE_IDLE,
    CONF_REMOVAL,
    CONF_RESET_REQUESTS,
    CONF_RUN_AT,
    DEFAULT_RUN_AT,
    GIGABYTE,
)

_DEFAULT = CleanupSettings()
_NUMBERS = (CONF_MAX_ITEMS, CONF_MAX_GIGABYTES, CONF_MAX_SHARE_PERCENT)


def _number(highest: int, unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(min=1, max=highest, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


CLEANUP_FORM = probatio.Schema(
    {
        probatio.Required(CONF_REMOVAL, default=_DEFAULT.removal.value): SelectSelector(
            SelectSelectorConfig(
                options=[removal.value for removal in Removal],
                mode=SelectSelectorMode.LIST,
                translation_key=CONF_REMOVAL,
            )
        ),
        probatio.Required(CONF_EXCLUDE, default=_DEFAULT.exclude): BooleanSelector(),
        probatio.Required(CONF_RESET_REQUESTS, default=_DEFAULT.reset_requests): BooleanSelector(),
        probatio.Required(CONF_MAX_ITEMS, default=_DEFAULT.max_items): _number(1_000),
        probatio.Required(CONF_MAX_GIGABYTES, default=_DEFAULT.max_bytes // GIGABYTE): _number(
            100_000, UnitOfInformation.GIGABYTES
        ),
        probatio.Required(CONF_MAX_SHARE_PERCENT, default=_DEFAULT.max_share_percent): _number(
            25, PERCENTAGE
        ),
        probatio.Required(
            CONF_ONLY_WHILE_IDLE, default=_DEFAULT.only_while_idle
        ): BooleanSelector(),
        probatio.Required(CONF_BRAKE_ENTITIES, default=[]): EntitySelector(
            EntitySelectorConfig(domain=BINARY_SENSOR, multiple=True)
        ),
        probatio.Required(CONF_RUN_AT, default=DEFAULT_RUN_AT): TimeSelector(),
    }
)


def cleanup_options(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that the form about cleaning up stands for; a box of numbers gives fractions."""
    return dict(user_input) | {key: int(user_input[key]) for key in _NUMBERS}
