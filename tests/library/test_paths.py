"""Path mappings: whole segments, longest first, proposed from what both sides know."""

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.paths import (
    PathMapping,
    PathPair,
    below,
    idle_mappings,
    normalise,
    propose,
    translate,
)

segments = st.lists(
    st.text(st.characters(exclude_characters="/\\", categories=("L", "N", "P")), min_size=1),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/movies/Metropolis", "/media/films/Metropolis"),
        ("/movies/", "/media/films"),
        ("/movies", "/media/films"),
        ("/movies-4k/Metropolis", "/movies-4k/Metropolis"),
        ("/other/movies/Metropolis", "/other/movies/Metropolis"),
    ],
)
def test_a_mapping_fits_whole_segments_only(path: str, expected: str) -> None:
    assert translate(path, [PathMapping("/movies", "/media/films")]) == expected


@pytest.mark.parametrize("server", ["/movies", "/movies/"])
@pytest.mark.parametrize("jellyfin", ["/media/films", "/media/films/"])
def test_trailing_slashes_do_not_matter(server: str, jellyfin: str) -> None:
    assert translate("/movies/A/a.mkv", [PathMapping(server, jellyfin)]) == "/media/films/A/a.mkv"


def test_the_longest_mapping_wins_in_any_order() -> None:
    mappings = [PathMapping("/data", "/a"), PathMapping("/data/movies", "/b")]
    assert translate("/data/movies/A", mappings) == "/b/A"
    assert translate("/data/movies/A", mappings[::-1]) == "/b/A"


def test_windows_paths_translate() -> None:
    mapping = PathMapping("D:\\Movies", "/media/movies")
    assert translate("D:\\Movies\\A\\a.mkv", [mapping]) == "/media/movies/A/a.mkv"


def test_a_mapping_of_the_root_translates_everything() -> None:
    assert translate("/movies/A", [PathMapping("/", "/mnt")]) == "/mnt/movies/A"


@given(segments)
def test_a_path_without_mapping_stays(parts: list[str]) -> None:
    path = normalise("/" + "/".join(parts))
    assert translate(path, []) == path


@given(segments, segments, segments)
def test_a_mapping_there_and_back_changes_nothing(
    a: list[str], b: list[str], rest: list[str]
) -> None:
    ours, theirs = "/" + "/".join(a), "/" + "/".join(b)
    path = normalise(f"{ours}/{'/'.join(rest)}")
    there = translate(path, [PathMapping(ours, theirs)])
    assert translate(there, [PathMapping(theirs, ours)]) == path


@given(segments, segments)
def test_what_lies_below_a_folder_is_found_again(folder: list[str], rest: list[str]) -> None:
    root = normalise("/" + "/".join(folder))
    path = normalise(root + "/" + "/".join(rest))
    found = below(path, root)
    assert found is not None
    assert f"{root}/{found}".rstrip("/") == path


def pair(server: str, jellyfin: str, root: str | None = "/movies") -> PathPair:
    return PathPair(server, jellyfin, root)


def test_a_mapping_from_root_to_root_is_proposed() -> None:
    pairs = [pair("/movies/A (1927)/a.mkv", "/media/movies/A (1927)/a.mkv")]
    assert propose(pairs) == [PathMapping("/movies", "/media/movies")]


def test_nothing_is_proposed_where_both_sides_agree() -> None:
    assert propose([pair("/movies/A/a.mkv", "/movies/A/a.mkv")]) == []


def test_every_root_folder_gets_its_own_mapping() -> None:
    pairs = [
        pair("/movies/A/a.mkv", "/media/films/A/a.mkv"),
        pair("/movies-4k/B/b.mkv", "/media/uhd/B/b.mkv", "/movies-4k"),
    ]
    assert propose(pairs) == [
        PathMapping("/movies", "/media/films"),
        PathMapping("/movies-4k", "/media/uhd"),
    ]


def test_the_majority_decides_and_a_renamed_folder_does_not() -> None:
    pairs = [
        pair("/movies/A/a.mkv", "/media/A/a.mkv"),
        pair("/movies/B/b.mkv", "/media/B/b.mkv"),
        pair("/movies/C/c.mkv", "/old/C/c.mkv"),
        pair("/movies/D (1999)/d.mkv", "/media/D/d.mkv"),
    ]
    assert propose(pairs) == [PathMapping("/movies", "/media")]


def test_without_a_root_folder_the_common_end_decides() -> None:
    assert propose([pair("/a/x/M/m.mkv", "/b/M/m.mkv", None)]) == [PathMapping("/a/x", "/b")]


def test_paths_that_have_nothing_in_common_propose_nothing() -> None:
    assert propose([pair("/a/one.mkv", "/b/two.mkv", None)]) == []


@given(segments, segments, st.lists(segments, min_size=1, max_size=4))
def test_a_proposed_mapping_leads_to_jellyfins_path(
    ours: list[str], theirs: list[str], tails: list[list[str]]
) -> None:
    root, target = "/" + "/".join(ours), "/" + "/".join(theirs)
    pairs = [pair(f"{root}/{'/'.join(t)}", f"{target}/{'/'.join(t)}", root) for t in tails]
    mappings = propose(pairs)
    assert all(translate(p.server_path, mappings) == normalise(p.jellyfin_path) for p in pairs)


def test_a_mapping_that_translates_nothing_is_idle() -> None:
    good, idle = PathMapping("/movies", "/media/movies"), PathMapping("/films", "/media/movies")
    assert idle_mappings([good, idle], ["/movies/A/a.mkv"], ["/media/movies/A/a.mkv"]) == [idle]


def test_a_mapping_that_leads_nowhere_in_jellyfin_is_idle() -> None:
    wrong = PathMapping("/movies", "/media/moveis")
    assert idle_mappings([wrong], ["/movies/A/a.mkv"], ["/media/movies/A/a.mkv"]) == [wrong]
