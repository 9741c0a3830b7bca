"""Adding, changing, reordering and switching off rules in the user interface."""

from collections.abc import Iterator
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.oxicleanarr.policy.models import Leaving
from custom_components.oxicleanarr.policy.rules import RuleType
from custom_components.oxicleanarr.rule_forms import STEPS
from simulator import Fault, Options, Stack

from .flows import suggested
from .household import ENTRY_ID, act, media, start
from .rules import (
    KEEP_KIDS,
    MATCH,
    a_stored_rule,
    choose,
    fill,
    open_rule,
    reopen_rule,
    start_with,
    stored,
)
from .texts import texts

BOTH = ["movie", "series"]
COMMON = {"name": "My rule", "priority": 10.0, "enabled": True}
STAY = {"kinds": BOTH, "retention": "60d", "require_watched": False}
EPISODES = {"require_watched": False, "exclude_continuing": False, "keep_latest_season": False}

FORMS: dict[str, dict[str, Any]] = {
    "tag": COMMON | STAY | {"tag": "kids"},
    "requester": COMMON
    | {"kinds": BOTH, "users": [{"user": "3", "retention": "never", "require_watched": True}]},
    "watched": COMMON | STAY | {"watched_who": "any"},
    "match": COMMON | STAY | {"rating_below": 5.5, "genres": ["Drama"], "size_from": 1.0},
    "episode": COMMON | EPISODES | {"max_episodes": 10.0, "season_numbers": ["1", "2"]},
    "disk": COMMON | {"kinds": BOTH, "free_gb": 200.0},
}


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


def _form(step: str, **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (FORMS[step] | changes).items() if value is not None}


async def _add(hass: HomeAssistant, step: str, **changes: Any) -> Any:
    result = await fill(hass, await open_rule(hass, step), _form(step, **changes))
    return await choose(hass, result, "save")


def test_every_type_of_rule_has_a_form() -> None:
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
    result = await fill(hass, await open_rule(hass, step), _form(step, **changes))
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
    result = await fill(hass, await open_rule(hass, "tag"), _form("tag", retention="0d"))
    assert result["step_id"] == "preview"


@pytest.mark.parametrize("stack", [Options(movies=60, series=20)], indirect=True)
async def test_the_preview_counts_what_the_rule_changes(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = entry.runtime_data.data.plan.decisions
    result = await fill(hass, await open_rule(hass, "tag"), _form("tag", retention="never"))
    shown = result["description_placeholders"]
    await choose(hass, result, "save")
    after = entry.runtime_data.data.plan.decisions
    kids = [one.medium for one in after.values() if "kids" in one.medium.tags]
    size_gb = sum(one.size_bytes for one in kids) / 1_000_000_000
    protected = [
        one.medium.title
        for key, one in after.items()
        if isinstance(before[key].verdict, Leaving) and not isinstance(one.verdict, Leaving)
    ]
    assert protected
    assert (shown["count"], shown["size"]) == (str(len(kids)), f"{size_gb:.1f} GB")
    assert (shown["leaving"], shown["protected"]) == ("0", str(len(protected)))
    assert shown["changed"] == "0"
    assert all(title in shown["titles"] for title in protected)


async def test_the_preview_counts_what_would_newly_leave(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=_options("never"))
    result = await fill(
        hass, await open_rule(hass, "match"), _form("match", **_everything("1000d"))
    )
    shown = result["description_placeholders"]
    assert int(shown["leaving"]) == len(entry.runtime_data.data.plan.decisions)
    assert int(shown["protected"]) == 0
    assert shown["titles"].count("\n") == 10
    assert "∞ → " in shown["titles"]


async def test_the_preview_counts_other_dates(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=_options("90d"))
    result = await fill(
        hass, await open_rule(hass, "match"), _form("match", **_everything("1000d"))
    )
    shown = result["description_placeholders"]
    assert (shown["leaving"], shown["protected"]) == ("0", "0")
    assert int(shown["changed"]) == 18


async def test_the_preview_saves_nothing(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = await media(hass)
    result = await fill(hass, await open_rule(hass, "match"), _form("match", retention="never"))
    assert result["step_id"] == "preview"
    await act(hass, "sync")
    assert not stored(entry)
    assert {title: row["verdict"] for title, row in (await media(hass)).items()} == {
        title: row["verdict"] for title, row in before.items()
    }


async def test_a_silent_server_does_not_hide_what_a_rule_would_do(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await act(hass, "sync")
    form = _form("match", **_everything("never"), kinds=["movie"])
    result = await fill(hass, await open_rule(hass, "match"), form)
    assert int(result["description_placeholders"]["protected"]) > 0


async def test_the_preview_leads_back_to_the_form(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await fill(hass, await open_rule(hass, "tag"), _form("tag"))
    result = await choose(hass, result, "edit")
    assert result["step_id"] == "tag"
    assert suggested(result) == FORMS["tag"]


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


async def test_a_new_rule_comes_after_the_others(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**MATCH, priority=35))
    result = await open_rule(hass, "tag")
    (priority,) = (marker for marker in result["data_schema"].schema if marker == "priority")
    assert priority.default() == 45


async def test_a_rule_can_be_changed(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start_with(hass, stack, a_stored_rule(**MATCH))
    result = await reopen_rule(hass)
    form = _form("match", name="Big ones", genres=[], rating_below=None, retention="7d")
    result = await choose(hass, await fill(hass, result, form), "save")
    assert result["reason"] == "reconfigure_successful"
    assert stored(entry)["Big ones"]["retention"] == "7d"
    assert [rule.name for rule in entry.runtime_data.settings.rules] == ["Big ones"]


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


async def test_a_household_that_unloads_meanwhile_ends_the_form(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    result = await open_rule(hass, "tag")
    await hass.config_entries.async_unload(ENTRY_ID)
    result = await fill(hass, result, _form("tag"))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


def _options(retention: str) -> dict[str, Any]:
    """Return options under which nothing but rules and retention counts."""
    return {
        "movie_retention": retention,
        "series_retention": retention,
        "retention_base": "last_watched_or_added",
        "window_days": 14,
        "protect_favourites": False,
        "protect_unfinished": False,
        "protect_requested": False,
    }


def _everything(retention: str) -> dict[str, Any]:
    return {"rating_below": None, "genres": None, "size_from": 0.0, "retention": retention}
