import asyncio
from collections.abc import Callable
import re

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import (
    KeyRefused,
    NotAllowed,
    NotUnderstood,
    StartingUp,
    TimedOut,
    WrongApp,
)
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import (
    Dialect,
    Favorite,
    Item,
    Login,
    Member,
    NowPlaying,
    Played,
    PublicInfo,
    Session,
    User,
)
from custom_components.oxicleanarr.clients.rows import Rows, itself

from .conftest import FakeServer, Handler, raw, reply

TOKEN = "0123456789abcdef0123456789abcdef"
INFO = {
    "Id": "a" * 32,
    "ServerName": "Home",
    "Version": "10.11.11",
    "ProductName": "Jellyfin Server",
    "StartupWizardCompleted": True,
}


@pytest.fixture
def jellyfin(server: FakeServer, session: aiohttp.ClientSession) -> Jellyfin:
    return Jellyfin(session, server.url, device_id="ha-1", token=TOKEN, version="1.0")


def movie(number: int, **more: object) -> dict[str, object]:
    return {"Id": f"{number:032x}", "Name": f"Movie {number}", "Type": "Movie", **more}


def episode(number: int, **data: object) -> dict[str, object]:
    told = {"Played": False, **data}
    return {"Id": f"{number:032x}", "Type": "Episode", "SeriesId": "s1", "UserData": told}


def paged(rows: Callable[[dict[str, str]], list[dict[str, object]]]) -> Handler:
    """Answer pages of a listing as Jellyfin does."""

    async def answer(request: web.Request) -> web.Response:
        query = dict(request.query)
        everything = rows(query)
        start, limit = int(query["startIndex"]), int(query["limit"])
        page = everything[start : start + limit]
        return reply({"Items": page, "TotalRecordCount": len(everything), "StartIndex": start})

    return answer


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


# --- credentials


