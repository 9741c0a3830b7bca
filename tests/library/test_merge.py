"""Merging: one medium for each title, whoever tells of it."""

from collections.abc import Mapping

from msgspec import structs

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinLibrary, JellyfinMedia
from custom_components.oxicleanarr.library.managed import ManagedSource
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Kind, Medium, Problem, Requester
from custom_components.oxicleanarr.library.paths import PathMapping
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.library.requested import Requests
from custom_components.oxicleanarr.library.viewing import Watch
from tests.builders import (
    NOW,
    a_copy,
    a_series_copy,
    an_item,
    days_ago,
    jellyfin,
    radarr,
    sonarr,
    watched,
)


def the_medium(media: Mapping[str, Medium]) -> Medium:
    assert len(media) == 1
    return next(iter(media.values()))


def test_a_copy_and_an_item_with_one_provider_id_are_one_medium() -> None:
    library = build_library(jellyfin(an_item()), [radarr(a_copy())])
    medium = the_medium(library.media)
    assert medium.id == "movie:tmdb:19"
    assert medium.jellyfin_ids == ("aa11",)


def test_without_a_provider_id_the_mapped_path_decides() -> None:
    item = an_item(provider_ids=())
    source = radarr(a_copy(), mappings=[PathMapping("/movies", "/media/movies")])
    assert the_medium(build_library(jellyfin(item), [source]).media).jellyfin_ids == ("aa11",)


def test_without_a_mapping_the_path_does_not_match() -> None:
    library = build_library(jellyfin(an_item(provider_ids=())), [radarr(a_copy())])
    assert len(library.media) == 2


def test_a_folder_matches_when_radarr_knows_no_file() -> None:
    item = an_item(provider_ids=(), path="/movies/Metropolis (1927)/other name.mkv")
    library = build_library(jellyfin(item), [radarr(a_copy(file=None))])
    assert the_medium(library.media).jellyfin_ids == ("aa11",)


def test_the_same_film_in_two_radarrs_is_one_medium_of_both_sizes() -> None:
    first, second = a_copy(size_bytes=4), a_copy(size_bytes=20, folder="/movies-4k/Metropolis")
    library = build_library(jellyfin(an_item()), [radarr(first), radarr(second)])
    medium = the_medium(library.media)
    assert len(medium.copies) == 2
    assert medium.size_bytes == 24


def test_a_film_plays_as_long_as_its_longest_version() -> None:
    items = (
        an_item(runtime_minutes=112),
        an_item(id="bb22", path="/elsewhere/m.mkv", runtime_minutes=153),
        an_item(id="cc33", path="/elsewhere/n.mkv"),
    )
    library = build_library(jellyfin(*items), [radarr(a_copy())])
    assert the_medium(library.media).runtime_minutes == 153


def test_how_long_a_film_plays_that_jellyfin_does_not_show_nobody_knows() -> None:
    library = build_library(jellyfin(), [radarr(a_copy())])
    assert the_medium(library.media).runtime_minutes is None


def test_the_newest_copy_tells_since_when_the_medium_is_there() -> None:
    copies = (a_copy(added=days_ago(200)), a_copy(added=days_ago(3)))
    library = build_library(jellyfin(an_item()), [radarr(*copies)])
    assert the_medium(library.media).added == days_ago(3)


def test_a_play_of_any_item_of_the_medium_counts() -> None:
    items = (an_item(id="AA-11"), an_item(id="bb22", path="/elsewhere/m.mkv"))
    plays = {"aa11": watched(days_ago(50), 2), "bb22": watched(days_ago(5))}
    medium = the_medium(build_library(jellyfin(*items, watched=plays), [radarr(a_copy())]).media)
    assert medium.last_watched == days_ago(5)
    assert medium.play_count == 3


