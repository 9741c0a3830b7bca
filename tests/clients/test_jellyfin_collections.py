"""Collections on both kinds of servers, over the real wire; and that never anything else is deleted."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
import os

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import ClientError, NotFound, NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_collections import JellyfinCollections
from custom_components.oxicleanarr.clients.jellyfin_models import Collection, Dialect
from custom_components.oxicleanarr.clients.rows import itself
from simulator import Fault, Options, Request, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .conftest import FakeServer, raw, reply

NAME = "Leaving Soon"
UNKNOWN = "0" * 31 + "1"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A server with many films, asked by an administrator."""

    stack: Stack
    jellyfin: Jellyfin
    user_id: str

    @property
    def collections(self) -> JellyfinCollections:
        return self.jellyfin.collections

    @property
    def rust(self) -> bool:
        return self.jellyfin.dialect is Dialect.RUST

    async def movie_ids(self) -> list[str]:
        rows = (await self.jellyfin.movies_and_series(itself)).rows
        return [row.id for row in rows if row.type == "Movie"]

    async def members(self, collection_id: str) -> set[str]:
        return {
            row.id for row in (await self.collections.members(collection_id, self.user_id)).rows
        }

    def unknown_id(self) -> str:
        return "00000000-0000-0000-0000-000000000001" if self.rust else UNKNOWN

    def changes(self) -> list[Request]:
        return [request for request in self.stack.requests if request.method != "GET"]

    def files(self) -> set[str]:
        return {
            os.path.join(folder, name)  # noqa: PTH118 - os.walk speaks text
            for folder, _, files in os.walk(self.stack.root)
            for name in files
        }


@pytest.fixture
def movies() -> int:
    """Have this many films."""
    return 6


many = pytest.mark.parametrize("movies", [320])


@pytest.fixture(params=["10.11", "12", "rust"])
async def shelf(
    request: pytest.FixtureRequest,
    session: aiohttp.ClientSession,
    socket_enabled: None,
    movies: int,
) -> AsyncIterator[Shelf]:
    options = Options(movies=movies, series=1, users=1, jellyfin_version=request.param)
    async with Stack(options) as stack:
        jellyfin = Jellyfin(session, URL(stack.jellyfin.url), device_id="d")
        await jellyfin.public_info()
        login = await jellyfin.login(ADMIN_NAME, ADMIN_PASSWORD)
        stack.requests.clear()
        yield Shelf(stack, jellyfin, login.user_id)


real_only = pytest.mark.parametrize("shelf", ["10.11", "12"], indirect=True)
rust_only = pytest.mark.parametrize("shelf", ["rust"], indirect=True)


async def test_a_collection_holds_what_it_was_made_of(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, ids[:3])
    assert await shelf.members(made) == set(ids[:3])
    assert await shelf.collections.get(made) == Collection(id=made, name=NAME)


async def test_a_collection_can_be_empty(shelf: Shelf) -> None:
    made = await shelf.collections.create(NAME)
    assert await shelf.members(made) == set()
    assert await shelf.collections.get(made) is not None


@many
async def test_more_than_fit_into_a_call_come_in_several(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, ids)
    assert await shelf.members(made) == set(ids)
    assert len(shelf.changes()) == 3
    assert max(len(request.path) + len(request.query) for request in shelf.changes()) < 8000


@many
async def test_all_that_are_taken_out_are_out(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, ids)
    await shelf.collections.remove(made, [*ids[5:], shelf.unknown_id()])
    assert await shelf.members(made) == set(ids[:5])
    assert await shelf.movie_ids() == ids


@many
@pytest.mark.parametrize("at", [0, 149, 150, 319])
async def test_an_unknown_item_costs_no_good_one_its_place(shelf: Shelf, at: int) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME)
    asked = [*ids[:at], shelf.unknown_id(), *ids[at:]]
    refused = await shelf.collections.add(made, asked)
    assert await shelf.members(made) == set(ids)
    assert refused == (() if shelf.rust else (UNKNOWN,))


