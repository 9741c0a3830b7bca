"""The event entity: what happened in the household, once each."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr.cleanup.models import GuardName
from custom_components.oxicleanarr.cleanup_happenings import (
    deleted,
    prepared,
    restored,
    run_happenings,
)
from custom_components.oxicleanarr.happenings import Scene, async_send
from simulator import Fault, Options, Stack

from .builders import a_medium
from .household import (
    ENTRY_ID,
    NIGHT,
    OPTIONS,
    WINDOW_DAYS,
    Clock,
    act,
    delete_film,
    entity_id,
    evening,
    start,
    state,
    sync,
)
from .removals import SIZE_BYTES, a_frozen_item, a_frozen_plan, a_removed, a_report, an_outcome
from .texts import texts

NEVER = OPTIONS | {"movie_retention": "never", "series_retention": "never"}


def _watch(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return the list to which every happening from now on is added, without the syncs that went well."""
    seen: list[dict[str, Any]] = []

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if old is None or new is None or old.state == new.state:
            return
        if (
            "unavailable" not in (old.state, new.state)
            and new.attributes["event_type"] != "sync_finished"
        ):
            seen.append(dict(new.attributes))

    async_track_state_change_event(hass, entity_id(hass, "event", "activity"), changed)
    return seen


def _told(seen: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(row["event_type"], row.get("title")) for row in seen]


async def _reload(hass: HomeAssistant) -> None:
    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.async_block_till_done()


