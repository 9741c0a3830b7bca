"""Repair issues about rules: one that cannot be read, and one that names what does not exist."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .issues import Issue, report_issue
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
            report_issue(hass, entry, f"{LOST_A_NAME}_{rule.id}", None)


def _report(hass: HomeAssistant, entry: ConfigEntry, kind: str, rule: Rule, missing: str) -> None:
    issue = Issue(
        text=kind,
        names={"rule": rule.name, "names": missing},
        fixable=True,
        about={"subentry_id": rule.id},
    )
    report_issue(hass, entry, f"{kind}_{rule.id}", issue)
