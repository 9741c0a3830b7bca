"""Making the links anew: the action, the button, and the sensor that counts them."""

from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest

from custom_components.oxicleanarr.display.models import (
    Cause,
    DisplayReport,
    Failure,
    Obstacle,
    Trouble,
)
from custom_components.oxicleanarr.library.models import Problem
from simulator import Fault, Options, Stack

from .household import ENTRY_ID, OPTIONS, act, entity_id, start, state, sync, with_libraries
from .texts import DOMAIN, sentence

pytestmark = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)

GOOD = DisplayReport(wanted=3, present=3, created=3, removed=2, unchanged=0)
SAID = "/media/Faust cannot be shown: the Bridge said: the name is taken."
GONE = Problem("timed_out", "Jellyfin is gone.")
FAILURE = Failure(
    "Faust",
    "/media/leaving-soon/movies/Faust",
    Cause.BRIDGE_SAID,
    "/media/Faust",
    "the name is taken",
)
HALF = DisplayReport(wanted=3, present=2, created=2, failures=(FAILURE,))
OBSTACLE = Obstacle(Trouble.NO_PERMISSION, {"path": "/media/leaving-soon"})


class Displays:
    """A display that reports what it is told to."""

    def __init__(self, report: DisplayReport) -> None:
        self.report = report
        self.rebuilds = 0

    async def async_show(self, *_: Any, rebuild: bool = False) -> DisplayReport:
        self.rebuilds += rebuild
        return self.report

    def grounds(self, *_: Any) -> None:
        return

    async def async_stop(self) -> None:
        return


async def _start(hass: HomeAssistant, stack: Stack, report: DisplayReport = GOOD) -> Displays:
    entry = await start(hass, stack, options=with_libraries(stack))
    await entry.runtime_data.async_sync()
    displays = Displays(report)
    entry.runtime_data.displays = displays
    return displays


async def test_a_rebuild_answers_what_came_of_it(hass: HomeAssistant, stack: Stack) -> None:
    displays = await _start(hass, stack)
    assert await act(hass, "rebuild_symlinks") == {
        "created": 3,
        "removed": 2,
        "unchanged": 0,
        "wanted": 3,
        "present": 3,
        "failed": [],
        "obstacles": [],
        "problem": None,
    }
    assert displays.rebuilds == 1


async def test_a_rebuild_answers_what_failed_and_why(hass: HomeAssistant, stack: Stack) -> None:
    report = DisplayReport(failures=(FAILURE,), obstacles=(OBSTACLE,), problem=GONE)
    await _start(hass, stack, report)
    answer = await act(hass, "rebuild_symlinks")
    assert answer["failed"] == [
        {
            "title": "Faust",
            "path": "/media/leaving-soon/movies/Faust",
            "reason": SAID,
        }
    ]
    assert answer["obstacles"] == [{"trouble": "no_permission", "path": "/media/leaving-soon"}]
    assert answer["problem"] == "Jellyfin is gone."


async def _without_answer(hass: HomeAssistant) -> None:
    await hass.services.async_call(DOMAIN, "rebuild_symlinks", {}, blocking=True)
    await hass.async_block_till_done()


async def _press(hass: HomeAssistant) -> None:
    button = entity_id(hass, "button", "rebuild_symlinks")
    await hass.services.async_call("button", "press", {"entity_id": button}, blocking=True)
    await hass.async_block_till_done()


either_way = pytest.mark.parametrize("rebuild", [_without_answer, _press])


@either_way
async def test_the_sensor_counts_the_links_of_a_rebuild(
    hass: HomeAssistant, stack: Stack, rebuild: Any
) -> None:
    await _start(hass, stack)
    await rebuild(hass)
    links = state(hass, "sensor", "links")
    assert links.state == "3"
    assert {name: links.attributes[name] for name in ("wanted", "broken", "failures")} == {
        "wanted": 3,
        "broken": 0,
        "failures": [],
    }


@either_way
@pytest.mark.parametrize(
    ("report", "said"),
    [
        pytest.param(HALF, "Links that could not be made or taken away: 1. Faust", id="failure"),
        pytest.param(DisplayReport(obstacles=(OBSTACLE,)), "Repairs", id="obstacle"),
        pytest.param(DisplayReport(problem=GONE), "Jellyfin is gone.", id="problem"),
    ],
)
async def test_what_could_not_be_done_is_an_error_without_an_answer(
    hass: HomeAssistant, stack: Stack, rebuild: Any, report: DisplayReport, said: str
) -> None:
    await _start(hass, stack, report)
    with pytest.raises(HomeAssistantError) as caught:
        await rebuild(hass)
    assert said in sentence(caught.value)


