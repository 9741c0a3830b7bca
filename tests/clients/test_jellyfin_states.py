"""What users have done with single items, on both kinds of servers, over the real wire."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import ClientError, NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect, Part, Played
from custom_components.oxicleanarr.clients.rows import Rows
from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .conftest import FakeServer, reply


@dataclass(frozen=True, slots=True)
class House:
    """A server with films, series and people, asked by an administrator or with a key."""

    stack: Stack
    jellyfin: Jellyfin

    @property
    def rust(self) -> bool:
        return self.jellyfin.dialect is Dialect.RUST

    def item_id(self, title: str) -> str:
        item = self.stack.catalog.find(title)
        assert item is not None
        return self.written(item.id)

    def written(self, some_id: str) -> str:
        parts = (some_id[:8], some_id[8:12], some_id[12:16], some_id[16:20], some_id[20:])
        return "-".join(parts) if self.rust else some_id

    async def user_id(self, name: str) -> str:
        return next(user.id for user in (await self.jellyfin.users()).rows if user.name == name)

    async def film(self, title: str, user: str = "Ada") -> Rows[Played]:
        return await self.jellyfin.states.of(await self.user_id(user), [self.item_id(title)])

    async def episodes(self, title: str) -> list[Part]:
        parts = await self.jellyfin.states.parts(self.item_id(title))
        return [part for part in parts.rows if part.type == "Episode"]


@pytest.fixture(params=["10.11", "12", "rust"])
def version(request: pytest.FixtureRequest) -> str:
    """Have each kind of server in turn."""
    found: str = request.param
    return found


real = pytest.mark.parametrize("version", ["10.11", "12"])
rust = pytest.mark.parametrize("version", ["rust"])


@pytest.fixture
async def house(version: str, session: aiohttp.ClientSession) -> AsyncIterator[House]:
    async with AsyncExitStack() as exits:
        stack = await exits.enter_async_context(Stack(Options(jellyfin_version=version)))
        jellyfin = Jellyfin(
            session, URL(stack.jellyfin.url), device_id="d", token=stack.jellyfin.api_key or None
        )
        await jellyfin.public_info()
        if version == "rust":
            await jellyfin.login(ADMIN_NAME, ADMIN_PASSWORD)
        yield House(stack, jellyfin)


async def test_a_film_is_told_as_each_user_watched_it(house: House) -> None:
    house.stack.play("Metropolis", user="Ada", position_percent=40)
    ada, grace = await house.film("Metropolis"), await house.film("Metropolis", "Grace")
    found = [(row.id, row.position_ticks > 0, row.readable) for row in (*ada.rows, *grace.rows)]
    item = house.item_id("Metropolis")
    assert found == [(item, True, True), (item, False, True)]


async def test_nothing_but_what_was_asked_for_comes(house: House) -> None:
    answer = await house.film("Charade")
    assert ([row.id for row in answer.rows], answer.total) == ([house.item_id("Charade")], 1)


async def test_a_series_consists_of_the_episodes_that_have_files(house: House) -> None:
    title = "Fantômas"
    series = house.stack.catalog.find(title)
    assert series is not None
    here = [e.id for e in house.stack.catalog.episodes_of(series.id) if not e.is_virtual]
    assert {part.id for part in await house.episodes(title)} == {house.written(e) for e in here}


@real
async def test_a_series_has_seasons_there(house: House) -> None:
    parts = await house.jellyfin.states.parts(house.item_id("Fantômas"))
    assert "Season" in {part.type for part in parts.rows}


async def test_an_episode_is_told_with_what_was_watched_of_it(house: House) -> None:
    played = house.stack.play("Fantômas", user="Ada", position_percent=40)
    ids = [part.id for part in await house.episodes("Fantômas")]
    states = await house.jellyfin.states.of(
        await house.user_id("Ada"), ids, house.item_id("Fantômas")
    )
    assert len(states.rows) == len(ids)
    assert house.written(played) in {row.id for row in states.rows if row.position_ticks}


@real
async def test_many_episodes_are_asked_for_in_several_requests(house: House) -> None:
    ids = [f"{number:032x}" for number in range(301)]
    house.stack.requests.clear()
    await house.jellyfin.states.of(await house.user_id("Ada"), ids, house.item_id("Fantômas"))
    asked = [r for r in house.stack.requests if r.path.endswith("/Items")]
    assert len(asked) == 3


@real
async def test_what_a_user_may_not_see_is_left_out(house: House) -> None:
    ada = house.stack.world.users[1]
    ada.folders = []
    answer = await house.film("Charade")
    assert (answer.rows, answer.complete) == ((), True)


@rust
async def test_what_is_missing_there_was_not_sent(house: House) -> None:
    gone = house.written("0" * 31 + "1")
    answer = await house.jellyfin.states.of(
        await house.user_id("Ada"), [gone, house.item_id("Charade")]
    )
    assert (len(answer.rows), answer.complete) == (1, False)


async def test_what_is_no_id_is_never_sent(house: House) -> None:
    ada = await house.user_id("Ada")
    house.stack.requests.clear()
    with pytest.raises(NotUnderstood):
        await house.jellyfin.states.of(ada, ["x&userId=1"])
    assert house.stack.requests == []


@pytest.mark.parametrize("data", [{"Played": True, "PlayCount": "many"}, {}, {"Played": None}, []])
async def test_data_that_cannot_be_read_are_told(
    server: FakeServer, session: aiohttp.ClientSession, data: object
) -> None:
    row = {"Id": "a" * 32, "Type": "Movie", "UserData": data}
    server.on("/Items", reply({"Items": [row], "TotalRecordCount": 1}))
    jellyfin = Jellyfin(session, server.url, device_id="d", token="t")
    [state] = (await jellyfin.states.of("u", ["a" * 32])).rows
    assert not state.readable


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
async def test_a_broken_server_is_an_error_or_told(house: House, fault: Fault) -> None:
    ada, item = await house.user_id("Ada"), house.item_id("Charade")
    healthy = await house.jellyfin.states.of(ada, [item])
    house.stack.break_("jellyfin", fault)
    try:
        answer = await house.jellyfin.states.of(ada, [item])
    except ClientError:
        return
    unreadable = [row for row in answer.rows if not row.readable]
    told = not answer.complete or answer.skipped or not answer.rows or unreadable
    assert told or answer == healthy or fault is Fault.NONSENSE_DATE


# --- tasks, and telling that something is gone


@real
async def test_a_running_scan_is_a_task(house: House) -> None:
    house.stack.start_scan()
    states = {task.key: task.state for task in (await house.jellyfin.tasks()).rows}
    assert states["RefreshLibrary"] == "Running"


@real
async def test_a_library_tells_that_it_is_being_scanned(house: House) -> None:
    house.stack.start_scan("Shows")
    libraries = (await house.jellyfin.folders.libraries()).rows
    assert {library.name: library.refresh_status for library in libraries} == {
        "Movies": "Idle",
        "Shows": "Active",
    }


@real
async def test_a_film_is_gone_once_its_path_was_told(house: House) -> None:
    item = house.stack.catalog.find("Metropolis")
    assert item is not None
    assert item.path is not None
    house.stack.world.movie_path(house.stack.world.movies[0]).unlink()
    await house.jellyfin.media_updated([item.path])
    assert item.id not in house.stack.catalog.items


async def test_without_a_path_nothing_is_told(house: House) -> None:
    house.stack.requests.clear()
    await house.jellyfin.media_updated([])
    assert house.stack.requests == []


@rust
async def test_a_rust_server_is_told_nothing(house: House) -> None:
    house.stack.requests.clear()
    await house.jellyfin.media_updated(["/media/movies/Metropolis (1927)/Metropolis (1927).mkv"])
    assert house.stack.requests == []
