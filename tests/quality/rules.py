"""The rules of the quality scale, and what we say of each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict

ROOT: Final = Path(__file__).parents[2]

TIERS: Final = {
    "bronze": (
        *("action-setup", "appropriate-polling", "brands", "common-modules"),
        *("config-flow", "config-flow-test-coverage", "dependency-transparency", "docs-actions"),
        *("docs-conditions", "docs-high-level-description", "docs-installation-instructions"),
        *("docs-removal-instructions", "docs-triggers", "entity-event-setup"),
        *("entity-unique-id", "has-entity-name", "runtime-data", "test-before-configure"),
        *("test-before-setup", "unique-config-entry"),
    ),
    "silver": (
        *("action-exceptions", "config-entry-unloading", "docs-configuration-parameters"),
        *("docs-installation-parameters", "entity-unavailable", "integration-owner"),
        *("log-when-unavailable", "parallel-updates", "reauthentication-flow", "test-coverage"),
    ),
    "gold": (
        *("devices", "diagnostics", "discovery", "discovery-update-info", "docs-data-update"),
        *("docs-examples", "docs-known-limitations", "docs-supported-devices"),
        *("docs-supported-functions", "docs-troubleshooting", "docs-use-cases"),
        *("dynamic-devices", "entity-category", "entity-device-class"),
        *("entity-disabled-by-default", "entity-translations", "exception-translations"),
        *("icon-translations", "reconfiguration-flow", "repair-issues", "stale-devices"),
    ),
    "platinum": ("async-dependency", "inject-websession", "strict-typing"),
}
RULES: Final = tuple(rule for rules in TIERS.values() for rule in rules)


@dataclass(frozen=True, slots=True)
class Status:
    """What we say of a rule."""

    status: str
    comment: str = ""


def statuses() -> dict[str, Status]:
    """Return what our file says, by rule."""
    path = ROOT / "custom_components" / "oxicleanarr" / "quality_scale.yaml"
    content: dict[str, Any] = load_yaml_dict(path)["rules"]
    return {
        rule: Status(said) if isinstance(said, str) else Status(said["status"], said["comment"])
        for rule, said in content.items()
    }