async def test_a_collection_is_made_although_an_item_is_unknown(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, [shelf.unknown_id(), *ids[:2]])
    assert await shelf.members(made) == set(ids[:2])


async def test_what_cannot_be_an_id_is_not_sent(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME)
    refused = await shelf.collections.add(made, [ids[0], "a,b", "../x", "", ids[1]])
    assert (set(refused), await shelf.members(made)) == ({"a,b", "../x", ""}, set(ids[:2]))


async def test_a_collection_is_found_by_its_name_in_any_case(shelf: Shelf) -> None:
    first = await shelf.collections.create(NAME)
    await shelf.collections.create("Leaving Soon, perhaps")
    found = await shelf.collections.named("  leaving SOON ")
    assert found.rows == (Collection(id=first, name=NAME),)
    assert found.complete


async def test_a_collection_is_found_among_many(shelf: Shelf) -> None:
    for number in range(510):
        shelf.stack.catalog.add_collection(f"Collection {number:03d}")
    assert len((await shelf.collections.named("Collection 509")).rows) == 1


async def test_what_is_no_collection_is_not_found_as_one(shelf: Shelf) -> None:
    movie = (await shelf.movie_ids())[0]
    assert await shelf.collections.get(movie) is None
    assert await shelf.collections.get(shelf.unknown_id()) is None
    assert await shelf.collections.get("abc") is None


async def test_a_deleted_collection_takes_nothing_with_it(shelf: Shelf) -> None:
    ids, files = await shelf.movie_ids(), shelf.files()
    made = await shelf.collections.create(NAME, ids[:3])
    await shelf.collections.delete(made)
    assert await shelf.collections.get(made) is None
    assert (await shelf.movie_ids(), shelf.files()) == (ids, files)


async def test_a_collection_that_is_gone_already_may_be_deleted(shelf: Shelf) -> None:
    made = await shelf.collections.create(NAME)
    await shelf.collections.delete(made)
    await shelf.collections.delete(made)
    deletes = [request for request in shelf.changes() if request.method == "DELETE"]
    assert len(deletes) == 1


async def test_a_medium_is_never_deleted(shelf: Shelf) -> None:
    files = shelf.files()
    rows = (await shelf.jellyfin.movies_and_series(itself)).rows
    episodes = (await shelf.jellyfin.episode_paths()).rows
    libraries = (await shelf.jellyfin.folders.libraries()).rows
    ids = [rows[0].id, rows[-1].id, episodes[0].id, *(library.id for library in libraries)]
    for item_id in ids:
        await shelf.collections.delete(str(item_id))
    assert {row.type for row in (rows[0], rows[-1])} <= {"Movie", "Series"}
    assert (shelf.changes(), shelf.files()) == ([], files)


@pytest.mark.parametrize("odd", ["", "..", "../Items", "a/b", "a?b", "a b", "é", "a\n", "%2e%2e"])
async def test_an_id_that_would_lead_elsewhere_is_not_sent(shelf: Shelf, odd: str) -> None:
    collections = shelf.collections
    for call in (
        collections.get(odd),
        collections.add(odd, ["a"]),
        collections.remove(odd, ["a"]),
        collections.delete(odd),
    ):
        with pytest.raises(NotUnderstood):
            await call
    assert shelf.stack.requests == []


