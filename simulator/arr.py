"""What Radarr and Sonarr have in common."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, override

from aiohttp import web
import msgspec

from .arr_commands import Commands, Work
from .arr_disk import Disk
from .arr_filesystem import FileSystem
from .arr_history import History
from .arr_refusals import missing_parameter, mount_lost, not_found
from .arr_rows import paged, wire_date
from .arrivals import Arrivals
from .faults import Breakages
from .later import Later
from .options import Options
from .server import Server
from .wire import Call, Refused, Request, Route, Router, html_answer, indented_answer, json_bytes
from .world import Event, World, hex_id

_TOTAL_BYTES = 16_000_000_000_000


class Arr(Server):
    """One of the two; ``app_name`` is what it tells of itself."""

    app_name: str
    version: str
    arrivals: Arrivals[Any]

    def __init__(
        self, options: Options, world: World, breakages: Breakages, requests: list[Request]
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(breakages, requests, f"/{self.name}" if options.base_paths else "")
        self.world = world
        self.api_key = hex_id(f"{self.name} {options.seed}")
        self.queue: list[dict[str, Any]] = []
        self.profiles = {1: "Any", 4: "HD-1080p", 6: "HD - 720p/1080p"}
        self.later = Later()
        self.disk = Disk(world, self.name, self.root_folder[1], self.later)
        self.files_there = FileSystem(lambda: self.root_folder)
        self.commands = Commands(world, self.name, self.later, self._all_works())
        self.history = History(world, self.name, lambda: self.events, self.event_row)
        self._started = world.now()
        self._rows: dict[int, bytes] = {}
        self._rows_revision = -1

    @cached_property
    def _router(self) -> Router:
        return Router([*self.routes(), *self._shared_routes()])

    @abstractmethod
    def routes(self) -> list[Route]:
        """Return what only this one answers."""

    @abstractmethod
    def works(self) -> Mapping[str, Work]:
        """Return the commands that only this one can do, by their names in lower case."""

    @abstractmethod
    def media_management(self) -> dict[str, Any]:
        """Return the settings of deleting and importing that the other one names otherwise."""

    @property
    @abstractmethod
    def tags(self) -> dict[int, str]:
        """Tag labels by id."""

    @property
    @abstractmethod
    def events(self) -> list[Event]:
        """The history."""

    @property
    @abstractmethod
    def root_folder(self) -> tuple[str, Path]:
        """The root folder as this one sees it, and where it really is."""

    @abstractmethod
    def tagged(self, tag: int) -> list[int]:
        """Return the ids of the media that bear a tag."""

    @abstractmethod
    def event_row(self, event: Event) -> dict[str, Any]:
        """Return what ties a history row to its medium."""

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        if call.path.lower() == "/ping":
            return indented_answer({"status": "OK"})
        if not call.path.lower().startswith("/api"):
            return html_answer(self.app_name)
        if not self._knows(call):
            return web.Response(status=401)
        try:
            found = self._router.find(call.request.method, call.path)
            if found is None:
                raise not_found()
            route, call.parts = found
            answer = await route.handler(call)
        except Refused as refused:
            answer = refused.answer
        self.later.answered()
        answer.headers["X-Application-Version"] = self.version
        return answer

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": self.base + request.raw_path})

    @override
    async def stop(self) -> None:
        await self.settled()
        await super().stop()

    def search(self) -> list[str]:
        """Take over what the import lists want, then download what is monitored and missing.

        What happens by itself every hour or so; returns the titles for which something came.
        """
        self.arrivals.sync_lists()
        return self.arrivals.search_missing()

    async def settled(self) -> None:
        """Wait until deleted files are gone, and all else that was put off is done."""
        await self.later.settled()

    def row_of(self, number: int, make: Callable[[], dict[str, Any]]) -> bytes:
        """Return a medium as a list holds it, made once as long as nothing changes."""
        if self._rows_revision != self.world.media_revision:
            self._rows.clear()
            self._rows_revision = self.world.media_revision
        if number not in self._rows:
            made = msgspec.json.format(msgspec.json.encode(make()), indent=2)
            self._rows[number] = b"  " + made.replace(b"\n", b"\n  ")
        return self._rows[number]

    def rows_answer(self, rows: Iterable[bytes]) -> web.Response:
        """Return rows that are JSON already as a list."""
        return json_bytes(b"[\n" + b",\n".join(rows) + b"\n]")

    def _knows(self, call: Call) -> bool:
        """Whether the call has the key; one in the query beats the header."""
        headers = call.request.headers
        bearer = headers.get("Authorization", "").removeprefix("Bearer ")
        given = call.query.text("apikey") or headers.get("X-Api-Key") or bearer
        return given == self.api_key

    def _all_works(self) -> dict[str, Work]:
        return {
            "rsssync": lambda _: self.arrivals.search_missing(),
            "importlistsync": lambda _: self.arrivals.sync_lists(),
            **self.works(),
        }

    def _shared_routes(self) -> list[Route]:
        listed: list[tuple[str, str, Callable[[Call], Awaitable[web.Response]]]] = [
            ("GET", "/system/status", self.status),
            ("GET", "/tag/detail", self.tag_details),
            ("GET", "/tag", self.all_tags),
            ("POST", "/tag", self.add_tag),
            ("GET", "/diskspace", self.disk_space),
            ("GET", "/rootfolder", self.root_folders),
            ("GET", "/filesystem/mediafiles", self.files_there.media_files),
            ("GET", "/filesystem", self.files_there.contents),
            ("GET", "/queue/details", self.queue_details),
            ("GET", "/queue/status", self.queue_status),
            ("GET", "/queue", self.queue_page),
            ("GET", "/history/since", self.history.since),
            ("GET", "/history", self.history.page),
            ("GET", "/health", self.health),
            ("GET", "/config/mediamanagement", self.management),
            ("GET", "/qualityprofile", self.quality_profiles),
            ("GET", "/command", self.commands.all),
            ("POST", "/command", self.commands.started),
            ("GET", "/command/{id}", self.commands.one),
        ]
        return [
            Route("GET", "/api", self.api),
            *(Route(method, f"/api/v3{path}", handler) for method, path, handler in listed),
        ]

    async def api(self, _call: Call) -> web.Response:
        """Tell which API there is."""
        return indented_answer({"current": "v3", "deprecated": []})

    async def status(self, _call: Call) -> web.Response:
        """Tell what this is."""
        return indented_answer(
            {
                "appName": self.app_name,
                "instanceName": self.app_name,
                "version": self.version,
                "buildTime": "2026-01-04T12:00:00Z",
                "isDebug": False,
                "isProduction": True,
                "isLinux": True,
                "isDocker": True,
                "osName": "alpine",
                "branch": "main",
                "databaseType": "sqLite",
                "authentication": "forms",
                "migrationVersion": 242,
                "urlBase": self.base,
                "runtimeName": ".NET",
                "startTime": wire_date(self._started),
            }
        )

    async def health(self, _call: Call) -> web.Response:
        """Tell of no trouble."""
        return indented_answer([])

    async def all_tags(self, _call: Call) -> web.Response:
        """List the tags."""
        return indented_answer([{"id": n, "label": label} for n, label in self.tags.items()])

    async def tag_details(self, _call: Call) -> web.Response:
        """List the tags with what bears them."""
        key = "movieIds" if self.app_name == "Radarr" else "seriesIds"
        return indented_answer(
            [{"id": n, "label": label, key: self.tagged(n)} for n, label in self.tags.items()]
        )

    async def add_tag(self, call: Call) -> web.Response:
        """Make a tag, or return the one with that label."""
        label = str((await call.json_object()).get("label") or "").strip().lower()
        if not label:
            raise missing_parameter("'Label' must not be empty.")
        number = next((n for n, known in self.tags.items() if known == label), None)
        if number is None:
            number = max(self.tags, default=0) + 1
            self.tags[number] = label
        return indented_answer({"id": number, "label": label}, 201)

    async def disk_space(self, _call: Call) -> web.Response:
        """Tell how full the disks are; the media's disk is mounted twice and so listed twice."""
        path, _ = self.root_folder
        media = {
            "label": "",
            "freeSpace": _TOTAL_BYTES - self.used_bytes(),
            "totalSpace": _TOTAL_BYTES,
        }
        rows: list[dict[str, Any]] = [
            {"path": "/config", "label": "", "freeSpace": 90 * 10**9, "totalSpace": 2 * 10**11}
        ]
        if self.disk.mounted:
            rows += [{"path": path} | media, {"path": "/downloads"} | media]
        return indented_answer(rows)

    async def root_folders(self, _call: Call) -> web.Response:
        """List the root folder."""
        path, real = self.root_folder
        here = {"id": 1, "path": path, "accessible": real.is_dir()}
        return indented_answer(
            [here | {"freeSpace": _TOTAL_BYTES - self.used_bytes(), "unmappedFolders": []}]
        )

    def used_bytes(self) -> int:
        """Return how much all media take together, with the files that no entry has any more."""
        movies = sum(movie.size_bytes for movie in self.world.movies if movie.has_file)
        series = sum(series.size_bytes for series in self.world.series)
        return movies + series + sum(self.world.left_behind.values())

    async def management(self, _call: Call) -> web.Response:
        """Tell how files are handled."""
        shared = {
            "id": 1,
            "recycleBin": self.disk.recycle_bin,
            "recycleBinCleanupDays": self.disk.cleanup_days,
            "deleteEmptyFolders": False,
            "downloadPropersAndRepacks": "preferAndUpgrade",
            "copyUsingHardlinks": True,
        }
        return indented_answer(shared | self.media_management())

    async def quality_profiles(self, _call: Call) -> web.Response:
        """List the quality profiles."""
        rows = [
            {"id": number, "name": name, "upgradeAllowed": True, "cutoff": 7, "items": []}
            for number, name in self.profiles.items()
        ]
        return indented_answer(rows)

    def queue_row(self, title: str, size_bytes: int) -> dict[str, Any]:
        """Return what is being downloaded, half of it there, without what it is for."""
        number = self.world.new_id(f"{self.name} queue")
        return {
            "id": number,
            "title": title,
            "size": float(size_bytes),
            "sizeleft": size_bytes / 2,
            "timeleft": "00:20:00",
            "added": wire_date(self.world.now()),
            "status": "downloading",
            "trackedDownloadStatus": "ok",
            "trackedDownloadState": "downloading",
            "statusMessages": [],
            "downloadId": hex_id(f"{self.name} download {number}").upper(),
            "protocol": "usenet",
            "downloadClient": "SABnzbd",
        }

    async def queue_details(self, call: Call) -> web.Response:
        """List what is being downloaded, of one medium or of all."""
        wanted = call.query.number("movieId") or call.query.number("seriesId")
        rows = [r for r in self.queue if wanted in {None, r.get("movieId"), r.get("seriesId")}]
        return indented_answer(rows)

    async def queue_status(self, _call: Call) -> web.Response:
        """Count what is being downloaded."""
        return indented_answer({"totalCount": len(self.queue), "count": len(self.queue)})

    async def queue_page(self, call: Call) -> web.Response:
        """List what is being downloaded, paged."""
        return paged(call, self.queue)

    def must_be_mounted(self) -> None:
        """Fail with 409 when the root folder is missing or empty."""
        if self.disk.missing:
            raise mount_lost(self.root_folder[0])
