"""Triggers about cleaning up, in real automations: each is set off by its own kind, in its own household."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr.cleanup.models import GuardName, Objection
from custom_components.oxicleanarr.cleanup_happenings import (
    deleted,
    prepared,
    restored,
    run_happenings,
)
from custom_components.oxicleanarr.happenings import Happening, Scene, async_send
from custom_components.oxicleanarr.objections import objection_sentence
from simulator import Options, Stack

from .automations import automate
from .builders import a_medium
from .household import ENTRY_ID, start
from .removals import SIZE_BYTES, a_frozen_item, a_frozen_plan, a_removed, a_report, an_outcome

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=2, series=1, users=1)], indirect=True, ids=["two films"]
)


async def _scene(hass: HomeAssistant, stack: Stack) -> Scene:
    entry = await start(hass, stack)
    return Scene(
        library=entry.runtime_data.data.library,
        now=dt_util.now(),
        entry_id=ENTRY_ID,
        language="en",
    )


def _all(scene: Scene) -> list[Happening]:
    """Return one of everything that cleaning up tells."""
    return [
        prepared(a_frozen_plan(a_frozen_item()), scene),
        deleted(a_removed(), scene),
        restored(a_removed(), scene),
        *run_happenings(a_report(an_outcome(a_medium(copies=()), GuardName.KEPT)), scene),
    ]


async def _send(hass: HomeAssistant, *happenings: Happening) -> None:
    for happening in happenings:
        async_send(hass, happening)
    await hass.async_block_till_done()


async def test_a_deletion_sets_an_automation_off_with_what_it_freed(
    hass: HomeAssistant, stack: Stack
) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, "oxicleanarr.deleted")
    await _send(hass, *_all(scene))
    (media,) = seen
    assert (media["title"], media["freed_bytes"]) == ("Metropolis", SIZE_BYTES)
    assert (media["rule"], media["removal"]) == ("Children", "delete")


async def test_what_is_put_back_sets_an_automation_off(hass: HomeAssistant, stack: Stack) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, "oxicleanarr.restored")
    await _send(hass, *_all(scene))
    assert [media["title"] for media in seen] == ["Metropolis"]


async def test_a_list_to_approve_sets_an_automation_off_with_all_that_is_on_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, "oxicleanarr.cleanup_prepared", "plan")
    await _send(hass, *_all(scene))
    (plan,) = seen
    assert (plan["plan_id"], plan["config_entry_id"]) == ("abc", ENTRY_ID)
    assert [item["title"] for item in plan["items"]] == ["Metropolis"]


async def test_what_is_held_back_sets_an_automation_off_and_says_why(
    hass: HomeAssistant, stack: Stack
) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, "oxicleanarr.blocked", "problem")
    await _send(hass, *_all(scene))
    assert seen == [objection_sentence(Objection(GuardName.KEPT), "en")]


@pytest.mark.parametrize(("variable", "value"), [("media", None), ("config_entry_id", ENTRY_ID)])
async def test_a_whole_run_that_is_held_back_has_no_medium_but_a_household(
    hass: HomeAssistant, stack: Stack, variable: str, value: Any
) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, "oxicleanarr.blocked", variable)
    report = a_report(objections=(Objection(GuardName.HOLIDAY),))
    await _send(hass, *run_happenings(report, scene))
    assert seen == [value]


@pytest.mark.parametrize("name", ["deleted", "restored", "blocked", "cleanup_prepared"])
async def test_another_household_does_not(hass: HomeAssistant, stack: Stack, name: str) -> None:
    scene = await _scene(hass, stack)
    seen = await automate(hass, f"oxicleanarr.{name}", config_entry_id="another")
    await _send(hass, *_all(scene))
    assert seen == []
