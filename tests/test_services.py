"""The actions that look and sync: what they answer, and what they say when they cannot."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, Options, Stack

from .household import ENTRY_ID, act, dear, departures, media, start, start_another, sync
from .texts import DOMAIN, sentence

MOVIES, SERIES = 12, 6


async def _titles(hass: HomeAssistant, **filters: Any) -> set[str]:
    return set(await media(hass, **filters))


async def test_get_media_answers_everything(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    films = {movie.title for movie in stack.world.movies}
    assert await _titles(hass) == films | {series.title for series in stack.world.series}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("metropolis", {"Metropolis"}),
        ("MUDE tod", {"Der müde Tod"}),
        ("sherlock", {"Sherlock Jr.", "Sherlock Holmes"}),
        ("safety last", {"Safety Last!"}),
        ("movie:tmdb:19", {"Metropolis"}),
        ("there is no such film", set()),
    ],
)
async def test_get_media_finds_by_text(
    hass: HomeAssistant, stack: Stack, text: str, titles: set[str]
) -> None:
    await start(hass, stack)
    assert await _titles(hass, text=text) == titles


@pytest.mark.parametrize("kind", ["movie", "series"])
async def test_get_media_finds_by_kind(hass: HomeAssistant, stack: Stack, kind: str) -> None:
    await start(hass, stack)
    titles = {
        "movie": {movie.title for movie in stack.world.movies},
        "series": {series.title for series in stack.world.series},
    }
    assert await _titles(hass, kind=kind) == titles[kind]


async def test_get_media_finds_what_is_leaving_soon(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert await _titles(hass, verdict="leaving_soon") == set(departures(stack))


async def test_what_is_leaving_soon_is_leaving_too(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert await _titles(hass, verdict="leaving") > set(departures(stack))


async def test_get_media_finds_what_stays(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    assert await _titles(hass, verdict="protected") == {"Metropolis", *dear(stack)}


async def test_get_media_finds_by_days(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    rows = await media(hass)
    leaving = {title: row for title, row in rows.items() if row["days_left"] is not None}
    soon = {title for title, row in leaving.items() if row["days_left"] <= 40}
    assert soon < set(leaving)
    assert await _titles(hass, days=40) == soon


async def test_nothing_leaves_today(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert await _titles(hass, days=0) == set()


async def test_get_media_stops_at_the_limit_and_tells_how_many_there_are(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    answer = await act(hass, "get_media", limit=3)
    assert (len(answer["media"]), answer["total"]) == (3, MOVIES + SERIES)


async def test_what_leaves_first_comes_first(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    rows = list((await media(hass)).values())
    days = [row["days_left"] for row in rows if row["days_left"] is not None]
    assert days == sorted(days)


async def test_a_film_is_described_as_it_is(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = (await media(hass, text="Metropolis"))["Metropolis"]
    movie = stack.world.movies[0]
    departure = departures(stack)["Metropolis"]
    item = stack.catalog.find("Metropolis")
    assert item is not None
    told = {key: row[key] for key in ("id", "year", "kind", "verdict", "rule", "size_bytes")}
    assert told == {
        "id": "movie:tmdb:19",
        "year": 1927,
        "kind": "movie",
        "verdict": "leaving_soon",
        "rule": "standard",
        "size_bytes": movie.size_bytes,
    }
    assert row["due_on"] == dt_util.as_local(departure.due_at).date().isoformat()
    assert row["leaves_on"] == departure.leaves_on.isoformat()
    assert row["days_left"] == 14
    assert row["jellyfin_ids"] == [item.id]
    assert row["paths"] == [
        {"server": "Jellyfin", "path": str(stack.world.movie_path(movie))},
        {"server": "Radarr", "path": f"/movies/{movie.folder}/{movie.file_name}"},
    ]


async def test_a_film_tells_how_long_it_plays(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    rows = await media(hass, kind="movie")
    assert {title: row["runtime_minutes"] for title, row in rows.items()} == {
        movie.title: movie.runtime_minutes for movie in stack.world.movies
    }


async def test_a_film_tells_why_it_leaves(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = (await media(hass, text="Metropolis"))["Metropolis"]
    codes = [reason["code"] for reason in row["reasons"]]
    assert codes == ["last_watched", "retention", "announced_first"]
    assert all(reason["text"] for reason in row["reasons"])


async def test_a_film_tells_when_it_was_watched(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = (await media(hass, text="Metropolis"))["Metropolis"]
    at = datetime.fromisoformat(row["last_watched"])
    assert abs(dt_util.utcnow() - timedelta(days=87.6) - at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "book"}, {"verdict": "gone"}, {"days": -1}, {"limit": "many"}, {"colour": "red"}],
)
async def test_a_filter_that_does_not_exist_is_refused(
    hass: HomeAssistant, stack: Stack, wrong: dict[str, Any]
) -> None:
    await start(hass, stack)
    with pytest.raises(probatio.Invalid):
        await act(hass, "get_media", **wrong)


async def test_a_sync_answers_how_much_there_is(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    answer = await sync(hass)
    told = {key: answer[key] for key in ("complete", "movies", "series", "leaving_soon")}
    assert told == {
        "complete": True,
        "movies": MOVIES,
        "series": SERIES,
        "leaving_soon": len(departures(stack)),
    }


async def test_a_sync_names_what_does_not_leave_any_more(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.play("Metropolis")
    answer = await sync(hass)
    assert [row["title"] for row in answer["no_longer_leaving"]] == ["Metropolis"]
    assert answer["now_leaving"] == []


async def test_a_sync_names_what_is_leaving_from_now_on(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before = set(departures(stack))
    stack.advance(50)
    answer = await sync(hass)
    names = {row["title"] for row in answer["now_leaving"]}
    assert names == set(departures(stack)) - before
    assert "Der müde Tod" in names


async def test_a_sync_without_news_names_nothing(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    answer = await sync(hass)
    assert (answer["now_leaving"], answer["no_longer_leaving"]) == ([], [])


async def test_a_sync_tells_which_server_failed_and_why(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.break_("sonarr", Fault.UNAUTHORIZED)
    answer = await sync(hass)
    assert answer["complete"] is False
    failed = {row["name"]: row["problem"] for row in answer["servers"] if not row["connected"]}
    assert set(failed) == {"Sonarr"}
    assert "does not accept the key" in failed["Sonarr"]


async def test_a_sync_that_heals_is_complete_again(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.break_("sonarr", Fault.UNAUTHORIZED)
    await sync(hass)
    stack.heal()
    assert (await sync(hass))["complete"] is True


async def test_a_sync_without_an_answer_fails_with_the_reason(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.ERROR)
    with pytest.raises(HomeAssistantError) as caught:
        await hass.services.async_call(DOMAIN, "sync", {}, blocking=True)
    assert "Radarr gave an answer" in sentence(caught.value)


async def _two(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await start_another(hass, stack)


ACTIONS = [
    ("sync", {}),
    ("get_media", {}),
    ("keep", {"title": "Metropolis"}),
    ("unkeep", {"title": "Metropolis"}),
]


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
@pytest.mark.parametrize(("action", "data"), ACTIONS)
async def test_of_two_households_one_must_be_named(
    hass: HomeAssistant, stack: Stack, action: str, data: dict[str, Any]
) -> None:
    await _two(hass, stack)
    with pytest.raises(ServiceValidationError):
        await act(hass, action, **data)


async def test_of_two_households_the_named_one_answers(hass: HomeAssistant, stack: Stack) -> None:
    await _two(hass, stack)
    assert await media(hass, verdict="leaving_soon", config_entry_id=ENTRY_ID)


@pytest.mark.parametrize("stack", [Options(movies=1, series=0, users=1)], indirect=True)
@pytest.mark.parametrize(("action", "data"), ACTIONS)
async def test_a_household_that_is_not_loaded_does_not_answer(
    hass: HomeAssistant, stack: Stack, action: str, data: dict[str, Any]
) -> None:
    entry = await start(hass, stack)
    await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServiceValidationError):
        await act(hass, action, config_entry_id=entry.entry_id, **data)


@pytest.mark.parametrize("stack", [Options(movies=1, series=0, users=1)], indirect=True)
@pytest.mark.parametrize(("action", "data"), ACTIONS)
@pytest.mark.parametrize("named", ["nobody", "of_another_integration"])
async def test_what_is_no_household_is_refused_and_no_other_answers_for_it(
    hass: HomeAssistant, stack: Stack, action: str, data: dict[str, Any], named: str
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    MockConfigEntry(domain="another", entry_id="of_another_integration").add_to_hass(hass)
    stack.requests.clear()
    with pytest.raises(ServiceValidationError):
        await act(hass, action, config_entry_id=named, **data)
    assert stack.requests == []
