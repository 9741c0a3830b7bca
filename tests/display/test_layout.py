"""Where the links go."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.clients.jellyfin_folders import EpisodeFile
from custom_components.oxicleanarr.display.layout import (
    WantedLink,
    folders_above,
    parent_and_name,
    roots,
    top_of,
    wanted_links,
)
from custom_components.oxicleanarr.display.models import MadeLink, Shown
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.paths import below, normalise

BASE = "/media/leaving-soon"
LIBRARIES = frozenset({"/media/movies", "/media/tv"})


def shown(*paths: str, kind: Kind = Kind.MOVIE, **changes: Any) -> Shown:
    return Shown(
        **{
            "medium_id": f"{kind}:{paths[0] if paths else ''}",
            "kind": kind,
            "title": "Metropolis",
            "year": 1927,
            "leaves_at": datetime(2026, 12, 1, tzinfo=UTC),
            "item_ids": ("aa11",),
            "paths": paths,
            **changes,
        }
    )


def series(*paths: str, **changes: Any) -> Shown:
    return shown(*paths, kind=Kind.SERIES, **changes)


def an_episode(path: str, season: int = 1, number: int = 1) -> EpisodeFile:
    return EpisodeFile(id=path, path=path, season=season, number=number)


def links(
    *media: Shown, files: dict[str, Any] | None = None, made: tuple[MadeLink, ...] = ()
) -> list[WantedLink]:
    return wanted_links(media, BASE, LIBRARIES, files or {}, made)


def places(*media: Shown, **given: Any) -> list[str]:
    return [link.path.removeprefix(f"{BASE}/") for link in links(*media, **given)]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("/media/movies/Metropolis (1927)/M.mkv", "movies/Metropolis (1927)/M.mkv"),
        ("/media/movies/M.mkv", "movies/M/M.mkv"),
        ("/media/movies/Dr. Mabuse", "movies/Dr. Mabuse"),
        ("/media/movies/x/Metropolis (1927)/M.iso", "movies/Metropolis (1927)/M.iso"),
        ("/media/movies/Wait...What/W.mkv", "movies/Wait.What/W.mkv"),
        ("/media/movies/AC\\DC/AC\\DC.mkv", "movies/AC-DC/AC\\DC.mkv"),
    ],
)
def test_a_film_lies_in_a_folder_named_as_its_own(source: str, place: str) -> None:
    assert places(shown(source)) == [place]


def test_a_series_is_one_link_to_its_folder() -> None:
    (link,) = links(series("/media/tv/Les Vampires"))
    assert (link.path, link.to_folder) == (f"{BASE}/tv/Les Vampires", True)


def test_episodes_lie_below_the_folders_of_their_seasons() -> None:
    one = series("/media/tv/Les Vampires")
    files = {one.medium_id: [an_episode("/media/tv/Les Vampires/Staffel 1/e1.mkv")]}
    assert places(one, files=files) == ["tv/Les Vampires/Staffel 1/e1.mkv"]


def test_an_episode_without_a_season_folder_gets_one() -> None:
    one = series("/media/tv/Les Vampires")
    files = {one.medium_id: [an_episode("/media/tv/Les Vampires/e1.mkv", season=2)]}
    assert places(one, files=files) == ["tv/Les Vampires/Season 02/e1.mkv"]


def test_a_series_that_jellyfin_tells_no_path_of_is_named_by_its_title() -> None:
    one = series(title="../../etc", year=1915, medium_id="series:1")
    files = {"series:1": [an_episode("/media/tv/x/Season 1/e1.mkv")]}
    assert places(one, files=files) == ["tv/-.-etc (1915)/Season 01/e1.mkv"]


def test_two_films_whose_folders_have_one_name_do_not_share_a_folder() -> None:
    found = places(shown("/media/movies/Heat/Heat.mkv"), shown("/media/uhd/Heat/Heat.mkv"))
    assert len({parent_and_name(place)[0] for place in found}) == 2


def test_two_versions_of_a_film_share_its_folder() -> None:
    one = shown("/media/movies/Heat/Heat.mkv", "/media/movies/Heat/Heat 4k.mkv")
    assert places(one) == ["movies/Heat/Heat.mkv", "movies/Heat/Heat 4k.mkv"]


def test_a_folder_of_links_never_lies_in_a_linked_folder() -> None:
    found = links(shown("/media/movies/Heat"), shown("/media/uhd/Heat/Heat.mkv"))
    tops = {top_of(link.path, f"{BASE}/movies") for link in found}
    assert len(tops) == 2


def test_a_link_that_is_there_stays_where_it_is() -> None:
    one = shown("/media/movies/Heat/Heat.mkv")
    there = MadeLink(
        path=f"{BASE}/movies/Heat (old)/Heat.mkv",
        source="/media/movies/Heat/Heat.mkv",
        medium_id=one.medium_id,
        kind=Kind.MOVIE,
    )
    assert places(one, made=(there,)) == ["movies/Heat (old)/Heat.mkv"]


def test_a_newcomer_of_the_same_name_does_not_move_the_one_that_is_there() -> None:
    first = shown("/media/movies/Heat/Heat.mkv")
    there = tuple(
        MadeLink(path=link.path, source=link.source, medium_id=link.medium_id, kind=link.kind)
        for link in links(first)
    )
    found = places(first, shown("/media/uhd/Heat/Heat.mkv"), made=there)
    assert found[0] == "movies/Heat/Heat.mkv"
    assert found[1] != found[0]


def test_a_link_below_an_old_base_path_moves() -> None:
    one = shown("/media/movies/Heat/Heat.mkv")
    there = MadeLink(
        path="/old/movies/Heat/Heat.mkv",
        source="/media/movies/Heat/Heat.mkv",
        medium_id=one.medium_id,
        kind=Kind.MOVIE,
    )
    assert places(one, made=(there,)) == ["movies/Heat/Heat.mkv"]


def test_windows_paths_are_taken_apart_and_put_together() -> None:
    found = wanted_links(
        [shown("D:\\Movies\\Heat (1995)\\Heat.mkv")], "D:\\Leaving", frozenset(), {}, ()
    )
    assert [link.path for link in found] == ["D:\\Leaving\\movies\\Heat (1995)\\Heat.mkv"]


NAMES = st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1)
SOURCES = st.builds(
    "{}/{}/{}{}".format,
    st.sampled_from(["/media/movies", "/media/uhd", "/media/movies/Heat"]),
    st.sampled_from(["Heat", "heat", "Heat...", "x" * 255, "Ä" * 127, 'a, "b"\nc']) | NAMES,
    st.sampled_from(["Heat", "heat", "Mr. Robot"]) | NAMES,
    st.sampled_from(["", ".mkv", ".MP4"]),
)
FILMS = st.lists(
    st.lists(SOURCES, min_size=1, max_size=2, unique=True), max_size=8, unique_by=tuple
).map(lambda lots: [shown(*lot, medium_id=f"movie:{n}") for n, lot in enumerate(lots)])


@given(FILMS)
def test_all_links_lie_below_their_root(media: list[Shown]) -> None:
    root = normalise(roots(BASE)[Kind.MOVIE])
    assert all(below(normalise(link.path), root) for link in links(*media))


@given(FILMS)
def test_no_two_sources_want_one_place(media: list[Shown]) -> None:
    wanted = {(link.path, link.source) for link in links(*media)}
    assert len({path for path, _ in wanted}) == len(wanted)


@given(FILMS)
def test_no_link_lies_below_another_link(media: list[Shown]) -> None:
    found = links(*media)
    folders = {folder for link in found for folder in folders_above(link.path, f"{BASE}/movies")}
    assert not folders & {link.path for link in found}


@given(FILMS)
def test_every_link_has_its_sources_name(media: list[Shown]) -> None:
    assert all(
        parent_and_name(link.path)[1] == parent_and_name(link.source)[1] for link in links(*media)
    )


@given(FILMS)
def test_our_own_folders_have_names_that_the_bridge_takes(media: list[Shown]) -> None:
    for link in links(*media):
        for folder in folders_above(link.path, f"{BASE}/movies"):
            name = parent_and_name(folder)[1]
            assert ".." not in name
            assert len(name.encode()) <= 255


@given(FILMS)
def test_planning_again_with_what_was_made_changes_nothing(media: list[Shown]) -> None:
    once = links(*media)
    made = tuple(
        MadeLink(path=link.path, source=link.source, medium_id=link.medium_id, kind=link.kind)
        for link in once
    )
    assert links(*media, made=made) == once
