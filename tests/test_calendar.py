"""The calendar of departures: its days are those of the plan, and Home Assistant's own triggers go off by it."""

from collections.abc import AsyncGenerator, Callable
from datetime import date, datetime, timedelta
from typing import Any

from homeassistant.components.calendar import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Options, Stack

from .household import Clock, act, departures, entity_id, leaving_dates, media, start, state, sync

YEARS = timedelta(days=3650)


def calendar_id(hass: HomeAssistant) -> str:
    return entity_id(hass, CALENDAR, "departures")


async def events(
    hass: HomeAssistant, begin: datetime | None = None, end: datetime | None = None
) -> list[dict[str, Any]]:
    """Return the events of a time, of all times by default."""
    answer: Any = await hass.services.async_call(
        CALENDAR,
        "get_events",
        {
            "entity_id": calendar_id(hass),
            "start_date_time": (begin or dt_util.now() - YEARS).isoformat(),
            "end_date_time": (end or dt_util.now() + YEARS).isoformat(),
        },
        blocking=True,
        return_response=True,
    )
    return list(answer[calendar_id(hass)]["events"])


async def titles(hass: HomeAssistant, begin: datetime, end: datetime) -> set[str]:
    return {event["summary"] for event in await events(hass, begin, end)}


def start_of(day: date) -> datetime:
    return dt_util.start_of_local_day(day)


