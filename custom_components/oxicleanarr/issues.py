"""The repair issues of a household: raised, taken back, and forgotten all together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What a person has to know, or to decide."""

    text: str
    """The key of its text in the translations."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the text mentions."""
    severity: ir.IssueSeverity = ir.IssueSeverity.WARNING
    fixable: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    """What the repair has to know, beside the household."""
    learn_more_url: str | None = None


@callback
def report_issue(hass: HomeAssistant, entry: ConfigEntry, kind: str, issue: Issue | None) -> None:
    """Raise the issue of this kind that a household has; with `None`, take it back."""
    issue_id = f"{kind}_{entry.entry_id}"
    if issue is None:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"entry_id": entry.entry_id, **issue.about},
        is_fixable=issue.fixable,
        learn_more_url=issue.learn_more_url,
        severity=issue.severity,
        translation_key=issue.text,
        translation_placeholders=dict(issue.names),
    )


@callback
def forget_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back every issue of an entry, also of a server or rule that is gone: nobody looks after them any more."""
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.endswith(f"_{entry.entry_id}"):
            ir.async_delete_issue(hass, DOMAIN, issue_id)