async def test_the_first_plan_tells_of_no_medium(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    event = state(hass, "event", "activity")
    assert event.attributes["event_type"] == "sync_finished"


async def test_a_sync_tells_how_much_there_is(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    answer = await sync(hass)
    shown = state(hass, "event", "activity").attributes
    counts = ("movies", "series", "leaving_soon")
    assert [shown[name] for name in counts] == [answer[name] for name in counts]


async def test_a_scheduled_medium_is_announced(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=NEVER)
    seen = _watch(hass)
    await act(hass, "schedule", title="Metropolis")
    assert _told(seen) == [("scheduled", "Metropolis"), ("announced", "Metropolis")]


async def test_an_announcement_tells_what_when_and_why(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    shown = state(hass, "event", "activity").attributes
    assert (shown["medium_id"], shown["kind"], shown["year"]) == ("movie:tmdb:19", "movie", 1927)
    assert (shown["days_left"], shown["rule"]) == (WINDOW_DAYS, "manual")
    assert shown["reason"].startswith("Somebody wants it to leave then")


async def test_an_announcement_is_told_once(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    seen = _watch(hass)
    await sync(hass)
    await _reload(hass)
    await sync(hass)
    assert seen == []


async def test_a_departure_is_told_three_days_before_and_on_its_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    seen = _watch(hass)
    for _ in range(WINDOW_DAYS + 3):
        await clock.advance(hass, timedelta(days=1))
    assert [(row["event_type"], row["days_left"]) for row in seen] == [
        ("about_to_leave", 3),
        ("about_to_leave", 0),
    ]


async def test_a_departure_that_was_slept_through_is_told_once(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    await evening(hass, clock, WINDOW_DAYS - 1)
    seen = _watch(hass)
    await hass.config_entries.async_unload(ENTRY_ID)
    await clock.advance(hass, NIGHT)
    await hass.config_entries.async_setup(ENTRY_ID)
    await hass.async_block_till_done()
    assert _told(seen) == [("about_to_leave", "Metropolis")]


async def test_a_keep_is_told_once_and_says_it_all(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    assert _told(seen) == [("kept", "Metropolis")]
    assert seen[0]["reason"].endswith("For the film club")


async def test_what_is_let_go_is_announced_again(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    await act(hass, "keep", title="Metropolis")
    await act(hass, "unkeep", title="Metropolis")
    assert _told(seen)[1:] == [("let_go", "Metropolis"), ("announced", "Metropolis")]


async def test_what_is_no_longer_scheduled_is_no_longer_leaving(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    seen = _watch(hass)
    await act(hass, "unschedule", title="Metropolis")
    assert _told(seen) == [("unscheduled", "Metropolis"), ("no_longer_leaving", "Metropolis")]


async def test_what_somebody_loves_is_no_longer_leaving(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    stack.favorite("Metropolis", user=stack.world.users[0].name)
    await sync(hass)
    (row,) = seen
    assert (row["event_type"], row["title"]) == ("no_longer_leaving", "Metropolis")
    assert row["reason"] == "It is somebody's favourite"


async def test_what_was_watched_is_no_longer_leaving(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    stack.play("Metropolis", user=stack.world.users[0].name)
    await sync(hass)
    (row,) = seen
    assert (row["event_type"], row["title"]) == ("no_longer_leaving", "Metropolis")
    watched, stays = row["reason"].split(". ")
    assert (watched[:15], stays[:11]) == ("Last watched on", "It may stay")


async def test_what_is_gone_is_no_longer_leaving(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    delete_film(stack, "Metropolis")
    await sync(hass)
    assert _told(seen) == [("no_longer_leaving", "Metropolis")]
    assert "reason" not in seen[0]


async def test_what_is_gone_and_kept_can_be_let_go(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    delete_film(stack, "Metropolis")
    await sync(hass)
    seen = _watch(hass)
    await act(hass, "unkeep", title="Metropolis")
    assert _told(seen) == [("let_go", "Metropolis")]
    assert seen[0]["kind"] == "movie"


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_server_that_fails_tells_that_once_and_nothing_else(
    hass: HomeAssistant, stack: Stack, clock: Clock, server: str
) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    stack.break_(server, Fault.REFUSE)
    for _ in range(3):
        await clock.advance(hass, timedelta(hours=1))
    assert [row["event_type"] for row in seen] == ["sync_failed"]
    assert seen[0]["problem"]


async def test_a_server_that_is_back_tells_nothing_of_media(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    await _reload(hass)
    seen = _watch(hass)
    stack.heal()
    await sync(hass)
    assert seen == []


async def test_a_server_that_fails_from_the_start_has_its_first_plan_later(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("radarr", Fault.REFUSE)
    await start(hass, stack)
    seen = _watch(hass)
    stack.heal()
    await sync(hass)
    assert seen == []


async def test_a_failed_sync_does_not_finish(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.break_("sonarr", Fault.REFUSE)
    await sync(hass)
    await sync(hass)
    assert state(hass, "event", "activity").attributes["event_type"] == "sync_failed"


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
async def test_what_happened_is_known_after_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    before = state(hass, "event", "activity")
    hass.set_state(CoreState.starting)
    await _reload(hass)
    assert state(hass, "event", "activity").attributes == before.attributes
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()


async def test_two_people_at_once_are_both_told(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = _watch(hass)
    await asyncio.gather(*(act(hass, "keep", title=title) for title in ("Metropolis", "Nosferatu")))
    assert sorted(_told(seen)) == [("kept", "Metropolis"), ("kept", "Nosferatu")]


def _scene(hass: HomeAssistant) -> Scene:
    library = hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.data.library
    return Scene(library=library, now=dt_util.now(), entry_id=ENTRY_ID, language="en")


async def test_a_deletion_tells_what_it_freed(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    async_send(hass, deleted(a_removed(), _scene(hass)))
    shown = state(hass, "event", "activity").attributes
    assert (shown["event_type"], shown["title"]) == ("deleted", "Metropolis")
    assert (shown["freed_bytes"], shown["rule"]) == (SIZE_BYTES, "Children")
    assert shown["removal"] == "delete"


async def test_a_prepared_cleanup_tells_its_list_in_short(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    plan = a_frozen_plan(a_frozen_item())
    async_send(hass, prepared(plan, _scene(hass)))
    shown = state(hass, "event", "activity").attributes
    assert (shown["event_type"], shown["plan_id"]) == ("cleanup_prepared", plan.id)
    assert (shown["titles"], shown["size_bytes"]) == (1, SIZE_BYTES)
    assert shown["expires_at"] == plan.expires_at.isoformat()


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
async def test_every_attribute_of_every_happening_has_a_name(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    scene = _scene(hass)
    prefix = "entity.event.activity.state_attributes."
    blocked = run_happenings(a_report(an_outcome(a_medium(copies=()), GuardName.KEPT)), scene)
    happenings = [
        deleted(a_removed(), scene),
        restored(a_removed(), scene),
        prepared(a_frozen_plan(a_frozen_item()), scene),
        *blocked,
    ]
    for happening in happenings:
        async_send(hass, happening)
        shown = set(state(hass, "event", "activity").attributes) - {"friendly_name", "event_types"}
        assert not [name for name in shown if f"{prefix}{name}.name" not in texts()]
