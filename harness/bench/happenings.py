"""What happens on the servers between two polls: a film comes, people watch."""

from pathlib import Path
from typing import Any

import msgspec

from harness.waiting import until

from .servers import Servers

_PATIENCE_SECONDS = 120
_MANY = 32
_STEP = 7


class Play(msgspec.Struct, frozen=True):
    """Somebody watches something to its end; of a series it is the first episode still unwatched."""

    title: str
    user: str


class Happenings(msgspec.Struct, frozen=True):
    """What may happen; all of it is chosen before anything is measured."""

    newcomer: dict[str, Any]
    """The film that Radarr does not have yet, as it is added."""
    films: tuple[Play, ...]
    episodes: tuple[Play, ...]


async def prepare(there: Servers) -> Happenings:
    """Choose what may happen, and let the film that is to come be away."""
    state = await there.control("GET", "state")
    users = [user["name"] for user in state["users"]]
    *movies, last = state["movies"]
    series = state["series"]

    def plays(media: list[dict[str, Any]], first: int) -> tuple[Play, ...]:
        return tuple(
            Play(media[number * _STEP % len(media)]["title"], users[(number + first) % len(users)])
            for number in range(_MANY)
        )

    return Happenings(await _banish(there, last), plays(movies, 0), plays(series, 1))


async def film_comes(there: Servers, chosen: Happenings) -> None:
    """Let the film be imported, and let Jellyfin see it."""
    made = await there.radarr("POST", "movie", chosen.newcomer)

    async def imported() -> bool:
        row = await there.radarr("GET", f"movie/{made['id']}")
        return row["hasFile"] is True

    await until(imported, "a film to be imported", timeout_seconds=_PATIENCE_SECONDS)
    await there.scan()


async def people_watch(there: Servers, chosen: Happenings, number: int) -> None:
    """Let one user watch a film and another an episode; other ones for each number."""
    for play in (chosen.films[number % _MANY], chosen.episodes[number % _MANY]):
        await there.control("POST", "play", title=play.title, user=play.user)


async def _banish(there: Servers, film: dict[str, Any]) -> dict[str, Any]:
    """Let a film be gone with its file; return what Radarr must be sent to have it again."""
    folder = Path(film["path"]).parent
    row = await there.radarr("GET", f"movie/{film['id']}")
    await there.radarr("DELETE", f"movie/{film['id']}?deleteFiles=true")

    async def gone() -> bool:
        return not folder.exists()

    await until(gone, "a film's folder to be deleted", timeout_seconds=_PATIENCE_SECONDS)
    await there.scan()
    names = ("title", "tmdbId", "qualityProfileId", "rootFolderPath", "minimumAvailability")
    options = {"monitored": True, "addOptions": {"searchForMovie": True}}
    return {name: row[name] for name in names} | options
