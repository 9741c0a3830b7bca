"""Everything that can happen to a household, one event after the other."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from simulator import Fault
from tests.household import SERVER_IDS

from .play import Play
from .truth import Key
from .world_events import draw_happening

type Act = Callable[[Play], Coroutine[Any, Any, None]]

# Where a run looks once more, and what it asks right before it deletes.
_PATHS = ("/", "/", "/", "/api/v3/movie/", "/api/v3/series/", "/api/v3/filesystem", "/Sessions")
_FAULTS = [fault for fault in Fault if fault is not Fault.HANG] * 3 + [Fault.HANG]


async def pass_days(play: Play) -> None:
    """Let some days pass; in the automatic mode each of them has its run."""
    for _ in range(play.random.randint(1, 3)):
        _in_the_middle(play)
        await pass_a_day(play)
        await play.settle()


async def pass_a_day(play: Play) -> None:
    """Let a day pass."""
    await play.run(play.house.pass_time(timedelta(days=1)))


async def pass_window(play: Play) -> None:
    """Let pass as much time as what is announced now still has."""
    await play.run(play.house.pass_time(timedelta(days=play.household.window_days, hours=1)))


async def pass_hours(play: Play) -> None:
    """Let some hours pass."""
    hours = play.random.uniform(0.5, 20)
    await play.run(play.house.pass_time(timedelta(hours=hours)))


async def sync(play: Play) -> None:
    """Sync."""
    await play.run(play.house.act("sync"))


async def accept(play: Play) -> None:
    """Sync, believing servers that have lost media, and take everything for normal."""
    await play.run(play.house.act("sync", accept_smaller=True))
    if play.house.loaded:
        await play.house.coordinator.cleaner.async_release_brakes()


async def prepare(play: Play) -> None:
    """Let a plan be made."""
    await play.run(play.prepare())


async def approve(play: Play) -> None:
    """Let a plan be made, mostly when it is calm, wait a moment perhaps, and approve it."""
    if play.random.random() < 0.7:
        await _calm_down(play)
    await play.run(play.prepare())
    if not play.plans:
        return
    if play.random.random() < 0.4:
        _happen(play)
    _in_the_middle(play)
    plan = play.plans[-1]
    await play.run(play.approve(plan.id), plan)


async def approve_at_once(play: Play) -> None:
    """Let a plan be made, and approve it."""
    await play.run(play.prepare())
    if play.plans:
        await play.run(play.approve(play.plans[-1].id), play.plans[-1])


async def approve_old(play: Play) -> None:
    """Approve a plan of some time ago."""
    if play.plans:
        plan = play.random.choice(play.plans)
        await play.run(play.approve(plan.id), plan)


async def approve_twice(play: Play) -> None:
    """Approve a plan twice at once, while another is made and everything is read."""
    await play.run(play.prepare())
    if not play.plans:
        return
    plan = play.plans[-1]
    many = asyncio.gather(
        play.approve(plan.id),
        play.approve(plan.id),
        play.house.act("sync"),
        play.house.act("prepare_cleanup"),
    )
    await play.run(many, plan)


async def preview(play: Play) -> None:
    """See what would go."""
    await play.run(play.house.act("prepare_cleanup", dry_run=True))


async def keep(play: Play) -> None:
    """Keep a medium."""
    await _keep(play, play.any_medium())


async def snooze(play: Play) -> None:
    """Keep a medium for some days."""
    key = play.any_medium()
    answer = await play.house.act("snooze", medium_id=key, days=play.random.randint(1, 10))
    if answer is not None and key is not None:
        until = answer["snoozed"]["until"]
        play.laws.keeps[key] = datetime.fromisoformat(until) if until else None


async def unkeep(play: Play) -> None:
    """Let a kept medium go."""
    key = play.pick(play.laws.keeps)
    if key and await play.house.act("unkeep", medium_id=key) is not None:
        del play.laws.keeps[key]


async def happen(play: Play) -> None:
    """Let people and servers do something by themselves."""
    _happen(play)


async def break_something(play: Play) -> None:
    """Break a server for some requests, or until it is mended."""
    _break(play, lasting=True)


async def heal(play: Play) -> None:
    """Mend all servers and disks."""
    play.stack.heal()


async def holiday(play: Play) -> None:
    """Begin or end a holiday."""
    await _holiday(play, on=play.laws.holiday_since is None)


async def brake(play: Play) -> None:
    """Switch the entity on or off that holds everything back."""
    _switch_brake(play)


async def change_mode(play: Play) -> None:
    """Choose who lets media go."""
    await choose_mode(play, play.random.choice(("observe", "ask", "ask", "automatic", "automatic")))


async def wrong_clock(play: Play) -> None:
    """Let Home Assistant's clock be wrong, or right again."""
    clock = play.house.clock
    if clock.error:
        clock.error = timedelta()
    else:
        clock.error = timedelta(days=play.random.uniform(-20, 20))
    play.tell(f"  it is wrong by {clock.error}")
    await play.run(play.house.pass_time(timedelta(seconds=5)))


async def reload(play: Play) -> None:
    """Load the household anew."""
    await play.run(play.house.reload())


async def restart(play: Play) -> None:
    """Stop Home Assistant in order, and start it again."""
    await play.run(play.house.restart())


