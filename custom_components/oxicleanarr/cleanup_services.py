"""The actions about cleaning up: prepare a list, approve it, put something back, and look at what is gone."""

from collections.abc import Iterator
from typing import Any

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
import probatio

from .answers import label
from .calls import ATTR_MEDIUM_ID, ATTR_TITLE, ENTRY, async_caller, coordinator_of
from .cleanup.frozen import frozen_item
from .cleanup.history import find_gone, find_restorable, freed_bytes_of, history_row
from .cleanup.models import FrozenItem
from .cleanup.removed import Removed
from .cleanup.report import RunReport
from .cleanup_happenings import item_of, plan_of, reasons_of, sentences, why_it_ended
from .const import DOMAIN
from .happenings import Scene
from .objections import objection_sentence
from .policy.sentences import joined
from .problems import problem_sentence
from .refusals import ambiguous, invalid

ATTR_APPROVED_BY = "approved_by"
ATTR_DRY_RUN = "dry_run"
ATTR_LIMIT = "limit"
ATTR_PLAN_ID = "plan_id"
ATTR_REMOVAL_ID = "removal_id"
ATTR_RULE = "rule"

DEFAULT_HISTORY = 100
_WAYS = (ATTR_REMOVAL_ID, ATTR_MEDIUM_ID, ATTR_TITLE)

PREPARE_SCHEMA = probatio.Schema(
    {**ENTRY, probatio.Optional(ATTR_DRY_RUN, default=False): cv.boolean}
)
APPROVE_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        probatio.Required(ATTR_PLAN_ID): cv.string,
        probatio.Optional(ATTR_APPROVED_BY): cv.string,
    }
)
RESTORE_SCHEMA = probatio.All(
    probatio.Schema({**ENTRY, **{probatio.Exclusive(way, "removed"): cv.string for way in _WAYS}}),
    probatio.AtLeastOne(*_WAYS),
)
HISTORY_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        probatio.Optional(ATTR_RULE): cv.string,
        probatio.Optional(ATTR_LIMIT, default=DEFAULT_HISTORY): cv.positive_int,
    }
)


@callback
def async_register_cleanup_services(hass: HomeAssistant) -> None:
    """Register the actions about cleaning up."""
    for name, handler, schema, response in (
        ("prepare_cleanup", _async_prepare, PREPARE_SCHEMA, SupportsResponse.OPTIONAL),
        ("restore", _async_restore, RESTORE_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_history", _async_get_history, HISTORY_SCHEMA, SupportsResponse.ONLY),
    ):
        hass.services.async_register(
            DOMAIN, name, handler, schema=schema, supports_response=response
        )
    async_register_admin_service(
        hass,
        DOMAIN,
        "approve_cleanup",
        _async_approve,
        schema=APPROVE_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_prepare(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    if call.data[ATTR_DRY_RUN]:
        report = await coordinator.cleaner.async_preview()
        scene = coordinator.scene()
        plan: dict[str, Any] = {"plan_id": None, "expires_at": None} | _going(report, scene)
    else:
        frozen, report = await coordinator.cleaner.async_prepare()
        scene = coordinator.scene()
        plan = plan_of(frozen, scene)
    return plan | _what_speaks_against_it(report, scene)


async def _async_approve(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    approved_by = await async_caller(call)
    if call.context.user_id is None:
        approved_by = call.data.get(ATTR_APPROVED_BY)
    report = await coordinator.cleaner.async_approve(call.data[ATTR_PLAN_ID], approved_by)
    scene = coordinator.scene()
    if not call.return_response:
        _raise_for_rest(report, scene.language)
        return None
    removed = [
        outcome.removed for outcome in report.outcomes if outcome.removed and outcome.removed.done
    ]
    deleted: dict[str, Any] = {
        "deleted": [_row(one, scene.language) for one in removed],
        "freed_bytes": freed_bytes_of(removed),
    }
    return deleted | _what_speaks_against_it(report, scene)


async def _async_restore(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    text: str = next(call.data[way] for way in _WAYS if way in call.data)
    found = find_restorable(coordinator.cleaner.journal.removals, text)
    if not found:
        if find_gone(coordinator.cleaner.journal.removals, text):
            raise invalid("removal_through_server")
        raise invalid("nothing_to_restore", text=text)
    if len(found) > 1:
        raise ambiguous(text, [label(removed) for removed in found])
    removed = await coordinator.cleaner.async_restore(found[0].id, await async_caller(call))
    return {"restored": _row(removed, call.hass.config.language)}


async def _async_get_history(call: ServiceCall) -> ServiceResponse:
    journal = coordinator_of(call).cleaner.journal
    rule = call.data.get(ATTR_RULE)
    found = [
        removed
        for removed in reversed(journal.removals)
        if rule is None or removed.rule.casefold() == rule.strip().casefold()
    ]
    return {
        "total": len(found),
        "freed_bytes": freed_bytes_of(found),
        "history": [
            _row(removed, call.hass.config.language) for removed in found[: call.data[ATTR_LIMIT]]
        ],
    }


def _going(report: RunReport, scene: Scene) -> dict[str, Any]:
    """Return what a dry run would remove, as a list to approve has it."""
    items = [frozen_item(outcome.candidate) for outcome in report.going]
    return {
        "titles": len(items),
        "size_bytes": sum(item.size_bytes or 0 for item in items),
        "items": [item_of(item, scene) for item in items],
    }


def _what_speaks_against_it(report: RunReport, scene: Scene) -> dict[str, Any]:
    return {
        "blocked_by": [
            {
                "guard": objection.guard.value,
                "text": objection_sentence(objection, scene.language),
            }
            for objection in report.objections
        ],
        "not_going": [
            item_of(item, scene) | {"guards": guards, "reasons": reasons}
            for item, guards, reasons in _not_going(report, scene.language)
        ],
    }


def _not_going(
    report: RunReport, language: str
) -> Iterator[tuple[FrozenItem, list[str], list[str]]]:
    """Return what stays for now, by which guards, and why; what was approved and leaves no more, too."""
    for outcome in report.outcomes:
        if not outcome.goes and not (outcome.removed and outcome.removed.done):
            guards = [objection.guard.value for objection in outcome.objections]
            yield frozen_item(outcome.candidate), guards, reasons_of(outcome, language)
    for missing in report.missing:
        objection = missing.objection
        yield missing.item, [objection.guard.value], [objection_sentence(objection, language)]
    guards = [objection.guard.value for objection in report.objections]
    for candidate in report.rest:
        yield frozen_item(candidate), guards, why_it_ended(report, language)


def _raise_for_rest(report: RunReport, language: str) -> None:
    """Raise HomeAssistantError, with the reasons, when not everything that was approved is gone."""
    problems = [sentences(report.objections, language)] if report.objections else []
    problems += [
        f"{item.title}: {reason}"
        for item, _, reasons in _not_going(report, language)
        for reason in reasons
    ]
    if problems:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="cleanup_blocked",
            translation_placeholders={"problems": joined(problems)},
        )


def _row(removed: Removed, language: str) -> dict[str, Any]:
    problem = removed.problem
    return history_row(removed) | {
        "problem": problem_sentence(problem, language) if problem else None
    }
