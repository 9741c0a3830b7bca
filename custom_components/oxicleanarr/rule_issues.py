"""Repair issues about rules: one that cannot be read, and one that names what does not exist."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .policy.names import Names
from .policy.rules import Rule
from .rule_store import StoredRules

UNREADABLE = "rule_unreadable"
LOST_A_NAME = "rule_lost_a_name"


@callback
def report_rules(
    hass: HomeAssistant, entry: ConfigEntry, stored: StoredRules, names: Names
) -> None:
    """Raise an issue for each rule that needs a person; take it back once the rule is healthy again.

    An unreadable rule is mended by saving it, which unloads the entry and so takes its issues back.
    """
    unreadable = {rule.id for rule in stored.unreadable}
    for rule in stored.rules:
        if rule.id in unreadable:
            _report(hass, entry, UNREADABLE, rule, "")
        elif missing := names.missing.get(rule.id):
            _report(hass, entry, LOST_A_NAME, rule, ", ".join(missing))
        elif rule.id not in names.unsure:
            ir.async_delete_issue(hass, DOMAIN, _issue_id(LOST_A_NAME, rule.id))


def _report(hass: HomeAssistant, entry: ConfigEntry, kind: str, rule: Rule, missing: str) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(kind, rule.id),
        data={"entry_id": entry.entry_id, "subentry_id": rule.id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=kind,
        translation_placeholders={"rule": rule.name, "names": missing},
    )


def _issue_id(kind: str, rule_id: str) -> str:
    return f"{kind}_{rule_id}"
