"""Runs: each from its seed alone, and what many of them came to."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from threading import Timer
import traceback
from typing import Any

from .errors import logged_errors
from .events import EVENTS, change_mode
from .play import Play, stage
from .wrongs import Law, Wrong

EVENTS_OF_A_RUN = 20
_EVENT_SECONDS = 90.0


@dataclass(slots=True)
class Result:
    """What a run came to; ``story`` tells it line by line."""

    seed: int
    story: list[str] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run_alone(seed: int, events: int) -> Result:
    """Run outside of any loop."""
    return asyncio.run(run(seed, events))


async def run(seed: int, events: int = EVENTS_OF_A_RUN) -> Result:
    """Let everything happen to a household that the seed says."""
    result = Result(seed)
    with logged_errors() as errors:
        try:
            async with stage(seed) as play:
                result.story = play.story
                await _perform(play, events)
                result.wrongs = play.laws.wrongs
                result.counts = play.counts
                result.counts["runs"] += 1
                result.counts["deletions"] += sum(one.happened for one in play.laws.deletions)
                result.counts["media deleted"] += len(
                    {(one.key, one.place) for one in play.laws.deletions if one.happened}
                )
        except Exception:  # noqa: BLE001 - whatever it is belongs to this seed
            result.wrongs = [*result.wrongs, Wrong(Law.ERROR, traceback.format_exc())]
    result.wrongs += [Wrong(Law.ERROR, line) for line in errors]
    return result


async def _perform(play: Play, events: int) -> None:
    play.tell(f"{play.household}")
    for media in sorted(owned.fingerprint[:3] for owned in play.truth.entries()):
        play.tell(f"  {media}")
    await play.settle()
    await _happens(play, change_mode)
    for _ in range(events):
        (event,) = play.random.choices(list(EVENTS), list(EVENTS.values()))
        if not await _happens(play, event):
            return
    play.tell("the end")
    await _in_time(play, play.end())


async def _happens(play: Play, event: Callable[[Play], Awaitable[None]]) -> bool:
    """Let an event happen; return whether it came to an end."""
    play.tell(f"{event.__name__}, {play.laws.mode}, {play.laws.now():%d %H:%M}")
    before = len(play.laws.wrongs)

    async def whole() -> None:
        await event(play)
        await play.settle()

    ended = await _in_time(play, whole())
    for wrong in play.laws.wrongs[before:]:
        play.tell(f"  !! {wrong}")
    for refusal in play.house.refused:
        play.tell(f"  refused: {refusal}")
    play.house.refused.clear()
    return ended


async def _in_time(play: Play, deed: Coroutine[Any, Any, None]) -> bool:
    """Wait for a deed, not for ever; the loop's own timers all ring when time is passed on."""
    loop = asyncio.get_running_loop()
    task = loop.create_task(deed)
    limit = Timer(_EVENT_SECONDS, loop.call_soon_threadsafe, [task.cancel])
    limit.start()
    try:
        await task
    except asyncio.CancelledError:
        play.laws.accuse(Law.HANG, play.story[-1])
        return False
    finally:
        limit.cancel()
    return True
