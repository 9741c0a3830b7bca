"""What is in the way of the display becomes a repair issue, and goes with it."""

from typing import Any

from homeassistant.components.repairs import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.oxicleanarr.display.models import DisplayReport, Obstacle, Trouble
from custom_components.oxicleanarr.display_issues import report_display
from custom_components.oxicleanarr.issues import forget_issues
from custom_components.oxicleanarr.library.models import Problem
from simulator import Options, Stack

from .household import ENTRY_ID, OPTIONS, start as begin
from .repairs import open_repair, submit
from .texts import DOMAIN

pytestmark = pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)

PATH = "/media/leaving-soon"
OBSTACLES = {
    obstacle.trouble: obstacle
    for obstacle in (
        Obstacle(Trouble.BRIDGE_MISSING, {"detail": "Restart"}),
        Obstacle(Trouble.BRIDGE_TOO_OLD, {"version": "3.2.1"}),
        Obstacle(Trouble.BRIDGE_REFUSED),
        Obstacle(Trouble.BASE_PATH_UNUSABLE, {"path": "leaving"}),
        Obstacle(
            Trouble.BASE_PATH_IN_LIBRARY,
            {"path": "/media/movies/x", "library": "Films", "folder": "/media/movies"},
        ),
        Obstacle(Trouble.NO_PERMISSION, {"path": PATH}),
        Obstacle(
            Trouble.SOURCE_NOT_FOUND,
            {
                "title": "Faust",
                "path": "/movies/Faust",
                "count": "3",
                "mapping": "/data → /movies",
                "proposal": "/data → /media/movies",
            },
        ),
        Obstacle(Trouble.PLACE_TAKEN, {"path": f"{PATH}/movies/Faust", "count": "1"}),
        Obstacle(Trouble.NAME_REFUSED, {"title": "Wait.. What", "count": "1"}),
        Obstacle(Trouble.ANOTHER_MANAGER, {"path": PATH, "manager": "Faust (1926)"}),
        Obstacle(Trouble.SHOWN_BY_SERVER),
        Obstacle(Trouble.SHOWN_BY_PLUGIN),
        Obstacle(Trouble.LIBRARY_NAME_TAKEN, {"name": "Films"}),
        Obstacle(Trouble.COLLECTION_NAME_TAKEN, {"name": "Leaving Soon"}),
    )
}
FIXABLE = [
    Trouble.BASE_PATH_UNUSABLE,
    Trouble.BASE_PATH_IN_LIBRARY,
    Trouble.ANOTHER_MANAGER,
    Trouble.SHOWN_BY_SERVER,
    Trouble.SHOWN_BY_PLUGIN,
    Trouble.LIBRARY_NAME_TAKEN,
    Trouble.COLLECTION_NAME_TAKEN,
]


def _issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return our issues by their keys."""
    return {
        str(issue.translation_key): issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


async def start(hass: HomeAssistant, stack: Stack, **changes: Any) -> Any:
    """Set the household up; the first pass over its displays would take back what is reported meanwhile."""
    entry = await begin(hass, stack, **changes)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def _report(
    hass: HomeAssistant, entry: Any, *troubles: Trouble, problem: Problem | None = None
) -> None:
    obstacles = tuple(OBSTACLES[trouble] for trouble in troubles)
    report_display(hass, entry, DisplayReport(obstacles=obstacles, problem=problem))


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_every_trouble_is_told_with_what_it_names(
    hass: HomeAssistant, stack: Stack, trouble: Trouble
) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, trouble)
    issue = _issues(hass)[trouble.value]
    assert issue.translation_placeholders == OBSTACLES[trouble].names
    assert issue.is_fixable is (trouble in FIXABLE)


async def test_a_trouble_that_is_over_is_taken_back(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, Trouble.NO_PERMISSION, Trouble.NAME_REFUSED)
    _report(hass, entry, Trouble.NAME_REFUSED)
    assert set(_issues(hass)) == {"name_refused"}


async def test_a_pass_that_ended_in_the_middle_takes_nothing_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, Trouble.NO_PERMISSION)
    _report(hass, entry, Trouble.NAME_REFUSED, problem=Problem("timed_out", "Jellyfin is gone"))
    assert set(_issues(hass)) == {"no_permission", "name_refused"}


async def test_one_trouble_is_one_issue_and_the_first_is_named(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    paths = ("/first", "/second")
    obstacles = tuple(Obstacle(Trouble.NO_PERMISSION, {"path": path}) for path in paths)
    report_display(hass, entry, DisplayReport(obstacles=obstacles))
    assert _issues(hass)["no_permission"].translation_placeholders == {"path": "/first"}


async def test_what_is_not_known_is_a_dash(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    obstacle = Obstacle(Trouble.ANOTHER_MANAGER, {"path": PATH, "manager": ""})
    report_display(hass, entry, DisplayReport(obstacles=(obstacle,)))
    told = _issues(hass)["another_manager"].translation_placeholders
    assert told == {"path": PATH, "manager": "–"}


async def test_a_bridge_that_jellyfin_does_not_know_has_words_of_its_own(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    obstacle = Obstacle(Trouble.BRIDGE_MISSING, {"detail": ""})
    report_display(hass, entry, DisplayReport(obstacles=(obstacle,)))
    assert set(_issues(hass)) == {"bridge_not_installed"}


async def test_two_households_have_issues_of_their_own(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    other = await start(hass, stack, entry_id="01OTHER", unique_id="another")
    _report(hass, entry, Trouble.NO_PERMISSION)
    _report(hass, other, Trouble.NO_PERMISSION)
    forget_issues(hass, other)
    assert _issues(hass)["no_permission"].data == {"entry_id": ENTRY_ID}


async def test_issues_end_with_the_household(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, *Trouble)
    await hass.config_entries.async_unload(entry.entry_id)
    assert not _issues(hass)


async def _repair(hass: HomeAssistant, trouble: Trouble) -> Any:
    return await submit(hass, await open_repair(hass, trouble))


@pytest.mark.parametrize("trouble", FIXABLE)
async def test_an_issue_opens_the_form_that_mends_it(
    hass: HomeAssistant, stack: Stack, trouble: Trouble
) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, trouble)
    result = await _repair(hass, trouble)
    assert result["reason"] == "options_opened"
    kind, flow_id = result["next_flow"]
    form = hass.config_entries.options.async_get(flow_id)
    assert (kind, form["handler"], form["step_id"]) == (FlowType.OPTIONS_FLOW, ENTRY_ID, "display")


async def test_the_form_that_an_issue_opened_can_be_saved(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, Trouble.COLLECTION_NAME_TAKEN)
    _, flow_id = (await _repair(hass, Trouble.COLLECTION_NAME_TAKEN))["next_flow"]
    form = {"displays": ["collection"], "collection_name": "Going away"}
    names = {"movies_library_name": "A", "series_library_name": "B", "hide_when_empty": True}
    result = await hass.config_entries.options.async_configure(flow_id, form | names)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == OPTIONS | form | names


async def test_an_issue_says_when_its_household_is_gone(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    _report(hass, entry, Trouble.LIBRARY_NAME_TAKEN)
    result = await open_repair(hass, Trouble.LIBRARY_NAME_TAKEN)
    await hass.config_entries.async_remove(entry.entry_id)
    result = await submit(hass, result)
    assert result["reason"] == "household_gone"
