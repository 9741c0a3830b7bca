"""Keeping and letting go: by whatever name, for whatever time, over restarts and running syncs."""

import asyncio
from datetime import date, timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import Fault, Stack

from .household import Clock, act, count, dear, delete_film, departures, media, spelled, start, sync
from .texts import DOMAIN, sentence


def _in_days(days: int) -> date:
    return dt_util.now().date() + timedelta(days=days)


async def _verdict(hass: HomeAssistant, title: str = "Metropolis") -> str:
    return str((await media(hass))[title]["verdict"])


async def _why(hass: HomeAssistant, title: str = "Metropolis") -> str:
    (reason,) = (await media(hass))[title]["reasons"]
    return str(reason["text"])


@pytest.mark.parametrize(
    "name",
    [
        pytest.param({"title": "Metropolis"}, id="title"),
        pytest.param({"title": "metropolis 1927"}, id="title and year"),
        pytest.param({"title": "METROPOLIS!"}, id="loud"),
        pytest.param({"medium_id": "movie:tmdb:19"}, id="id"),
    ],
)
async def test_a_medium_is_kept_by_its_name(
    hass: HomeAssistant, stack: Stack, name: dict[str, str]
) -> None:
    await start(hass, stack)
    answer = await act(hass, "keep", **name)
    assert answer["kept"]["title"] == "Metropolis"
    assert await _verdict(hass) == "protected"


async def test_a_medium_is_kept_by_a_part_of_its_title(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="caligari")
    assert await _verdict(hass, "The Cabinet of Dr. Caligari") == "protected"


async def test_what_is_kept_does_not_count_any_more(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    assert count(hass) == str(len(departures(stack)) - 1)


async def test_a_title_that_fits_several_names_them(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "keep", title="Sherlock")
    text = sentence(caught.value)
    assert "Sherlock Jr. (1924)" in text
    assert "Sherlock Holmes (1954)" in text


async def test_a_title_that_nobody_knows_is_said(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "keep", title="Casablanca")
    assert "Casablanca" in sentence(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"title": "Metropolis", "medium_id": "movie:tmdb:19"}, id="both"),
        pytest.param({"title": "Metropolis", "until": "soon"}, id="no date"),
    ],
)
async def test_a_call_that_makes_no_sense_is_refused(
    hass: HomeAssistant, stack: Stack, wrong: dict[str, Any]
) -> None:
    await start(hass, stack)
    with pytest.raises(probatio.Invalid):
        await act(hass, "keep", **wrong)


@pytest.mark.parametrize(
    "blank", [{"title": ""}, {"title": " "}, {"title": "!?"}, {"medium_id": ""}]
)
@pytest.mark.parametrize("action", ["keep", "unkeep"])
async def test_a_blank_name_is_no_name(
    hass: HomeAssistant, stack: Stack, action: str, blank: dict[str, str]
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    with pytest.raises((ServiceValidationError, probatio.Invalid)):
        await act(hass, action, **blank)


async def test_a_keep_until_a_day_holds_through_that_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(1).isoformat())
    end = dt_util.start_of_local_day(_in_days(2))
    await clock.advance(hass, end - dt_util.utcnow() - timedelta(minutes=2))
    await sync(hass)
    assert await _verdict(hass) == "protected"


async def test_a_keep_whose_day_is_over_does_not_hold(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(1).isoformat())
    await clock.advance(hass, timedelta(days=2, hours=1))
    await sync(hass)
    assert await _verdict(hass) == "leaving_soon"


async def test_what_was_kept_is_announced_anew_for_the_whole_window(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(1).isoformat())
    await clock.advance(hass, timedelta(days=2, hours=1))
    await sync(hass)
    assert (await media(hass))["Metropolis"]["days_left"] == 14


async def test_a_keep_until_today_holds_today(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(0).isoformat())
    assert await _verdict(hass) == "protected"


async def test_a_day_in_the_past_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "keep", title="Metropolis", until="2020-02-29")
    assert "2020-02-29" in sentence(caught.value)
    assert await _verdict(hass) == "leaving_soon"


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
async def test_a_day_at_the_end_of_the_calendar_is_answered_like_any_other(
    hass: HomeAssistant, stack: Stack, until: str
) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError):
        await act(hass, "keep", title="Metropolis", until=until)


