"""The integration's answer is read, and said for people."""

from datetime import date
from typing import Any

import pytest

from harness.errors import HarnessError
from harness.media import Medium, Reason, days, leaving_soon, read_media, size


def row(title: str, leaves_on: str) -> dict[str, Any]:
    return {
        "title": title,
        "kind": "movie",
        "leaves_on": leaves_on,
        "due_on": leaves_on,
        "days_left": 1,
    }


def test_the_order_of_the_answer_is_kept() -> None:
    rows = [row("C", "2026-12-01"), row("B", "2026-12-05"), row("A", "2026-12-05")]
    assert [medium.title for medium in read_media({"media": rows})] == ["C", "B", "A"]


def test_fields_that_are_not_shown_do_not_matter() -> None:
    answer = {"media": [row("A", "2026-12-05") | {"paths": [{"server": "Radarr"}]}], "total": 1}
    assert read_media(answer)[0].title == "A"


def test_an_answer_without_a_date_is_refused_by_name() -> None:
    with pytest.raises(HarnessError, match="leaves_on"):
        read_media({"media": [{"title": "A", "kind": "movie", "days_left": 1}]})


@pytest.mark.parametrize(
    ("size_bytes", "shown"),
    [
        (None, ""),
        (0, "0 B"),
        (999, "999 B"),
        (4_200_000_000, "4.2 GB"),
        (634_000_000, "634 MB"),
        (5_000_000_000_000_000, "5000 TB"),
    ],
)
def test_sizes_are_short(size_bytes: int | None, shown: str) -> None:
    assert size(size_bytes) == shown


@pytest.mark.parametrize(
    ("days_left", "shown"), [(-3, "overdue"), (0, "today"), (1, "tomorrow"), (14, "14 days")]
)
def test_days_are_said_as_people_say_them(days_left: int, shown: str) -> None:
    assert days(days_left) == shown


def medium(why: str = "Never watched", size_bytes: int = 4_200_000_000) -> Medium:
    return Medium(
        title="Metropolis",
        year=1927,
        kind="movie",
        leaves_on=date(2026, 12, 5),
        days_left=14,
        due_on=date(2026, 11, 30),
        size_bytes=size_bytes,
        reasons=(Reason(why),),
    )


def test_a_sentence_that_does_not_fit_is_wrapped_under_its_heading() -> None:
    why = "Never watched since it was added on 2026-06-13 by somebody who forgot it"
    lines = leaving_soon([medium(why=why)], width=100).splitlines()
    assert max(map(len, lines)) <= 100
    assert " ".join(line[lines[0].index("Why") :] for line in lines[2:]) == why


def test_sizes_stand_to_the_right() -> None:
    media = [medium(size_bytes=size_bytes) for size_bytes in (62_500_000_000, 4_200_000_000)]
    first, second = leaving_soon(media, width=140).splitlines()[2:]
    assert first.index("62.5 GB") + 1 == second.index("4.2 GB")


def test_an_empty_list_is_a_sentence() -> None:
    assert leaving_soon([]) == "Nothing is about to leave."
