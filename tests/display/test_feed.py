"""The feed tells what is leaving soon in the words that the Leaving Soon plugin reads."""

from datetime import datetime, timedelta, timezone
from typing import Any

from custom_components.oxicleanarr.display.feed import feed
from custom_components.oxicleanarr.display.models import Shown
from custom_components.oxicleanarr.library.models import Kind
from tests.builders import NOW, a_shown


def items(*shown: Shown) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = feed(shown)["items"]
    return found


def test_an_item_has_the_names_of_the_contract() -> None:
    assert feed([a_shown("Faust", item_ids=("a1",), paths=("/media/Faust.mkv",))]) == {
        "version": 1,
        "items": [
            {
                "mediaServerId": "a1",
                "type": "movie",
                "title": "Faust",
                "deletionDate": "2026-11-25T12:00:00+00:00",
                "sourcePath": "/media/Faust.mkv",
            }
        ],
    }


def test_nothing_is_an_empty_list() -> None:
    assert feed([]) == {"version": 1, "items": []}


def test_a_series_is_a_show() -> None:
    assert items(a_shown(kind=Kind.SERIES))[0]["type"] == "show"


def test_a_date_of_another_zone_is_the_same_moment() -> None:
    date = datetime(2026, 12, 1, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    (item,) = items(a_shown(leaves_at=date))
    assert item["deletionDate"] == "2026-11-30T22:00:00+00:00"


def test_what_leaves_first_comes_first_and_then_the_title() -> None:
    later = NOW + timedelta(days=9)
    shown = [
        a_shown("Nosferatu", leaves_at=later),
        a_shown("faust"),
        a_shown("Der müde Tod", leaves_at=later),
        a_shown("Metropolis"),
    ]
    titles = [item["title"] for item in items(*shown)]
    assert titles == ["faust", "Metropolis", "Der müde Tod", "Nosferatu"]


def test_every_item_of_a_medium_is_told_with_its_own_path() -> None:
    found = items(a_shown(item_ids=("a1", "b2"), paths=("/a.mkv", "/b.mkv")))
    assert {item["mediaServerId"]: item["sourcePath"] for item in found} == {
        "a1": "/a.mkv",
        "b2": "/b.mkv",
    }


def test_a_path_that_may_be_anothers_is_not_told() -> None:
    found = items(a_shown(item_ids=("a1", "b2"), paths=("/a.mkv",)))
    assert [item["mediaServerId"] for item in found] == ["a1", "b2"]
    assert not [item for item in found if "sourcePath" in item]


def test_what_jellyfin_does_not_know_is_left_out() -> None:
    assert items(a_shown(item_ids=())) == []
