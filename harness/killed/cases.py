"""The runs during which Home Assistant is killed: what goes in each, and by which choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId

from simulator import Options, Stack
from simulator.imports import movie_import, sparse_file
from tests.following import let_it_decide, server_subentry
from tests.household import (
    WINDOW_DAYS,
    radarr_subentry,
    second_radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
    with_libraries,
)
from tests.rules import a_stored_rule

FILM = "Metropolis"
SERIES = "Fantômas"

_FILMS_ONLY = {"series_retention": "never"}
_SERIES_ONLY = {"movie_retention": "never"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of run; ``title`` is what leaves in it."""

    name: str
    title: str
    options: Mapping[str, Any]
    max_episodes: int | None = None
    twin: bool = False
    """Whether the film is on a second Radarr, too."""
    slow_requests: int | None = None
    """After how many further requests files go; a moment after the answer without it."""
    server: str | None = None
    """The version of the OxiCleanarr server that decides, and through which it goes."""

    @property
    def restorable(self) -> bool:
        """Whether it can be put back: what an OxiCleanarr server had deleted has no record to be put back from."""
        return self.server is None

    @property
    def stack_options(self) -> Options:
        """The servers that it needs."""
        return Options(second_radarr=self.twin, oxicleanarr=self.server)

    @property
    def removal(self) -> str:
        """What becomes of the medium."""
        return str(self.options.get("removal", "delete"))

    async def furnish(self, stack: Stack) -> None:
        """Prepare the servers."""
        for arr in stack.arrs:
            arr.disk.recycling = True
            arr.disk.wait_requests = self.slow_requests
        series = next(one for one in stack.world.series if one.title == SERIES)
        # One that nobody looks for: it must stay so.
        series.episodes[1].monitored = False
        second = stack.second_radarr
        if second is not None:
            film = next(one for one in stack.world.movies if one.title == FILM)
            twin = replace(film, folder=f"{film.folder} 4K", id=7, file_id=7)
            second.world.add_movie(twin)
            path = second.world.movie_path(twin)
            path.parent.mkdir(parents=True)
            sparse_file(path, twin.size_bytes, twin.file_added)
            second.history.add(movie_import(second.world, twin))
        stack.catalog.refresh()
        if self.server is not None:
            # It must be due by the server's own calendar, which nobody puts forward.
            stack.advance(WINDOW_DAYS)
            await let_it_decide(stack)

    def entry(self, servers: Any) -> dict[str, Any]:
        """Return what is special about the household's config entry; `servers` are as `stand_in` has them."""
        return {
            "options": {
                **with_libraries(servers),
                "protect_requested": False,
                **self.options,
            },
            "subentries_data": tuple(self._subentries(servers)),
        }

    def _subentries(self, servers: Any) -> Iterable[ConfigSubentryDataWithId]:
        if self.server is None:
            yield radarr_subentry(servers)
            yield sonarr_subentry(servers)
        else:
            yield server_subentry(servers)
        if self.twin:
            yield second_radarr_subentry(servers)
        yield seerr_subentry(servers)
        if self.max_episodes is not None:
            terms = {"kinds": ["series"], "max_episodes": self.max_episodes}
            yield a_stored_rule("Only the newest", type="episode", **terms)


CASES = {
    case.name: case
    for case in (
        Case(name="film", title=FILM, options=_FILMS_ONLY),
        Case(name="film-slow", title=FILM, options=_FILMS_ONLY, slow_requests=4),
        Case(name="film-files", title=FILM, options=_FILMS_ONLY | {"removal": "delete_files"}),
        Case(name="film-unmonitored", title=FILM, options=_FILMS_ONLY | {"removal": "unmonitor"}),
        Case(name="twins", title=FILM, options=_FILMS_ONLY, twin=True),
        Case(name="series", title=SERIES, options=_SERIES_ONLY),
        Case(name="series-files", title=SERIES, options=_SERIES_ONLY | {"removal": "delete_files"}),
        Case(
            name="episodes",
            title=SERIES,
            options=_SERIES_ONLY | {"series_retention": "never"},
            max_episodes=2,
        ),
        Case(name="server", title=FILM, options={}, server="1.6.2"),
        Case(name="server-series", title=SERIES, options={}, server="1.0.0"),
    )
}


def stand_in(stack: Stack) -> Any:
    """Return what another process needs to know of the servers, as `tests.household` asks a stack."""
    second, oxicleanarr = stack.second_radarr, stack.oxicleanarr
    return SimpleNamespace(
        jellyfin=_server(stack.jellyfin, server_id=stack.jellyfin.server_id),
        radarr=_server(stack.radarr),
        second_radarr=second and _server(second, world=_world(second.world)),
        sonarr=_server(stack.sonarr),
        seerr=_server(stack.seerr),
        oxicleanarr=oxicleanarr
        and SimpleNamespace(
            url=oxicleanarr.url, username=oxicleanarr.username, password=oxicleanarr.password
        ),
        world=_world(stack.world),
    )


def _server(server: Any, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(url=server.url, api_key=server.api_key, **more)


def _world(world: Any) -> SimpleNamespace:
    names = ("radarr_root", "movies_dir", "sonarr_root", "tv_dir")
    return SimpleNamespace(**{name: getattr(world, name) for name in names})
