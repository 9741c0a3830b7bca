"""Adding, changing, reordering and switching off rules in the user interface."""

from collections.abc import Iterator
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.oxicleanarr.library.models import Requester
from custom_components.oxicleanarr.policy.rules import RuleType
from custom_components.oxicleanarr.rule_forms import STEPS, rule_form
from simulator import Fault, Stack

from .builders import a_library, a_medium
from .flows import suggested
from .household import ENTRY_ID, media, start
from .rules import (
    BOTH,
    FORMS,
    KEEP_KIDS,
    MATCH,
    a_form,
    a_stored_rule,
    choose,
    fill,
    open_rule,
    reopen_rule,
    start_with,
    stored,
)
from .texts import texts


def _refusals() -> Iterator[Any]:
    user = {"user": "ann", "retention": "90d"}
    cases: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        ("tag", {"name": " "}, {"name": "name_missing"}),
        ("tag", {"name": "Standard"}, {"name": "name_reserved"}),
        ("tag", {"name": "OTHER RULE"}, {"name": "name_taken"}),
        ("tag", {"kinds": []}, {"kinds": "no_kind"}),
        ("tag", {"tag": " "}, {"tag": "tag_missing"}),
        ("tag", {"retention": "soon"}, {"retention": "retention_not_understood"}),
        ("tag", {"retention": ""}, {"retention": "retention_missing"}),
        ("tag", {"retention": " "}, {"retention": "retention_missing"}),
        ("requester", {"users": []}, {"users": "users_missing"}),
        (
            "requester",
            {"users": [user | {"user": " "}]},
            {"users": "user_without_name"},
        ),
        (
            "requester",
            {"users": [user | {"retention": "soon"}]},
            {"users": "retention_not_understood"},
        ),
        ("requester", {"users": [user | {"retention": "0d"}]}, {"users": "at_once_needs_tag"}),
        ("watched", {"retention": "0d"}, {"retention": "at_once_needs_tag"}),
        ("match", {"retention": "0h"}, {"retention": "at_once_needs_tag"}),
        ("match", {"rating_from": 6.0}, {"rating_below": "empty_range"}),
        ("match", {"size_below": 1.0}, {"size_below": "empty_range"}),
        (
            "match",
            {"rating_below": None, "genres": [], "size_from": None},
            {"base": "no_condition"},
        ),
        ("episode", {"max_episodes": None}, {"max_episodes": "episodes_without_limit"}),
        ("episode", {"max_episodes": 0.0}, {"max_episodes": "not_positive"}),
        ("episode", {"max_age": "0d"}, {"max_age": "not_positive"}),
        ("episode", {"max_age": "old"}, {"max_age": "retention_not_understood"}),
        (
            "episode",
            {"season_numbers": ["last"]},
            {"season_numbers": "season_not_a_number"},
        ),
        (
            "episode",
            {"max_episodes": None, "max_age": "9d", "strategy": "oldest_first"},
            {"max_episodes": "strategy_needs_max_episodes"},
        ),
        ("episode", {"strategy": "by_age"}, {"max_age": "strategy_needs_max_age"}),
        ("disk", {"free_gb": 0.0}, {"free_gb": "not_positive"}),
    ]
    for step, changes, errors in cases:
        yield pytest.param(step, changes, errors, id=f"{step}-{next(iter(errors.values()))}")


async def _add(hass: HomeAssistant, step: str, **changes: Any) -> Any:
    result = await fill(hass, await open_rule(hass, step), a_form(step, **changes))
    return await choose(hass, result, "save")


def test_every_type_of_rule_has_aa_form() -> None:
    assert set(STEPS) == set(RuleType)
    assert set(STEPS.values()) == set(FORMS)


