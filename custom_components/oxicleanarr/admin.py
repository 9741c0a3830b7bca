"""What only administrators may do."""

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser


async def async_require_admin(
    hass: HomeAssistant, context: Context | None, entity_id: str | None = None
) -> None:
    """Let administrators pass, and automations of no person, as Home Assistant's own actions for them do.

    Raises:
        Unauthorized: A person asks who is no administrator.
        UnknownUser: A person asks whom Home Assistant does not know any more.
    """
    if context is None or context.user_id is None:
        return
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context, entity_id=entity_id)
    if not user.is_admin:
        raise Unauthorized(context=context, entity_id=entity_id)
