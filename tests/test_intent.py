"""What people say, and what they hear: about titles, days and households, in their language."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.voice import abilities, speech
from custom_components.oxicleanarr.voice.words import words_in
from simulator import Fault, Options, Stack

from .builders import a_medium
from .household import (
    OPTIONS,
    WINDOW_DAYS,
    Clock,
    act,
    count,
    departures,
    household,
    media,
    start,
    sync,
)
from .rules import a_stored_rule, start_with
from .voice import ask, listen, spoken


@pytest.fixture
async def hearing(hass: HomeAssistant, stack: Stack) -> Stack:
    """A household that is running, in a Home Assistant that understands intents."""
    await listen(hass)
    await start(hass, stack)
    return stack


async def _verdict(hass: HomeAssistant, title: str) -> str:
    return str((await media(hass))[title]["verdict"])


# What is leaving


async def test_what_is_leaving_soon_is_counted_and_the_first_are_named(
    hass: HomeAssistant, hearing: Stack
) -> None:
    answer = spoken(await ask(hass, "LeavingSoon"))
    leaving = departures(hearing)
    named = [title for title in leaving if title in answer]
    assert answer.startswith(f"{len(leaving)} titles leave soon: ")
    assert len(named) == 5
    assert answer.endswith(f"; {len(leaving) - 5} more.")


async def test_the_day_is_said_once_for_all_titles_of_it(
    hass: HomeAssistant, hearing: Stack
) -> None:
    answer = spoken(await ask(hass, "LeavingSoon", kind="series"))
    day = (dt_util.now() + timedelta(days=WINDOW_DAYS)).date()
    assert answer.count(f"on {day.day} {day:%B}") == 1


async def test_only_one_kind_is_named(hass: HomeAssistant, hearing: Stack) -> None:
    response = await ask(hass, "LeavingSoon", kind="series")
    series = {title for title, one in departures(hearing).items() if one.kind == "series"}
    assert {target.name for target in response.success_results} == series
    assert spoken(response).startswith(f"{len(series)} series leave soon: ")


@pytest.mark.parametrize(
    ("slots", "answer"),
    [
        ({"days": 0}, "Nothing leaves today."),
        ({"days": 1}, "Nothing leaves by tomorrow."),
        ({"days": 7.0, "kind": "movie"}, "No film leaves in the next 7 days."),
        ({"days": "7", "kind": "series"}, "No series leaves in the next 7 days."),
    ],
)
async def test_when_nothing_leaves_it_is_said(
    hass: HomeAssistant, hearing: Stack, slots: dict[str, Any], answer: str
) -> None:
    assert spoken(await ask(hass, "LeavingSoon", **slots)) == answer


async def test_a_longer_time_than_the_window_names_what_is_not_announced_yet(
    hass: HomeAssistant, hearing: Stack
) -> None:
    response = await ask(hass, "LeavingSoon", days=100)
    rows = await media(hass, verdict="leaving", days=100)
    assert set(rows) > set(departures(hearing))
    assert {target.name for target in response.success_results} == set(rows)


async def test_what_leaves_alone_is_told_with_its_days(hass: HomeAssistant, hearing: Stack) -> None:
    for title in departures(hearing):
        if title != "Metropolis":
            await act(hass, "keep", title=title)
    day = (dt_util.now() + timedelta(days=WINDOW_DAYS)).date()
    assert spoken(await ask(hass, "LeavingSoon")) == (
        f"Metropolis (1927) leaves in {WINDOW_DAYS} days, on {day.day} {day:%B}."
    )


async def test_a_question_is_answered_and_nothing_is_done(
    hass: HomeAssistant, hearing: Stack
) -> None:
    before = count(hass)
    response = await ask(hass, "LeavingSoon")
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER
    assert count(hass) == before


# How long something is still here


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        pytest.param(WINDOW_DAYS - 3, "Metropolis (1927) leaves in 3 days, on {weekday}.", id="3"),
        pytest.param(WINDOW_DAYS - 1, "Metropolis (1927) leaves tomorrow.", id="tomorrow"),
        pytest.param(WINDOW_DAYS, "Metropolis (1927) leaves today.", id="today"),
        pytest.param(WINDOW_DAYS + 2, "Metropolis (1927) leaves any day now.", id="overdue"),
    ],
)
async def test_days_are_told_as_people_say_them(
    hass: HomeAssistant, hearing: Stack, clock: Clock, days: int, answer: str
) -> None:
    leaves_on = departures(hearing)["Metropolis"].leaves_on
    await clock.advance(hass, timedelta(days=days))
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert told == answer.format(weekday=f"{leaves_on:%A}")


async def test_another_year_is_named(hass: HomeAssistant, hearing: Stack) -> None:
    far = dt_util.now().date().replace(year=dt_util.now().year + 2, day=3)
    await act(hass, "schedule", title="Metropolis", date=far.isoformat())
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert told.endswith(f"on 3 {far:%B} {far.year}.")


async def test_what_stays_tells_why(hass: HomeAssistant, hearing: Stack) -> None:
    told = spoken(await ask(hass, "HowLong", title="caligari"))
    assert told == "The Cabinet of Dr. Caligari (1920) stays: It is somebody's favourite."


async def test_a_series_of_which_only_episodes_leave_is_told_so(
    hass: HomeAssistant, stack: Stack
) -> None:
    await listen(hass)
    rule = a_stored_rule(type="episode", max_episodes=2)
    await start_with(hass, stack, rule, options=OPTIONS | {"series_retention": "never"})
    told = spoken(await ask(hass, "HowLong", title="Les Vampires"))
    assert told.startswith("Episodes of Les Vampires (1915) leave in ")


async def test_doubt_is_said_when_a_server_is_silent(hass: HomeAssistant, hearing: Stack) -> None:
    hearing.break_("radarr", Fault.ERROR)
    await sync(hass)
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert told.endswith("Not every server answers, so this may have changed.")


# Keeping


async def test_what_is_said_to_be_kept_is_kept(hass: HomeAssistant, hearing: Stack) -> None:
    response = await ask(hass, "Keep", title="metropulis")
    assert spoken(response) == "All right, Metropolis (1927) stays."
    assert response.response_type is intent.IntentResponseType.ACTION_DONE
    assert await _verdict(hass, "Metropolis") == "protected"
    assert count(hass) == str(len(departures(hearing)) - 1)


async def test_whoever_says_it_keeps_it(
    hass: HomeAssistant, hearing: Stack, hass_admin_user: MockUser
) -> None:
    await ask(hass, "Keep", title="Metropolis", context=Context(user_id=hass_admin_user.id))
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert told == f"Metropolis (1927) stays: {hass_admin_user.name} keeps it for ever."


async def test_what_is_kept_already_stays_in_the_first_ones_name(
    hass: HomeAssistant, hearing: Stack, hass_admin_user: MockUser
) -> None:
    await ask(hass, "Keep", title="Metropolis", context=Context(user_id=hass_admin_user.id))
    assert (
        spoken(await ask(hass, "Keep", title="Metropolis")) == "Metropolis (1927) is kept already."
    )
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert str(hass_admin_user.name) in told


async def test_a_keep_with_an_end_is_made_one_without(hass: HomeAssistant, hearing: Stack) -> None:
    until = dt_util.now().date() + timedelta(days=5)
    await act(hass, "keep", title="Metropolis", until=until.isoformat())
    await ask(hass, "Keep", title="Metropolis")
    assert "for ever" in spoken(await ask(hass, "HowLong", title="Metropolis"))


# Titles that are not clear


@pytest.mark.parametrize("name", ["Keep", "HowLong"])
async def test_a_title_that_fits_several_is_asked_back(
    hass: HomeAssistant, hearing: Stack, name: str
) -> None:
    before = count(hass)
    response = await ask(hass, name, title="Sherlock")
    assert spoken(response) == "Which one: Sherlock Jr. (1924) or Sherlock Holmes (1954)?"
    assert response.error_code is intent.IntentResponseErrorCode.NO_VALID_TARGETS
    assert count(hass) == before


@pytest.mark.parametrize("answer", ["Sherlock 1924", "Sherlock Junior", "sherlock from 1924"])
async def test_the_year_or_the_whole_title_makes_it_clear(
    hass: HomeAssistant, hearing: Stack, answer: str
) -> None:
    told = spoken(await ask(hass, "Keep", title=answer))
    assert told == "All right, Sherlock Jr. (1924) stays."


async def test_the_kind_makes_it_clear(hass: HomeAssistant, hearing: Stack) -> None:
    told = spoken(await ask(hass, "HowLong", title="Sherlock", kind="series"))
    assert told.startswith("Sherlock Holmes (1954) stays")


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        (
            "safety first",
            "Nothing here is called safety first. The nearest is Safety Last! (1923).",
        ),
        ("Casablanca", "Nothing here is called Casablanca."),
    ],
)
async def test_a_title_that_fits_nothing_names_the_nearest(
    hass: HomeAssistant, hearing: Stack, title: str, answer: str
) -> None:
    response = await ask(hass, "Keep", title=title)
    assert spoken(response) == answer
    assert response.error_code is intent.IntentResponseErrorCode.NO_VALID_TARGETS


@pytest.mark.parametrize(
    ("name", "slots"),
    [
        ("Keep", {}),
        ("Keep", {"title": " "}),
        ("HowLong", {"title": "Metropolis", "kind": "book"}),
        ("LeavingSoon", {"days": -1}),
        ("LeavingSoon", {"days": "soon"}),
    ],
)
async def test_slots_that_make_no_sense_are_refused(
    hass: HomeAssistant, hearing: Stack, name: str, slots: dict[str, Any]
) -> None:
    with pytest.raises(intent.InvalidSlotInfo):
        await ask(hass, name, **slots)


def test_two_of_one_name_and_year_are_asked_for_by_what_they_are() -> None:
    film, series = (a_medium(f"{kind}:tmdb:1", title="Judex", year=1916) for kind in Kind)
    asked = speech.not_one(words_in("en"), "judex", abilities.Sought(several=(film, series)))
    assert asked == "Which one: Judex (1916), film or Judex (1916), series?"


def test_at_most_five_candidates_are_named() -> None:
    films = tuple(
        a_medium(f"movie:tmdb:{year}", title="Judex", year=year) for year in range(1916, 1923)
    )
    asked = speech.not_one(words_in("en"), "judex", abilities.Sought(several=films))
    assert asked.endswith("Judex (1920) or 2 more?")


# Syncing


async def test_a_sync_tells_how_much_is_leaving(hass: HomeAssistant, hearing: Stack) -> None:
    assert spoken(await ask(hass, "Sync")) == f"Synced. Leaving soon: {len(departures(hearing))}."


async def test_a_sync_names_the_servers_that_were_silent(
    hass: HomeAssistant, hearing: Stack
) -> None:
    hearing.break_("radarr", Fault.ERROR)
    told = spoken(await ask(hass, "Sync"))
    assert told == "Synced, but without a complete answer from Radarr."


async def test_nobody_waits_for_a_slow_sync(
    hass: HomeAssistant, hearing: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abilities, "_PATIENCE_SECONDS", 0)
    told = spoken(await ask(hass, "Sync"))
    assert told == "The sync is running, and takes a little longer."
    await hass.async_block_till_done(wait_background_tasks=True)


# Households


@pytest.fixture
async def other(socket_enabled: None) -> AsyncGenerator[Stack]:
    """The servers of a second household, where everything is the same but the seed."""
    async with Stack(Options(movies=3, series=0, seed=2)) as running:
        yield running


async def _start_other(hass: HomeAssistant, other: Stack) -> None:
    entry = household(other, entry_id="01CABIN0000000000000000000", title="Cabin")
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


async def test_a_title_is_kept_in_every_household_that_has_it(
    hass: HomeAssistant, hearing: Stack, other: Stack
) -> None:
    await _start_other(hass, other)
    response = await ask(hass, "Keep", title="Metropolis")
    assert len(response.success_results) == 2
    told = spoken(await ask(hass, "HowLong", title="Metropolis"))
    assert "Film club: Metropolis (1927) stays" in told
    assert "Cabin: Metropolis (1927) stays" in told


async def test_the_household_that_knows_the_title_answers(
    hass: HomeAssistant, hearing: Stack, other: Stack
) -> None:
    await _start_other(hass, other)
    told = spoken(await ask(hass, "HowLong", title="caligari"))
    assert told.startswith("The Cabinet of Dr. Caligari (1920) stays")


@pytest.mark.parametrize(
    ("name", "slots"),
    [("LeavingSoon", {}), ("Keep", {"title": "Metropolis"}), ("Sync", {})],
)
async def test_without_a_household_that_is_running_it_is_said(
    hass: HomeAssistant, stack: Stack, name: str, slots: dict[str, Any]
) -> None:
    await listen(hass)
    entry = await start(hass, stack)
    await hass.config_entries.async_unload(entry.entry_id)
    response = await ask(hass, name, **slots)
    assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    assert spoken(response).startswith("OxiCleanarr is not running.")


# Languages


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en-GB", "All right, Metropolis (1927) stays."),
        ("de", "Gut, Metropolis (1927) bleibt."),
        ("fr", "D'accord, Metropolis (1927) reste."),
        ("es_MX", "De acuerdo, Metropolis (1927) se queda."),
        ("nl", "Goed, Metropolis (1927) blijft."),
        ("ja", "All right, Metropolis (1927) stays."),
    ],
)
async def test_the_answer_is_in_the_language_of_the_question(
    hass: HomeAssistant, hearing: Stack, language: str, answer: str
) -> None:
    assert spoken(await ask(hass, "Keep", language, title="Metropolis")) == answer


async def test_nothing_that_is_said_lets_anything_go(hass: HomeAssistant, hearing: Stack) -> None:
    ours = {
        handler.intent_type
        for handler in intent.async_get(hass)
        if handler.intent_type.startswith("OxiCleanarr")
    }
    assert ours == {
        "OxiCleanarrLeavingSoon",
        "OxiCleanarrKeep",
        "OxiCleanarrHowLong",
        "OxiCleanarrSync",
    }
