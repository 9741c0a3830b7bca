"""Rules that need a person: unreadable ones, and those that name what no longer exists."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, Stack

from .household import ENTRY_ID, act, leaving_dates, media
from .repairs import open_issue, submit
from .rules import KEEP_KIDS, MATCH, a_stored_rule, fill, reopen_rule, rule_id, start_with
from .texts import DOMAIN, texts

UNREADABLE = [
    pytest.param({}, id="empty"),
    pytest.param({"type": "moon"}, id="type"),
    pytest.param({"type": ["tag"]}, id="list-for-type"),
    pytest.param(KEEP_KIDS | {"tag": 7}, id="number-for-tag"),
    pytest.param(KEEP_KIDS | {"phase": "full"}, id="unknown-condition"),
    pytest.param(KEEP_KIDS | {"retention": "soon"}, id="retention"),
    pytest.param({"type": "tag", "tag": "kids"}, id="no-retention"),
    pytest.param(KEEP_KIDS | {"priority": "first"}, id="priority"),
    pytest.param({"type": "episode"}, id="contradiction"),
]


def _issues(hass: HomeAssistant) -> dict[str, dict[str, str]]:
    """Return what the issues say, by their keys."""
    return {
        str(issue.translation_key): dict(issue.translation_placeholders or {})
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


def _tag(stack: Stack, *tags: str) -> list[str]:
    """Give the films that leave first these tags, and nobody else; return their titles."""
    labels = {label: number for number, label in stack.world.radarr_tags.items()}
    for movie in stack.world.movies:
        movie.tags = []
    for series in stack.world.series:
        series.tags = []
    chosen = stack.world.movies[:2]
    for movie in chosen:
        movie.tags = [labels[tag] for tag in tags]
    stack.world.touch()
    return [movie.title for movie in chosen]


def _rename(stack: Stack, old: str, new: str) -> None:
    world = stack.world
    for tags in (world.radarr_tags, world.sonarr_tags):
        for number, label in list(tags.items()):
            if label == old:
                tags[number] = new
    world.touch()


async def _verdicts(hass: HomeAssistant, *titles: str) -> set[str]:
    rows = await media(hass)
    return {rows[title]["verdict"] for title in titles}


@pytest.mark.parametrize("data", UNREADABLE)
async def test_a_rule_that_cannot_be_read_keeps_everything(
    hass: HomeAssistant, stack: Stack, data: dict[str, Any]
) -> None:
    await start_with(hass, stack, a_stored_rule(**data))
    assert not await leaving_dates(hass)


@pytest.mark.parametrize("data", UNREADABLE)
async def test_a_rule_that_cannot_be_read_is_reported(
    hass: HomeAssistant, stack: Stack, data: dict[str, Any]
) -> None:
    await start_with(hass, stack, a_stored_rule(**data))
    assert _issues(hass)["rule_unreadable"]["rule"] == "My rule"


async def test_a_rule_for_films_that_cannot_be_read_keeps_only_films(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_with(hass, stack, a_stored_rule(type="moon", kinds=["movie"]))
    assert not await media(hass, verdict="leaving", kind="movie")
    assert await media(hass, verdict="leaving", kind="series")


async def test_a_rule_that_is_switched_off_and_cannot_be_read_keeps_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_with(hass, stack, a_stored_rule(type="moon", enabled=False))
    assert await leaving_dates(hass)


@pytest.mark.parametrize("data", UNREADABLE)
async def test_saving_an_unreadable_rule_anew_mends_it(
    hass: HomeAssistant, stack: Stack, data: dict[str, Any]
) -> None:
    await start_with(hass, stack, a_stored_rule(**data))
    result = await reopen_rule(hass)
    if result["type"] is FlowResultType.MENU:
        result = await fill(hass, result, {"next_step_id": "tag"})
    form: dict[str, Any] = {"name": "My rule", "priority": 1, "enabled": True}
    if result["step_id"] == "tag":
        form |= {"tag": "kids", "kinds": ["movie"], "retention": "5d", "require_watched": False}
    else:
        form |= dict.fromkeys(
            ("require_watched", "exclude_continuing", "keep_latest_season"), False
        )
        form |= {"max_episodes": 5}
    result = await fill(hass, result, form)
    await fill(hass, result, {"next_step_id": "save"})
    assert not _issues(hass)


async def test_a_healthy_rule_is_not_reported(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS), a_stored_rule("Big", **MATCH))
    assert not _issues(hass)


async def test_a_tag_that_no_medium_has_is_not_missing(hass: HomeAssistant, stack: Stack) -> None:
    _tag(stack)
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    assert not _issues(hass)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"type": "tag", "tag": "Moon", "retention": "5d"}, "Moon"),
        (MATCH | {"libraries": ["Attic"]}, "Attic"),
        (MATCH | {"root_folders": ["/attic"]}, "/attic"),
        (MATCH | {"type": "watched", "watched_users": ["nobody"]}, "nobody"),
        ({"type": "user", "users": [{"user": "Nobody", "retention": "5d"}]}, "Nobody"),
        (
            MATCH | {"type": "disk", "free_gb": 500, "disk_path": "/attic", "retention": "5d"},
            "/attic",
        ),
    ],
)
async def test_a_rule_that_names_what_does_not_exist_is_reported(
    hass: HomeAssistant, stack: Stack, data: dict[str, Any], name: str
) -> None:
    await start_with(hass, stack, a_stored_rule(**data))
    assert _issues(hass)["rule_lost_a_name"]["names"].casefold() == name.casefold()


async def test_what_a_renamed_tag_kept_stays(hass: HomeAssistant, stack: Stack) -> None:
    titles = _tag(stack, "kids")
    await start_with(hass, stack, a_stored_rule("Children", **KEEP_KIDS))
    _rename(stack, "kids", "children")
    await act(hass, "sync")
    rows = await media(hass)
    for title in titles:
        assert rows[title]["verdict"] == "protected"
        assert rows[title]["reasons"][0]["code"] == "rule_lost_a_name"
        assert "Children" in rows[title]["reasons"][0]["text"]


async def test_what_a_renamed_tag_kept_stays_over_a_restart(
    hass: HomeAssistant, stack: Stack
) -> None:
    titles = _tag(stack, "kids")
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    await hass.config_entries.async_unload(ENTRY_ID)
    _rename(stack, "kids", "children")
    await hass.config_entries.async_setup(ENTRY_ID)
    await hass.async_block_till_done()
    await act(hass, "sync")
    assert await _verdicts(hass, *titles) == {"protected"}
    assert _issues(hass)["rule_lost_a_name"]["names"] == "kids"


async def test_a_longer_life_does_not_end_with_its_tag(hass: HomeAssistant, stack: Stack) -> None:
    titles = _tag(stack, "kids")
    rule = {"type": "tag", "tag": "kids", "retention": "2000d"}
    await start_with(hass, stack, a_stored_rule(**rule))
    _rename(stack, "kids", "children")
    await act(hass, "sync")
    assert await _verdicts(hass, *titles) == {"protected"}


async def test_a_tag_that_is_back_ends_the_issue(hass: HomeAssistant, stack: Stack) -> None:
    titles = _tag(stack, "kids")
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    _rename(stack, "kids", "children")
    await act(hass, "sync")
    _rename(stack, "children", "kids")
    await act(hass, "sync")
    rows = await media(hass)
    assert {rows[title]["reasons"][0]["code"] for title in titles} == {"rule_for_ever"}
    assert not _issues(hass)


async def test_what_loses_a_tag_that_still_exists_is_no_longer_kept(
    hass: HomeAssistant, stack: Stack
) -> None:
    titles = _tag(stack, "kids")
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    stack.world.movies[0].tags = []
    stack.world.touch()
    await act(hass, "sync")
    rows = await media(hass)
    assert rows[titles[0]]["reasons"][0]["code"] != "rule_lost_a_name"
    assert rows[titles[1]]["reasons"][0]["code"] == "rule_for_ever"


async def test_what_a_rule_applied_to_goes_its_way_once_the_rule_is_removed(
    hass: HomeAssistant, stack: Stack
) -> None:
    _tag(stack, "kids")
    entry = await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    _rename(stack, "kids", "children")
    await act(hass, "sync")
    hass.config_entries.async_remove_subentry(entry, rule_id())
    await hass.async_block_till_done()
    assert not _issues(hass)
    codes = {row["reasons"][0]["code"] for row in (await media(hass)).values()}
    assert "rule_lost_a_name" not in codes


async def test_a_silent_server_neither_reports_nor_ends_an_issue(
    hass: HomeAssistant, stack: Stack
) -> None:
    titles = _tag(stack, "kids")
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS, kinds=["movie"]))
    _rename(stack, "kids", "children")
    stack.break_("radarr", Fault.REFUSE)
    await act(hass, "sync")
    assert not _issues(hass)
    stack.heal()
    await act(hass, "sync")
    assert "rule_lost_a_name" in _issues(hass)
    stack.break_("radarr", Fault.REFUSE)
    await act(hass, "sync")
    assert "rule_lost_a_name" in _issues(hass)
    assert await _verdicts(hass, *titles) == {"protected"}


async def test_issues_end_with_the_household(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(type="moon"))
    await hass.config_entries.async_remove(ENTRY_ID)
    assert not _issues(hass)


@pytest.mark.parametrize("data", [{"type": "moon"}, KEEP_KIDS | {"tag": "moon"}])
async def test_an_issue_opens_its_rule(
    hass: HomeAssistant, stack: Stack, data: dict[str, Any]
) -> None:
    await start_with(hass, stack, a_stored_rule(**data))
    result = await _repair(hass)
    assert result["reason"] == "rule_opened"
    _, flow_id = result["next_flow"]
    opened = hass.config_entries.subentries.async_get(flow_id)
    assert opened["handler"] == (ENTRY_ID, "rule")
    assert _issues(hass)


async def test_an_issue_says_when_its_rule_cannot_be_opened(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start_with(hass, stack, a_stored_rule(type="moon"))
    result = await _begin_repair(hass)
    hass.config_entries.async_remove_subentry(entry, rule_id())
    result = await submit(hass, result)
    assert result["reason"] == "rule_gone"


def test_every_issue_says_the_same_when_it_ends() -> None:
    ends = [
        {
            key.partition(".abort.")[2]: text
            for key, text in texts().items()
            if f"{issue}.fix" in key
        }
        for issue in ("rule_unreadable", "rule_lost_a_name")
    ]
    assert ends[0].keys() == ends[1].keys()


async def _begin_repair(hass: HomeAssistant) -> Any:
    ((_, issue_id),) = (key for key in ir.async_get(hass).issues if key[0] == DOMAIN)
    return await open_issue(hass, issue_id)


async def _repair(hass: HomeAssistant) -> Any:
    return await submit(hass, await _begin_repair(hass))