async def put_in_order(play: Play) -> None:
    """Let everything be well, nothing hold anything back, and all announcements come to their end."""
    await _calm_down(play)
    play.house.clock.error = timedelta()
    for arr in play.stack.arrs:
        await _accept_no_bin(play, arr.name)
    if play.laws.mode == "observe":
        await choose_mode(play, play.random.choice(("ask", "automatic")))
    await accept(play)
    await play.settle()
    await pass_window(play)


async def accept_no_bin(play: Play) -> None:
    """Accept that a server has no recycle bin."""
    await _accept_no_bin(play, play.random.choice(play.stack.arrs).name)


async def restore(play: Play) -> None:
    """Put something back that was removed."""
    answer = await play.house.act("get_history")
    rows = [row for row in (answer or {}).get("history", ()) if row["restorable"]]
    if not rows:
        return
    row = play.random.choice(rows)
    if play.random.random() < 0.4:
        _in_the_middle(play)
    await play.run(_restore(play, row["id"], row["medium_id"]))
    play.stack.catalog.refresh()


EVENTS: dict[Act, int] = {
    pass_days: 14,
    pass_hours: 3,
    sync: 4,
    accept: 2,
    put_in_order: 12,
    prepare: 2,
    approve: 16,
    approve_old: 2,
    approve_twice: 2,
    preview: 1,
    keep: 4,
    snooze: 2,
    unkeep: 4,
    happen: 22,
    break_something: 8,
    heal: 6,
    holiday: 3,
    brake: 2,
    change_mode: 4,
    wrong_clock: 3,
    reload: 2,
    restart: 2,
    accept_no_bin: 4,
    restore: 4,
}
"""The events, and how often they happen."""


async def _calm_down(play: Play) -> None:
    """Let nobody and nothing be in the way."""
    play.stack.heal()
    play.stack.stop_playing()
    play.stack.stop_scan()
    play.stack.catalog.refresh()
    if play.laws.brake_on:
        _switch_brake(play)
    if play.laws.holiday_since is not None:
        await _holiday(play, on=False)


async def _accept_no_bin(play: Play, server: str) -> None:
    if play.house.loaded:
        await play.house.coordinator.cleaner.async_accept_no_bin(SERVER_IDS[server])
        play.laws.accepted_bins.add(server)


def _happen(play: Play) -> None:
    happening, key = draw_happening(play)
    play.tell(f"  {happening.name}: {play.title(key)}")
    happening.act(play, key)


def _in_the_middle(play: Play) -> None:
    """Lay in wait for what comes next: things happen, servers break, and all may end suddenly."""
    random = play.random
    for _ in range(random.choice((0, 1, 1, 2))):
        _ambush(play)
    if random.random() < 0.3:
        _break(play, lasting=False)
    if random.random() < 0.15:
        play.crash_after(random.randint(1, 120), done=random.random() < 0.5)


def _ambush(play: Play) -> None:
    path = play.random.choice(_PATHS)
    after = play.random.randint(1, 60 if path == "/" else 4)
    if play.random.random() < 0.6:
        happening, key = draw_happening(play)

        async def happen_now() -> None:
            happening.act(play, key)

        play.ambush(after, f"{happening.name}: {play.title(key)}", happen_now, path)
        return
    act = play.random.choice(_DECISIONS)
    play.ambush(after, act.__name__.strip("_"), lambda: act(play), path)


async def _keep_now(play: Play) -> None:
    await _keep(play, play.any_medium())


async def _observe_now(play: Play) -> None:
    await choose_mode(play, "observe")


async def _ask_now(play: Play) -> None:
    await choose_mode(play, "ask")


async def _holiday_now(play: Play) -> None:
    await _holiday(play, on=True)


async def _brake_now(play: Play) -> None:
    _switch_brake(play)


async def _reload(play: Play) -> None:
    await play.house.reload()


_DECISIONS = (_keep_now, _keep_now, _observe_now, _ask_now, _holiday_now, _brake_now, _reload)


async def _keep(play: Play, key: Key | None) -> None:
    if key and await play.house.act("keep", medium_id=key) is not None and play.alive:
        play.laws.keeps[key] = None


async def choose_mode(play: Play, mode: str) -> None:
    """Let that be who lets media go."""
    if await play.house.set_mode(mode) and play.alive:
        play.laws.mode = mode


async def _holiday(play: Play, *, on: bool) -> None:
    if await play.house.set_holiday(on=on) and play.alive:
        if on:
            play.laws.begin_holiday()
        else:
            play.laws.end_holiday()


def _switch_brake(play: Play) -> None:
    play.house.brake_on = play.laws.brake_on = not play.house.brake_on
    play.house.show_brake()


async def _restore(play: Play, removal_id: str, key: Key) -> None:
    if await play.house.act("restore", removal_id=removal_id) is not None and play.alive:
        play.counts["restores"] += 1
        play.laws.keeps[key] = None


def _break(play: Play, *, lasting: bool) -> None:
    random = play.random
    servers = ["jellyfin", "bridge", "seerr", *(arr.name for arr in play.stack.arrs)]
    server, fault = random.choice(servers), random.choice(_FAULTS)
    times = random.choice((1, 2, 4, None) if lasting and fault is not Fault.HANG else (1, 2))
    play.stack.break_(server, fault, times=times, after=random.randint(0, 40))
    play.counts[f"fault: {server} {fault}"] += 1
    play.tell(f"  {server} breaks: {fault}, {times=}")
