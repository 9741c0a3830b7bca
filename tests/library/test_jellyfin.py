"""Plays: all users together, episodes for their series, and nothing that is not known."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import override

import pytest

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_collections import JellyfinCollections
from custom_components.oxicleanarr.clients.jellyfin_folders import JellyfinFolders, LibraryFolder
from custom_components.oxicleanarr.clients.jellyfin_log import JellyfinLog, LoggedPlay
from custom_components.oxicleanarr.clients.jellyfin_models import (
    Dialect,
    EpisodePath,
    Favorite,
    Item,
    Member,
    NowPlaying,
    Played,
    PublicInfo,
    Session,
    User,
)
from custom_components.oxicleanarr.clients.rows import Rows, Take
from custom_components.oxicleanarr.library.facts import UNKNOWN, Fact
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import (
    JellyfinLibrary,
    JellyfinMedia,
    OwnDisplay,
    TwinHeart,
)
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.reading import (
    AnotherServerError,
    ImplausibleError,
    IncompleteError,
)
from custom_components.oxicleanarr.library.viewing import Watch
from tests.builders import NOW, days_ago


class FakeLog(JellyfinLog):
    """A log in which nothing is."""

    def __init__(self) -> None:
        pass

    @override
    async def plays_since(self, since: datetime) -> Rows[LoggedPlay]:
        return Rows((), 0)


class FakeFolders(JellyfinFolders):
    """Knows the libraries."""

    def __init__(self, libraries: Sequence[LibraryFolder]) -> None:
        self._libraries = tuple(libraries)

    @override
    async def libraries(self) -> Rows[LibraryFolder]:
        return Rows(self._libraries, len(self._libraries))


class FakeCollections(JellyfinCollections):
    """A film and a series are in every collection."""

    def __init__(self, unread: int) -> None:
        self._unread = unread

    @override
    async def members(self, collection_id: str, user_id: str) -> Rows[Member]:
        return Rows((Member("M-1", "Movie"), Member("s1", "Series")), 2, self._unread)


class FakeJellyfin(Jellyfin):
    """Answers from lists; what crosses the wire is tested with the clients."""

    def __init__(
        self,
        plays: Mapping[str, Sequence[Played]],
        items: Sequence[Item] = (),
        unread: int = 0,
        missing: int = 0,
    ) -> None:
        self._plays, self._items, self._unread, self._missing = plays, items, unread, missing
        self.favourites: dict[str, list[Favorite]] = {}
        self.unread_favourites = self.unread_members = 0
        self.playing: list[Session] = []
        self.libraries = [LibraryFolder("Films", locations=["/media/movies/"])]
        self.episodes: list[EpisodePath] = []
        self.dialect = Dialect.JELLYFIN

    @override
    async def public_info(self) -> PublicInfo:
        return PublicInfo("s1", "Home", "10.11.11")

    @override
    async def users(self) -> Rows[User]:
        users = tuple(User(id=name, name=name) for name in self._plays)
        return Rows(users, len(users))

    @override
    async def favorites(self, user_id: str) -> Rows[Favorite]:
        rows = tuple(self.favourites.get(user_id, ()))
        return Rows(rows, len(rows) + self.unread_favourites, self.unread_favourites)

    @property
    @override
    def collections(self) -> JellyfinCollections:
        return FakeCollections(self.unread_members)

    @override
    async def episode_paths(self) -> Rows[EpisodePath]:
        return Rows(tuple(self.episodes), len(self.episodes))

    @override
    async def sessions(self) -> Rows[Session]:
        return Rows(tuple(self.playing), len(self.playing))

    @property
    @override
    def folders(self) -> JellyfinFolders:
        return FakeFolders(self.libraries)

    @override
    async def movies_and_series[T](
        self, take: Take[Item, T], saved_since: datetime | None = None
    ) -> Rows[T]:
        items = [taken for item in self._items if (taken := take(item)) is not None]
        return Rows(tuple(items), len(items))

    @override
    async def count_movies_and_series(self) -> int:
        return len(self._items)

    @property
    @override
    def log(self) -> JellyfinLog:
        return FakeLog()

    @override
    async def played(self, user_id: str) -> Rows[Played]:
        rows = tuple(self._plays[user_id])
        return Rows(rows, len(rows) + self._unread + self._missing, self._unread)


def a_play(item_id: str = "m1", days: float | None = 5, **changes: object) -> Played:
    fields: dict[str, object] = {
        "id": item_id,
        "type": "Movie",
        "last_played": None if days is None else days_ago(days).isoformat(),
        "play_count": 1,
        "played": True,
        **changes,
    }
    return Played(**fields)  # type: ignore[arg-type]  # a builder of any field


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


SOON = ["/soon/movies", "/soon/tv"]


async def test_what_lies_in_our_display_folders_is_a_twin_and_no_item() -> None:
    items = [
        Item("m1", "Metropolis", "Movie", "/media/movies/Metropolis/Metropolis.mkv"),
        Item("m2", "Metropolis", "Movie", "/soon/movies/Metropolis/Metropolis.mkv"),
        Item("m3", "Nosferatu", "Movie", "/soon/movies-of-mine/Nosferatu.mkv"),
        Item("s4", "Les Vampires", "Series", "/soon/tv/Les Vampires/"),
        Item("s5", "Judex", "Series"),
    ]
    media = await read_jellyfin(FakeJellyfin({"ann": []}, items), NOW, own=lambda: OwnDisplay(SOON))
    assert [item.id for item in media.items] == ["m1", "m3", "s5"]
    assert [item.id for item in media.twins] == ["m2", "s4"]
    assert media.size.media == 3


async def test_the_dates_of_twins_do_not_make_an_answer_implausible() -> None:
    nonsense = "1601-01-01T00:00:00Z"
    items = [
        Item("m1", "Metropolis", "Movie", "/media/m.mkv", days_ago(9).isoformat()),
        *(Item(name, name, "Movie", f"/soon/movies/{name}.mkv", nonsense) for name in "abc"),
    ]
    media = await read_jellyfin(FakeJellyfin({"ann": []}, items), NOW, own=lambda: OwnDisplay(SOON))
    assert len(media.twins) == 3


async def test_the_dates_of_twins_do_not_make_an_answer_plausible() -> None:
    nonsense = "1601-01-01T00:00:00Z"
    items = [
        *(Item(name, name, "Movie", f"/media/{name}.mkv", nonsense) for name in "abc"),
        *(
            Item(name, name, "Movie", f"/soon/movies/{name}.mkv", days_ago(1).isoformat())
            for name in "ABCD"
        ),
    ]
    with pytest.raises(ImplausibleError):
        await read_jellyfin(FakeJellyfin({"ann": []}, items), NOW, own=lambda: OwnDisplay(SOON))


async def test_libraries_that_show_only_twins_are_left_out() -> None:
    jellyfin = FakeJellyfin({"ann": []})
    jellyfin.libraries = [
        LibraryFolder("Films", locations=["/media/movies/"]),
        LibraryFolder("Leaving Soon", locations=["/soon/movies/"]),
        LibraryFolder("Series and more", locations=["/media/tv", "/soon/tv"]),
        LibraryFolder("Empty"),
    ]
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))
    assert media.libraries == (
        JellyfinLibrary("Films", ("/media/movies",)),
        JellyfinLibrary("Series and more", ("/media/tv",)),
        JellyfinLibrary("Empty", ()),
    )


async def test_an_episode_that_lost_its_series_reaches_the_original_beside_its_twin() -> None:
    play = a_play("e1", 9, type="Episode", series_name="Les Vampires")
    items = [
        Item("S1", "Les Vampires", "Series", "/media/tv/Les Vampires"),
        Item("S2", "Les Vampires", "Series", "/soon/tv/Les Vampires"),
    ]
    jellyfin = FakeJellyfin({"ann": [play]}, items)
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))
    assert media.watched["s1"].last_watched == days_ago(9)


async def test_an_episode_that_lost_its_twin_of_another_name_reaches_the_twin() -> None:
    play = a_play("e1", 9, type="Episode", series_name="The Vampires")
    items = [
        Item("S1", "Les Vampires", "Series", "/media/tv/Les Vampires"),
        Item("S2", "The Vampires", "Series", "/soon/tv/Les Vampires"),
    ]
    jellyfin = FakeJellyfin({"ann": [play]}, items)
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))
    assert media.watched["s2"].last_watched == days_ago(9)


async def test_hearts_on_twins_and_their_parts_are_known_one_by_one() -> None:
    items = [
        Item("M-1", "Metropolis", "Movie", "/media/movies/Metropolis.mkv"),
        Item("M-2", "Metropolis", "Movie", "/soon/movies/Metropolis.mkv"),
        Item("S-2", "Les Vampires", "Series", "/soon/tv/Les Vampires/"),
    ]
    jellyfin = FakeJellyfin({"Ann": []}, items)
    jellyfin.favourites = {
        "Ann": [
            Favorite("M-1", "Movie"),
            Favorite("M-2", "Movie"),
            Favorite("E-9", "Episode", series_id="s2"),
            Favorite("b1", "BoxSet"),
        ]
    }
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))
    assert media.twin_hearts == (TwinHeart("Ann", "M-2", "m2"), TwinHeart("Ann", "E-9", "s2"))


async def test_a_play_without_a_date_hides_no_newer_one() -> None:
    media = await read_jellyfin(FakeJellyfin({"ann": [a_play(days=None)], "bob": [a_play()]}), NOW)
    watch = media.watched["m1"]
    assert (watch.last_watched, watch.last_dated) == (UNKNOWN, days_ago(5))


async def test_a_heart_on_our_own_collection_keeps_nothing() -> None:
    jellyfin = FakeJellyfin({"ann": []}, (Item("a", "A", "Movie"),))
    jellyfin.favourites = {"ann": [Favorite("c-1", "BoxSet")]}
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(collection="c1"))
    assert media.favourite_of == {}


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
