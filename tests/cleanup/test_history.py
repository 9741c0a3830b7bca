"""What the journal tells afterwards."""

from datetime import timedelta
import json

import pytest

from custom_components.oxicleanarr.cleanup.history import find_restorable, history_row, restorable
from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Regret, Removed, Stage
from tests.builders import NOW
from tests.removals import SIZE_BYTES, a_part, a_removed

LATER = NOW + timedelta(days=2)
UNMONITORED = a_removed("r1", a_part(stage=Stage.FINISHED), removal=Removal.UNMONITOR)


def test_what_is_gone_was_freed() -> None:
    two = a_removed("r2", a_part(), a_part(source_id="radarr-4k"))
    assert two.freed_bytes == 2 * SIZE_BYTES


@pytest.mark.parametrize(
    "stage", [Stage.BEGUN, Stage.DELETING, Stage.ABANDONED, Stage.FILES_STAYED]
)
def test_files_that_may_still_be_there_freed_nothing(stage: Stage) -> None:
    assert a_removed("r1", a_part(stage=stage)).freed_bytes == 0


def test_unmonitoring_frees_nothing() -> None:
    assert UNMONITORED.freed_bytes == 0


def test_putting_something_back_takes_nothing_from_what_was_freed() -> None:
    assert a_removed(restored_at=LATER).freed_bytes == SIZE_BYTES


@pytest.mark.parametrize(
    ("removed", "can"),
    [
        pytest.param(a_removed(), True, id="finished"),
        pytest.param(a_removed("r1", a_part(stage=Stage.FILES_STAYED)), True, id="files stayed"),
        pytest.param(UNMONITORED, True, id="unmonitored"),
        pytest.param(a_removed("r1", a_part(stage=Stage.ABANDONED)), False, id="nothing gone"),
        pytest.param(a_removed(stage=Stage.DELETED), False, id="still open"),
        pytest.param(a_removed(restored_at=LATER), False, id="restored already"),
    ],
)
def test_only_what_is_gone_for_certain_can_be_put_back(removed: Removed, can: bool) -> None:
    assert restorable(removed) is can


RECENT = a_removed("r2", begun_at=LATER)
JOURNAL = [
    a_removed("r1"),
    RECENT,
    a_removed("r3", medium_id="movie:tmdb:20", title="Metropolis", year=2001, aliases=frozenset()),
    a_removed("r4", medium_id="series:tvdb:78", title="Les Vampires", aliases=frozenset({"s:1"})),
    a_removed("r5", medium_id="movie:tmdb:9", title="Faust", restored_at=LATER),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("r1", ["r1"], id="by the removal's id"),
        pytest.param("movie:tmdb:19", ["r2"], id="the newest of a medium"),
        pytest.param("s:1", ["r4"], id="by another name of the medium"),
        pytest.param("vampires", ["r4"], id="by a part of the title"),
        pytest.param("Metropolis (1927)", ["r2"], id="by title and year"),
        pytest.param("metropolis", ["r3", "r2"], id="several media"),
        pytest.param("Faust", [], id="back already"),
        pytest.param("Nosferatu", [], id="never gone"),
    ],
)
def test_what_can_be_put_back_is_found(text: str, ids: list[str]) -> None:
    assert sorted(one.id for one in find_restorable(JOURNAL, text)) == sorted(ids)


def test_a_row_can_be_sent_to_a_browser_and_is_complete() -> None:
    row = history_row(a_removed(regret=Regret.IMPORTED, regretted_at=LATER))
    assert json.loads(json.dumps(row)) == row
    assert row["title"] == "Metropolis"
    assert row["freed_bytes"] == SIZE_BYTES
    assert row["servers"] == ["Radarr"]
    assert row["restorable"] is True
    assert (row["regret"], row["regretted_at"]) == ("imported", LATER.isoformat())
    assert row["restored_at"] is None
