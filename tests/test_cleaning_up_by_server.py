"""Cleaning up in a household whose media only an OxiCleanarr server knows: over the wire, down to the files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator import Fault, Stack

from .cleaning import (
    approve,
    hand,  # noqa: F401
    harm,
    issues,
    journal,
    owned,
    prepare,
    refused,
    repair,
    rest,
    settle,
    titles,
)
from .cleaning_by_server import begin, cleaner, exclude, nothing_goes_because, told
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, every_version, newest, server_of, server_subentry
from .household import Clock, act, radarr_subentry, sonarr_subentry, sync


def stays(answer: dict[str, Any], title: str) -> list[str]:
    """Return the guards that kept a medium."""
    [row] = [row for row in answer["not_going"] if row["title"] == title]
    assert all(row["reasons"])
    guards: list[str] = row["guards"]
    return guards


@every_version
async def test_exactly_what_was_approved_goes(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    before = owned(stack)
    plan = await prepare(hass)
    assert told(stack) == []
    answer = await approve(hass, stack, plan["plan_id"])
    assert set(titles(answer["deleted"])) == set(titles(plan["items"])) == before - owned(stack)
    assert len(told(stack)) == len(plan["items"])
    assert answer["freed_bytes"] == plan["size_bytes"]
    assert {one.stage.value for one in journal(hass)} == {"finished"}
    assert not any(one.exclude for one in journal(hass))


@newest
async def test_whoever_only_observes_tells_it_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "observe")
    before = owned(stack)
    for asked, data in (
        ("prepare_cleanup", {}),
        ("approve_cleanup", {"plan_id": "x"}),
        ("restore", {"title": "Metropolis"}),
    ):
        with pytest.raises(HomeAssistantError):
            await act(hass, asked, **data)
    await act(hass, "prepare_cleanup", dry_run=True)
    for _ in range(2):
        await clock.advance(hass, timedelta(hours=25))
    await settle(hass, stack)
    assert told(stack) == []
    assert harm(stack) == []
    assert owned(stack) == before
    assert "no_recycle_bin_through_server" not in str(issues(hass))


@newest
async def test_nothing_goes_through_it_before_a_person_accepted_that(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await cleaner(hass)._ledger.async_cleanup(
        replace(cleaner(hass)._ledger.cleanup, no_bin_accepted=frozenset())
    )
    await sync(hass)
    await rest(hass)
    await nothing_goes_because(hass, "recycle_bin")
    issue = issues(hass)[f"no_recycle_bin_{SERVER_ID}"]
    assert issue.translation_key == "no_recycle_bin_through_server"
    await repair(hass, f"no_recycle_bin_{SERVER_ID}")
    assert f"no_recycle_bin_{SERVER_ID}" not in issues(hass)
    assert (await act(hass, "prepare_cleanup"))["items"]
    await sync(hass)
    await rest(hass)
    # Accepted once is accepted.
    assert (await act(hass, "prepare_cleanup"))["items"]


@newest
async def test_what_went_through_it_cannot_be_put_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await approve(hass, stack, plan["plan_id"])
    title = plan["items"][0]["title"]
    with refused("removal_through_server"):
        await act(hass, "restore", title=title)
    with refused("removal_through_server"):
        await act(hass, "restore", removal_id=journal(hass)[0].id)
    history = await act(hass, "get_history")
    assert not any(row["restorable"] for row in history["history"])


@newest
async def test_a_server_that_may_not_delete_by_itself_deletes_only_what_was_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    assert server_of(stack).config.app.dry_run
    await begin(hass, stack, clock)
    before = owned(stack)
    await prepare(hass)
    await server_of(stack).sync()
    await sync(hass)
    await clock.advance(hass, timedelta(hours=2))
    assert owned(stack) == before
    assert told(stack) == []


@newest
async def test_media_of_our_own_radarr_go_through_it_with_all_its_guards(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    for arr in (stack.radarr, stack.sonarr):
        arr.disk.recycling = True
    subentries = (server_subentry(stack), radarr_subentry(stack), sonarr_subentry(stack))
    await begin(hass, stack, clock, subentries_data=subentries)
    plan = await prepare(hass)
    title = plan["items"][0]["title"]
    await exclude(stack, title)
    stack.download(plan["items"][1]["title"])
    answer = await approve(hass, stack, plan["plan_id"])
    assert told(stack) == []
    assert title not in titles(answer["deleted"])
    assert "downloading" in stays(answer, plan["items"][1]["title"])
    assert len(answer["deleted"]) == len(plan["items"]) - 2
    assert all(one.exclude and not one.parts[0].item_id for one in journal(hass))


@newest
async def test_a_server_that_deletes_by_itself_is_not_told_to_sync(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    server, before = server_of(stack), owned(stack)
    # Somebody allows it; from its next start on it would delete all that is due in every sync.
    server.config.app.dry_run, server.config.app.enable_deletion = False, True
    stack.requests.clear()
    await approve(hass, stack, plan["plan_id"])
    assert not [one for one in stack.requests if one.path == "/api/sync/full"]
    assert before - owned(stack) <= set(titles(plan["items"]))


@pytest.mark.exhaustive
@newest
@pytest.mark.parametrize("after", range(0, 60, 6))
@pytest.mark.parametrize(
    "fault", [Fault.LOST_ANSWER, Fault.ERROR, Fault.BAD_ROW, Fault.EMPTY_LIST, Fault.CUT_JSON]
)
async def test_no_fault_in_a_run_lets_go_what_was_not_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock, fault: Fault, after: int
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    before = owned(stack)
    stack.break_("oxicleanarr", fault, times=1, after=after)
    await approve(hass, stack, plan["plan_id"])
    stack.heal()
    await clock.advance(hass, timedelta(hours=1))
    await sync(hass)
    await settle(hass, stack)
    gone = before - owned(stack)
    assert gone <= set(titles(plan["items"]))
    assert gone == {one.title for one in journal(hass) if one.deleted}
    assert not any(one.stage.open for one in journal(hass))
    assert len(told(stack)) == len(set(told(stack)))
