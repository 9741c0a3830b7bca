"""What language models can do here, through Home Assistant's own Assist API."""

import json
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.oxicleanarr.voice import abilities
from simulator import Fault, Options, Stack

from .household import act, count, departures, media, start
from .texts import DOMAIN

TOOLS = {"leaving_soon", "how_long", "keep", "sync"}


@pytest.fixture
async def running(hass: HomeAssistant, stack: Stack) -> Stack:
    """A household that is running, in a Home Assistant that offers tools to language models."""
    await _offer_tools(hass)
    await start(hass, stack)
    return stack


async def _offer_tools(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "llm", {})


async def _api(hass: HomeAssistant, user_id: str | None = None) -> llm.APIInstance:
    asking = llm.LLMContext(
        platform="test",
        context=Context(user_id=user_id),
        language="en",
        assistant="conversation",
        device_id=None,
    )
    return await llm.async_get_api(hass, llm.LLM_API_ASSIST, asking)


async def _tools(hass: HomeAssistant) -> dict[str, llm.Tool]:
    """Return our tools by their names without the domain."""
    prefix = f"{DOMAIN}__"
    return {
        tool.name.removeprefix(prefix): tool
        for tool in (await _api(hass)).tools
        if tool.name.startswith(prefix)
    }


async def _call(
    hass: HomeAssistant, tool: str, user_id: str | None = None, **args: Any
) -> llm.ToolResult:
    api = await _api(hass, user_id)
    result = await api.async_call_tool(llm.ToolInput(f"{DOMAIN}__{tool}", args))
    await hass.async_block_till_done()
    return result


async def _answer(hass: HomeAssistant, tool: str, **args: Any) -> dict[str, Any]:
    """Return what a tool answers, after a journey as JSON."""
    result = await _call(hass, tool, **args)
    assert not result.error
    return dict(json.loads(json.dumps(result.data)))


async def test_assist_offers_the_four_tools(hass: HomeAssistant, running: Stack) -> None:
    assert (await _tools(hass)).keys() == TOOLS


async def test_the_prompt_says_what_they_are_for(hass: HomeAssistant, running: Stack) -> None:
    assert "oxicleanarr" in (await _api(hass)).api_prompt


async def test_without_a_household_there_are_no_tools(hass: HomeAssistant, stack: Stack) -> None:
    await _offer_tools(hass)
    entry = await start(hass, stack)
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await _tools(hass)


async def test_home_assistant_has_nothing_to_complain_about(
    hass: HomeAssistant, running: Stack, caplog: pytest.LogCaptureFixture
) -> None:
    await _call(hass, "leaving_soon")
    assert "LLM tool" not in caplog.text
    assert "deprecated" not in caplog.text


async def test_no_tool_destroys_anything(hass: HomeAssistant, running: Stack) -> None:
    assert not [name for name, tool in (await _tools(hass)).items() if tool.annotations.destructive]


@pytest.mark.parametrize(
    ("tool", "required", "properties"),
    [
        ("leaving_soon", set(), {"days": "integer", "kind": "string"}),
        ("how_long", {"title"}, {"title": "string", "kind": "string"}),
        ("keep", {"title"}, {"title": "string", "kind": "string"}),
        ("sync", set(), {}),
    ],
)
async def test_models_are_told_the_types(
    hass: HomeAssistant,
    running: Stack,
    tool: str,
    required: set[str],
    properties: dict[str, str],
) -> None:
    schema = probatio.to_openapi(
        (await _tools(hass))[tool].parameters, custom_serializer=llm.selector_serializer
    )
    assert set(schema.get("required", ())) == required
    types = {name: one["type"] for name, one in schema.get("properties", {}).items()}
    assert types == properties


async def test_what_is_leaving_soon_is_listed(hass: HomeAssistant, running: Stack) -> None:
    answer = await _answer(hass, "leaving_soon")
    assert answer["total"] == len(departures(running))
    assert {row["title"] for row in answer["media"]} == set(departures(running))


