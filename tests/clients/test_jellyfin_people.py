"""What people do in a Jellyfin: what they watched, what they love, and what plays."""

import pytest

from custom_components.oxicleanarr.clients.errors import NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import (
    Favorite,
    Member,
    NowPlaying,
    Played,
    Session,
)
from custom_components.oxicleanarr.clients.rows import Rows

from .conftest import FakeServer, reply
from .jellyfin_answers import episode, movie, paged, pages

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
