"""What a person has to decide about cleaning up is a repair, and its button does what it says."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from simulator import Fault, Stack

from .cleaning import (
    approve,
    begin,
    choose,
    clean_up,
    harm,
    holiday,
    issues,
    owned,
    prepare,
    repair,
    rest,
    settle,
    titles,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import RADARR_ID, SONARR_ID, Clock, act, delete_film, sync
from .repairs import open_repair, submit


async def test_the_list_can_be_approved_where_it_is_shown(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    result = await repair(hass, "cleanup_approval")
    await settle(hass, stack)
    assert result["reason"] == "cleaned_up"
    gone = set(titles(plan["items"]))
    assert not gone & owned(stack)
    assert all(title in result["description_placeholders"]["result"] for title in gone)
    assert "cleanup_approval" not in issues(hass)


async def test_during_a_holiday_nobody_is_asked(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)
    await holiday(hass)
    assert "cleanup_approval" not in issues(hass)


async def test_after_a_holiday_what_was_asked_is_asked_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)
    await holiday(hass)
    await holiday(hass, on=False)
    assert "cleanup_approval" in issues(hass)


async def test_what_was_kept_meanwhile_is_told_where_the_list_was_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)
    await act(hass, "keep", title="Metropolis")
    result = await repair(hass, "cleanup_approval")
    await settle(hass, stack)
    assert "Metropolis" in owned(stack)
    told = result["description_placeholders"]["result"]
    assert "✗ Metropolis: Somebody keeps it" in told


async def test_what_was_kept_meanwhile_is_not_asked_for_any_more(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await act(hass, "keep", title="Metropolis")
    await rest(hass)
    shown = issues(hass)["cleanup_approval"].translation_placeholders
    assert shown is not None
    assert "Metropolis" not in shown["media"]
    assert shown["count"] == str(len(plan["items"]) - 1)
    for title in titles(plan["items"]):
        await act(hass, "keep", title=title)
    await rest(hass)
    assert "cleanup_approval" not in issues(hass)


async def test_a_list_that_was_approved_elsewhere_cannot_be_approved_here_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    form = await open_repair(hass, "cleanup_approval")
    await approve(hass, stack, plan["plan_id"])
    done = harm(stack)
    result = await submit(hass, form)
    assert result["reason"] == "plan_unknown"
    assert harm(stack) == done


async def test_a_list_that_was_held_back_as_a_whole_can_be_approved_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    stack.start_playing("Nosferatu", user="Ada")
    result = await repair(hass, "cleanup_approval")
    assert "Somebody is watching" in result["description_placeholders"]["result"]
    stack.stop_playing()
    await repair(hass, "cleanup_approval")
    await settle(hass, stack)
    assert not set(titles(plan["items"])) & owned(stack)


async def test_nothing_waits_for_approval_once_the_household_only_observes(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)
    await choose(hass, "observe")
    assert "cleanup_approval" not in issues(hass)


async def test_where_there_is_no_bin_nothing_goes_before_somebody_accepts_it(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, bins=False)
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert {f"no_recycle_bin_{RADARR_ID}", f"no_recycle_bin_{SONARR_ID}"} <= _keys(hass)
    await repair(hass, f"no_recycle_bin_{RADARR_ID}")
    plan = await prepare(hass)
    assert {item["kind"] for item in plan["items"]} == {"movie"}
    assert f"no_recycle_bin_{RADARR_ID}" not in _keys(hass)


async def test_a_bin_that_is_taken_away_again_must_be_accepted_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, bins=False)
    await repair(hass, f"no_recycle_bin_{RADARR_ID}")
    stack.radarr.disk.recycling = True
    await sync(hass)
    await rest(hass)
    stack.radarr.disk.recycling = False
    await sync(hass)
    await rest(hass)
    assert f"no_recycle_bin_{RADARR_ID}" in _keys(hass)
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []


async def test_a_bin_that_is_taken_away_before_the_approval_holds_its_server_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    stack.radarr.disk.recycling = False
    answer = await approve(hass, stack, plan["plan_id"])
    assert {row["kind"] for row in answer["deleted"]} == {"series"}


async def test_a_library_that_shrank_is_a_brake_until_somebody_says_that_it_is_right(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    for title in ("Nosferatu", "Charade", "Der müde Tod"):
        delete_film(stack, title)
    await act(hass, "sync", accept_smaller=True)
    await rest(hass)
    assert "cleanup_brake" in issues(hass)
    answer = await approve(hass, stack, plan["plan_id"])
    assert [one["guard"] for one in answer["blocked_by"]] == ["library_shrank"]
    assert harm(stack) == []
    await repair(hass, "cleanup_brake")
    assert "cleanup_brake" not in issues(hass)
    assert (await approve(hass, stack, plan["plan_id"]))["deleted"]


async def test_a_brake_is_released_for_nothing_more_than_was_read(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)
    for title in ("Nosferatu", "Charade", "Der müde Tod"):
        delete_film(stack, title)
    await act(hass, "sync", accept_smaller=True)
    await rest(hass)
    form = await open_repair(hass, "cleanup_brake")
    delete_film(stack, "Metropolis")
    await sync(hass)
    await rest(hass)
    result = await submit(hass, form)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_released")
    assert (
        result["description_placeholders"]["reasons"] != form["description_placeholders"]["reasons"]
    )
    assert "cleanup_brake" in issues(hass)


async def test_what_the_household_let_go_itself_is_no_loss(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    for _ in range(3):
        answer = await act(hass, "prepare_cleanup")
        assert answer["blocked_by"] == []
        if answer["items"]:
            await approve(hass, stack, answer["plan_id"])
    assert "cleanup_brake" not in issues(hass)
    assert len(harm(stack)) > 4


async def test_a_delete_that_fails_is_told_until_a_run_goes_well(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    number = next(m.id for m in stack.world.movies if m.title == "Sherlock Jr.")
    assert plan["items"][0]["title"] == "Sherlock Jr."
    # The run reads it twice, then deletes it.
    stack.break_("radarr", Fault.ERROR, f"/api/v3/movie/{number}", times=1, after=2)
    await approve(hass, stack, plan["plan_id"])
    assert any(path.endswith(f"/{number}") for path in harm(stack))
    failed = issues(hass)["cleanup_failed"].translation_placeholders or {}
    assert failed["title"] == "Sherlock Jr."
    await clean_up(hass, stack)
    assert "cleanup_failed" not in issues(hass)


async def test_no_issue_about_cleaning_up_outlives_its_household(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, bins=False)
    await choose(hass, "automatic")
    assert _keys(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    await rest(hass)
    assert _keys(hass) == set()


def _keys(hass: HomeAssistant) -> set[str]:
    return set(issues(hass))