@pytest.mark.parametrize("step", sorted(FORMS))
async def test_a_rule_of_each_type_can_be_added(
    hass: HomeAssistant, stack: Stack, step: str
) -> None:
    entry = await start(hass, stack)
    result = await _add(hass, step)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    expected = {key: value for key, value in FORMS[step].items() if key != "name"}
    if step == "episode":
        expected["season_numbers"] = [1, 2]
    (rule_type,) = (one for one, name in STEPS.items() if name == step)
    assert stored(entry) == {"My rule": expected | {"type": rule_type.value}}


@pytest.mark.parametrize("step", sorted(FORMS))
async def test_an_added_rule_is_in_force_at_once(
    hass: HomeAssistant, stack: Stack, step: str
) -> None:
    entry = await start(hass, stack)
    await _add(hass, step)
    assert entry.state is ConfigEntryState.LOADED
    assert [rule.name for rule in entry.runtime_data.settings.rules] == ["My rule"]
    assert not entry.runtime_data.stored_rules.unreadable


@pytest.mark.parametrize(("step", "changes", "errors"), _refusals())
async def test_what_a_rule_cannot_mean_is_refused_at_its_field(
    hass: HomeAssistant,
    stack: Stack,
    step: str,
    changes: dict[str, Any],
    errors: dict[str, str],
) -> None:
    await start_with(hass, stack, a_stored_rule("Other rule", **MATCH))
    result = await fill(hass, await open_rule(hass, step), a_form(step, **changes))
    assert result["errors"] == errors


def test_every_refusal_is_tried() -> None:
    tried = {key for case in _refusals() for key in case.values[2].values()}
    known = {
        key.rpartition(".")[2] for key in texts() if key.startswith("config_subentries.rule.error.")
    }
    # Forms offer only what exists, and episodes are asked for without films.
    assert known - tried == {"not_understood", "films_have_no_episodes"}


