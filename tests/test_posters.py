"""Posters over the wire: with a token or a signed path only, from memory, and never with Jellyfin's key."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.oxicleanarr import poster_cache
from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.posters import async_poster_path
from simulator import Fault, Options, Stack
from simulator.jellyfin import images
from simulator.posters import poster

from .household import ENTRY_ID, Clock, delete_film, household, media, start, sync

pytestmark = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


def the_medium(entry: Any) -> Medium:
    found: Medium = next(iter(entry.runtime_data.data.library.media.values()))
    return found


def path_of(medium: Medium) -> str:
    return f"/api/oxicleanarr/{ENTRY_ID}/poster/{medium.jellyfin_ids[0]}"


def signed_path(hass: HomeAssistant, entry: Any) -> str:
    path = async_poster_path(hass, ENTRY_ID, the_medium(entry))
    assert path is not None
    return path


def asked(stack: Stack) -> int:
    """Return how often Jellyfin was asked for a picture."""
    return sum("/Images/" in request.path for request in stack.requests)


async def test_a_poster_is_what_jellyfin_has(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    answer = await (await hass_client()).get(path_of(medium))
    content, content_type = poster(medium.title, medium.year, 400)
    assert (answer.status, await answer.read()) == (200, content)
    assert answer.content_type == content_type


async def test_another_jellyfin_at_the_address_is_not_asked_for_posters(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    stack.jellyfin.state.server_id = "0" * 32
    await sync(hass)
    answer = await (await hass_client()).get(path_of(medium))
    assert (answer.status, asked(stack)) == (404, 0)


async def test_every_medium_has_a_poster(
    hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    client = await hass_client_no_auth()
    for medium in entry.runtime_data.data.library.media.values():
        answer = await client.get(async_poster_path(hass, ENTRY_ID, medium))
        assert (answer.status, answer.content_type) == (200, "image/jpeg")


async def test_without_token_and_signature_nobody_sees_a_poster(
    hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    answer = await (await hass_client_no_auth()).get(path_of(medium))
    assert answer.status == 401
    assert asked(stack) == 0


async def test_a_signature_is_good_for_its_own_poster_only(
    hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    first, second, *_ = entry.runtime_data.data.library.media.values()
    signature = signed_path(hass, entry).partition("?")[2]
    assert first is the_medium(entry)
    answer = await (await hass_client_no_auth()).get(f"{path_of(second)}?{signature}")
    assert answer.status == 401


async def test_a_signed_path_stays_the_same_for_browsers_caches(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await start(hass, stack)
    before = signed_path(hass, entry)
    await clock.advance(hass, timedelta(hours=23))
    assert signed_path(hass, entry) == before


async def test_a_signed_path_is_renewed_before_its_last_day(
    hass: HomeAssistant, stack: Stack, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await start(hass, stack)
    signed: list[timedelta] = []

    def sign(hass: HomeAssistant, path: str, good_for: timedelta, **_: Any) -> str:
        signed.append(good_for)
        return path

    monkeypatch.setattr(poster_cache, "async_sign_path", sign)
    for hours, expected in ((0, 1), (23, 1), (2, 2)):
        await clock.advance(hass, timedelta(hours=hours))
        signed_path(hass, entry)
        assert signed == [timedelta(days=2)] * expected


async def test_a_signed_path_holds_no_key(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    assert stack.jellyfin.api_key not in signed_path(hass, entry)


async def test_a_household_that_is_not_loaded_has_no_paths(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    medium = the_medium(entry)
    await hass.config_entries.async_unload(ENTRY_ID)
    assert async_poster_path(hass, ENTRY_ID, medium) is None


def elsewhere(stack: Stack) -> Iterator[str]:
    """Return paths that are no medium's poster."""
    episode = next(item for item in stack.catalog.items.values() if item.kind == "Episode")
    yield f"/api/oxicleanarr/{ENTRY_ID}/poster/{episode.id}"
    yield f"/api/oxicleanarr/{ENTRY_ID}/poster/nothing"
    movie = next(item for item in stack.catalog.items.values() if item.kind == "Movie")
    yield f"/api/oxicleanarr/01OTHER/poster/{movie.id}"


