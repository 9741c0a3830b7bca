"""Plays: all users together, episodes for their series, and nothing that is not known."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from custom_components.oxicleanarr.clients.jellyfin_models import (
    Dialect,
    EpisodePath,
    Favorite,
    Item,
    NowPlaying,
    Played,
    Session,
)
from custom_components.oxicleanarr.library.facts import UNKNOWN, Fact
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinLibrary, JellyfinMedia
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.reading import AnotherServerError, IncompleteError
from custom_components.oxicleanarr.library.viewing import Watch
from tests.builders import NOW, days_ago

from .jellyfin_in_memory import FakeJellyfin, a_play


async def watched(
    *plays: Played, items: Sequence[Item] = ()
) -> dict[str, tuple[Fact[datetime], int]]:
    media = await read_jellyfin(FakeJellyfin({"ann": plays}, items), NOW)
    return {key: (watch.last_watched, watch.play_count) for key, watch in media.watched.items()}


async def test_the_newest_play_of_any_user_counts() -> None:
    users = {"ann": [a_play(days=50)], "bob": [a_play(days=3, play_count=2)]}
    media = await read_jellyfin(FakeJellyfin(users), NOW)
    assert media.watched["m1"] == Watch(days_ago(3), 3, watched_by=frozenset({"ann", "bob"}))


async def test_an_episode_counts_for_its_series() -> None:
    plays = [
        a_play("e1", 9, type="Episode", series_id="S-1"),
        a_play("e2", 4, type="Episode", series_id="s1"),
    ]
    assert await watched(*plays) == {"s1": (days_ago(4), 2)}


async def test_an_episode_that_lost_its_series_counts_for_the_series_of_that_name() -> None:
    play = a_play("e1", 9, type="Episode", series_name="Les Vampires")
    items = [Item("S1", "Les Vampires", "Series"), Item("m7", "Les Vampires", "Movie")]
    assert await watched(play, items=items) == {"s1": (days_ago(9), 1)}


async def test_what_was_played_at_an_unknown_time_is_unknown() -> None:
    assert await watched(a_play(days=None)) == {"m1": (UNKNOWN, 1)}


async def test_a_nonsense_date_of_a_play_is_unknown() -> None:
    assert await watched(a_play(last_played="1601-01-01T00:00:00Z")) == {"m1": (UNKNOWN, 1)}


async def test_a_begun_item_without_a_date_is_not_taken_for_unwatched() -> None:
    play = a_play(days=None, played=False, play_count=0, position_ticks=9)
    assert await watched(play) == {"m1": (UNKNOWN, 1)}


async def test_user_data_that_cannot_be_read_makes_its_item_unknown_and_no_other() -> None:
    plays = [a_play("m1", None, readable=False, played=False, play_count=0), a_play("m2", 5)]
    assert await watched(*plays) == {"m1": (UNKNOWN, 1), "m2": (days_ago(5), 1)}


async def test_a_heart_that_cannot_be_read_may_be_on_anything() -> None:
    jellyfin = FakeJellyfin({"ann": []})
    jellyfin.unread_favourites = 1
    with pytest.raises(IncompleteError, match="favourites"):
        await read_jellyfin(jellyfin, NOW)


async def test_a_member_of_a_loved_collection_that_cannot_be_read_may_be_anything() -> None:
    jellyfin = FakeJellyfin({"ann": []})
    jellyfin.favourites = {"ann": [Favorite("c-1", "BoxSet")]}
    jellyfin.unread_members = 1
    with pytest.raises(IncompleteError, match="members of a collection"):
        await read_jellyfin(jellyfin, NOW)


async def test_a_favourite_that_nobody_played_is_unwatched() -> None:
    play = a_play(days=None, played=False, play_count=0, is_favorite=True)
    assert await watched(play) == {}


@pytest.mark.parametrize("fault", ["unread", "missing"])
async def test_plays_that_cannot_be_attributed_make_the_answer_incomplete(fault: str) -> None:
    jellyfin = FakeJellyfin({"ann": [a_play()]}, **{fault: 1})  # type: ignore[arg-type]  # a count
    with pytest.raises(IncompleteError):
        await read_jellyfin(jellyfin, NOW)


async def test_blank_provider_ids_are_left_out() -> None:
    ids = {"TMDB": " 19 ", "Imdb": "", "Foo": "x"}
    items = [Item("m1", "Metropolis", "Movie", provider_ids=ids)]
    media: JellyfinMedia = await read_jellyfin(FakeJellyfin({"ann": []}, items), NOW)
    [item] = media.items
    assert item.kind is Kind.MOVIE
    assert item.provider_ids == ("tmdb:19",)


async def test_a_list_without_any_user_is_incomplete() -> None:
    with pytest.raises(IncompleteError):
        await read_jellyfin(FakeJellyfin({}), NOW)


async def test_who_stopped_in_the_middle_is_known() -> None:
    plays = {"ann": [a_play(position_ticks=9)], "bob": [a_play()]}
    media = await read_jellyfin(FakeJellyfin(plays), NOW)
    assert media.watched["m1"].unfinished_by == frozenset({"ann"})


async def test_when_each_episode_was_watched_is_known() -> None:
    plays = {
        "ann": [a_play("e1", 9, type="Episode", series_id="s1", season=2, episode=3)],
        "bob": [a_play("e1", 4, type="Episode", series_id="s1", season=2, episode=3)],
    }
    media = await read_jellyfin(FakeJellyfin(plays), NOW)
    assert media.episode_plays({"s1"}) == {"s1": {(2, 3): days_ago(4)}}


@pytest.mark.parametrize(
    ("favourite", "keys"),
    [
        (Favorite("M-1", "Movie"), {"m1"}),
        (Favorite("S-1", "Series"), {"s1"}),
        (Favorite("x9", "Season", series_id="S-1"), {"s1"}),
        (Favorite("e9", "Episode", series_id="s1"), {"s1"}),
        (Favorite("b1", "BoxSet"), {"m1", "s1"}),
    ],
)
async def test_a_heart_counts_for_the_whole(favourite: Favorite, keys: set[str]) -> None:
    jellyfin = FakeJellyfin({"ann": [], "bob": []})
    jellyfin.favourites = {"bob": [favourite]}
    media = await read_jellyfin(jellyfin, NOW)
    assert media.favourite_of == dict.fromkeys(keys, frozenset({"bob"}))


async def test_what_is_playing_is_known_an_episode_for_its_series() -> None:
    jellyfin = FakeJellyfin({"ann": []})
    jellyfin.playing = [
        Session("1", "Ann", NowPlaying("e9", "Episode", series_id="S-1")),
        Session("2", None, NowPlaying("M-1", "Movie")),
        Session("3", "ann"),
    ]
    media = await read_jellyfin(jellyfin, NOW)
    assert media.playing == {"s1": frozenset({"ann"}), "m1": frozenset({""})}


async def test_an_episode_that_names_its_series_as_its_parent_only_counts_for_the_series() -> None:
    jellyfin = FakeJellyfin({"ann": []})
    jellyfin.playing = [Session("1", "ann", NowPlaying("e9", "Episode", parent_id="S-1"))]
    assert (await read_jellyfin(jellyfin, NOW)).playing == {"s1": frozenset({"ann"})}


async def test_a_series_without_a_folder_lies_where_its_episodes_do() -> None:
    items = [Item("S-1", "Les Vampires", "Series"), Item("s2", "Nobody's", "Series")]
    jellyfin = FakeJellyfin({"ann": []}, items)
    jellyfin.dialect = Dialect.RUST
    jellyfin.episodes = [EpisodePath("e1", "s1", "/media/movies/Les Vampires/Season 1/a.mkv")]
    media = await read_jellyfin(jellyfin, NOW)
    assert [item.path for item in media.items] == ["/media/movies/Les Vampires", None]


async def test_paths_of_episodes_are_read_only_where_series_have_none() -> None:
    jellyfin = FakeJellyfin({"ann": []}, [Item("s1", "Les Vampires", "Series")])
    jellyfin.episodes = [EpisodePath("e1", "s1", "/media/movies/Les Vampires/a.mkv")]
    assert [item.path for item in (await read_jellyfin(jellyfin, NOW)).items] == [None]


async def test_libraries_are_known_by_their_folders() -> None:
    media = await read_jellyfin(FakeJellyfin({"ann": []}), NOW)
    assert media.libraries == (JellyfinLibrary("Films", ("/media/movies",)),)


async def test_another_server_behind_the_address_is_not_believed() -> None:
    with pytest.raises(AnotherServerError):
        await read_jellyfin(FakeJellyfin({"ann": []}), NOW, "another")


async def test_the_server_that_was_set_up_is_believed() -> None:
    assert (await read_jellyfin(FakeJellyfin({"ann": []}), NOW, "s1")).items == ()


async def test_a_play_without_a_date_hides_no_newer_one() -> None:
    media = await read_jellyfin(FakeJellyfin({"ann": [a_play(days=None)], "bob": [a_play()]}), NOW)
    watch = media.watched["m1"]
    assert (watch.last_watched, watch.last_dated) == (UNKNOWN, days_ago(5))


@pytest.mark.parametrize(
    ("ticks", "minutes"),
    [
        pytest.param(91_800_000_000, 153, id="whole minutes"),
        pytest.param(91_800_000_001, 154, id="a minute begun"),
        pytest.param(0, None, id="not probed yet"),
        pytest.param(-1, None, id="nonsense"),
        pytest.param(None, None, id="unknown"),
    ],
)
async def test_how_long_a_film_plays_is_told_in_minutes_begun(
    ticks: int | None, minutes: int | None
) -> None:
    jellyfin = FakeJellyfin({"ann": []}, [Item("a", "A", "Movie", runtime_ticks=ticks)])
    (item,) = (await read_jellyfin(jellyfin, NOW)).items
    assert item.runtime_minutes == minutes
