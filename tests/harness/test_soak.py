"""A soak can fail: with a promise of the integration broken, it says which one."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
import itertools
import time
from typing import Any

import pytest

from custom_components.oxicleanarr import polling, source
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.display_passes import DisplayPasses
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.sources import Sources
from harness.soak.orders import Orders, Report
from harness.soak.readings import Readings
from harness.soak.run import run_alone
from harness.soak.time import LeapingLoop
from harness.soak.verdicts import unlawful
from harness.soak.wire import Wire
from harness.soak.wrongs import Check
from simulator.wire import Arrival, Request
from tests.household import RADARR_ID, SONARR_ID

pytestmark = pytest.mark.usefixtures("socket_enabled")

SHORT = Orders(hours=16, seed=2)
"""Radarr fails three times in it, and Seerr once."""

SHORTER = Orders(hours=8, seed=2)
"""Radarr fails twice in it, and is well again: enough to find what is broken."""


def failed(report: Report) -> set[Check]:
    return {wrong.check for wrong in report.wrongs}


@pytest.mark.parametrize(
    "orders",
    [SHORT, SHORTER, Orders(hours=8, jellyfin="rust"), Orders(hours=8, oxicleanarr="1.6.2")],
    ids=["jellyfin", "jellyfin, shorter", "jellyfin-rust", "oxicleanarr"],
)
def test_a_household_lives_without_anything_wrong(orders: Orders) -> None:
    assert run_alone(orders).wrongs == []


def test_it_finds_that_every_failed_poll_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    once = Sources.log_changes

    def every_time(self: Sources) -> None:
        vars(self)["_failing"].clear()
        once(self)

    monkeypatch.setattr(Sources, "log_changes", every_time)
    assert Check.LOG in failed(run_alone(SHORTER))


def test_it_finds_that_a_server_that_is_back_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_again(reading: Reading[Any], *given: Any, **choices: Any) -> polling.Turn:
        return polling.Turn.NOTHING if reading.failures else asks(reading, *given, **choices)

    asks = polling.turn
    monkeypatch.setattr(source, "turn", never_again)
    assert Check.RECOVERY in failed(run_alone(SHORTER))


def test_it_finds_that_differences_are_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing_new(
        _client: Any, _now: Any, previous: JellyfinMedia, *_: Any, **__: Any
    ) -> Any:
        return previous

    monkeypatch.setattr(
        "custom_components.oxicleanarr.jellyfin_source.read_differences", nothing_new
    )
    assert Check.RECOVERY in failed(run_alone(SHORTER))


THEN, SOONER = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"movie:a": THEN}), ({"movie:a": THEN}, {}), ({"movie:a": THEN}, {"movie:a": SOONER})],
    ids=["scheduled", "freed", "shortened"],
)
def test_it_finds_what_a_failing_server_must_not_do(
    before: dict[str, datetime], after: dict[str, datetime]
) -> None:
    assert list(unlawful(before, after, {RADARR_ID}, set()))
    assert not list(unlawful(before, after, {SONARR_ID}, set()))
    assert not list(unlawful(before, after, {RADARR_ID}, {"movie:a"}))


def _keep_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    show = DisplayPasses.async_show

    async def and_keep(self: DisplayPasses, **choices: Any) -> Any:
        kept.append([dict.fromkeys(range(50), str(number) * 9) for number in range(500)])
        return await show(self, **choices)

    monkeypatch.setattr(DisplayPasses, "async_show", and_keep)


def _listen_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    renew = Sources.async_renew

    async def and_listen(self: Sources, *given: Any, **choices: Any) -> None:
        self._hass.bus.async_listen("nothing", _nothing)
        await renew(self, *given, **choices)

    monkeypatch.setattr(Sources, "async_renew", and_listen)


def _leave_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    renew = Sources.async_renew
    tasks: list[Any] = []

    async def and_wait(self: Sources, *given: Any, **choices: Any) -> None:
        tasks.append(self._hass.async_create_background_task(asyncio.sleep(10**7), "for ever"))
        await renew(self, *given, **choices)

    monkeypatch.setattr(Sources, "async_renew", and_wait)


async def _nothing(_: Any) -> None:
    return None


@pytest.mark.parametrize("leak", [_keep_everything, _listen_for_ever, _leave_tasks])
def test_it_finds_what_grows(
    monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leak(monkeypatch)
    assert Check.GROWTH in failed(run_alone(SHORTER))


async def test_it_finds_that_two_listings_are_asked_for_at_once() -> None:
    wire = Wire(_agree, itertools.count().__next__)
    listing = Arrival("radarr", "GET", "/api/v3/movie", "", agent="HomeAssistant/2026.10")
    await wire.gate(listing)
    await wire.gate(replace(listing, server="sonarr"))
    assert wire.overlaps == []
    await wire.gate(listing)
    assert len(wire.overlaps) == 1


async def test_a_listing_after_the_other_is_no_overlap() -> None:
    wire = Wire(_agree, itertools.count().__next__)
    for _ in range(2):
        await wire.gate(Arrival("radarr", "GET", "/api/v3/movie", "", agent="HomeAssistant/1"))
        wire.answered(Request("radarr", "GET", "/base/api/v3/movie", "", 200, 0))
    assert wire.overlaps == []


async def test_it_finds_that_two_readings_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def take_a_moment(*_: Any, **__: Any) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr(Sources, "async_renew", take_a_moment)
    readings = Readings(Wire(_agree, time.monotonic), time.monotonic)
    renew: Any
    with readings.watched():
        renew = Sources.async_renew
        await renew(None)
        assert readings.at_once == []
        await asyncio.gather(renew(None), renew(None))
    assert len(readings.at_once) == 1


async def _agree(_: Arrival) -> bool:
    return True


def test_it_finds_that_a_poll_asks_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    users = Jellyfin.users

    async def ask_more(self: Jellyfin) -> Any:
        for _ in range(5):
            await self.sessions()
        return await users(self)

    monkeypatch.setattr(Jellyfin, "users", ask_more)
    assert Check.REQUESTS in failed(run_alone(replace(SHORT, hours=24)))


def test_time_leaps_to_each_timer_in_its_turn() -> None:
    async def sleep(days: int, order: list[int]) -> float:
        await asyncio.sleep(days * 86_400)
        order.append(days)
        return asyncio.get_running_loop().time()

    async def wait() -> list[int]:
        loop, order = asyncio.get_running_loop(), list[int]()
        assert isinstance(loop, LeapingLoop)
        loop.leaps = True
        began = loop.time()
        ends = await asyncio.gather(*(sleep(days, order) for days in (3, 1, 2)))
        assert [round((end - began) / 86_400) for end in ends] == [3, 1, 2]
        return order

    began = time.monotonic()
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        assert runner.run(wait()) == [1, 2, 3]
    assert time.monotonic() - began < 60