async def test_only_posters_of_media_are_shown(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    client = await hass_client()
    for path in elsewhere(stack):
        assert (await client.get(path)).status == 404
    assert asked(stack) == 0


async def test_an_entry_of_another_integration_has_no_posters(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    other = household(stack, domain="elsewhere", entry_id="01OTHER")
    other.add_to_hass(hass)
    path = path_of(medium).replace(ENTRY_ID, "01OTHER")
    assert (await (await hass_client()).get(path)).status == 404


async def test_jellyfin_is_asked_once_a_day(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any], clock: Clock
) -> None:
    medium = the_medium(await start(hass, stack))
    client = await hass_client()
    for expected in (1, 1):
        await client.get(path_of(medium))
        assert asked(stack) == expected
    await clock.advance(hass, timedelta(days=1))
    await client.get(path_of(medium))
    assert asked(stack) == 2


async def test_jellyfin_is_asked_for_no_more_than_a_card_shows(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    await (await hass_client()).get(path_of(medium))
    request = next(request for request in stack.requests if "/Images/" in request.path)
    assert request.query == f"maxWidth=400&quality=90&tag={medium.jellyfin_ids[0][::-1]}"


async def test_a_browser_that_has_the_poster_gets_it_not_again(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    client = await hass_client()
    first = await client.get(path_of(medium))
    assert first.headers["Cache-Control"] == "private, max-age=3600"
    again = await client.get(path_of(medium), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


async def test_a_browser_with_another_poster_gets_this_one(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    answer = await (await hass_client()).get(path_of(medium), headers={"If-None-Match": '"x"'})
    assert answer.status == 200


async def test_an_old_poster_is_better_than_none(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any], clock: Clock
) -> None:
    medium = the_medium(await start(hass, stack))
    client = await hass_client()
    content = await (await client.get(path_of(medium))).read()
    stack.break_("jellyfin", Fault.UNAUTHORIZED)
    await clock.advance(hass, timedelta(days=2))
    answer = await client.get(path_of(medium))
    assert (answer.status, await answer.read()) == (200, content)


@pytest.mark.parametrize(
    "fault", [Fault.REFUSE, Fault.UNAUTHORIZED, Fault.ERROR, Fault.HTML, Fault.REDIRECT_ELSEWHERE]
)
async def test_a_jellyfin_that_fails_is_no_missing_poster(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any], fault: Fault
) -> None:
    medium = the_medium(await start(hass, stack))
    stack.break_("jellyfin", fault)
    answer = await (await hass_client()).get(path_of(medium), allow_redirects=False)
    assert (answer.status, await answer.read()) == (503, b"")


async def test_a_poster_that_jellyfin_lost_is_not_found(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    medium = the_medium(await start(hass, stack))
    delete_film(stack, medium.title)
    assert (await (await hass_client()).get(path_of(medium))).status == 404


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"<svg onload='alert(1)'/>", "image/svg+xml"),
        (b"<html></html>", "text/html"),
        (b"", "image/jpeg"),
        (bytes(8 * 1024 * 1024 + 1), "image/jpeg"),
    ],
    ids=["script", "page", "empty", "huge"],
)
async def test_what_is_no_picture_is_not_shown(
    hass: HomeAssistant,
    stack: Stack,
    hass_client: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    content_type: str,
) -> None:
    medium = the_medium(await start(hass, stack))
    monkeypatch.setattr(images, "poster", lambda *_: (content, content_type))
    assert (await (await hass_client()).get(path_of(medium))).status == 503


async def test_the_memory_for_posters_is_bounded(
    hass: HomeAssistant,
    stack: Stack,
    hass_client: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = await start(hass, stack)
    first, second, *_ = entry.runtime_data.data.library.media.values()
    room = len(poster(first.title, first.year, 400)[0])
    monkeypatch.setattr(poster_cache, "_MAX_CACHE_BYTES", room)
    client = await hass_client()
    for medium, expected in ((first, 1), (first, 1), (second, 2), (first, 3)):
        assert (await client.get(path_of(medium))).status == 200
        assert asked(stack) == expected


async def test_a_medium_that_is_gone_shows_no_poster(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    medium = the_medium(entry)
    assert medium.title in await media(hass)
    path = signed_path(hass, entry)
    delete_film(stack, medium.title)
    await sync(hass)
    assert medium.title not in await media(hass)
    assert (await (await hass_client()).get(path)).status == 404
