"""Twins: what people do with them counts for the originals, and nothing else about them does."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinItem, JellyfinLibrary
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Kind, Library, Medium
from custom_components.oxicleanarr.library.paths import PathMapping
from custom_components.oxicleanarr.library.viewing import NEVER_WATCHED, Watch
from custom_components.oxicleanarr.policy.models import Leaving, Settings
from custom_components.oxicleanarr.policy.rules import RetentionBase
from tests.builders import (
    NOW,
    a_copy,
    a_plan,
    a_series_copy,
    a_twin,
    an_item,
    days_ago,
    jellyfin,
    radarr,
    sonarr,
    watched,
)

FILM = "/media/movies/Metropolis (1927)/Metropolis.mkv"
TWIN = "/soon/movies/Metropolis (1927)/Metropolis.mkv"
SERIES = "/media/tv/Les Vampires"
PLAYED = {"ee55": watched(days_ago(2))}


def a_series(**changes: object) -> JellyfinItem:
    given = {"id": "bb22", "kind": Kind.SERIES, "path": SERIES, "provider_ids": ("tvdb:78",)}
    return an_item("Les Vampires", **given | changes)


def a_series_twin(**changes: object) -> JellyfinItem:
    return a_series(**{"id": "ee55", "path": "/soon/tv/Les Vampires", **changes})


def originals(library: Library) -> dict[str, tuple[str, ...]]:
    """Return which media have twins."""
    return {name: medium.twin_ids for name, medium in library.media.items() if medium.twin_ids}


def test_a_play_of_a_twin_counts_for_the_original() -> None:
    reading = jellyfin(an_item(), twins=(a_twin(),), watched=PLAYED)
    medium = build_library(reading, [radarr(a_copy())], links={TWIN: FILM}).media["movie:tmdb:19"]
    assert (medium.last_watched, medium.play_count) == (days_ago(2), 1)


def test_whoever_loves_watches_or_left_a_twin_counts() -> None:
    reading = jellyfin(
        an_item(),
        twins=(a_twin(id="EE-55"),),
        watched={"ee55": Watch(days_ago(3), 1, frozenset({"bob"}), frozenset({"cat"}))},
        favourite_of={"ee55": frozenset({"ann"})},
        playing={"ee55": frozenset({"dan"})},
    )
    medium = build_library(reading, [radarr(a_copy())], links={TWIN: FILM}).media["movie:tmdb:19"]
    assert medium.watched_by == frozenset({"bob"})
    assert medium.unfinished_by == frozenset({"cat"})
    assert medium.favourite_of == frozenset({"ann"})
    assert medium.playing == frozenset({"dan"})


def test_a_twin_adds_nothing_of_its_own() -> None:
    shelves = (JellyfinLibrary("Films", ("/media/movies",)), JellyfinLibrary("Soon", ("/soon",)))
    twin = a_twin("M", year=2001, provider_ids=("tmdb:777", "imdb:tt7"), path=TWIN)
    without = jellyfin(an_item(), libraries=shelves)
    with_twin = jellyfin(an_item(), twins=(twin,), libraries=shelves)
    for sources in ([], [radarr(a_copy())]):
        before = build_library(without, sources, links={TWIN: FILM}).media["movie:tmdb:19"]
        after = build_library(with_twin, sources, links={TWIN: FILM}).media["movie:tmdb:19"]
        assert {
            name
            for name in Medium.__struct_fields__
            if getattr(before, name) != getattr(after, name)
        } == {"twin_ids"}


def test_where_a_link_leads_decides_and_not_what_jellyfin_took_the_twin_for() -> None:
    other = an_item("Nosferatu", id="bb22", provider_ids=("tmdb:653",))
    twin = a_twin(provider_ids=("tmdb:653",))
    library = build_library(jellyfin(an_item(), other, twins=(twin,)), [], links={TWIN: FILM})
    assert originals(library) == {"movie:tmdb:19": ("ee55",)}


@pytest.mark.parametrize("links", [{}, {TWIN: "/media/movies/replaced.mkv"}])
def test_a_twin_without_a_useful_link_belongs_to_what_shares_a_provider_id(
    links: Mapping[str, str],
) -> None:
    library = build_library(jellyfin(an_item(), twins=(a_twin(),)), [], links=links)
    assert originals(library) == {"movie:tmdb:19": ("ee55",)}


def test_a_provider_id_of_another_kind_is_another_one() -> None:
    series = a_series(provider_ids=("tmdb:19",))
    library = build_library(jellyfin(series, twins=(a_twin(),)), [])
    assert originals(library) == {}


def test_a_twin_that_belongs_to_nothing_is_no_medium() -> None:
    twin = a_twin(provider_ids=())
    reading = jellyfin(an_item(), twins=(twin, a_twin(id="e6", path=None, provider_ids=())))
    library = build_library(reading, [])
    assert (list(library.media), originals(library)) == (["movie:tmdb:19"], {})


def test_a_twin_without_a_provider_id_belongs_where_its_link_leads() -> None:
    twin = a_twin(provider_ids=())
    library = build_library(jellyfin(an_item(), twins=(twin,)), [], links={TWIN: FILM})
    assert originals(library) == {"movie:tmdb:19": ("ee55",)}


FOLDER = "/media/movies/Metropolis (1927)"


@pytest.mark.parametrize(
    ("item_path", "twin_path", "link", "source"),
    [
        pytest.param(FILM, TWIN, TWIN, FILM, id="file"),
        pytest.param(FILM, TWIN, "/soon/movies/Metropolis (1927)", FOLDER, id="in-linked-folder"),
        pytest.param(FILM, "/soon/movies/M", "/soon/movies/M", FOLDER, id="linked-folder"),
        pytest.param(FOLDER, "/soon/movies/M", "/soon/movies/M", FOLDER, id="disc"),
        pytest.param(
            FOLDER, "/soon/movies/M", "/soon/movies/M/BDMV", f"{FOLDER}/BDMV", id="part-of-disc"
        ),
    ],
)
def test_the_twin_of_a_film_is_known_by_its_link(
    item_path: str, twin_path: str, link: str, source: str
) -> None:
    item = an_item(path=item_path)
    twin = a_twin(path=twin_path, provider_ids=())
    library = build_library(jellyfin(item, twins=(twin,)), [], links={link: source})
    assert originals(library) == {"movie:tmdb:19": ("ee55",)}


def test_films_that_share_a_folder_are_told_apart() -> None:
    items = (
        an_item(path="/media/movies/a.mkv"),
        an_item(id="bb22", path="/media/movies/b.mkv", provider_ids=("tmdb:653",)),
    )
    twin = a_twin(path="/soon/movies/b/b.mkv", provider_ids=())
    links = {"/soon/movies/b/b.mkv": "/media/movies/b.mkv"}
    library = build_library(jellyfin(*items, twins=(twin,)), [], links=links)
    assert originals(library) == {"movie:tmdb:653": ("ee55",)}


EPISODE = "Season 01/Les Vampires S01E01.mkv"


@pytest.mark.parametrize(
    "links",
    [
        pytest.param({"/soon/tv/Les Vampires": SERIES}, id="folder"),
        pytest.param({"/soon/tv/Les Vampires/Season 01": f"{SERIES}/Season 01"}, id="season"),
        pytest.param({f"/soon/tv/Les Vampires/{EPISODE}": f"{SERIES}/{EPISODE}"}, id="episode"),
    ],
)
def test_the_twin_of_a_series_is_known_by_the_links_in_it(links: Mapping[str, str]) -> None:
    twin = a_series_twin(provider_ids=())
    others = {"/soon/tv/Judex/Season 01/e.mkv": "/media/tv/Judex/Season 01/e.mkv"}
    judex = a_series(id="cc33", path="/media/tv/Judex", provider_ids=("tvdb:99",))
    reading = jellyfin(a_series(), judex, twins=(twin,))
    library = build_library(reading, [], links={**others, **links})
    assert originals(library) == {"series:tvdb:78": ("ee55",)}


def test_the_twin_of_an_item_that_belongs_to_two_media_counts_for_both() -> None:
    wrong = an_item(
        id="cc33", provider_ids=("tmdb:777",), path="/movies/Metropolis (1927)/Metropolis.mkv"
    )
    copies = (a_copy(), a_copy("M", entry_id=2, provider_ids=("tmdb:777",)))
    assert wrong.path is not None
    library = build_library(
        jellyfin(wrong, twins=(a_twin(),)), [radarr(*copies)], links={TWIN: wrong.path}
    )
    assert originals(library) == {"movie:tmdb:19": ("ee55",), "movie:tmdb:777": ("ee55",)}


def test_a_twin_alone_does_not_put_a_medium_into_jellyfin() -> None:
    reading = jellyfin(twins=(a_twin(),), watched=PLAYED)
    library = build_library(reading, [radarr(a_copy())], links={TWIN: FILM})
    medium = library.media["movie:tmdb:19"]
    assert (medium.jellyfin_ids, medium.last_watched) == ((), UNKNOWN)


def test_a_link_to_what_jellyfin_does_not_show_leads_to_where_its_copies_should_lie() -> None:
    mappings = [PathMapping("/movies", "/media/movies")]
    copies = (a_copy(), a_copy(entry_id=2))
    library = build_library(
        jellyfin(), [radarr(*copies, mappings=mappings), sonarr(a_series_copy())]
    )
    assert {name: medium.source_paths for name, medium in library.media.items()} == {
        "movie:tmdb:19": (FILM,),
        "series:tvdb:78": ("/tv/Les Vampires",),
    }


# Laws, over any plays of any twins.

TITLES = ("a", "b", "c")
people = st.frozensets(st.sampled_from(["ann", "bob"]))
moments = st.floats(0, 400, allow_nan=False).map(days_ago)
watches = st.builds(
    Watch, st.one_of(st.just(UNKNOWN), moments), st.integers(1, 9), people, st.just(frozenset())
)
everybodys = st.dictionaries(st.sampled_from([f"i{title}" for title in TITLES]), watches)
twins_plays = st.dictionaries(st.sampled_from([f"t{title}" for title in TITLES]), watches)
twins_of = st.frozensets(st.sampled_from(TITLES))
linked = st.frozensets(st.sampled_from(TITLES))


def _item(title: str, number: int) -> JellyfinItem:
    path = f"/media/movies/{title}/{title}.mkv"
    return an_item(title, id=f"i{title}", path=path, provider_ids=(f"tmdb:{number}",))


def _libraries(
    shown: Mapping[str, Watch],
    on_twins: Mapping[str, Watch],
    with_twins: frozenset[str],
    with_links: frozenset[str],
) -> tuple[Library, Library]:
    """Return one household without twins, and with them and what people did with them."""
    items = [_item(title, number) for number, title in enumerate(TITLES, 1)]
    twins = tuple(
        a_twin(
            title,
            id=f"t{title}",
            path=f"/soon/movies/{title}.mkv",
            provider_ids=() if title in with_links else (f"tmdb:{number}",),
        )
        for number, title in enumerate(TITLES, 1)
        if title in with_twins
    )
    copies = [
        a_copy(title, entry_id=number, provider_ids=(f"tmdb:{number}",))
        for number, title in enumerate(TITLES, 1)
    ]
    links = {
        f"/soon/movies/{title}.mkv": f"/media/movies/{title}/{title}.mkv" for title in with_links
    }
    without = jellyfin(*items, watched=shown)
    having = jellyfin(*items, twins=twins, watched={**shown, **on_twins})
    sources = [radarr(*copies)]
    return build_library(without, sources), build_library(having, sources, links=links)


@given(everybodys, twins_plays, twins_of, linked)
def test_twins_change_no_medium_but_by_what_people_do_with_them(
    shown: Mapping[str, Watch],
    on_twins: Mapping[str, Watch],
    with_twins: frozenset[str],
    with_links: frozenset[str],
) -> None:
    before, after = _libraries(shown, on_twins, with_twins, with_links)
    people_do = {"last_watched", "play_count", "watched_by", "unfinished_by", "twin_ids"}
    same = [name for name in Medium.__struct_fields__ if name not in people_do]
    assert [[getattr(m, name) for name in same] for m in before.media.values()] == [
        [getattr(m, name) for name in same] for m in after.media.values()
    ]


@given(
    everybodys,
    twins_plays,
    twins_of,
    linked,
    st.sampled_from([base for base in RetentionBase if base is not RetentionBase.LAST_WATCHED]),
    st.integers(1, 300),
)
def test_a_play_of_a_twin_never_shortens_a_life(
    shown: Mapping[str, Watch],
    on_twins: Mapping[str, Watch],
    with_twins: frozenset[str],
    with_links: frozenset[str],
    base: RetentionBase,
    retention_days: int,
) -> None:
    retention = dict.fromkeys(Kind, timedelta(days=retention_days))
    rules = Settings(retention=retention, base=base, window=timedelta(days=14))
    before, after = _libraries(shown, on_twins, with_twins, with_links)
    plans = [a_plan(library, rules) for library in (before, after)]
    for medium_id in before.media:
        first, second = (plan.decisions[medium_id].verdict for plan in plans)
        if isinstance(second, Leaving):
            assert isinstance(first, Leaving)
            assert second.leaves_at >= first.leaves_at


@given(everybodys, twins_plays, twins_of, linked)
def test_the_last_play_of_either_counts_without_a_date_as_of_now_on_a_twin(
    shown: Mapping[str, Watch],
    on_twins: Mapping[str, Watch],
    with_twins: frozenset[str],
    with_links: frozenset[str],
) -> None:
    _, after = _libraries(shown, on_twins, with_twins, with_links)
    for medium in after.media.values():
        dates = [shown.get(f"i{medium.title}", NEVER_WATCHED).last_watched]
        if medium.title in with_twins:
            on_twin = on_twins.get(f"t{medium.title}", NEVER_WATCHED).last_watched
            dates.append(NOW if on_twin is UNKNOWN else on_twin)
        known = [date for date in dates if date is not None and date is not UNKNOWN]
        expected = UNKNOWN if UNKNOWN in dates else max(known, default=None)
        assert medium.last_watched == expected