async def test_a_keep_tells_until_which_day(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    day = _in_days(30)
    await act(hass, "keep", title="Metropolis", until=day.isoformat())
    assert spelled(day) in await _why(hass)


async def test_a_keep_tells_why_and_by_whom(
    hass: HomeAssistant, stack: Stack, hass_admin_user: MockUser
) -> None:
    await start(hass, stack)
    await hass.services.async_call(
        DOMAIN,
        "keep",
        {"title": "Metropolis", "reason": "For the film club"},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    assert await _why(hass) == f"{hass_admin_user.name} keeps it for ever: For the film club"


async def test_a_reason_with_braces_is_a_reason(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", reason="{until} {0} {{}}")
    assert (await _why(hass)).endswith("{until} {0} {{}}")


async def test_a_second_keep_takes_the_place_of_the_first(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", reason="first")
    await act(hass, "keep", title="Metropolis", reason="second")
    assert (await _why(hass)).endswith("second")
    await act(hass, "unkeep", title="Metropolis")
    assert await _verdict(hass) == "leaving_soon"


async def test_what_is_let_go_is_announced_anew_for_the_whole_window(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await clock.advance(hass, timedelta(days=5))
    await act(hass, "keep", title="Metropolis")
    await act(hass, "unkeep", title="Metropolis")
    assert (await media(hass))["Metropolis"]["days_left"] == 14


@pytest.mark.parametrize(
    "name", [{"title": "metropolis"}, {"title": "Metropolis 1927"}, {"medium_id": "movie:tmdb:19"}]
)
async def test_a_keep_is_taken_back_by_name(
    hass: HomeAssistant, stack: Stack, name: dict[str, str]
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    answer = await act(hass, "unkeep", **name)
    assert answer["let_go"] == {"id": "movie:tmdb:19", "title": "Metropolis"}
    assert await _verdict(hass) == "leaving_soon"


async def test_what_nobody_keeps_cannot_be_let_go(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "unkeep", title="Metropolis")
    assert "Metropolis" in sentence(caught.value)


async def test_letting_go_by_a_name_of_several_keeps_names_them(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Sherlock Jr.")
    await act(hass, "keep", title="Sherlock Holmes")
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "unkeep", title="Sherlock")
    assert "Sherlock Holmes" in sentence(caught.value)


async def test_a_keep_survives_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert (await _why(hass)).endswith("For the film club")


async def test_a_keep_survives_that_radarr_adds_the_film_anew(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    movie = stack.world.movies[0]
    stack.world.remove_movie(movie)
    movie.id, movie.file_id = 900, 900
    stack.world.add_movie(movie)
    await sync(hass)
    assert await _verdict(hass) == "protected"


async def _kept_under_another_id(hass: HomeAssistant, stack: Stack) -> None:
    """Keep a film that gets another id afterwards."""
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    stack.world.movies[0].tmdb_id = 424_242
    stack.world.touch()
    await sync(hass)


async def test_a_keep_survives_that_a_film_gets_another_id(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _kept_under_another_id(hass, stack)
    row = (await media(hass))["Metropolis"]
    assert (row["id"], row["verdict"]) == ("movie:tmdb:424242", "protected")


async def test_a_keep_of_a_film_with_another_id_can_be_taken_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _kept_under_another_id(hass, stack)
    await act(hass, "unkeep", medium_id="movie:tmdb:424242")
    assert await _verdict(hass) == "leaving_soon"


async def test_a_keep_of_what_is_gone_can_be_taken_back(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    delete_film(stack, "Metropolis")
    await sync(hass)
    assert "Metropolis" not in await media(hass)
    assert (await act(hass, "unkeep", title="metropolis"))["let_go"]["title"] == "Metropolis"


async def test_a_keep_holds_while_a_sync_is_running(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.HANG)
    running = hass.async_create_task(sync(hass))
    await _until_asked(stack)
    await hass.services.async_call(DOMAIN, "keep", {"title": "Metropolis"}, blocking=True)
    assert count(hass) == str(len(departures(stack)) - 1)
    stack.heal()
    await running
    assert await _verdict(hass) == "protected"


async def _until_asked(stack: Stack) -> None:
    """Wait until the sync has asked Jellyfin for its library, and so is under way."""
    stack.requests.clear()
    while not any(request.path == "/Items" for request in stack.requests):  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_a_keep_works_while_every_server_is_silent(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    for server in ("jellyfin", "radarr", "sonarr"):
        stack.break_(server, Fault.REFUSE)
    await sync(hass)
    await act(hass, "keep", title="Metropolis")
    assert await _verdict(hass) == "protected"


async def test_two_people_can_keep_at_the_same_time(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    titles = ["Metropolis", "Nosferatu", "The General", "Les Vampires"]
    await asyncio.gather(*(act(hass, "keep", title=title) for title in titles))
    assert set(await media(hass, verdict="protected")) == {*titles, *dear(stack)}
