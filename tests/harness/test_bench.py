"""The bounds of the benchmarks are found, held, and told about when they break."""

from typing import Any

import pytest

from harness.bench import bounds
from harness.bench.bounds import BOUNDS, Bound, broken
from harness.bench.gauge import gauge
from harness.bench.sizes import SIZES


def run_of(most: float) -> dict[str, Any]:
    return {"running": {"idle_poll": {"requests": most}}, "peers": None}


@pytest.fixture(autouse=True)
def one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Bound("running.idle_poll.requests", 12)
    monkeypatch.setattr(bounds, "BOUNDS", {"small": (ours,)})


def test_what_is_within_its_bound_is_no_sentence() -> None:
    assert list(broken(run_of(12), "small")) == []


def test_a_broken_bound_is_a_sentence_with_both_numbers() -> None:
    (sentence,) = broken(run_of(13), "small")
    assert "running.idle_poll.requests" in sentence
    assert "13" in sentence
    assert "12" in sentence


def test_a_figure_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "BOUNDS", {"small": (Bound("running.idle_poll.pages", 1),)})
    with pytest.raises(KeyError):
        list(broken(run_of(13), "small"))


def test_what_was_left_out_breaks_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "BOUNDS", {"small": (Bound("peers.radarr.poll.requests", 1),)})
    assert list(broken(run_of(13), "small")) == []


def test_every_size_has_bounds() -> None:
    assert BOUNDS.keys() == SIZES.keys()


async def test_a_hold_is_seen() -> None:
    async with gauge() as measured:
        sum(number * number for number in range(400_000))
    assert measured.read.longest_hold_ms > 5
    assert measured.read.cpu_seconds >= measured.read.longest_hold_ms / 1000 * 0.9


async def test_memory_that_was_given_back_still_counts() -> None:
    async with gauge() as measured:
        block = bytearray(64 * 1024 * 1024)
        del block
    assert measured.read.peak_memory_mb > 50
