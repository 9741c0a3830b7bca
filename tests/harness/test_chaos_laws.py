"""Each law of chaos sees what breaks it, whoever does it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from harness.chaos.agreement import disagreements
from harness.chaos.household import Household
from harness.chaos.play import MadePlan, Play, stage
from harness.chaos.truth import Owned, kind_of
from harness.chaos.world_events import begin_download, begin_watching, heart, rename, watched
from harness.chaos.wrongs import Law
from simulator.sonarr import Sonarr

pytestmark = pytest.mark.usefixtures("socket_enabled")

BINS = frozenset({"radarr", "sonarr"})


class Somebody:
    """Somebody who deletes by hand, looking at everything before as a run does."""

    def __init__(self, play: Play, session: aiohttp.ClientSession) -> None:
        self.play = play
        self.laws = play.laws
        self.session = session
        self.film = self._some("movie")
        self.series = self._some("series")
        self.looks = True

    @property
    def key(self) -> str:
        return self.film.key

    def found(self) -> set[Law]:
        """Return which laws are broken by now."""
        return {wrong.law for wrong in self.laws.wrongs}

    async def ask(self, method: str, server: Any, path: str, **more: Any) -> None:
        headers = {"X-Api-Key": server.api_key}
        headers["Authorization"] = f'MediaBrowser Token="{server.api_key}"'
        async with self.session.request(method, server.url + path, headers=headers, **more):
            pass

    async def delete(self, owned: Owned, query: str = "deleteFiles=true", **more: Any) -> None:
        """Delete an entry during a run that may delete it."""
        await self.during_a_run(self._delete(owned, query), **more)

    async def delete_film(self) -> None:
        """Delete the film as chosen: with its files, and excluded."""
        await self.delete(self.film, "deleteFiles=true&addImportExclusion=true")

    async def during_a_run(self, deed: Awaitable[None], *, approved: bool = True) -> None:
        keys = (self.film.key, self.series.key) if approved else ()
        prints = {key: self.play.truth.fingerprint(key) for key in keys}
        tomorrow = self.laws.now() + timedelta(days=1)
        await self.play.run(deed, MadePlan("p", tomorrow, prints))
        self.laws.check_files()

    async def look(self, owned: Owned) -> None:
        items = ",".join(item.id for item in self.play.truth.items(owned.key))
        await self.ask("GET", self.play.stack.jellyfin, f"/Items?ids={items}")
        path = f"/api/v3/{kind_of(owned.key)}/{owned.entry.id}"
        await self.ask("GET", owned.arr, path)

    async def _delete(self, owned: Owned, query: str) -> None:
        if self.looks:
            await self.look(owned)
        path = f"/api/v3/{kind_of(owned.key)}/{owned.entry.id}?{query}"
        await self.ask("DELETE", owned.arr, path)

    def _some(self, kind: str) -> Owned:
        """Return an entry that is old and dear to nobody."""
        truth, now = self.play.truth, self.laws.now()
        for owned in truth.entries():
            dates = [truth.arrived(owned.key), *filter(None, [truth.last_seen(owned.key)])]
            old = max(dates) < now - timedelta(days=12)
            if kind_of(owned.key) == kind and old and not truth.dear(owned.key):
                return owned
        raise LookupError(kind)


@pytest.fixture
async def somebody(request: pytest.FixtureRequest) -> AsyncIterator[Somebody]:
    """Put a household on the stage in which a film and a series have been announced for long enough."""
    changes = getattr(request, "param", {})
    calm = {"bins": BINS, "films": 12, "series": 3, "movie_days": 10, "series_days": 10}
    async with stage(4, Household(**calm | changes)) as play, aiohttp.ClientSession() as session:
        await play.settle()
        somebody = Somebody(play, session)
        play.laws.mode = "ask"
        play.laws.showed([somebody.film.key, somebody.series.key], complete=True)
        play.house.clock.advance(timedelta(days=play.household.window_days))
        yield somebody


async def test_what_is_as_it_should_be_breaks_no_law(somebody: Somebody) -> None:
    await somebody.delete_film()
    assert somebody.found() == set()
    assert [one.happened for one in somebody.laws.deletions] == [True]


def _holiday(somebody: Somebody) -> None:
    somebody.laws.begin_holiday()


def _brake(somebody: Somebody) -> None:
    somebody.laws.brake_on = True


def _keep(somebody: Somebody) -> None:
    somebody.laws.keeps[somebody.key] = None


def _snooze(somebody: Somebody) -> None:
    somebody.laws.keeps[somebody.key] = somebody.laws.now() + timedelta(hours=1)


def _observe(somebody: Somebody) -> None:
    somebody.laws.mode = "observe"


def _not_shown(somebody: Somebody) -> None:
    somebody.laws.showed([], complete=True)


def _shown_just_now(somebody: Somebody) -> None:
    somebody.laws.showed([], complete=True)
    somebody.laws.showed([somebody.key], complete=True)


def _clock_put_forward(somebody: Somebody) -> None:
    _shown_just_now(somebody)
    somebody.play.house.clock.error = timedelta(days=30)


def _holiday_before(somebody: Somebody) -> None:
    now = somebody.laws.now()
    somebody.laws.pauses.append((now - timedelta(days=1), now))


def _heart(somebody: Somebody) -> None:
    heart(somebody.play, somebody.key)


def _half_watched(somebody: Somebody) -> None:
    while "half watched" not in somebody.play.truth.dear(somebody.key):
        watched(somebody.play, somebody.key)


def _watched(somebody: Somebody) -> None:
    item = somebody.play.truth.items(somebody.key)[0]
    somebody.play.stack.play(item_id=item.id)


def _watching(somebody: Somebody) -> None:
    begin_watching(somebody.play, somebody.key)


def _watching_something_else(somebody: Somebody) -> None:
    begin_watching(somebody.play, somebody.series.key)


def _downloading(somebody: Somebody) -> None:
    begin_download(somebody.play, somebody.key)


def _no_bin(somebody: Somebody) -> None:
    somebody.film.arr.disk.recycling = False


def _no_disk(somebody: Somebody) -> None:
    somebody.film.arr.disk.unmount()


def _scan(somebody: Somebody) -> None:
    somebody.play.stack.start_scan()


def _lodger(somebody: Somebody) -> None:
    for owned in somebody.play.truth.entries():
        if owned.arr is somebody.film.arr and owned.place != somebody.film.place:
            owned.entry.folder = f"{somebody.film.entry.folder}/below"


def _unseen(somebody: Somebody) -> None:
    somebody.looks = False


@pytest.mark.parametrize(
    ("trouble", "law"),
    [
        (_holiday, Law.HOLIDAY),
        (_brake, Law.BRAKE),
        (_keep, Law.KEPT),
        (_snooze, Law.KEPT),
        (_observe, Law.OBSERVING),
        (_not_shown, Law.UNANNOUNCED),
        (_shown_just_now, Law.UNANNOUNCED),
        (_clock_put_forward, Law.UNANNOUNCED),
        (_holiday_before, Law.UNANNOUNCED),
        (_heart, Law.DEAR),
        (_half_watched, Law.DEAR),
        (_watched, Law.NOT_DUE),
        (_watching, Law.DEAR),
        (_watching_something_else, Law.WATCHING),
        (_downloading, Law.DOWNLOADING),
        (_no_bin, Law.NO_BIN),
        (_no_disk, Law.DISK),
        (_scan, Law.SCANNING),
        (_lodger, Law.SHARED),
        (_unseen, Law.UNSEEN),
    ],
)
async def test_what_must_not_be_when_something_is_deleted_is_seen(
    somebody: Somebody, trouble: Callable[[Somebody], None], law: Law
) -> None:
    trouble(somebody)
    await somebody.delete_film()
    assert law in somebody.found()


async def test_what_nobody_approved_is_seen(somebody: Somebody) -> None:
    deed = somebody._delete(somebody.film, "deleteFiles=true&addImportExclusion=true")
    await somebody.during_a_run(deed, approved=False)
    assert somebody.found() == {Law.UNAPPROVED}


async def test_what_changed_after_it_was_approved_is_seen(somebody: Somebody) -> None:
    key = somebody.key
    plan = MadePlan("p", somebody.laws.now() + timedelta(days=1), {key: "something else"})
    deed = somebody._delete(somebody.film, "deleteFiles=true&addImportExclusion=true")
    await somebody.play.run(deed, plan)
    assert somebody.found() == {Law.UNAPPROVED}


async def test_what_is_deleted_while_no_run_is_under_way_is_seen(somebody: Somebody) -> None:
    await somebody._delete(somebody.film, "deleteFiles=true")
    assert Law.OUTSIDE in somebody.found()


async def test_what_is_deleted_twice_is_seen(somebody: Somebody) -> None:
    await somebody.delete_film()
    await somebody.delete_film()
    assert somebody.found() == {Law.REPEATED}


async def test_what_is_not_known_is_seen(somebody: Somebody) -> None:
    await somebody.ask("DELETE", somebody.film.arr, "/api/v3/movie/999")
    assert somebody.found() == {Law.STRAY}


@pytest.mark.parametrize("somebody", [{"removal": "delete_files"}], indirect=True)
async def test_an_entry_that_goes_instead_of_its_files_is_seen(somebody: Somebody) -> None:
    await somebody.delete_film()
    assert somebody.found() == {Law.CHOICE}


@pytest.mark.parametrize("somebody", [{"removal": "unmonitor"}], indirect=True)
async def test_what_goes_though_nothing_should_is_seen(somebody: Somebody) -> None:
    await somebody.delete_film()
    assert somebody.found() == {Law.CHOICE}


async def test_what_is_not_excluded_as_chosen_is_seen(somebody: Somebody) -> None:
    await somebody.delete(somebody.film, "deleteFiles=true&addImportListExclusion=true")
    assert somebody.found() == {Law.CHOICE}


@pytest.mark.parametrize("somebody", [{"max_episodes": 1}], indirect=True)
async def test_the_newest_episode_is_seen(somebody: Somebody) -> None:
    series = somebody.series

    async def delete() -> None:
        await somebody.look(series)
        await somebody.ask("DELETE", series.arr, f"/api/v3/episodefile/{max(series.files)}")

    await somebody.during_a_run(delete())
    assert somebody.found() == {Law.CHOICE}


@pytest.mark.parametrize("path", ["/movie/editor", "/series/editor", "/episodefile/bulk"])
async def test_a_call_for_several_at_once_is_seen(somebody: Somebody, path: str) -> None:
    arr = somebody.film.arr if "movie" in path else somebody.series.arr
    await somebody.ask("DELETE", arr, f"/api/v3{path}", json={})
    assert somebody.found() == {Law.FORBIDDEN}


async def test_what_jellyfin_is_to_delete_is_seen(somebody: Somebody) -> None:
    item = somebody.play.truth.items(somebody.key)[0]
    await somebody.ask("DELETE", somebody.play.stack.jellyfin, f"/Items/{item.id}")
    assert Law.FORBIDDEN in somebody.found()


@pytest.mark.parametrize("how", [Path.unlink, lambda path: path.write_text("other")])
async def test_a_file_that_is_touched_is_seen(
    somebody: Somebody, how: Callable[[Path], object]
) -> None:
    (path,) = somebody.film.files.values()
    how(path)
    somebody.laws.check_files()
    assert somebody.found() == {Law.FILES}


async def test_what_the_journal_does_not_know_is_seen(somebody: Somebody) -> None:
    await somebody.delete_film()
    assert {law for law, _ in disagreements((), somebody.laws)} == {Law.JOURNAL}


async def test_a_series_has_a_name_of_its_own(somebody: Somebody) -> None:
    """Its number may be a film's, too."""
    assert isinstance(somebody.series.arr, Sonarr)
    assert somebody.play.truth.copies(somebody.series.key)[0].place == somebody.series.place


async def test_what_a_rename_changes_is_no_other_medium(somebody: Somebody) -> None:
    key = somebody.key
    rename(somebody.play, key)
    assert somebody.play.truth.copies(key)
