"""The clients against servers that behave like real ones, over the real wire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import ClientError, KeyRefused, WrongApp
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import itself
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from simulator import Fault, Options, Stack


@pytest.fixture
async def stack(socket_enabled: None) -> AsyncIterator[Stack]:
    async with Stack(Options(collections=True)) as stack:
        yield stack


@pytest.fixture
def jellyfin(stack: Stack, session: aiohttp.ClientSession) -> Jellyfin:
    url, key = URL(stack.jellyfin.url), stack.jellyfin.api_key
    return Jellyfin(session, url, device_id="d", token=key)


@pytest.fixture
def radarr(stack: Stack, session: aiohttp.ClientSession) -> Radarr:
    return Radarr(session, URL(stack.radarr.url), stack.radarr.api_key)


@pytest.fixture
def sonarr(stack: Stack, session: aiohttp.ClientSession) -> Sonarr:
    return Sonarr(session, URL(stack.sonarr.url), stack.sonarr.api_key)


@pytest.fixture
def seerr(stack: Stack, session: aiohttp.ClientSession) -> Seerr:
    return Seerr(session, URL(stack.seerr.url), stack.seerr.api_key)


async def test_a_loved_collection_leads_to_its_members(stack: Stack, jellyfin: Jellyfin) -> None:
    ada = stack.world.users[1].id
    favorites = await jellyfin.favorites(ada)
    [collection] = [row for row in favorites.rows if row.type == "BoxSet"]
    members = await jellyfin.collections.members(collection.id, ada)
    names = {stack.catalog.items[member.id].name for member in members.rows}
    assert names == {"Night of the Living Dead", "Charade"}
    assert {member.type for member in members.rows} == {"Movie"}


async def test_hearts_on_seasons_and_episodes_lead_to_their_series(
    stack: Stack, jellyfin: Jellyfin
) -> None:
    found = {}
    for user in stack.world.users:
        for row in (await jellyfin.favorites(user.id)).rows:
            if row.series_id is not None:
                found[row.type] = stack.catalog.items[row.series_id].name
    assert found == {"Season": "Sherlock Holmes", "Episode": "Zorro's Fighting Legion"}


async def test_what_plays_now_is_seen(stack: Stack, jellyfin: Jellyfin) -> None:
    stack.start_playing("Charade", user="Grace")
    [session] = (await jellyfin.sessions()).rows
    item = stack.catalog.find("Charade")
    assert item is not None
    assert session.item is not None
    assert (session.item.id, session.item.path) == (item.id, item.path)
    assert session.user_id == stack.world.users[2].id


async def test_a_seerr_is_known_by_its_answers(stack: Stack, seerr: Seerr) -> None:
    assert (await seerr.status()).version == "3.1.0"


async def test_every_request_and_every_requester_is_read(stack: Stack, seerr: Seerr) -> None:
    requests, users = await seerr.requests(), await seerr.users()
    assert requests.complete
    assert len(requests.rows) == len(stack.world.requests)
    assert requests.skipped == 0
    assert {r.requester.display_name for r in requests.rows if r.requester} == {
        user.display_name for user in users.rows
    }


async def test_a_wrong_key_is_told_from_a_wrong_address(
    stack: Stack, session: aiohttp.ClientSession
) -> None:
    with pytest.raises(KeyRefused):
        await Seerr(session, URL(stack.seerr.url), "wrong").status()
    for other in (stack.radarr, stack.sonarr, stack.jellyfin, stack.control):
        with pytest.raises(WrongApp):
            await Seerr(session, URL(other.url), "wrong").status()


async def test_other_clients_do_not_take_a_seerr_for_theirs(
    stack: Stack, session: aiohttp.ClientSession
) -> None:
    url = URL(stack.seerr.url)
    with pytest.raises(WrongApp):
        await Radarr(session, url, "x").status()
    with pytest.raises(WrongApp):
        await Jellyfin(session, url, device_id="d", token="x").public_info()


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
async def test_a_broken_seerr_is_an_error_or_told(stack: Stack, seerr: Seerr, fault: Fault) -> None:
    stack.break_("seerr", fault)
    try:
        requests = await seerr.requests()
    except ClientError:
        return
    told = not requests.complete or requests.skipped
    assert told or fault in {Fault.EMPTY_LIST, Fault.NONSENSE_DATE}


async def test_episodes_come_with_files_and_dates_where_there_are_any(sonarr: Sonarr) -> None:
    episodes = await sonarr.episodes(3)
    sizes = {e.episode_file.id: e.episode_file.size for e in episodes.rows if e.episode_file}
    undated = [(e.season_number, e.has_file) for e in episodes.rows if e.air_date_utc is None]
    assert (len(episodes.rows), len(sizes)) == (16, 12)
    assert sorted(undated) == [(0, True), (2, False)]


async def test_seasons_tell_what_is_there(sonarr: Sonarr) -> None:
    [series] = [row for row in (await sonarr.series(itself)).rows if row.id == 3]
    assert {season.season_number for season in series.seasons} == {0, 1, 2}


async def test_imports_since_a_moment_are_the_later_ones(
    sonarr: Sonarr,
) -> None:
    since = datetime.now(UTC) - timedelta(days=90)
    episodes = await sonarr.imports_since(since, itself)
    assert {row.series_id for row in episodes.rows} == {6}


async def test_a_disk_listed_twice_has_the_same_numbers(radarr: Radarr) -> None:
    disks = {disk.path: disk for disk in (await radarr.disk_space()).rows}
    numbers = {(disks[path].free_space, disks[path].total_space) for path in disks}
    assert (len(disks), len(numbers)) == (3, 2)


async def test_movies_tell_what_people_think(radarr: Radarr) -> None:
    movies = {movie.id: movie for movie in (await radarr.movies(itself)).rows}
    first = movies[1].ratings.imdb
    unknown = movies[8].ratings.imdb
    assert first is not None
    assert unknown is not None
    assert (first.value, unknown.value) == (5.1, 0)
    assert movies[1].genres == ["Drama", "Science Fiction"]


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.REFUSE])
async def test_what_deletes_is_sent_once_whatever_happens_to_the_connection(
    stack: Stack, radarr: Radarr, fault: Fault
) -> None:
    await radarr.status()
    stack.break_("radarr", fault, "/api/v3/movie/1")
    with pytest.raises(ClientError):
        await radarr.delete_movie(1, delete_files=True, exclude=False)
    assert [request.method for request in stack.requests].count("DELETE") == 1
