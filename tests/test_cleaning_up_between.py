"""What changes between a list and its approval, or in the middle of a run, stays; the others go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import Options, Stack
from simulator.world import Movie

from .cleaning import (
    Hand,
    approve,
    begin,
    harm,
    holiday,
    monitored,
    owned,
    pick,
    prepare,
    refused,
    settle,
    titles,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import Clock, radarr_subentry, sonarr_subentry, sync

FILM = "Metropolis"


def film(stack: Stack) -> Movie:
    return next(movie for movie in stack.world.movies if movie.title.startswith(FILM))


def rename(stack: Stack) -> None:
    film(stack).title = "Metropolis Restored"
    stack.world.touch()


def match_anew(stack: Stack) -> None:
    film(stack).tmdb_id = 999_999
    stack.world.touch()


def grow(stack: Stack) -> None:
    film(stack).size_bytes += 1
    stack.world.touch()


def move(stack: Stack) -> None:
    movie, world = film(stack), stack.world
    (world.movies_dir / movie.folder).rename(world.movies_dir / "Elsewhere")
    movie.folder = "Elsewhere"
    world.at_path[str(world.movie_path(movie))] = movie
    world.touch()
    stack.catalog.refresh()


def add_again(stack: Stack) -> None:
    movie, world = film(stack), stack.world
    del world.movies_by_id[movie.id]
    movie.id = world.new_id("movie")
    world.movies_by_id[movie.id] = movie
    world.touch()


def lose_the_file(stack: Stack) -> None:
    stack.world.movie_path(film(stack)).unlink()


def tag(stack: Stack) -> None:
    film(stack).tags = [*film(stack).tags, 3]
    stack.world.touch()


HAPPENED: dict[str, Callable[[Stack], object]] = {
    "a heart": lambda stack: stack.favorite(FILM, user="Ada"),
    "a play": lambda stack: stack.play(FILM, user="Ada"),
    "half a play": lambda stack: stack.play(FILM, user="Ada", position_percent=40),
    "another title": rename,
    "another film": match_anew,
    "another size": grow,
    "another folder": move,
    "another id": add_again,
    "a tag": tag,
    "a download": lambda stack: stack.download(FILM),
    "no file": lose_the_file,
}


@pytest.mark.parametrize("mapped", [True, False], ids=["mapped", "without a mapping"])
async def test_a_film_of_nobody_in_its_folder_keeps_it(
    hass: HomeAssistant, stack: Stack, clock: Clock, *, mapped: bool
) -> None:
    radarr: Any = dict(radarr_subentry(stack))
    if not mapped:
        radarr["data"] = {**radarr["data"], "path_mappings": []}
    await begin(hass, stack, clock, subentries_data=(radarr, sonarr_subentry(stack)))
    plan = await prepare(hass)
    assert film(stack).title in titles(plan["items"])
    lodger = stack.world.movie_path(film(stack)).with_name("Lodger (1927).mkv")
    lodger.write_bytes(b"film")
    stack.catalog.refresh()
    answer = await approve(hass, stack, plan["plan_id"])
    assert lodger.exists()
    [row] = [row for row in answer["not_going"] if row["title"] == film(stack).title]
    assert "folder" in row["guards"]


@pytest.mark.parametrize("what", sorted(HAPPENED.keys() - {"a tag"}))
async def test_what_changed_since_the_list_stays_and_the_rest_goes(
    hass: HomeAssistant, stack: Stack, clock: Clock, what: str
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    assert FILM in titles(plan["items"])
    HAPPENED[what](stack)
    answer = await approve(hass, stack, plan["plan_id"])
    others = set(titles(plan["items"])) - {FILM}
    assert set(titles(answer["deleted"])) == others
    entries = [path for path in harm(stack) if path.endswith(f"/movie/{film(stack).id}")]
    assert entries == []
    stays = [row for row in answer["not_going"] if row["title"].startswith(FILM)]
    assert stays, answer
    assert all(row["reasons"] for row in stays)


@pytest.mark.parametrize("what", HAPPENED)
async def test_what_changes_in_the_middle_of_a_run_stays(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
    what: str,
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    number = film(stack).id

    async def happen() -> None:
        HAPPENED[what](stack)

    # The longest overdue goes first, which is another film.
    assert plan["items"][0]["title"] != FILM
    hand.at("DELETE", "radarr", happen)
    answer = await approve(hass, stack, plan["plan_id"])
    assert FILM not in titles(answer["deleted"])
    assert not any(
        path.endswith((f"/movie/{number}", f"/movie/{film(stack).id}")) for path in harm(stack)
    )
    assert len(answer["deleted"]) == len(plan["items"]) - 1
    assert FILM in titles(answer["not_going"])


async def test_whatever_is_watched_now_holds_everything_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    stack.start_playing("Nosferatu", user="Ada")
    answer = await approve(hass, stack, plan["plan_id"])
    assert [one["guard"] for one in answer["blocked_by"]] == ["watching"]
    assert harm(stack) == []


async def test_what_is_watched_now_stays_where_others_may_go_meanwhile(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, options={"only_while_idle": False})
    plan = await prepare(hass)
    stack.start_playing(FILM, user="Ada")
    answer = await approve(hass, stack, plan["plan_id"])
    assert set(titles(answer["deleted"])) == set(titles(plan["items"])) - {FILM}
    assert FILM in titles(answer["not_going"])


ONE_FILM = Options(movies=1, series=0, users=1)
one_film = pytest.mark.parametrize("stack", [ONE_FILM], indirect=True, ids=["one film"])


class Keeper:
    """Approves the same list again and again, and keeps the film one request later each time."""

    def __init__(self, hass: HomeAssistant, stack: Stack, hand: Hand) -> None:
        self.hass, self.stack, self.hand = hass, stack, hand
        self.paths: list[str] = []

    async def approve_until_too_late(self, ledger: Any) -> int:
        """Return how many requests of a run a keep may come before, and still wins."""
        plan = await prepare(self.hass)
        page, number = ledger._page, 0
        while True:
            number += 1
            self.hand.once(number, self._keep)
            begun = len(self.stack.requests)
            answer = await approve(self.hass, self.stack, plan["plan_id"])
            self.hand.before = None
            self.paths = [f"{one.method} {one.path}" for one in self.stack.requests[begun:]]
            if answer["deleted"] or FILM not in monitored(self.stack):
                return number - 1
            assert titles(answer["not_going"]) == [FILM]
            assert owned(self.stack) == {FILM}
            # As if nobody had kept it: an unkeep would announce it for the whole window again.
            ledger._page = page
            await self.hass.config_entries.async_entries("oxicleanarr")[
                0
            ].runtime_data.async_replan()

    async def _keep(self) -> None:
        await self.hass.services.async_call(
            "oxicleanarr", "keep", {"title": FILM}, blocking=True, return_response=True
        )


@one_film
async def test_a_keep_wins_before_every_single_request_of_a_run_but_the_delete_itself(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
) -> None:
    entry = await begin(hass, stack, clock)
    keeper = Keeper(hass, stack, hand)
    kept = await keeper.approve_until_too_late(entry.runtime_data.ledger)
    # Whoever keeps it when the delete has arrived already is too late.
    assert keeper.paths.index("DELETE /api/v3/movie/1") == kept > 20
    assert harm(stack) == ["DELETE /api/v3/movie/1"]


@one_film
async def test_a_keep_wins_before_every_single_request_of_unmonitoring(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
) -> None:
    entry = await begin(hass, stack, clock, options={"removal": "unmonitor"})
    keeper = Keeper(hass, stack, hand)
    kept = await keeper.approve_until_too_late(entry.runtime_data.ledger)
    # The whole entry is read once more, to be sent back with that one change.
    assert keeper.paths.index("PUT /api/v3/movie/1") - 1 == kept > 20
    assert harm(stack) == []


@pytest.mark.parametrize("how", ["holiday", "observe", "brake"])
async def test_what_comes_in_the_middle_ends_the_run_at_once(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
    how: str,
) -> None:
    hass.states.async_set("binary_sensor.backup", "off")
    await begin(hass, stack, clock, options={"brake_entities": ["binary_sensor.backup"]})
    plan = await prepare(hass)

    async def happen() -> None:
        if how == "brake":
            hass.states.async_set("binary_sensor.backup", "on")
        elif how == "holiday":
            await holiday(hass)
        else:
            await pick(hass, "observe")

    # The delete that is under way is the last one.
    hand.at("DELETE", "radarr", happen)
    answer = await approve(hass, stack, plan["plan_id"])
    assert len(harm(stack)) == len(answer["deleted"]) == 1
    assert titles([*answer["deleted"], *answer["not_going"]]) == titles(plan["items"])
    assert answer["blocked_by"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_whoever_observed_for_a_moment_has_ended_the_run(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand, method: str
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)

    async def observe_for_a_moment() -> None:
        await pick(hass, "observe")
        await pick(hass, "ask")

    hand.at(method, "radarr", observe_for_a_moment)
    answer = await approve(hass, stack, plan["plan_id"])
    assert len(harm(stack)) == len(answer["deleted"]) == (method == "DELETE")
    assert [row["guard"] for row in answer["blocked_by"]] == ["mode"]
    with refused("plan_unknown"):
        await approve(hass, stack, plan["plan_id"])


@pytest.mark.parametrize("mode", ["observe", "ask"])
async def test_a_mode_that_changes_while_the_evidence_is_gathered_lets_nothing_go(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
    mode: str,
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    done = False

    async def before(server: str, _method: str, path: str) -> None:
        nonlocal done
        if server == "radarr" and path.endswith("/mediafiles") and not done:
            done = True
            await pick(hass, mode)

    hand.before = before
    report = await entry.runtime_data.cleaner.async_clean_up()
    await settle(hass, stack)
    assert done
    assert harm(stack) == []
    assert [one.guard for one in report.objections] == ["mode"]


async def test_a_server_that_fails_ends_the_run_and_tells_of_everything_that_was_approved(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)

    async def break_down() -> None:
        stack.break_("radarr", "error", "/api/v3/movie", times=1)  # type: ignore[arg-type]

    hand.at("DELETE", "sonarr", break_down)
    answer = await approve(hass, stack, plan["plan_id"])
    assert titles([*answer["deleted"], *answer["not_going"]]) == titles(plan["items"])
    assert all(row["reasons"] for row in answer["not_going"])


async def test_a_clock_that_jumps_back_in_the_middle_stops_everything_after_it(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)

    async def jump() -> None:
        clock.ahead -= timedelta(days=20)

    hand.at("DELETE", "radarr", jump)
    await approve(hass, stack, plan["plan_id"])
    assert len(harm(stack)) == 1
    await sync(hass)