async def test_everything_that_leaves_has_its_day(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    leaving = await media(hass, verdict="leaving")
    shown = {event["summary"]: event["start"] for event in await events(hass)}
    assert shown == {f"{title} ({row['year']})": row["leaves_on"] for title, row in leaving.items()}
    assert len(shown) > len(departures(stack)) > 0


async def test_an_event_lasts_the_whole_day(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    event = (await events(hass))[0]
    begin, end = date.fromisoformat(event["start"]), date.fromisoformat(event["end"])
    assert end - begin == timedelta(days=1)


async def test_the_calendar_of_the_dashboard_shows_the_same(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    begin, end = dt_util.now() - YEARS, dt_util.now() + YEARS
    client = await hass_client()
    answer = await client.get(
        f"/api/calendars/{calendar_id(hass)}",
        params={"start": begin.isoformat(), "end": end.isoformat()},
    )
    shown = [
        (row["summary"], row["start"], row["end"], row["description"])
        for row in await answer.json()
    ]
    assert shown == [
        (row["summary"], {"date": row["start"]}, {"date": row["end"]}, row["description"])
        for row in await events(hass)
    ]
    assert shown


async def test_an_event_tells_why(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = (await media(hass))["Metropolis"]
    (event,) = [one for one in await events(hass) if one["summary"] == "Metropolis (1927)"]
    assert all(reason["text"] in event["description"] for reason in row["reasons"])


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        pytest.param(timedelta(), timedelta(days=1), True, id="the day"),
        pytest.param(timedelta(hours=12), timedelta(hours=13), True, id="an hour of it"),
        pytest.param(timedelta(days=-1), timedelta(), False, id="until it begins"),
        pytest.param(timedelta(days=-1), timedelta(seconds=1), True, id="until it has begun"),
        pytest.param(timedelta(hours=23, minutes=59), timedelta(days=2), True, id="from its end"),
        pytest.param(timedelta(days=1), timedelta(days=2), False, id="the next day"),
    ],
)
@pytest.mark.parametrize("zone", ["US/Pacific", "Pacific/Auckland"])
async def test_a_range_holds_what_reaches_into_it(
    hass: HomeAssistant,
    stack: Stack,
    zone: str,
    begin: timedelta,
    end: timedelta,
    found: bool,
) -> None:
    await hass.config.async_set_time_zone(zone)
    await start(hass, stack)
    day = start_of(date.fromisoformat((await leaving_dates(hass))["Metropolis"]))
    assert ("Metropolis (1927)" in await titles(hass, day + begin, day + end)) is found


async def test_the_state_is_the_next_departure(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    shown = state(hass, CALENDAR, "departures")
    first, _ = min(departures(stack).items(), key=lambda item: item[1].due_at)
    day = min((await leaving_dates(hass)).values())
    assert shown.state == "off"
    assert shown.attributes["message"].startswith(f"{first} (")
    assert (shown.attributes["start_time"], shown.attributes["all_day"]) == (
        f"{day} 00:00:00",
        True,
    )


async def test_the_calendar_is_on_on_the_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    day = start_of(date.fromisoformat(min((await leaving_dates(hass)).values())))
    await clock.advance(hass, day - dt_util.utcnow() - timedelta(minutes=1))
    assert state(hass, CALENDAR, "departures").state == "off"
    await clock.advance(hass, timedelta(minutes=2))
    assert state(hass, CALENDAR, "departures").state == "on"


async def test_what_is_kept_has_no_day(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    assert "Metropolis (1927)" not in {event["summary"] for event in await events(hass)}


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_server_that_fails_changes_no_day(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    before = await events(hass)
    stack.break_(server, Fault.EMPTY_LIST)
    await sync(hass)
    assert await events(hass) == before


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_an_empty_library_has_an_empty_calendar(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    shown = state(hass, CALENDAR, "departures")
    assert (shown.state, "message" in shown.attributes, await events(hass)) == ("off", False, [])


async def test_what_is_overdue_has_had_its_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    day = date.fromisoformat(min((await leaving_dates(hass)).values()))
    await clock.advance(hass, start_of(day) - dt_util.utcnow() + timedelta(days=1, hours=1))
    assert day.isoformat() in {event["start"] for event in await events(hass)}
    assert state(hass, CALENDAR, "departures").attributes["start_time"] > f"{day} 00:00:00"


TRIGGERS = {
    "by the legacy trigger": lambda calendar: {
        "trigger": "calendar",
        "event": "start",
        "entity_id": calendar,
        "offset": "-72:00:00",
    },
    "by the event started": lambda calendar: {
        "trigger": "calendar.event_started",
        "target": {"entity_id": calendar},
        "options": {"offset": {"days": 3}, "offset_type": "before"},
    },
}


@pytest.fixture(params=list(TRIGGERS.values()), ids=list(TRIGGERS))
async def told(
    request: pytest.FixtureRequest, hass: HomeAssistant, stack: Stack
) -> AsyncGenerator[list[str]]:
    """Set the household up with an automation that tells three days before; return what it told."""
    titles: list[str] = []

    async def tell(call: ServiceCall) -> None:
        titles.append(call.data["title"])

    hass.services.async_register("test", "tell", tell)
    await start(hass, stack)
    automation = {
        "id": "departures",
        "triggers": [request.param(calendar_id(hass))],
        "actions": [
            {"action": "test.tell", "data": {"title": "{{ trigger.calendar_event.summary }}"}}
        ],
        "mode": "parallel",
        "max": 100,
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    yield titles
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)


async def until_three_days_before(hass: HomeAssistant, clock: Clock, leaves_on: str) -> None:
    """Let time pass to five minutes before midnight of the third day before."""
    due = start_of(date.fromisoformat(leaves_on) - timedelta(days=3))
    await clock.advance(hass, due - dt_util.utcnow() - timedelta(minutes=5))


async def test_an_automation_goes_off_three_days_before(
    hass: HomeAssistant, told: list[str], clock: Clock
) -> None:
    await until_three_days_before(hass, clock, (await leaving_dates(hass))["Metropolis"])
    assert "Metropolis (1927)" not in told
    await clock.advance(hass, timedelta(minutes=6))
    assert told.count("Metropolis (1927)") == 1


async def test_an_automation_is_silent_about_what_is_kept_meanwhile(
    hass: HomeAssistant, told: list[str], clock: Clock
) -> None:
    leaves_on = (await leaving_dates(hass))["Metropolis"]
    await act(hass, "keep", title="Metropolis")
    await until_three_days_before(hass, clock, leaves_on)
    await clock.advance(hass, timedelta(minutes=6))
    assert "Les Vampires (1915)" in told
    assert "Metropolis (1927)" not in told