async def test_the_token_goes_where_all_versions_look(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", reply([]))
    await jellyfin.users()
    headers = server.asked[0].headers
    assert headers["Authorization"] == (
        'MediaBrowser Client="Home Assistant", Device="OxiCleanarr", DeviceId="ha-1",'
        f' Version="1.0", Token="{TOKEN}"'
    )
    assert "X-Emby-Token" not in headers


async def test_values_that_would_break_the_header_are_encoded(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/Users", reply([]))
    odd = Jellyfin(session, server.url, device_id='a",b%c+ü\n', token=' t"k,1 ', version="1,2")
    await odd.users()
    values = re.findall(r'(\w+)="([^"]*)"', server.asked[0].headers["Authorization"])
    assert dict(values) == {
        "Client": "Home Assistant",
        "Device": "OxiCleanarr",
        "DeviceId": "a%22%2Cb%25c%2B%C3%BC%0A",
        "Version": "1%2C2",
        "Token": "t%22k%2C1",
    }


@pytest.mark.parametrize("token", ["", "  ", "a\r\nX: y", "schlüssel", "\udcff"])
async def test_a_token_that_no_header_can_hold_is_refused_before_it_is_sent(
    server: FakeServer, session: aiohttp.ClientSession, token: str
) -> None:
    with pytest.raises(KeyRefused):
        await Jellyfin(session, server.url, device_id="d", token=token).users()
    assert server.asked == []


def only_with(header: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return reply([]) if header in request.headers else raw(b"", 401)

    return answer


async def test_a_server_that_wants_the_old_header_gets_it_from_then_on(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", only_with("X-Emby-Token"))
    await jellyfin.users()
    await jellyfin.users()
    sent = ["X-Emby-Token" in asked.headers for asked in server.asked]
    assert sent == [False, True, True]


async def test_a_refused_token_is_tried_the_old_way_once(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", raw(b"", 401))
    for _ in range(2):
        with pytest.raises(KeyRefused):
            await jellyfin.users()
    sent = ["X-Emby-Token" in asked.headers for asked in server.asked]
    assert sent == [False, True, False]


async def test_two_calls_at_once_both_find_the_old_header(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", only_with("X-Emby-Token"))
    await asyncio.gather(jellyfin.users(), jellyfin.users())


LOGIN = {
    "AccessToken": TOKEN,
    "ServerId": "srv",
    "User": {"Id": "u1", "Name": "Ann", "Policy": {"IsAdministrator": True}},
}


async def test_a_login_is_used_from_then_on(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/Users/AuthenticateByName", reply(LOGIN))
    server.on("/Users", reply([]))
    jellyfin = Jellyfin(session, server.url, device_id="d")
    login = await jellyfin.login("Ann", "pässword")
    await jellyfin.users()
    assert login == Login(
        token=TOKEN, user_id="u1", user_name="Ann", server_id="srv", is_administrator=True
    )
    assert "Token=" not in server.asked[0].headers["Authorization"]
    assert f'Token="{TOKEN}"' in server.asked[1].headers["Authorization"]


def test_a_login_does_not_print_its_token() -> None:
    login = Login(token=TOKEN, user_id="u", user_name="Ann", server_id="s", is_administrator=True)
    assert TOKEN not in f"{login} {login!r}"


async def test_a_wrong_password_is_refused_once(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Users/AuthenticateByName", raw(b"", 401))
    with pytest.raises(KeyRefused):
        await jellyfin.login("Ann", "wrong")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer", [{}, {**LOGIN, "AccessToken": " "}, {**LOGIN, "User": None}, {**LOGIN, "User": {}}]
)
async def test_a_login_without_token_or_user_is_not_understood(
    server: FakeServer, jellyfin: Jellyfin, answer: object
) -> None:
    server.on("/Users/AuthenticateByName", reply(answer))
    with pytest.raises(NotUnderstood):
        await jellyfin.login("Ann", "x")


@pytest.mark.parametrize("status", [204, 401])
async def test_after_a_logout_the_token_is_forgotten(
    server: FakeServer, jellyfin: Jellyfin, status: int
) -> None:
    server.on("/Sessions/Logout", web.Response(status=status))
    server.on("/Users", reply([]))
    await jellyfin.logout()
    await jellyfin.users()
    assert TOKEN not in str(server.asked[-1].headers)


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


def pages(*answers: tuple[int, list[dict[str, object]]]) -> list[web.Response]:
    return [reply({"Items": rows, "TotalRecordCount": total}) for total, rows in answers]


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


# --- watch state


async def test_played_merges_what_was_played_and_what_is_begun(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    both = episode(1, Played=True, PlayCount=2, LastPlayedDate="2024-05-01T10:00:00.1234567Z")
    begun = episode(2, PlaybackPositionTicks=70_000_000_000, PlayCount=1, IsFavorite=True)
    lists = {"IsPlayed": [both], "IsResumable": [both, begun]}
    server.on("/Items", paged(lambda query: lists[query["filters"]]))
    assert await jellyfin.played("u1") == Rows(
        (
            Played(
                id=f"{1:032x}",
                type="Episode",
                series_id="s1",
                last_played="2024-05-01T10:00:00.1234567Z",
                play_count=2,
                played=True,
            ),
            Played(
                id=f"{2:032x}",
                type="Episode",
                series_id="s1",
                play_count=1,
                position_ticks=70_000_000_000,
                is_favorite=True,
            ),
        ),
        total=2,
    )
    for asked in server.asked:
        assert asked.query["userId"] == "u1"
        assert asked.query["includeItemTypes"] == "Movie,Episode"
        assert asked.query["limit"] == "1000"


async def test_rows_without_a_trace_of_the_user_are_left_out(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    rows = [episode(1, Played=False, PlayCount=0), episode(2, LastPlayedDate="2024-01-01")]
    server.on("/Items", paged(lambda _: rows))
    played = await jellyfin.played("u1")
    assert [row.id for row in played.rows] == [f"{2:032x}"]
    assert played.complete


async def test_rows_without_user_data_still_name_their_item(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    lists = {"IsPlayed": [movie(1)], "IsResumable": []}
    server.on("/Items", paged(lambda query: lists[query["filters"]]))
    [row] = (await jellyfin.played("u1")).rows
    assert row.id == movie(1)["Id"]
    assert not row.readable


async def test_a_series_has_no_watch_state_of_its_own(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    row: dict[str, object] = {"Id": "s1", "Type": "Series", "UserData": {"Played": True}}
    server.on("/Items", paged(lambda _: [row]))
    assert (await jellyfin.played("u1")).rows == ()


async def test_a_short_list_of_plays_is_incomplete(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", *pages((3, [episode(1, Played=True)]), (0, [])))
    played = await jellyfin.played("u1")
    assert (len(played.rows), played.total, played.complete) == (1, 3, False)


# --- favourites, collections, sessions


async def test_favourites_of_every_kind_are_read(server: FakeServer, jellyfin: Jellyfin) -> None:
    rows: list[dict[str, object]] = [
        {"Id": "m", "Type": "Movie", "Path": "/m/1.mkv", "SeriesId": None},
        {"Id": "e", "Type": "Episode", "SeriesId": "s", "SeasonId": "n", "Path": "/t/1.mkv"},
        {"Id": "n", "Type": "Season", "SeriesId": "s"},
        {"Id": "s", "Type": "Series", "Path": "/t"},
        {"Id": "b", "Type": "BoxSet"},
    ]
    server.on("/Items", paged(lambda _: rows))
    assert await jellyfin.favorites("u1") == Rows(
        (
            Favorite("m", "Movie", path="/m/1.mkv"),
            Favorite("e", "Episode", series_id="s", path="/t/1.mkv"),
            Favorite("n", "Season", series_id="s"),
            Favorite("s", "Series", path="/t"),
            Favorite("b", "BoxSet"),
        ),
        total=5,
    )


async def test_favourites_are_asked_for_one_user_and_without_user_data(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Items", paged(lambda _: []))
    await jellyfin.favorites("u1")
    query = server.asked[0].query
    assert query["userId"] == "u1"
    assert query["isFavorite"] == "true"
    assert query["enableUserData"] == "false"
    assert query["recursive"] == "true"
    assert query["includeItemTypes"] == "Movie,Series,Season,Episode,BoxSet"


async def test_all_pages_of_favourites_are_read(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", paged(lambda _: [movie(n) for n in range(700)]))
    favorites = await jellyfin.favorites("u1")
    assert (len(favorites.rows), favorites.complete, len(server.asked)) == (700, True, 2)


async def test_favourite_music_is_left_out(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", paged(lambda _: [movie(1), {"Id": "a", "Type": "Audio"}]))
    favorites = await jellyfin.favorites("u1")
    assert ([row.type for row in favorites.rows], favorites.total) == (["Movie"], 1)


async def test_a_heart_is_put_on_and_taken_off(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/UserFavoriteItems/i-1", reply({"IsFavorite": True}))
    await jellyfin.favorite("i-1", "u1")
    await jellyfin.unfavorite("i-1", "u1")
    asked = [(one.method, one.path, one.query) for one in server.asked]
    assert asked == [
        (method, "/UserFavoriteItems/i-1", {"userId": "u1"}) for method in ("POST", "DELETE")
    ]


@pytest.mark.parametrize("item_id", ["", "../Items/1", "a/b", "a?b", "a%2Fb", "ä", "a\n"])
async def test_an_id_that_would_lead_elsewhere_gets_no_heart(
    server: FakeServer, jellyfin: Jellyfin, item_id: str
) -> None:
    for change in (jellyfin.favorite, jellyfin.unfavorite):
        with pytest.raises(NotUnderstood):
            await change(item_id, "u1")
    assert server.asked == []


async def test_members_of_a_collection_are_its_children_and_not_below_it(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    rows: list[dict[str, object]] = [movie(1), {"Id": "e", "Type": "Episode", "SeriesId": "s"}]
    server.on("/Items", paged(lambda _: rows))
    members = await jellyfin.collections.members("b1", "u1")
    query = server.asked[0].query
    assert members.rows == (Member(f"{1:032x}", "Movie"), Member("e", "Episode", "s"))
    assert (query["parentId"], query["userId"], query["recursive"]) == ("b1", "u1", "false")
    assert query["collapseBoxSetItems"] == "false"


async def test_all_pages_of_members_are_read(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Items", paged(lambda _: [movie(n) for n in range(501)]))
    members = await jellyfin.collections.members("b1", "u1")
    assert (len(members.rows), members.complete) == (501, True)


PLAYING = {"Id": "e", "Type": "Episode", "Name": "E", "SeriesId": "s", "Path": "/t/1.mkv"}


async def test_sessions_tell_what_plays(server: FakeServer, jellyfin: Jellyfin) -> None:
    bulky = {**PLAYING, "MediaStreams": [{"Codec": "x" * 50_000}]}
    rows = [
        {"Id": "1", "UserId": "u1", "NowPlayingItem": bulky, "NowPlayingQueueFullItems": [bulky]},
        {"Id": "2", "UserId": "u2", "NowPlayingItem": None},
        {"Id": "3", "UserId": "0" * 32},
    ]
    server.on("/Sessions", reply(rows))
    assert (await jellyfin.sessions()).rows == (
        Session("1", "u1", NowPlaying("e", "Episode", "s", "/t/1.mkv")),
        Session("2", "u2"),
        Session("3", "0" * 32),
    )


async def test_only_sessions_of_the_last_minutes_are_asked_for(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Sessions", reply([]))
    await jellyfin.sessions()
    assert server.asked[0].query == {"activeWithinSeconds": "960"}


@pytest.mark.parametrize("item", [{**PLAYING, "Id": ""}, {"Name": "E"}, "e"])
async def test_a_session_that_plays_something_nameless_is_told(
    server: FakeServer, jellyfin: Jellyfin, item: object
) -> None:
    server.on("/Sessions", reply([{"Id": "1", "UserId": "u1", "NowPlayingItem": item}]))
    sessions = await jellyfin.sessions()
    assert (sessions.rows, sessions.skipped) == ((), 1)
