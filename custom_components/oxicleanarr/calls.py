"""What every action's call names: the household, the medium, and who called."""

from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv, service
import probatio

from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .library.models import Medium
from .library.search import find_media
from .refusals import ambiguous, invalid

ATTR_MEDIUM_ID = "medium_id"
ATTR_TITLE = "title"

ENTRY = {probatio.Optional(ATTR_CONFIG_ENTRY_ID): str}
MEDIUM = {
    probatio.Exclusive(ATTR_MEDIUM_ID, "medium"): cv.string,
    probatio.Exclusive(ATTR_TITLE, "medium"): cv.string,
}


def coordinator_of(call: ServiceCall) -> OxiCleanarrCoordinator:
    """Return the coordinator of the household that the call is about.

    Raises:
        ServiceValidationError: There is none, or several and none is named, or it is not loaded.
    """
    entry: OxiCleanarrConfigEntry = service.async_get_config_entry(
        call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID)
    )
    return entry.runtime_data


def medium_of(coordinator: OxiCleanarrCoordinator, call: ServiceCall) -> Medium:
    """Return the one medium that the call names.

    Raises:
        ServiceValidationError: There is none, or more than one.
    """
    text = text_of(call)
    found = find_media(coordinator.data.library.media.values(), text)
    if not found:
        raise invalid("medium_not_found", text=text)
    if len(found) > 1:
        raise ambiguous(
            text, [f"{medium.title} ({medium.year or medium.kind})" for medium in found]
        )
    return found[0]


def text_of(call: ServiceCall) -> str:
    """Return the id or the title in the call, one of which the schemas demand."""
    text: str = call.data[ATTR_MEDIUM_ID if ATTR_MEDIUM_ID in call.data else ATTR_TITLE]
    return text


async def async_caller(call: ServiceCall) -> str | None:
    """Return the name of the person who called, where there is one."""
    if call.context.user_id is None:
        return None
    user = await call.hass.auth.async_get_user(call.context.user_id)
    return user.name if user else None


def brief(medium: Medium) -> dict[str, Any]:
    """Return what an action answers of a medium that it did something with."""
    return {
        "id": medium.id,
        "title": medium.title,
        "year": medium.year,
        "kind": medium.kind.value,
    }
