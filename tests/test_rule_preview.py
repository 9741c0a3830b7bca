"""The preview of a rule: what it would catch now is what it catches once it is saved."""

from datetime import date, timedelta
import re
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.oxicleanarr.policy.models import Leaving
from simulator import Fault, Options, Stack

from .flows import suggested
from .household import act, media, start
from .rules import FORMS, a_form, choose, fill, open_rule, stored


@pytest.mark.parametrize("stack", [Options(movies=60, series=20)], indirect=True)
async def test_the_preview_counts_what_the_rule_changes(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = entry.runtime_data.data.plan.decisions
    result = await fill(hass, await open_rule(hass, "tag"), a_form("tag", retention="never"))
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
        hass, await open_rule(hass, "match"), a_form("match", **_everything("1000d"))
    )
    shown = result["description_placeholders"]
    assert int(shown["leaving"]) == len(entry.runtime_data.data.plan.decisions)
    assert int(shown["protected"]) == 0
    assert shown["titles"].count("\n") == 10
    assert "∞ → " in shown["titles"]


async def test_the_preview_counts_other_dates(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=_options("90d"))
    result = await fill(
        hass, await open_rule(hass, "match"), a_form("match", **_everything("1000d"))
    )
    shown = result["description_placeholders"]
    assert (shown["leaving"], shown["protected"]) == ("0", "0")
    assert int(shown["changed"]) == 18


def _aired_weekly(stack: Stack) -> None:
    for series in stack.world.series:
        for episode in series.episodes:
            episode.air_date = date(2020, 1, 1) + timedelta(days=7 * episode.id)
    stack.world.touch()


async def test_the_preview_reads_the_episodes_that_the_rule_asks_for(
    hass: HomeAssistant, stack: Stack
) -> None:
    _aired_weekly(stack)
    entry = await start(hass, stack, options=_options("never"))
    result = await fill(
        hass,
        await open_rule(hass, "episode"),
        a_form("episode", season_numbers=[], max_episodes=1.0),
    )
    shown = result["description_placeholders"]
    await choose(hass, result, "save")
    decisions = entry.runtime_data.data.plan.decisions.values()
    leaving = [one for one in decisions if isinstance(one.verdict, Leaving)]
    assert all(one.verdict.episode_files for one in leaving)
    assert int(shown["leaving"]) == len(leaving) > 0


async def test_the_preview_tells_how_much_goes_where_only_the_episodes_are_others(
    hass: HomeAssistant, stack: Stack
) -> None:
    _aired_weekly(stack)
    await start(hass, stack, options=_options("1d"))
    form = a_form("episode", season_numbers=[], max_episodes=1.0)
    result = await fill(hass, await open_rule(hass, "episode"), form)
    told = result["description_placeholders"]["titles"].splitlines()
    assert told
    assert all(re.search(r": \d{4}-\d\d-\d\d, [\d.]+ GB → [\d.]+ GB$", one) for one in told), told


async def test_the_preview_saves_nothing(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = await media(hass)
    result = await fill(hass, await open_rule(hass, "match"), a_form("match", retention="never"))
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
    form = a_form("match", **_everything("never"), kinds=["movie"])
    result = await fill(hass, await open_rule(hass, "match"), form)
    assert int(result["description_placeholders"]["protected"]) > 0


async def test_the_preview_leads_back_to_thea_form(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await fill(hass, await open_rule(hass, "tag"), a_form("tag"))
    result = await choose(hass, result, "edit")
    assert result["step_id"] == "tag"
    assert suggested(result) == FORMS["tag"]


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
