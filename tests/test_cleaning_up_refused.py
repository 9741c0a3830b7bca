"""What nobody can be made to delete: by watching only, by a wrong list, or by somebody who may not."""

from datetime import timedelta
import re

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import Options, Stack

from .cleaning import (
    Hand,
    approve,
    begin,
    changes,
    choose,
    clean_up,
    harm,
    holiday,
    issues,
    owned,
    pick,
    prepare,
    refused,
    rest,
    settle,
    titles,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import Clock, act, entity_id, state, sync
from .texts import DOMAIN


async def test_whoever_only_observes_changes_nothing_whatever_is_asked_for(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "observe")
    before = owned(stack)
    stack.requests.clear()
    for asked in ("prepare_cleanup", "approve_cleanup", "restore"):
        data = {"plan_id": "x"} if asked == "approve_cleanup" else {}
        data |= {"title": "Metropolis"} if asked == "restore" else {}
        with pytest.raises(ServiceValidationError):
            await act(hass, asked, **data)
    await act(hass, "prepare_cleanup", dry_run=True)
    for button in ("sync", "rebuild_symlinks"):
        await _press(hass, button)
    await holiday(hass)
    await holiday(hass, on=False)
    for _ in range(3):
        await clock.advance(hass, timedelta(hours=25))
    await sync(hass)
    await settle(hass, stack)
    assert changes(stack) == []
    assert owned(stack) == before
    assert issues(hass).keys() <= {"name_refused"}


async def _press(hass: HomeAssistant, key: str) -> None:
    found = [name for name in hass.states.async_entity_ids("button") if name.endswith(key)]
    for name in found:
        await hass.services.async_call("button", "press", {"entity_id": name}, blocking=True)


async def test_what_was_prepared_before_observing_is_never_carried_out(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await choose(hass, "observe")
    with refused("cleanup_observing"):
        await approve(hass, stack, plan["plan_id"])
    await choose(hass, "ask")
    with refused("plan_unknown"):
        await approve(hass, stack, plan["plan_id"])
    assert harm(stack) == []


async def test_a_list_of_what_was_to_be_unmonitored_deletes_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, options={"removal": "unmonitor"})
    plan = await prepare(hass)
    assert "cleanup_approval" in issues(hass)
    hass.config_entries.async_update_entry(entry, options={**entry.options, "removal": "delete"})
    await rest(hass)
    assert "cleanup_approval" not in issues(hass)
    with refused("plan_unknown"):
        await approve(hass, stack, plan["plan_id"])
    assert harm(stack) == []


async def test_another_list_than_the_last_one_is_refused(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    first = await prepare(hass)
    await act(hass, "keep", title=first["items"][0]["title"])
    await prepare(hass)
    for plan_id in (first["plan_id"], "", "0" * 16):
        with refused("plan_unknown"):
            await approve(hass, stack, plan_id)
    assert harm(stack) == []


async def test_a_list_can_be_approved_once(hass: HomeAssistant, stack: Stack, clock: Clock) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await approve(hass, stack, plan["plan_id"])
    done = harm(stack)
    with refused("plan_unknown"):
        await approve(hass, stack, plan["plan_id"])
    assert done
    assert harm(stack) == done


@pytest.mark.parametrize("hours", [25, -25])
async def test_a_list_has_its_time(
    hass: HomeAssistant, stack: Stack, clock: Clock, hours: int
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    # Before the clock, such as an hourly sync, does anything else.
    clock.ahead += timedelta(hours=hours)
    with refused("plan_expired"):
        await approve(hass, stack, plan["plan_id"])
    assert harm(stack) == []


async def test_a_list_that_was_held_back_can_be_approved_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await holiday(hass)
    held = await approve(hass, stack, plan["plan_id"])
    assert [one["guard"] for one in held["blocked_by"]] == ["holiday"]
    assert harm(stack) == []
    await holiday(hass, on=False)
    await approve(hass, stack, plan["plan_id"])


async def test_only_an_administrator_approves(
    hass: HomeAssistant, stack: Stack, clock: Clock, hass_read_only_user: MockUser
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    hass_read_only_user.mock_policy({"entities": True})
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "approve_cleanup",
            {"plan_id": plan["plan_id"]},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )
    assert harm(stack) == []


async def test_a_second_run_is_refused_while_one_is_going_on(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    turned_away: list[str] = []

    async def again() -> None:
        for action, data in (
            ("approve_cleanup", {"plan_id": plan["plan_id"]}),
            ("prepare_cleanup", {}),
            ("prepare_cleanup", {"dry_run": True}),
        ):
            with refused("cleanup_running"):
                await hass.services.async_call(
                    DOMAIN, action, data, blocking=True, return_response=True
                )
            turned_away.append(action)

    hand.at("DELETE", "radarr", again)
    answer = await approve(hass, stack, plan["plan_id"])
    assert len(turned_away) == 3
    assert titles(answer["deleted"]) == titles(plan["items"])
    assert len(harm(stack)) == len(set(harm(stack))) == len(plan["items"])


async def test_whoever_tidies_up_after_a_sync_is_waited_for(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "observe")
    await pick(hass, "ask")
    # What the mode brings with it is still being looked up.
    assert await prepare(hass)
    await rest(hass)


async def test_what_does_not_belong_to_the_run_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    before = owned(stack)
    answer = await clean_up(hass, stack)
    assert before - owned(stack) == set(titles(answer["deleted"]))


@pytest.mark.parametrize("stack", [Options(movies=60, series=0)], indirect=True, ids=["60 films"])
async def test_no_server_is_asked_about_those_who_only_wait_for_their_turn(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, options={"movie_retention": "1d", "max_items": 2})
    stack.requests.clear()
    plan = await prepare(hass)
    assert len(plan["items"]) == 2
    assert len(plan["not_going"]) > 20
    asked = {one.path for one in stack.requests if re.fullmatch(r"/api/v3/movie/\d+", one.path)}
    # Who cannot go all the same is found out on the way.
    assert len(asked) < 10
    assert all(row["guards"] for row in plan["not_going"])


async def test_the_freed_bytes_are_those_of_what_is_gone(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    answer = await clean_up(hass, stack)
    freed = sum(row["freed_bytes"] for row in answer["deleted"])
    assert answer["freed_bytes"] == freed > 0
    told = hass.states.get(entity_id(hass, "sensor", "removed_media"))
    assert told is not None
    assert told.state == str(len(answer["deleted"]))
    assert state(hass, "select", "mode").state == "ask"
