"""A Jellyfin: who answers, who lives there, and its whole library, page by page."""

import re

from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import NotAllowed, StartingUp, TimedOut, WrongApp
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect, Item, PublicInfo, User
from custom_components.oxicleanarr.clients.rows import Rows, itself

from .conftest import TOKEN, FakeServer, raw, reply
from .jellyfin_answers import movie, paged, pages

INFO = {
    "Id": "a" * 32,
    "ServerName": "Home",
    "Version": "10.11.11",
    "ProductName": "Jellyfin Server",
    "StartupWizardCompleted": True,
}


# --- who answers


async def test_public_info_tells_who_answers(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/System/Info/Public", reply(INFO))
    assert await jellyfin.public_info() == PublicInfo(
        id="a" * 32,
        name="Home",
        version="10.11.11",
    )


async def test_jellyfin_rust_has_no_product(server: FakeServer, jellyfin: Jellyfin) -> None:
    answer = {"Id": "jellyfin-rust-server", "Version": "10.11.5", "StartupWizardCompleted": None}
    server.on("/System/Info/Public", reply(answer))
    info = await jellyfin.public_info()
    assert info.id == "jellyfin-rust-server"
    assert jellyfin.dialect is Dialect.RUST


async def test_the_token_is_not_shown_before_it_is_a_jellyfin(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/System/Info/Public", reply(INFO))
    await jellyfin.public_info()
    assert TOKEN not in str(server.asked[0].headers)


@pytest.mark.parametrize(
    "answer",
    [
        {**INFO, "Id": ""},
        {**INFO, "Version": None},
        {"id": "a", "version": "10.11.11", "startupWizardCompleted": False},
    ],
)
async def test_a_jellyfin_without_its_name_is_starting(
    server: FakeServer, jellyfin: Jellyfin, answer: object
) -> None:
    server.on("/System/Info/Public", reply(answer))
    with pytest.raises(StartingUp):
        await jellyfin.public_info()


@pytest.mark.parametrize(
    "answer",
    [
        reply({}),
        reply({"appName": "Radarr", "version": "6.0"}),
        reply({"Version": "4"}),
        raw(b"<html>", content_type="text/html"),
        raw(b"", 404),
        raw(b"", 401),
        raw(b"", 403),
        reply({**INFO, "Version": "4.8.11.0"}),
    ],
)
async def test_another_app_is_no_jellyfin(
    server: FakeServer, jellyfin: Jellyfin, answer: web.Response
) -> None:
    server.on("/System/Info/Public", answer)
    with pytest.raises(WrongApp):
        await jellyfin.public_info()


# --- small lists


async def test_users_are_read(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on(
        "/Users",
        reply(
            [
                {"Id": "u1", "Name": "Ann", "Policy": {"IsAdministrator": True}},
                {"Id": "u2", "Name": "Bob", "Policy": {"IsDisabled": True}},
                {"Id": "u3", "Name": None, "Policy": None},
                {"Id": " ", "Name": "Nobody"},
            ]
        ),
    )
    assert await jellyfin.users() == Rows(
        (
            User(id="u1", name="Ann", is_administrator=True),
            User(id="u2", name="Bob", is_disabled=True),
            User(id="u3", name=""),
        ),
        total=4,
        skipped=1,
    )


async def test_too_few_rights_are_told(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Plugins", raw(b"", 403))
    with pytest.raises(NotAllowed):
        await jellyfin.plugins.installed("x")


# --- the library


async def test_movies_and_series_are_read_as_the_server_sees_them(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    row = movie(
        1,
        Path="/m/1.mkv",
        DateCreated="2024-01-01T00:00:00.0000000Z",
        ProviderIds={"Tmdb": "5", "Imdb": None},
        ProductionYear=1999,
        ImageTags={"Primary": "tag"},
    )
    server.on("/Items", paged(lambda _: [row, {"Id": "s", "Type": "Series", "Name": "S"}]))
    assert await jellyfin.movies_and_series(itself) == Rows(
        (
            Item(
                id=f"{1:032x}",
                name="Movie 1",
                type="Movie",
                path="/m/1.mkv",
                date_created="2024-01-01T00:00:00.0000000Z",
                provider_ids={"Tmdb": "5"},
                production_year=1999,
                image_tag="tag",
            ),
            Item(id="s", name="S", type="Series"),
        ),
        total=2,
    )
    query = server.asked[0].query
    assert query["collapseBoxSetItems"] == "false"
    assert query["isMissing"] == "false"
    assert query["includeItemTypes"] == "Movie,Series"
    assert "userId" not in query
    assert all(re.fullmatch("[a-z][a-zA-Z]*", name) for name in query)


@pytest.mark.parametrize("key", ["RunTimeTicks", "RuntimeTicks"])
async def test_how_long_a_film_plays_is_read_in_every_dialect(
    server: FakeServer, jellyfin: Jellyfin, key: str
) -> None:
    server.on("/Items", paged(lambda _: [movie(1, **{key: 91_800_000_000})]))
    (item,) = (await jellyfin.movies_and_series(itself)).rows
    assert item.runtime_ticks == 91_800_000_000


async def test_all_pages_are_read(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", paged(lambda _: [movie(n) for n in range(1201)]))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.total, items.complete) == (1201, 1201, True)
    assert [asked.query["startIndex"] for asked in server.asked] == ["0", "500", "1000"]


async def test_other_types_are_left_out(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", paged(lambda _: [movie(1), {"Id": "b", "Type": "BoxSet", "Name": "B"}]))
    items = await jellyfin.movies_and_series(itself)
    assert [item.type for item in items.rows] == ["Movie"]
    assert items.complete


async def test_rows_with_blank_ids_are_skipped_and_counted(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Items", paged(lambda _: [movie(1), {**movie(2), "Id": " "}, {"Id": "x"}]))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.skipped, items.complete) == (1, 2, True)


async def test_a_short_page_is_not_the_last_one(server: FakeServer, jellyfin: Jellyfin) -> None:
    first = [movie(n) for n in range(450)]
    second = [movie(n) for n in range(500, 600)]
    server.on("/Items", *pages((600, first), (600, second)))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.total, items.complete) == (550, 600, False)


async def test_an_empty_page_ends_it_and_is_told(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", *pages((900, [movie(n) for n in range(500)]), (900, [])))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.complete, len(server.asked)) == (500, False, 2)


async def test_a_server_that_repeats_itself_ends_and_is_incomplete(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    rows: list[dict[str, object]] = [*(movie(n) for n in range(499)), {"Id": ""}]
    server.on("/Items", *pages((501, rows)))
    items = await jellyfin.movies_and_series(itself)
    assert len(items.rows) == 499
    assert not items.complete
    assert len(server.asked) == 2


@pytest.mark.parametrize("good", [True, False])
async def test_a_list_that_grows_for_ever_ends(
    server: FakeServer, jellyfin: Jellyfin, good: bool
) -> None:
    async def grow(request: web.Request) -> web.Response:
        start = int(request.query["startIndex"])
        row = movie(start) if good else {"Id": ""}
        return reply({"Items": [row], "TotalRecordCount": start + 5000})

    server.on("/Items", grow)
    items = await jellyfin.movies_and_series(itself)
    assert not items.complete
    assert len(server.asked) <= 21


async def test_rows_that_shift_between_pages_are_kept_once_and_told(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    first = [movie(n) for n in range(500)]
    second = [movie(n) for n in range(499, 600)]
    server.on("/Items", *pages((600, first), (601, second)))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.total, items.complete) == (600, 601, False)


async def test_an_item_that_vanishes_between_pages_is_told(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    first = [movie(n) for n in range(500)]
    second = [movie(n) for n in range(501, 600)]
    server.on("/Items", *pages((600, first), (599, second)))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.complete) == (599, False)


async def test_a_row_sent_twice_in_one_page_is_no_loss(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Items", *pages((3, [movie(1), movie(1), movie(2)])))
    items = await jellyfin.movies_and_series(itself)
    assert (len(items.rows), items.total, items.complete) == (2, 2, True)


async def test_a_total_below_the_rows_loses_no_row(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", *pages((1, [movie(1), movie(2)])))
    items = await jellyfin.movies_and_series(itself)
    assert len(items.rows) == 2


async def test_a_page_that_fails_fails_the_listing(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", *pages((900, [movie(n) for n in range(500)])), raw(b"", 504))
    with pytest.raises(TimedOut):
        await jellyfin.movies_and_series(itself)