def test_a_play_of_the_file_counts_when_jellyfin_took_it_for_another_film() -> None:
    wrong = an_item(
        id="cc33", provider_ids=("tmdb:777",), path="/movies/Metropolis (1927)/Metropolis.mkv"
    )
    library = build_library(
        jellyfin(an_item(), wrong, watched={"cc33": watched(days_ago(1))}), [radarr(a_copy())]
    )
    assert library.media["movie:tmdb:19"].last_watched == days_ago(1)


def test_nobody_watched_it_is_known_when_jellyfin_answered() -> None:
    medium = the_medium(build_library(jellyfin(an_item()), [radarr(a_copy())]).media)
    assert medium.last_watched is None
    assert medium.play_count == 0


def test_whether_it_was_watched_is_unknown_when_jellyfin_does_not_show_it() -> None:
    medium = the_medium(build_library(jellyfin(), [radarr(a_copy())]).media)
    assert medium.last_watched is UNKNOWN


def test_movies_and_series_with_the_same_number_stay_apart() -> None:
    items = (
        an_item(provider_ids=("tmdb:19",)),
        an_item("Vampires", id="dd44", kind=Kind.SERIES, provider_ids=("tmdb:19", "tvdb:78")),
    )
    library = build_library(jellyfin(*items), [radarr(a_copy()), sonarr(a_series_copy())])
    assert {key: m.jellyfin_ids for key, m in library.media.items()} == {
        "movie:tmdb:19": ("aa11",),
        "series:tvdb:78": ("dd44",),
    }


def test_a_medium_that_only_jellyfin_has_is_there_without_copies() -> None:
    medium = the_medium(build_library(jellyfin(an_item()), [radarr()]).media)
    assert medium.copies == ()
    assert medium.size_bytes is UNKNOWN


def test_a_medium_is_known_by_its_provider_ids_and_its_paths() -> None:
    copy = a_copy(provider_ids=("tmdb:19", "imdb:tt0017136"))
    medium = the_medium(build_library(jellyfin(an_item()), [radarr(copy)]).media)
    assert medium.aliases == {
        "movie:tmdb:19",
        "movie:imdb:tt0017136",
        "movie:path:/media/movies/Metropolis (1927)/Metropolis.mkv",
        "movie:path:/movies/Metropolis (1927)/Metropolis.mkv",
    }


def test_a_failed_source_makes_its_kind_stale_and_no_other() -> None:
    silent = sonarr(a_series_copy(), problem=Problem("timed_out", "too slow"))
    library = build_library(jellyfin(an_item()), [radarr(a_copy()), silent])
    assert library.fresh(Kind.MOVIE)
    assert not library.fresh(Kind.SERIES)
    assert "series:tvdb:78" in library.media


def test_a_failed_jellyfin_makes_everything_stale() -> None:
    library = build_library(
        jellyfin(an_item(), problem=Problem("timed_out", "too slow")), [radarr(a_copy())]
    )
    assert not any(library.fresh(kind) for kind in Kind)


def test_whoever_loves_watches_or_left_any_item_of_the_medium_counts() -> None:
    items = (an_item(id="AA-11"), an_item(id="bb22", path="/leaving-soon/m.mkv"))
    answer = JellyfinMedia(
        items=items,
        favourite_of={"bb22": frozenset({"ann"})},
        playing={"aa11": frozenset({"bob"})},
        watched={"aa11": Watch(days_ago(3), 1, frozenset({"bob"}), frozenset({"cat"}))},
    )
    reading = Reading("jellyfin", "Home", answer, NOW)
    medium = the_medium(build_library(reading, [radarr(a_copy())]).media)
    assert medium.favourite_of == frozenset({"ann"})
    assert medium.playing == frozenset({"bob"})
    assert medium.watched_by == frozenset({"bob"})
    assert medium.unfinished_by == frozenset({"cat"})