async def test_the_sensor_tells_what_is_missing_and_why(hass: HomeAssistant, stack: Stack) -> None:
    await _start(hass, stack, HALF)
    await act(hass, "rebuild_symlinks")
    links = state(hass, "sensor", "links")
    assert (links.state, links.attributes["broken"]) == ("2", 1)
    assert links.attributes["failures"][0]["reason"] == SAID


async def test_the_sensor_tells_what_is_in_the_way(hass: HomeAssistant, stack: Stack) -> None:
    taken = Obstacle(Trouble.LIBRARY_NAME_TAKEN, {"name": "Soon"})
    await _start(hass, stack, DisplayReport(obstacles=(OBSTACLE, taken)))
    await act(hass, "rebuild_symlinks")
    assert state(hass, "sensor", "links").attributes["problem"] == (
        "Jellyfin may not write to the folder for the links. Jellyfin already has a library Soon"
    )


async def test_many_failures_are_not_all_told(hass: HomeAssistant, stack: Stack) -> None:
    await _start(hass, stack, DisplayReport(wanted=99, failures=(FAILURE,) * 99))
    assert len((await act(hass, "rebuild_symlinks"))["failed"]) == 99
    assert len(state(hass, "sensor", "links").attributes["failures"]) == 20
    with pytest.raises(HomeAssistantError) as caught:
        await _without_answer(hass)
    assert sentence(caught.value).count("Faust (") == 5


async def test_without_libraries_there_is_nothing_to_rebuild(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=OPTIONS | {"displays": ["collection"]})
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "rebuild_symlinks")
    assert "no Leaving Soon libraries" in sentence(caught.value)


def _base_path(stack: Stack) -> Path:
    return Path(with_libraries(stack)["base_path"])


def _links(stack: Stack) -> set[Path]:
    """Return all links that there are in the folder for them."""
    return {path for path in _base_path(stack).rglob("*") if path.is_symlink()}


async def test_what_was_deleted_by_hand_is_made_anew(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=with_libraries(stack))
    await sync(hass)
    before = _links(stack)
    shutil.rmtree(_base_path(stack))
    answer = await act(hass, "rebuild_symlinks")
    assert _links(stack) == before
    assert answer["created"] == answer["wanted"] == answer["present"] == len(before) > 0
    assert state(hass, "sensor", "links").state == str(len(before))


async def test_what_is_in_the_way_is_answered_and_becomes_a_repair(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=with_libraries(stack))
    await sync(hass)
    place = min(_links(stack))
    place.unlink()
    place.write_text("mine")
    answer = await act(hass, "rebuild_symlinks")
    assert [one["path"] for one in answer["failed"]] == [str(place)]
    assert [one["trouble"] for one in answer["obstacles"]] == ["place_taken"]
    assert (DOMAIN, f"place_taken_{ENTRY_ID}") in ir.async_get(hass).issues
    assert place.read_text() == "mine"


async def test_a_repair_goes_when_nothing_is_in_the_way_any_more(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=with_libraries(stack))
    await sync(hass)
    place = min(_links(stack))
    place.unlink()
    place.write_text("mine")
    await act(hass, "rebuild_symlinks")
    place.unlink()
    answer = await act(hass, "rebuild_symlinks")
    assert answer["present"] == answer["wanted"]
    assert not [key for key in ir.async_get(hass).issues if key[0] == DOMAIN]


async def test_a_bridge_that_does_not_answer_is_told(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=with_libraries(stack))
    await sync(hass)
    before = _links(stack)
    stack.break_("bridge", Fault.ERROR)
    with pytest.raises(HomeAssistantError) as caught:
        await _press(hass)
    assert "The Bridge does not answer" in sentence(caught.value)
    assert "restart Jellyfin" in sentence(caught.value)
    assert _links(stack) == before


def _about_links(hass: HomeAssistant) -> set[str]:
    entries = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    keys = {entry.unique_id.removeprefix(f"{ENTRY_ID}_") for entry in entries}
    return keys & {"links", "rebuild_symlinks"}


async def test_entities_about_links_come_and_go_with_the_libraries(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    seen = [_about_links(hass)]
    for options in (with_libraries(stack), OPTIONS | {"displays": ["collection"]}):
        hass.config_entries.async_update_entry(entry, options=options)
        await hass.async_block_till_done()
        seen.append(_about_links(hass))
    assert seen == [set(), {"links", "rebuild_symlinks"}, set()]
