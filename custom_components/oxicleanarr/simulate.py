"""The plan under other settings: as counts, bytes and titles, and changing nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
import probatio

from .answers import leaves_on
from .calls import brief
from .const import (
    CONF_MOVIE_RETENTION,
    CONF_RETENTION_BASE,
    CONF_SERIES_RETENTION,
    CONF_WINDOW_DAYS,
    DOMAIN,
    SUBENTRY_RULE,
)
from .coordinator import OxiCleanarrCoordinator
from .library.models import Kind, Medium
from .policy.amounts import amount, concerned_bytes
from .policy.compare import Change, compare
from .policy.models import Leaving, Plan, Settings, Verdict
from .policy.retention import RetentionError, parse_retention
from .policy.rules import RetentionBase, Rule, RuleError
from .policy.sentences import sentence
from .refusals import invalid
from .rule_store import in_order, priority_of, read_rule

ATTR_RULES = "rules"
ATTR_WITHOUT_RULES = "without_rules"

_RETENTIONS = {CONF_MOVIE_RETENTION: Kind.MOVIE, CONF_SERIES_RETENTION: Kind.SERIES}

SIMULATE_FIELDS = {
    probatio.Optional(CONF_MOVIE_RETENTION): cv.string,
    probatio.Optional(CONF_SERIES_RETENTION): cv.string,
    probatio.Optional(CONF_RETENTION_BASE): probatio.Coerce(RetentionBase),
    probatio.Optional(CONF_WINDOW_DAYS): probatio.All(
        probatio.Coerce(int), probatio.Range(min=1, max=365)
    ),
    probatio.Optional(ATTR_RULES): probatio.All(probatio.EnsureList(), [dict]),
    probatio.Optional(ATTR_WITHOUT_RULES): probatio.All(probatio.EnsureList(), [cv.string]),
}


async def async_simulate(
    coordinator: OxiCleanarrCoordinator, wanted: Mapping[str, Any], limit: int
) -> dict[str, Any]:
    """Compare the plan by the household's settings with the one by the wanted ones.

    Both are made of the newest answers of the servers, however old those are. At most `limit` titles are
    named in each list.

    Raises:
        ServiceValidationError: A setting or a rule is not understood.
    """
    settings = await _async_settings(coordinator, wanted)
    before = await coordinator.async_plan_as(coordinator.settings)
    after = await coordinator.async_plan_as(settings)
    comparison = compare(before, after)
    teller = _Teller(dt_util.now(), coordinator.hass.config.language, limit)
    return {
        "complete": all(source.fresh for source in coordinator.data.library.sources.values()),
        "now": _totals(before),
        "then": _totals(after),
        "newly_leaving": teller.changes(comparison.newly_leaving),
        "no_longer_leaving": teller.changes(comparison.newly_protected),
        "dates_changed": teller.changes(comparison.dates_changed),
    }


async def _async_settings(
    coordinator: OxiCleanarrCoordinator, wanted: Mapping[str, Any]
) -> Settings:
    settings = coordinator.settings
    retention = {**settings.retention}
    for field, kind in _RETENTIONS.items():
        if field in wanted:
            try:
                retention[kind] = parse_retention(wanted[field])
            except RetentionError as err:
                raise invalid("retention_not_understood", text=wanted[field]) from err
    window = timedelta(days=wanted[CONF_WINDOW_DAYS]) if CONF_WINDOW_DAYS in wanted else None
    return replace(
        settings,
        retention=retention,
        base=wanted.get(CONF_RETENTION_BASE, settings.base),
        window=window or settings.window,
        rules=await _async_rules(coordinator, wanted),
    )


async def _async_rules(
    coordinator: OxiCleanarrCoordinator, wanted: Mapping[str, Any]
) -> tuple[Rule, ...]:
    """Return the household's rules without some, and with others added or put in their places."""
    subentries = coordinator.config_entry.subentries
    rules = {
        # A rule that was removed just now decides until the household has reloaded.
        rule.name: (priority_of(subentries[rule.id]) if rule.id in subentries else 0, rule)
        for rule in coordinator.settings.rules
    }
    for name in wanted.get(ATTR_WITHOUT_RULES, ()):
        if rules.pop(name, None) is None:
            raise invalid("rule_not_found", rule=name)
    for stored in wanted.get(ATTR_RULES, ()):
        name = str(stored.get("name") or "")
        data = {key: value for key, value in stored.items() if key != "name"}
        rule_id = rules[name][1].id if name in rules else f"simulated {name}"
        try:
            rules[name] = read_rule(rule_id, name, data)
        except RuleError as err:
            problem = await _async_sentence(coordinator.hass, err)
            raise invalid("rule_not_usable", rule=name, problem=problem) from err
    return in_order(rules.values())


async def _async_sentence(hass: HomeAssistant, err: RuleError) -> str:
    """Return what is wrong with a rule, in the words of its form."""
    texts = await async_get_translations(hass, hass.config.language, "config_subentries", [DOMAIN])
    text = texts[f"component.{DOMAIN}.config_subentries.{SUBENTRY_RULE}.error.{err.key}"]
    return text if err.field == "base" else f"{err.field}: {text}"


def _totals(plan: Plan) -> dict[str, Any]:
    decisions = plan.decisions.values()
    leaving = [one for one in decisions if isinstance(one.verdict, Leaving)]
    protected = [one for one in decisions if not isinstance(one.verdict, Leaving)]
    return {
        "protected": _amount((one.medium, one.verdict) for one in protected),
        "leaving": _amount((one.medium, one.verdict) for one in leaving),
        "leaving_soon": _amount(plan.leaving_soon),
    }


def _amount(media: Iterable[tuple[Medium, Verdict]]) -> dict[str, int]:
    found = amount(concerned_bytes(medium, verdict) for medium, verdict in media)
    return {
        "count": found.count,
        "size_bytes": found.size_bytes,
        "unknown_sizes": found.unknown_sizes,
    }


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of changes: in which language, with the days of which time zone, and how many at most."""

    now: datetime
    language: str
    limit: int

    def changes(self, changes: Sequence[Change]) -> dict[str, Any]:
        """Tell of changes, with the bytes that leave then, or else that would have left."""
        leaving = (
            change.after if isinstance(change.after.verdict, Leaving) else change.before
            for change in changes
        )
        return {
            **_amount((one.medium, one.verdict) for one in leaving),
            "media": [self._change(change) for change in changes[: self.limit]],
        }

    def _change(self, change: Change) -> dict[str, Any]:
        medium = change.medium
        return {
            **brief(medium),
            "leaves_on_now": leaves_on(change.before.verdict, self.now),
            "leaves_on_then": leaves_on(change.after.verdict, self.now),
            "reasons": [
                sentence(reason, self.now.tzinfo, self.language)
                for reason in change.after.verdict.reasons
            ],
        }
