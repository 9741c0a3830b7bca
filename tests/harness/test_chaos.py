"""Chaos can fail: with a guard taken away, or a promise broken, it finds that something was deleted wrongly."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.cleanup import guards
from custom_components.oxicleanarr.clients import http
from custom_components.oxicleanarr.house import House
from harness.chaos.household import Household
from harness.chaos.play import Play, stage
from harness.chaos.run import run
from harness.chaos.world_events import begin_download, begin_scan, begin_watching, heart
from harness.chaos.wrongs import Law
from simulator import Fault

pytestmark = pytest.mark.usefixtures("socket_enabled")

CALM: dict[str, Any] = {
    "bins": frozenset({"radarr", "sonarr"}),
    "only_while_idle": False,
    "films": 12,
    "series": 1,
}
SEEDS = range(1, 13)
FEW_SEEDS = SEEDS[:4]
"""Whatever is missing is found by the third of them."""


def heart_meanwhile(play: Play) -> None:
    _meanwhile(play, heart)


def begin_watching_meanwhile(play: Play) -> None:
    _meanwhile(play, begin_watching)


def download_before(play: Play) -> None:
    begin_download(play, play.pick(play.plans[-1].prints) or "")


def scan_before(play: Play) -> None:
    begin_scan(play, "")


def lose_the_answer(play: Play) -> None:
    play.stack.break_("radarr", Fault.LOST_ANSWER, "/api/v3/movie/", times=1, after=2)


def keep_all_meanwhile(play: Play) -> None:
    """Keep what is on the list when the first entry is read once more, right before it is deleted."""

    async def keep() -> None:
        for key in play.plans[-1].prints:
            await play.house.act("keep", medium_id=key)
            play.laws.keeps[key] = None

    play.ambush(2, "keeps", keep, "/api/v3/movie/")


def nothing(_: Play) -> None:
    pass


def _meanwhile(play: Play, act: Callable[[Play, str], None]) -> None:
    """Let something happen to what is on the list while it is carried out."""
    key = play.pick(play.plans[-1].prints) or ""

    async def happen() -> None:
        act(play, key)

    play.ambush(play.random.randint(1, 60), act.__name__, happen)


async def broken_laws(
    trouble: Callable[[Play], None], household: Household, wanted: Law | None = None
) -> set[Law]:
    """Return which laws are broken by households that clean up while there is trouble.

    Where one is wanted, more households are tried until it is broken.
    """
    found: set[Law] = set()
    for seed in SEEDS if wanted else FEW_SEEDS:
        async with stage(seed, household) as play:
            await _clean_up(play, trouble)
            found |= {wrong.law for wrong in play.laws.wrongs}
        if wanted in found:
            break
    return found


async def _clean_up(play: Play, trouble: Callable[[Play], None]) -> None:
    await play.settle()
    await play.house.set_mode("ask")
    play.laws.mode = "ask"
    await play.run(play.house.pass_time(timedelta(days=play.household.window_days, hours=1)))
    await play.settle()
    await play.run(play.prepare())
    trouble(play)
    plan = play.plans[-1]
    await play.run(play.approve(plan.id), plan)
    await play.settle()
    await play.end()


CASES = [
    pytest.param("favourite", {}, heart_meanwhile, Law.DEAR, id="favourite"),
    pytest.param("playing", {}, begin_watching_meanwhile, Law.DEAR, id="playing"),
    pytest.param("downloading", {}, download_before, Law.DOWNLOADING, id="downloading"),
    pytest.param("scan", {}, scan_before, Law.SCANNING, id="scan"),
    pytest.param("folder", {"shared_folders": True}, nothing, Law.SHARED, id="folder"),
    pytest.param("recycle_bin", {"bins": frozenset()}, nothing, Law.NO_BIN, id="recycle_bin"),
    pytest.param("cap_items", {"max_items": 1}, nothing, Law.CAPS, id="cap_items"),
]


@pytest.mark.parametrize(("guard", "changes", "trouble", "law"), CASES)
async def test_it_finds_that_a_guard_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    guard: str,
    changes: dict[str, Any],
    trouble: Callable[[Play], None],
    law: Law,
) -> None:
    for name in ("RUN_GUARDS", "MEDIUM_GUARDS"):
        others = tuple(one for one in getattr(guards, name) if one.__name__ != guard)
        monkeypatch.setattr(guards, name, others)
    assert law in await broken_laws(trouble, Household(**{**CALM, **changes}), law)


async def test_it_finds_that_a_keep_comes_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(House, "came_between", lambda *_: ())
    household = Household(**CALM)
    assert Law.KEPT in await broken_laws(keep_all_meanwhile, household, Law.KEPT)


async def test_it_finds_that_a_call_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    async def as_often_as_it_likes(request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        return await handler(request)

    monkeypatch.setattr(http, "sent_once", as_often_as_it_likes)
    household = Household(**CALM)
    assert Law.REPEATED in await broken_laws(lose_the_answer, household, Law.REPEATED)


@pytest.mark.parametrize(("guard", "changes", "trouble", "law"), CASES)
async def test_it_finds_nothing_where_nothing_is_missing(
    guard: str, changes: dict[str, Any], trouble: Callable[[Play], None], law: Law
) -> None:
    assert not await broken_laws(trouble, Household(**{**CALM, **changes}))


def some_seeds() -> Iterator[int]:
    return iter((1, 50, 222))


@pytest.mark.parametrize("seed", some_seeds())
async def test_everything_may_happen_and_nothing_is_deleted_wrongly(seed: int) -> None:
    assert not (await run(seed)).wrongs
