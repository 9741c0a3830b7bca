"""All servers together, over one folder of real files."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
import shutil
import tempfile
from typing import Self

from aiohttp import web

from .control import Control
from .faults import Breakages, Fault
from .jellyfin.catalog import Catalog
from .jellyfin.server import Jellyfin, JellyfinFace
from .jellyfin.state import Playing
from .jellyfin.watching import play, set_favorite
from .jellyfin_rust.server import JellyfinRust
from .memory import folder_in_memory
from .options import RUST, Options
from .oxicleanarr import Config, OxiCleanarr
from .radarr import Radarr, SecondRadarr
from .seeding import ADMIN_NAME, build
from .seerr import Seerr
from .server import Gate, Server
from .sonarr import Sonarr
from .wire import Request
from .world import Movie, Series, User, World


class Stack:
    """Jellyfin with its Bridge, Radarr, Sonarr, Seerr and the control server, while the context lasts.

    An OxiCleanarr server beside them uses them, over HTTP, once it is told to sync.

    ``world`` is the truth behind them, ``requests`` what they were asked. At the end the servers
    stop and everything that was put on the disk is removed. A second Radarr has a world of its own,
    which shares people, plays and files with the first one.
    """

    world: World
    catalog: Catalog
    jellyfin: JellyfinFace
    radarr: Radarr
    second_radarr: Radarr | None
    sonarr: Sonarr
    seerr: Seerr
    oxicleanarr: OxiCleanarr | None
    control: Control
    root: Path

    def __init__(self, options: Options | None = None) -> None:
        """Prepare; nothing happens before the context is entered."""
        self.options = options or Options()
        self.requests: list[Request] = []
        self.breakages = Breakages()
        self._made_root = False

    async def __aenter__(self) -> Self:
        """Make the files and start the servers."""
        self._make_root()
        try:
            options, requests, breakages = self.options, self.requests, self.breakages
            self.world, self.catalog = build(options, self.root)
            if options.jellyfin_version == RUST:
                self.jellyfin = JellyfinRust(self.world, self.catalog, breakages, requests)
            else:
                self.jellyfin = Jellyfin(options, self.world, self.catalog, breakages, requests)
            self.radarr = Radarr(options, self.world, breakages, requests)
            self.second_radarr = None
            if options.second_radarr:
                self.second_radarr = SecondRadarr(options, self._other(), breakages, requests)
            self.sonarr = Sonarr(options, self.world, breakages, requests)
            self.seerr = Seerr(options, self.world, self.catalog, breakages, requests)
            self.control = Control(self)
            self.oxicleanarr = None
            self._warm()
            for index, server in enumerate(self._servers()):
                await self._start(server, index)
            if options.oxicleanarr is not None:
                index = len(self._servers())
                self.oxicleanarr = self._new_oxicleanarr(options.oxicleanarr)
                await self._start(self.oxicleanarr, index)
            for server in self._servers():
                server.elsewhere = f"{self.control.origin}/elsewhere"
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the servers and remove the files."""
        await self.stop()

    async def stop(self) -> None:
        """Stop what runs and remove what was made."""
        self.breakages.heal(None)
        for server in self._servers():
            await server.stop()
        self._remove_root()

    def break_(
        self,
        server: str,
        fault: Fault,
        path: str | None = None,
        times: int | None = None,
        after: int = 0,
    ) -> None:
        """Break a server, or only calls whose path begins so, for some times or until healed.

        Breaking ``jellyfin`` breaks the Bridge with it. The first ``after`` calls go well.
        """
        self.breakages.add(server, Fault(fault), path, times, after)

    def break_bridge_links(self, share: float = 0.5) -> None:
        """Let that share of every batch of links fail, though the Bridge tells of success."""
        if not 0 <= share <= 1:
            raise ValueError("A share lies between 0 and 1.")
        self.jellyfin.state.disk.failing = share

    def protect(self, folder: Path | str) -> None:
        """Take Jellyfin and its Bridge the right to write in a folder and in all below it."""
        self.jellyfin.state.disk.protected.add(Path(folder))

    def heal(self, server: str | None = None) -> None:
        """Mend a server, or all of them; with the Bridge its links and rights, too.

        The disks under Radarr and Sonarr are there again, writable and quick.
        """
        self.breakages.heal(server)
        for arr in self.arrs:
            if server in {None, arr.name}:
                arr.disk.heal()
        if server in {None, "jellyfin", "bridge"}:
            self.jellyfin.state.disk.heal()

    async def settled(self) -> None:
        """Wait until nothing goes on behind the servers: what is deleted is gone, and what was put off is done."""
        if self.oxicleanarr is not None:
            await self.oxicleanarr.settled()
        for arr in self.arrs:
            await arr.settled()

    def watch(self, gate: Gate | None, answered: Callable[[Request], None] | None = None) -> None:
        """Let somebody see, or stop, every request to the servers before it is answered; and what was answered."""
        for server in self._servers():
            server.gate = gate
            server.answered = answered

    def broken(self) -> list[dict[str, object]]:
        """Return what is broken now."""
        return [breakage.plain() for breakage in self.breakages.active]

    def advance(self, days: float) -> None:
        """Let days pass: all dates move into the past, because readers live by the real clock.

        The films of a second Radarr stay as old as they are. An OxiCleanarr server counts its days
        anew with its next sync only.
        """
        self.world.advance(days)
        self.catalog.age(days)
        self.jellyfin.state.gate.age(days)
        if self.oxicleanarr is not None:
            self.oxicleanarr.age(days)

    def rescan(self) -> None:
        """Let Jellyfin make its library anew: jellyfin-rust's daily full scan, or a lost database.

        Every item gets another id; what was watched, loved and collected is forgotten.
        """
        self.catalog.rebuild()

    @property
    def arrs(self) -> list[Radarr | Sonarr]:
        """All Radarrs and Sonarrs."""
        every = (self.radarr, self.second_radarr, self.sonarr)
        return [arr for arr in every if arr is not None]

    def arr(self, server: str) -> Radarr | Sonarr:
        """Return the Radarr or the Sonarr by name; LookupError for another."""
        for arr in self.arrs:
            if server == arr.name:
                return arr
        raise LookupError(f"{server!r} has no disk: use radarr or sonarr.")

    def search(self) -> list[str]:
        """Let Radarr and Sonarr do what they do by themselves; return what was downloaded.

        They add what is on their import lists and not excluded, and download what is monitored and
        missing.
        """
        return [title for arr in self.arrs for title in arr.search()]

    def put_on_list(self, title: str) -> None:
        """Put a movie or series that exists, or once did, on an import list.

        LookupError when there is no such title.
        """
        found = self._medium(title)
        if isinstance(found, Movie):
            self.radarr.arrivals.listed.add(found.tmdb_id)
        else:
            self.sonarr.arrivals.listed.add(found.tvdb_id)

    def download(self, title: str) -> None:
        """Let a movie, or an episode of a series, be downloading now; LookupError as above."""
        found = self._medium(title)
        if isinstance(found, Movie):
            self.radarr.download(found)
        else:
            self.sonarr.download(found)

    def finish_downloads(self) -> None:
        """Let everything arrive that is being downloaded."""
        for arr in self.arrs:
            arr.finish_downloads()

    def play(
        self,
        title: str | None = None,
        *,
        item_id: str | None = None,
        user: str | None = None,
        days_ago: float = 0,
        position_percent: float = 100,
    ) -> str:
        """Let someone (else the administrator) watch something; return the played item's id.

        A series' title plays its first episode that this person has not played. LookupError when
        there is no such title, item or person.
        """
        item = self.catalog.items.get(item_id) if item_id else self.catalog.find(title or "")
        if item is None:
            raise LookupError(f"There is nothing called {item_id or title!r} to play.")
        at = self.world.now() - timedelta(days=days_ago)
        played = play(self.jellyfin.state, self._person(user), item, at, position_percent)
        return played.id

    def favorite(
        self,
        title: str,
        *,
        season: int | None = None,
        user: str | None = None,
        favorite: bool = True,
    ) -> None:
        """Let someone (else the administrator) mark something as a favourite, or unmark it.

        ``title`` may be a collection's; with ``season`` it is that season of the series.
        LookupError when there is no such title, season or person.
        """
        item = self.catalog.find(title)
        if item is not None and season is not None:
            item = self.catalog.season(item, season)
        if item is None:
            raise LookupError(f"There is nothing called {title!r} to love.")
        person = self._person(user)
        person.last_activity = self.world.now()
        set_favorite(self.jellyfin.state, person, item, favorite=favorite)

    def collect(self, name: str, titles: list[str]) -> str:
        """Put movies, series or episodes into a collection, made if need be; return its id.

        LookupError when there is no such title.
        """
        found = {title: self.catalog.find(title) for title in titles}
        missing = [title for title, item in found.items() if item is None]
        if missing:
            raise LookupError(f"There is nothing called {missing[0]!r} to collect.")
        made = self.catalog.add_collection(name)
        ids = [item.id for item in found.values() if item is not None]
        members = dict.fromkeys([*self.catalog.members[made.id], *ids])
        self.catalog.set_members(made.id, list(members))
        return made.id

    def start_playing(self, title: str, *, user: str | None = None) -> None:
        """Let someone (else the administrator) be watching something right now."""
        item = self.catalog.find(title)
        if item is None:
            raise LookupError(f"There is nothing called {title!r} to play.")
        person = self._person(user)
        person.last_activity = self.world.now()
        self.jellyfin.state.playing.append(Playing(person, item.id))

    def stop_playing(self) -> None:
        """Let nobody be watching any more."""
        self.jellyfin.state.playing.clear()

    def start_scan(self, library: str | None = None) -> None:
        """Let Jellyfin be scanning all its libraries now, or only one of them by its name.

        A jellyfin-rust never tells of it. LookupError when there is no such library.
        """
        state = self.jellyfin.state
        if library is None:
            state.scans_all = True
            return
        found = self.catalog.library(library)
        if found is None:
            raise LookupError(f"There is no library called {library!r} to scan.")
        state.scanned.add(found.id)

    def stop_scan(self) -> None:
        """Let no scan be running any more."""
        self.jellyfin.state.scans_all = False
        self.jellyfin.state.scanned.clear()

    async def note_elsewhere(self, request: web.Request, answer: web.Response) -> None:
        """Write down what arrived at the foreign server."""
        self.requests.append(await Request.of("elsewhere", request, answer))

    def _medium(self, title: str) -> Movie | Series:
        known: list[Movie | Series] = [*self.world.known_movies.values()]
        known += self.world.known_series.values()
        for medium in known:
            if medium.title.lower() == title.lower():
                return medium
        raise LookupError(f"There is no movie or series called {title!r}.")

    def _person(self, name: str | None) -> User:
        user = self.world.user(name or ADMIN_NAME)
        if user is None:
            raise LookupError(f"There is nobody called {name!r}.")
        return user

    def _servers(self) -> list[Server]:
        names = ("jellyfin", "radarr", "sonarr", "control", "seerr", "second_radarr", "oxicleanarr")
        return [server for name in names if (server := getattr(self, name, None)) is not None]

    async def _start(self, server: Server, index: int) -> None:
        await server.start(0 if self.options.port is None else self.options.port + index)

    def _new_oxicleanarr(self, version: str) -> OxiCleanarr:
        """Return an OxiCleanarr server that knows the others; Seerr only waits to be switched on."""
        config = Config()
        config.sync.auto_start = False
        config.symlink_library.base_path = str(self.root / "leaving-soon")
        if self.jellyfin.api_key:
            config.connect("jellyfin", self.jellyfin.url, self.jellyfin.api_key)
        config.connect("radarr", self.radarr.url, self.radarr.api_key)
        config.connect("sonarr", self.sonarr.url, self.sonarr.api_key)
        config.connect("jellyseerr", self.seerr.url, self.seerr.api_key)
        config.integrations["jellyseerr"].enabled = False
        return OxiCleanarr(version, config, self.breakages, self.requests, self.world.now)

    def _other(self) -> World:
        """Return the world of a second Radarr."""
        world = self.world
        made = World(
            self.root,
            world.seed,
            world.same_paths,
            shelf="movies-4k",
            users=world.users,
            plays=world.plays,
            watches=world.watches,
            at_path=world.at_path,
            left_behind=world.left_behind,
            radarr_tags=dict(world.radarr_tags),
        )
        made.movies_dir.mkdir(parents=True)
        library = self.catalog.library("Movies")
        if library is not None:
            library.move([*library.locations, str(made.movies_dir)])
        return made

    def _warm(self) -> None:
        """Make the big rows before anyone asks, so that the first answer is quick, too."""
        for movie in self.world.movies:
            self.radarr.row(movie)
        for series in self.world.series:
            self.sonarr.row(series)

    def _make_root(self) -> None:
        if self.options.root is None:
            made = tempfile.mkdtemp(prefix="media-", dir=folder_in_memory())
            self.root = Path(made).resolve()
            self._made_root = True
            return
        self.root = self.options.root.resolve()
        if self.root.exists() and (not self.root.is_dir() or any(self.root.iterdir())):
            raise ValueError(f"{self.root} is not an empty folder: name one that is.")
        self._made_root = not self.root.exists()
        self.root.mkdir(parents=True, exist_ok=True)

    def _remove_root(self) -> None:
        if self._made_root:
            shutil.rmtree(self.root, ignore_errors=True)
            return
        for entry in self.root.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink()