async def test_a_medium_is_told_in_brief(hass: HomeAssistant, running: Stack) -> None:
    (row,) = (await _answer(hass, "how_long", title="metropulis"))["media"]
    truth = (await media(hass))["Metropolis"]
    told = (
        "id",
        "title",
        "year",
        "kind",
        "verdict",
        "leaves_on",
        "days_left",
        "size_bytes",
        "stale",
    )
    assert row == {name: truth[name] for name in told} | {
        "reason": truth["reasons"][0]["text"],
        "household": "Film club",
    }


@pytest.mark.parametrize(("args", "total"), [({"days": 0}, 0), ({"kind": "series"}, 3)])
async def test_filters_narrow_the_list(
    hass: HomeAssistant, running: Stack, args: dict[str, Any], total: int
) -> None:
    assert (await _answer(hass, "leaving_soon", **args))["total"] == total


@pytest.mark.parametrize("stack", [Options(movies=120)], indirect=True)
async def test_a_long_list_is_cut_and_counted(hass: HomeAssistant, running: Stack) -> None:
    answer = await _answer(hass, "leaving_soon", days=3650)
    assert len(answer["media"]) == 30
    assert answer["total"] > 30


async def test_what_is_kept_leaves_no_more(
    hass: HomeAssistant, running: Stack, hass_admin_user: MockUser
) -> None:
    result = await _call(hass, "keep", hass_admin_user.id, title="Metropolis")
    kept = {"id": "movie:tmdb:19", "title": "Metropolis", "year": 1927, "kind": "movie"}
    assert result.data == {"kept": [kept], "already": False}
    assert count(hass) == str(len(departures(running)) - 1)
    (reason,) = (await media(hass))["Metropolis"]["reasons"]
    assert reason["text"] == f"{hass_admin_user.name} keeps it for ever"


async def test_to_keep_twice_says_so(hass: HomeAssistant, running: Stack) -> None:
    await act(hass, "keep", title="Metropolis")
    assert (await _answer(hass, "keep", title="Metropolis"))["already"] is True


async def test_an_id_of_an_earlier_answer_is_understood(
    hass: HomeAssistant, running: Stack
) -> None:
    row = (await _answer(hass, "leaving_soon"))["media"][0]
    assert (await _answer(hass, "keep", title=row["id"]))["kept"][0]["title"] == row["title"]


@pytest.mark.parametrize("tool", ["keep", "how_long"])
@pytest.mark.parametrize(
    ("title", "error", "candidates"),
    [
        (
            "sherlock",
            "several titles fit; ask which one is meant",
            {"Sherlock Jr.", "Sherlock Holmes"},
        ),
        ("safety first", "no title fits", {"Safety Last!"}),
        ("Casablanca", "no title fits", set()),
    ],
)
async def test_a_title_that_is_not_clear_answers_with_candidates(
    hass: HomeAssistant, running: Stack, tool: str, title: str, error: str, candidates: set[str]
) -> None:
    before = count(hass)
    result = await _call(hass, tool, title=title)
    rows: Any = result.data["candidates"]
    assert result.error
    assert result.data["error"] == error
    assert {row["title"] for row in rows} == candidates
    assert count(hass) == before


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("keep", {}),
        ("keep", {"title": ""}),
        ("keep", {"title": "Metropolis", "until": "tomorrow"}),
        ("how_long", {"title": "Metropolis", "kind": "book"}),
        ("leaving_soon", {"days": -1}),
    ],
)
async def test_arguments_that_make_no_sense_are_refused(
    hass: HomeAssistant, running: Stack, tool: str, args: dict[str, Any]
) -> None:
    with pytest.raises(probatio.Invalid):
        await _call(hass, tool, **args)


async def test_a_sync_tells_how_it_went(hass: HomeAssistant, running: Stack) -> None:
    running.break_("radarr", Fault.ERROR)
    assert await _answer(hass, "sync") == {
        "finished": True,
        "leaving_soon": len(departures(running)),
        "servers_without_complete_answer": ["Radarr"],
    }


async def test_a_slow_sync_goes_on_by_itself(
    hass: HomeAssistant, running: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abilities, "_PATIENCE_SECONDS", 0)
    assert await _answer(hass, "sync") == {"finished": False}
    await hass.async_block_till_done(wait_background_tasks=True)
