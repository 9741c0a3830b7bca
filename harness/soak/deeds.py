"""What people and servers do in a household that is well."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from harness.chaos.events import (
    approve_at_once,
    choose_mode,
    holiday,
    keep,
    reload,
    restore,
    snooze,
    unkeep,
)
from harness.chaos.household import shelve_new_film
from harness.chaos.play import Play
from harness.chaos.world_events import (
    add_again,
    begin_download,
    begin_watching,
    finish_downloads,
    heart,
    move,
    rename,
    request,
    stop_watching,
    tag,
    unheart,
    watched,
)
from simulator.titles import Title
from simulator.world import Movie

_FILMS = 24
"""So many are there at the least; the next ones come when there are fewer."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done, how often, and of which servers the polls in between do not see it."""

    act: Callable[[Play], Awaitable[None]]
    often: int
    unseen_on: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What it is."""
        return self.act.__name__.strip("_")


async def _watch(play: Play) -> None:
    watched(play, play.any_medium() or "")


async def _love(play: Play) -> None:
    heart(play, play.any_medium() or "")
    _be_active(play)


async def _love_no_more(play: Play) -> None:
    unheart(play, play.any_medium() or "")
    _be_active(play)


async def _begin_watching(play: Play) -> None:
    begin_watching(play, play.any_medium() or "")


async def _stop_watching(play: Play) -> None:
    stop_watching(play, "")


async def _begin_download(play: Play) -> None:
    begin_download(play, play.any_medium() or "")


async def _finish_downloads(play: Play) -> None:
    finish_downloads(play, "")


async def _ask_for(play: Play) -> None:
    request(play, play.any_medium() or "")


async def _tag(play: Play) -> None:
    key = play.any_medium() or ""
    if not any(owned.entry.tags for owned in play.truth.copies(key)):
        tag(play, key)


async def _rename(play: Play) -> None:
    rename(play, play.any_medium() or "")


async def _move(play: Play) -> None:
    move(play, play.any_medium() or "")


async def _add_again(play: Play) -> None:
    add_again(play, play.any_medium() or "")


async def _import(play: Play) -> None:
    """A film comes."""
    world = play.stack.world
    if len(world.movies) >= _FILMS + 8:
        return
    number = world.new_id("movie")
    title = Title(f"Reel {number}", 1930, 880_000 + number, f"tt{8_800_000 + number}", (), 80)
    shelve_new_film(play.stack.radarr, number, title, play.random)
    play.stack.catalog.refresh()


async def _remove(play: Play) -> None:
    """Somebody removes a film in Radarr, with its file."""
    films = [owned for owned in play.truth.entries() if isinstance(owned.entry, Movie)]
    if len(films) <= _FILMS:
        return
    film = play.random.choice(films)
    play.laws.removed_by_others.add(film.place)
    play.laws.forget_files(map(str, film.files.values()))
    for path in film.files.values():
        path.unlink(missing_ok=True)
    if isinstance(film.entry, Movie):
        film.arr.world.remove_movie(film.entry)
    play.stack.catalog.refresh()


async def sync_at_once(play: Play) -> None:
    """Two people press Sync at once, and a poll comes in between."""
    if play.house.loaded:
        poll = play.house.coordinator.async_refresh()
        await play.run(asyncio.gather(play.house.act("sync"), poll, play.house.act("sync")))


async def _rebuild(play: Play) -> None:
    await play.house.act("rebuild_symlinks")


async def _clean_up(play: Play) -> None:
    """Somebody lets go what may go."""
    if play.laws.mode != "ask":
        await choose_mode(play, "ask")
    if play.house.loaded:
        await play.house.coordinator.cleaner.async_release_brakes()
    await approve_at_once(play)
    play.stack.catalog.refresh()


async def _look(play: Play) -> None:
    """Somebody looks at posters and lists."""
    if play.house.loaded:
        for action in ("get_media", "get_leaving_soon", "get_history"):
            await play.house.act(action)


_ARRS = frozenset({"radarr", "sonarr"})

PEOPLE = (
    Deed(_watch, 30),
    Deed(_love, 8),
    Deed(_love_no_more, 8),
    Deed(keep, 6),
    Deed(snooze, 5),
    Deed(unkeep, 8),
    Deed(_begin_watching, 8),
    Deed(_stop_watching, 10),
    Deed(_begin_download, 5),
    Deed(_finish_downloads, 8),
    Deed(_ask_for, 4),
    Deed(_tag, 4),
    Deed(_import, 14),
    Deed(_look, 10),
    Deed(sync_at_once, 3),
    Deed(_rebuild, 1),
    Deed(holiday, 1),
    Deed(reload, 1),
    Deed(_rename, 2, _ARRS),
    Deed(_move, 2, _ARRS),
    Deed(_add_again, 2, _ARRS),
    Deed(_remove, 4, _ARRS),
)
"""What is done in every household."""

CLEANING = (Deed(_clean_up, 5), Deed(restore, 2, _ARRS))
"""What is done where this house decides."""


def draw(random: Random, deeds: tuple[Deed, ...]) -> Deed:
    """Return what is done next, by chance."""
    (deed,) = random.choices(deeds, [deed.often for deed in deeds])
    return deed


def _be_active(play: Play) -> None:
    """Let Jellyfin notice who was there: it does so by every request of an app."""
    for user in play.stack.world.users:
        user.last_activity = play.stack.world.now()