async def test_zero_lets_a_tag_go_at_once(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await fill(hass, await open_rule(hass, "tag"), a_form("tag", retention="0d"))
    assert result["step_id"] == "preview"


async def test_a_form_offers_the_names_that_there_are(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await open_rule(hass, "tag")
    selector = result["data_schema"].schema["tag"]
    offered = {option["value"] for option in selector.config["options"]}
    world = stack.world
    assert offered == {*world.radarr_tags.values(), *world.sonarr_tags.values()}


async def test_a_form_offers_the_users_by_name(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await open_rule(hass, "watched")
    selector = result["data_schema"].schema["watched_users"]
    offered = {option["label"] for option in selector.config["options"]}
    assert offered == {user.name for user in stack.world.users}


def test_a_form_offers_two_people_with_one_number_by_name() -> None:
    asked = [
        Requester(user_id=1, names=frozenset({"ann"})),
        Requester(user_id=1, names=frozenset({"ben"})),
        Requester(user_id=2, names=frozenset({"cleo"})),
    ]
    library = a_library(a_medium(requesters=tuple(asked)))
    form = rule_form(RuleType.USER, library, 5)
    fields = form.schema["users"].config["fields"]
    options = fields["user"]["selector"]["select"]["options"]
    assert [option["value"] for option in options] == ["ann", "ben", "2"]


async def test_a_new_rule_comes_after_the_others(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**MATCH, priority=35))
    result = await open_rule(hass, "tag")
    (priority,) = (marker for marker in result["data_schema"].schema if marker == "priority")
    assert priority.default() == 45


async def test_a_rule_can_be_changed(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start_with(hass, stack, a_stored_rule(**MATCH))
    result = await reopen_rule(hass)
    form = a_form("match", name="Big ones", genres=[], rating_below=None, retention="7d")
    result = await choose(hass, await fill(hass, result, form), "save")
    assert result["reason"] == "reconfigure_successful"
    assert stored(entry)["Big ones"]["retention"] == "7d"
    assert [rule.name for rule in entry.runtime_data.settings.rules] == ["Big ones"]


async def test_a_part_of_an_episode_is_kept_as_a_whole_one(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await fill(hass, await open_rule(hass, "episode"), a_form("episode", max_episodes=2.5))
    await choose(hass, result, "save")
    assert stored(entry)["My rule"]["max_episodes"] == 3


async def test_changing_a_rule_shows_its_present_values(hass: HomeAssistant, stack: Stack) -> None:
    data: dict[str, Any] = {
        "type": "episode",
        "max_episodes": 3,
        "season_numbers": [1],
        "priority": 7,
    }
    await start_with(hass, stack, a_stored_rule(**data))
    shown = suggested(await reopen_rule(hass))
    assert shown == {
        "name": "My rule",
        "max_episodes": 3,
        "season_numbers": ["1"],
        "priority": 7,
    }


async def test_rules_are_asked_by_priority_and_then_by_name(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start_with(
        hass,
        stack,
        a_stored_rule("Zebra", **MATCH, priority=1),
        a_stored_rule("Yak", **MATCH, priority=2),
        a_stored_rule("Ant", **MATCH, priority=2),
    )
    names = [rule.name for rule in entry.runtime_data.settings.rules]
    assert names == ["Zebra", "Ant", "Yak"]


async def test_another_priority_lets_another_rule_decide(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(
        hass,
        stack,
        a_stored_rule("First", **MATCH, priority=1),
        a_stored_rule("Second", **MATCH, priority=2),
    )
    assert {row["rule"] for row in (await media(hass, verdict="leaving")).values()} == {"First"}
    result = await reopen_rule(hass, "Second")
    form = {**suggested(result), "kinds": BOTH, "enabled": True, "require_watched": False}
    result = await fill(hass, result, form | {"priority": 0})
    await choose(hass, result, "save")
    assert {row["rule"] for row in (await media(hass, verdict="leaving")).values()} == {"Second"}


async def test_a_rule_that_is_switched_off_has_no_effect(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**MATCH))
    result = await reopen_rule(hass)
    form = {**suggested(result), "kinds": BOTH, "enabled": False, "require_watched": False}
    await choose(hass, await fill(hass, result, form | {"priority": 0}), "save")
    assert "My rule" not in {row["rule"] for row in (await media(hass)).values()}


async def test_a_rule_that_is_removed_has_no_effect(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start_with(hass, stack, a_stored_rule(**MATCH))
    (rule,) = entry.get_subentries_of_type("rule")
    hass.config_entries.async_remove_subentry(entry, rule.subentry_id)
    await hass.async_block_till_done()
    assert "My rule" not in {row["rule"] for row in (await media(hass)).values()}


async def test_protection_wins_wherever_its_rule_stands(hass: HomeAssistant, stack: Stack) -> None:
    stack.world.movies[0].tags = [2]
    stack.world.touch()
    title = stack.world.movies[0].title
    await start_with(
        hass,
        stack,
        a_stored_rule("Sizes", **MATCH, priority=1),
        a_stored_rule("Children", **KEEP_KIDS, priority=2),
    )
    row = (await media(hass, text=title))[title]
    assert row["verdict"] == "protected"
    assert "Children" in row["reasons"][0]["text"]


async def test_without_a_loaded_household_no_rule_can_be_added(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start(hass, stack)
    result = await open_rule(hass)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_without_a_loaded_household_no_rule_can_be_changed(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start_with(hass, stack, a_stored_rule(**MATCH))
    result = await reopen_rule(hass)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_a_household_that_unloads_meanwhile_ends_thea_form(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    result = await open_rule(hass, "tag")
    await hass.config_entries.async_unload(ENTRY_ID)
    result = await fill(hass, result, a_form("tag"))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_a_preview_that_is_opened_again_needs_the_household(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start_with(hass, stack)
    preview = await fill(hass, await open_rule(hass, "tag"), a_form("tag"))
    assert preview["step_id"] == "preview"
    await hass.config_entries.async_unload(entry.entry_id)
    again = await hass.config_entries.subentries.async_configure(preview["flow_id"])
    assert again["reason"] == "not_loaded"
