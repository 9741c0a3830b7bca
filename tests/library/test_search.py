"""Finding media by what people call them."""

import pytest

from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.library.search import find_media
from tests.builders import a_medium

MEDIA = [
    a_medium("movie:tmdb:1", title="Amélie", year=2001),
    a_medium("movie:tmdb:2", title="Alien", year=1979),
    a_medium("movie:tmdb:3", title="Aliens", year=1986),
    a_medium("movie:tmdb:4", title="Alien: Romulus", year=2024),
    a_medium("movie:tmdb:5", title="The Thing", year=1982),
    a_medium("movie:tmdb:6", title="The Thing", year=2011),
]


def found(text: str, media: list[Medium] = MEDIA) -> list[str]:
    return [medium.id.rsplit(":", 1)[1] for medium in find_media(media, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("movie:tmdb:3", ["3"]),
        ("amelie", ["1"]),
        ("  AMÉLIE! ", ["1"]),
        ("alien", ["2"]),
        ("Romulus", ["4"]),
        ("alien romulus", ["4"]),
        ("the thing", ["5", "6"]),
        ("the thing (1982)", ["5"]),
        ("thin", []),
        ("", []),
        ("!?", []),
    ],
)
def test_media_are_found_as_people_write_them(text: str, expected: list[str]) -> None:
    assert found(text) == expected
