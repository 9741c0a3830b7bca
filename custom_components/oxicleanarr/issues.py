"""The repair issues of one household, all together."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


@callback
def forget_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back every issue of an entry, also of a server or rule that is gone: nobody looks after them any more."""
    for (domain, issue_id), issue in list(ir.async_get(hass).issues.items()):
        named = issue_id.endswith(entry.entry_id)
        about = issue.data is not None and issue.data.get("entry_id") == entry.entry_id
        if domain == DOMAIN and (named or about):
            ir.async_delete_issue(hass, DOMAIN, issue_id)
