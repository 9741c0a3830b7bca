"""Finding media by what people say."""

from time import thread_time

import pytest

from custom_components.oxicleanarr.library.models import Kind, Medium
from custom_components.oxicleanarr.library.spoken import hear
from tests.builders import a_copy, a_medium

_TITLES = (
    ("Metropolis", 1927),
    ("Nosferatu", 1922),
    ("Nosferatu", 1979),
    ("The Cabinet of Dr. Caligari", 1920),
    ("Sherlock Jr.", 1924),
    ("Der müde Tod", 1921),
    ("Safety Last!", 1923),
    ("Rocky", 1976),
    ("Rocky II", 1979),
    ("Rocky V", 1990),
    ("The Matrix", 1999),
    ("The Matrix Reloaded", 2003),
    ("Toy Story 3", 2010),
    ("Crimson Harbour: Part Two", 1950),
    ("Fast & Furious", 2009),
    ("1917", 2019),
    ("Blade Runner", 1982),
    ("Blade Runner 2049", 2017),
    ("D.O.A.", 1950),
    ("Meet John Doe", 1941),
    ("Battleship Potemkin", 1925),
)


def titled(medium_id: str, title: str, year: int) -> Medium:
    return a_medium(medium_id, title=title, year=year, copies=())


MEDIA = [
    *(titled(f"movie:tmdb:{number}", *title) for number, title in enumerate(_TITLES)),
    titled("series:tvdb:1", "Sherlock Holmes", 1954),
    titled("series:tvdb:2", "Les Vampires", 1915),
    titled("series:tvdb:3", "Fantômas", 1913),
    titled("series:tvdb:4", "Metropolis", 2030),
]


def named(media: tuple[Medium, ...]) -> set[str]:
    return {f"{medium.title} {medium.year}" for medium in media}


def meant(text: str, kind: Kind | None = None) -> set[str]:
    return named(hear(MEDIA, text, kind).meant)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("blade runner", "Blade Runner 1982", id="a whole title before a part"),
        pytest.param("MATRIX", "The Matrix 1999", id="no article"),
        pytest.param("the rocky", "Rocky 1976", id="an article too many"),
        pytest.param("die vampires", "Les Vampires 1915", id="an article of another language"),
        pytest.param("mude tod", "Der müde Tod 1921", id="no accents"),
        pytest.param("muede tod", "Der müde Tod 1921", id="accents spelled out"),
        pytest.param("safety last", "Safety Last! 1923", id="no punctuation"),
        pytest.param("doa", "D.O.A. 1950", id="letters run together"),
        pytest.param("fast and furious", "Fast & Furious 2009", id="a sign as a word"),
        pytest.param("fast und furious", "Fast & Furious 2009", id="a sign in another language"),
        pytest.param("rocky two", "Rocky II 1979", id="roman number as a word"),
        pytest.param("rocky zwei", "Rocky II 1979", id="number in another language"),
        pytest.param("rocky 5", "Rocky V 1990", id="roman number as a digit"),
        pytest.param("toy story three", "Toy Story 3 2010", id="digit as a word"),
        pytest.param("crimson harbour 2", "Crimson Harbour: Part Two 1950", id="a part's number"),
        pytest.param("caligari", "The Cabinet of Dr. Caligari 1920", id="a part"),
        pytest.param("doctor caligari", "The Cabinet of Dr. Caligari 1920", id="written short"),
        pytest.param("1917", "1917 2019", id="a title that is a year"),
        pytest.param("blade runner 2049", "Blade Runner 2049 2017", id="a year in the title"),
        pytest.param("blade runner 1982", "Blade Runner 1982", id="the year after it"),
        pytest.param("nosferatu from 1979", "Nosferatu 1979", id="the year in words"),
        pytest.param("nosferatu aus dem jahr 1922", "Nosferatu 1922", id="the year in German"),
        pytest.param("sherlock 1954", "Sherlock Holmes 1954", id="a part and the year"),
        pytest.param("metropulis 1927", "Metropolis 1927", id="misheard"),
        pytest.param("kalligari", "The Cabinet of Dr. Caligari 1920", id="a part misheard"),
        pytest.param("phantomas", "Fantômas 1913", id="as it sounds"),
        pytest.param("nosferato 1979", "Nosferatu 1979", id="misheard, with the year"),
        pytest.param("movie:tmdb:4", "Sherlock Jr. 1924", id="an id"),
    ],
)
def test_one_title_is_meant(text: str, title: str) -> None:
    assert meant(text) == {title}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("nosferatu", {"Nosferatu 1922", "Nosferatu 1979"}),
        ("sherlock", {"Sherlock Jr. 1924", "Sherlock Holmes 1954"}),
        ("sherlok", {"Sherlock Jr. 1924", "Sherlock Holmes 1954"}),
        ("metropolis", {"Metropolis 1927", "Metropolis 2030"}),
    ],
)
def test_several_titles_may_be_meant(text: str, titles: set[str]) -> None:
    assert meant(text) == titles


def test_the_kind_tells_two_of_one_title_apart() -> None:
    assert meant("metropolis", Kind.SERIES) == {"Metropolis 2030"}


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        pytest.param("safety first", {"Safety Last! 1923"}, id="half of it"),
        pytest.param("nosferatu 1980", {"Nosferatu 1922", "Nosferatu 1979"}, id="another year"),
        pytest.param("le cuirassé potemkine", {"Battleship Potemkin 1925"}, id="translated"),
        pytest.param("casablanca", set[str](), id="nothing like it"),
        pytest.param("et", set[str](), id="too short to sound like anything"),
        pytest.param("", set[str](), id="nothing"),
        pytest.param("?!", set[str](), id="no word"),
    ],
)
def test_what_fits_nothing_has_its_nearest(text: str, nearest: set[str]) -> None:
    heard = hear(MEDIA, text)
    assert (named(heard.meant), named(heard.nearest)) == (set(), nearest)


def test_the_title_that_radarr_knows_counts_too() -> None:
    film = a_medium("movie:tmdb:99", title="Panzerkreuzer Potemkin", copies=(a_copy("Bronenosec"),))
    assert hear([film], "bronenosec").meant == (film,)


def test_a_large_library_is_heard_in_less_time_than_a_breath() -> None:
    media = [
        titled(f"movie:tmdb:{number}", f"Voyage {number:x} of the {number * 7919:x}", 1950)
        for number in range(10_000)
    ]
    start = thread_time()
    hear(media, "the violin of the forgotten lighthouse")
    assert thread_time() - start < 2