def test_the_libraries_that_show_a_medium_are_known_by_their_folders() -> None:
    libraries = (
        JellyfinLibrary("Films", ("/media/movies",)),
        JellyfinLibrary("Kids", ("/media/movies-for-kids",)),
    )
    answer = JellyfinMedia(items=(an_item(),), libraries=libraries)
    reading = Reading("jellyfin", "Home", answer, NOW)
    medium = the_medium(build_library(reading, [radarr(a_copy())]).media)
    assert medium.libraries == frozenset({"Films"})


def test_the_tags_of_all_copies_count_together() -> None:
    copies = (a_copy(tags=frozenset({"kids"})), a_copy(tags=frozenset({"4k"})))
    medium = the_medium(build_library(jellyfin(an_item()), [radarr(*copies)]).media)
    assert medium.tags == frozenset({"kids", "4k"})


def test_tags_are_unknown_when_one_copys_are() -> None:
    copies = (a_copy(tags=frozenset({"kids"})), a_copy(tags=UNKNOWN))
    medium = the_medium(build_library(jellyfin(an_item()), [radarr(*copies)]).media)
    assert medium.tags is UNKNOWN


def requests(*people: Requester, name: str = "movie:tmdb:19") -> Reading[Requests]:
    return Reading("seerr", "Seerr", Requests(requesters={name: people}), NOW)


ANN = Requester(user_id=1, names=frozenset({"ann"}))


def test_who_asked_for_a_medium_is_known_by_its_provider_ids() -> None:
    library = build_library(jellyfin(an_item()), [radarr(a_copy())], [requests(ANN)])
    assert the_medium(library.media).requesters == (ANN,)


def test_people_of_two_seerrs_who_have_one_number_there_all_count() -> None:
    ben = Requester(user_id=ANN.user_id, names=frozenset({"ben"}))
    for first, second in ((ANN, ben), (ben, ANN)):
        asked_for = [requests(first), requests(second)]
        library = build_library(jellyfin(an_item()), [radarr(a_copy())], asked_for)
        assert the_medium(library.media).requesters == (ANN, ben)


def test_who_surely_asked_for_a_film_counts_once() -> None:
    perhaps = structs.replace(ANN, certain=False)
    asked_for = [requests(ANN, name=f"movie:{name}") for name in ("tmdb:19", "imdb:tt1")]
    asked_for.append(requests(perhaps))
    item = an_item(provider_ids=("tmdb:19", "imdb:tt1"))
    library = build_library(jellyfin(item), [radarr(a_copy())], asked_for)
    assert the_medium(library.media).requesters == (ANN,)


def test_a_request_for_a_series_does_not_count_for_the_film_with_its_number() -> None:
    asked_for = requests(ANN, name="series:tmdb:19")
    library = build_library(jellyfin(an_item()), [radarr(a_copy())], [asked_for])
    assert the_medium(library.media).requesters == ()


def test_who_asked_is_unknown_while_seerr_has_never_answered() -> None:
    silent: Reading[Requests] = Reading("seerr", "Seerr", problem=Problem("timed_out", "too slow"))
    library = build_library(jellyfin(an_item()), [radarr(a_copy())], [silent])
    assert the_medium(library.media).requesters is UNKNOWN
    assert not library.fresh(Kind.MOVIE)


def test_disks_are_unknown_while_a_server_has_never_answered() -> None:
    silent = ManagedSource(Kind.MOVIE, (), Reading("radarr", "Radarr"))
    assert build_library(jellyfin(an_item()), [silent]).disks is UNKNOWN


def test_what_is_as_before_stays_the_same_object() -> None:
    items = (an_item(), an_item("Nosferatu", id="cc33", path="/media/n.mkv", provider_ids=()))
    before = build_library(jellyfin(*items), [radarr(a_copy())]).media
    played = jellyfin(*items, watched={"cc33": watched(days_ago(1))})
    after = build_library(played, [radarr(a_copy())], before=before).media
    same = {name for name, medium in after.items() if medium is before[name]}
    assert same == {name for name, medium in after.items() if medium == before[name]}
    assert len(same) == len(after) - 1 == 1