@real_only
async def test_a_collection_that_is_gone_is_told_from_unknown_items(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    with pytest.raises(NotFound):
        await shelf.collections.add(UNKNOWN, ids)
    assert len(shelf.changes()) == 1


@real_only
async def test_a_new_collection_is_locked(shelf: Shelf) -> None:
    made = await shelf.collections.create(NAME)
    assert shelf.stack.catalog.items[made].is_locked


@real_only
async def test_an_overview_is_written_and_nothing_else_changes(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, ids[:3])
    path = f"/Users/{shelf.user_id}/Items/{made}"
    before = await shelf.jellyfin.http.get(path, dict[str, object])
    assert await shelf.collections.describe(made, shelf.user_id, "Three films leave.")
    after = await shelf.jellyfin.http.get(path, dict[str, object])
    assert after == {**before, "Genres": [], "ProviderIds": {}, "Overview": "Three films leave."}


@real_only
async def test_an_overview_leaves_the_locks_of_the_members_alone(shelf: Shelf) -> None:
    ids = await shelf.movie_ids()
    made = await shelf.collections.create(NAME, ids[:3])
    await shelf.collections.describe(made, shelf.user_id, "Three films leave.")
    locked = [item.id for item in shelf.stack.catalog.items.values() if item.is_locked]
    assert locked == [made]


@real_only
async def test_an_overview_that_is_there_already_is_not_written_again(shelf: Shelf) -> None:
    made = await shelf.collections.create(NAME)
    await shelf.collections.describe(made, shelf.user_id, "Nothing leaves.")
    shelf.stack.requests.clear()
    assert await shelf.collections.describe(made, shelf.user_id, "Nothing leaves.")
    assert shelf.changes() == []


@real_only
async def test_nothing_but_a_collection_gets_an_overview(shelf: Shelf) -> None:
    movie = (await shelf.movie_ids())[0]
    with pytest.raises(NotUnderstood):
        await shelf.collections.describe(movie, shelf.user_id, "Leaves soon.")
    assert shelf.changes() == []


@rust_only
async def test_a_jellyfin_rust_has_no_overviews_to_write(shelf: Shelf) -> None:
    made = await shelf.collections.create(NAME)
    assert not await shelf.collections.describe(made, shelf.user_id, "Nothing leaves.")
    assert len(shelf.changes()) == 1


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
async def test_a_fault_is_told_and_deletes_nothing(shelf: Shelf, fault: Fault) -> None:
    ids, files = await shelf.movie_ids(), shelf.files()
    made = await shelf.collections.create(NAME, ids[:3])
    shelf.stack.break_("jellyfin", fault)
    for call in (shelf.collections.named(NAME), shelf.collections.delete(ids[0])):
        try:
            await call
        except ClientError:
            continue
    shelf.stack.heal()
    assert (await shelf.members(made), shelf.files()) == (set(ids[:3]), files)


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("kind", ["Movie", "Series", "Folder", "", None])
async def test_whatever_answers_for_an_id_must_say_that_it_is_a_collection(
    server: FakeServer, session: aiohttp.ClientSession, dialect: Dialect, kind: str | None
) -> None:
    row = {"Id": "a1", "Name": NAME, "Type": kind}
    server.on("/Items", reply({"Items": [row], "TotalRecordCount": 1}))
    server.on("/Collections/a1", reply(row))
    http = Jellyfin(session, server.url, device_id="d", token="t").http
    with suppress(ClientError):
        await JellyfinCollections(http, dialect).delete("a1")
    assert {asked.method for asked in server.asked} == {"GET"}


@pytest.mark.parametrize("lacking", ["Name", "LockData", "Type"])
async def test_half_an_item_is_never_sent_back(
    server: FakeServer, session: aiohttp.ClientSession, lacking: str
) -> None:
    whole = {"Id": "a1", "Name": NAME, "Type": "BoxSet", "LockData": True, "Tags": None}
    del whole[lacking]
    server.on("/Users/u1/Items/a1", reply(whole))
    http = Jellyfin(session, server.url, device_id="d", token="t").http
    with pytest.raises(NotUnderstood):
        await JellyfinCollections(http, Dialect.JELLYFIN).describe("a1", "u1", "x")
    assert len(server.asked) == 1


async def test_another_trouble_than_a_bad_request_is_not_searched_for(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/Collections/a1/Items", raw(b"", 500))
    http = Jellyfin(session, server.url, device_id="d", token="t").http
    with pytest.raises(NotUnderstood):
        await JellyfinCollections(http, Dialect.JELLYFIN).add("a1", ["x", "y"])
    assert len(server.asked) == 1
