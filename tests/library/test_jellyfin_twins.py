"""What lies in our own display folders is a twin: no medium, but what people do with it counts."""

import pytest

from custom_components.oxicleanarr.clients.jellyfin_folders import LibraryFolder
from custom_components.oxicleanarr.clients.jellyfin_models import (
    Dialect,
    EpisodePath,
    Favorite,
    Item,
)
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import (
    JellyfinLibrary,
    JellyfinMedia,
    OwnDisplay,
    TwinHeart,
)
from custom_components.oxicleanarr.library.reading import ImplausibleError
from tests.builders import NOW, days_ago

from .jellyfin_in_memory import FakeJellyfin, a_play

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


async def test_a_series_without_a_folder_is_a_twin_where_its_episodes_are() -> None:
    items = [Item("s1", "Les Vampires", "Series"), Item("s2", "Les Vampires", "Series")]
    jellyfin = FakeJellyfin({"ann": []}, items)
    jellyfin.dialect = Dialect.RUST
    jellyfin.libraries = [
        LibraryFolder("Series", locations=["/media/tv"]),
        LibraryFolder("Leaving Soon", locations=["/soon/tv"]),
    ]
    jellyfin.episodes = [
        EpisodePath("e1", "s1", "/media/tv/Les Vampires/a.mkv"),
        EpisodePath("e2", "s2", "/soon/tv/Les Vampires/a.mkv"),
    ]
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))
    assert [item.id for item in media.items] == ["s1"]
    assert [(twin.id, twin.path) for twin in media.twins] == [("s2", "/soon/tv/Les Vampires")]


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


async def _read_lost_episode_of(twin: str) -> JellyfinMedia:
    """Read a play of an episode that names no series but as its twin is called, beside the original."""
    play = a_play("e1", 9, type="Episode", series_name=twin)
    items = [
        Item("S1", "Les Vampires", "Series", "/media/tv/Les Vampires"),
        Item("S2", twin, "Series", "/soon/tv/Les Vampires"),
    ]
    jellyfin = FakeJellyfin({"ann": [play]}, items)
    return await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(SOON))


async def test_an_episode_that_lost_its_series_reaches_the_original_beside_its_twin() -> None:
    media = await _read_lost_episode_of("Les Vampires")
    assert media.watched["s1"].last_watched == days_ago(9)


async def test_an_episode_that_lost_its_twin_of_another_name_reaches_the_twin() -> None:
    media = await _read_lost_episode_of("The Vampires")
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


async def test_a_heart_on_our_own_collection_keeps_nothing() -> None:
    jellyfin = FakeJellyfin({"ann": []}, (Item("a", "A", "Movie"),))
    jellyfin.favourites = {"ann": [Favorite("c-1", "BoxSet")]}
    media = await read_jellyfin(jellyfin, NOW, own=lambda: OwnDisplay(collection="c1"))
    assert media.favourite_of == {}
