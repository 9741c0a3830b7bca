"""The server itself: information, health, settings, tasks, plugins, the activity log."""

from datetime import timedelta
from typing import Any

from aiohttp import web

from simulator.wire import Call, Refused, Route, html_answer, json_answer, parse_date
from simulator.world import Play, hex_id

from . import leaving_soon
from .state import State, bad_request, wire_date

BRIDGE_ID = "a8c0f8e47d3c4b5a9e2f1a2b3c4d5e6f"
_BRIDGE_VERSIONS = {"3.2.4": "3.2.2.0", "documented": "3.2.2.0"}
_VERBS = {"VideoPlaybackStopped": "has finished playing", "VideoPlayback": "is playing"}
_TASKS = {"RefreshLibrary": "Scan Media Library", "CleanActivityLog": "Clean Activity Log"}


class System:
    """Answers for the server as a whole."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/System/Info/Public", self.public),
            Route("GET", "/System/Info", self.info, "any"),
            Route("GET", "/System/Ping", self.ping),
            Route("POST", "/System/Ping", self.ping),
            Route("GET", "/health", self.health),
            Route("GET", "/System/Info/Storage", self.storage, "admin"),
            Route("GET", "/System/Configuration", self.configuration, "any"),
            Route("POST", "/System/Configuration", self.configure, "admin"),
            Route("GET", "/System/ActivityLog/Entries", self.activity, "admin"),
            Route("GET", "/ScheduledTasks", self.tasks, "admin"),
            Route("POST", "/ScheduledTasks/Running/{id}", self.run_task, "admin"),
            Route("DELETE", "/ScheduledTasks/Running/{id}", self.stop_task, "admin"),
            Route("GET", "/Plugins", self.plugins, "admin"),
            Route("GET", "/web/{rest*}", self.web_client),
            Route("GET", "/", self.to_web),
        ]

    async def public(self, _call: Call) -> web.Response:
        """Tell anyone who this is."""
        return json_answer(self._public())

    async def info(self, _call: Call) -> web.Response:
        """Tell more."""
        more = {
            "HasPendingRestart": False,
            "IsShuttingDown": False,
            "SupportsLibraryMonitor": True,
            "WebSocketPortNumber": 8096,
            "CanSelfRestart": True,
            "PackageName": None,
            "SystemArchitecture": "X64",
        }
        return json_answer({k: v for k, v in (self._public() | more).items() if v is not None})

    async def ping(self, _call: Call) -> web.Response:
        """Answer a ping."""
        return json_answer("Jellyfin Server")

    async def health(self, _call: Call) -> web.Response:
        """Tell that all is well."""
        return web.Response(text="Healthy")

    async def storage(self, _call: Call) -> web.Response:
        """Tell how full the disks are; all libraries lie on one."""
        used = sum(movie.size_bytes for movie in self._state.world.movies if movie.has_file)
        used += sum(series.size_bytes for series in self._state.world.series)
        libraries = [
            {
                "Id": library.id,
                "Name": library.name,
                "Folders": [
                    {
                        "Path": location,
                        "FreeSpace": 2_000_000_000_000,
                        "UsedSpace": used,
                        "StorageType": "Fixed",
                        "DeviceId": "/dev/sdb1",
                    }
                    for location in library.locations
                ],
            }
            for library in self._state.catalog.libraries.values()
        ]
        return json_answer({"Libraries": libraries})

    async def configuration(self, _call: Call) -> web.Response:
        """Tell the settings that matter here."""
        return json_answer(
            {
                "EnableLegacyAuthorization": self._state.gate.legacy,
                "EnableGroupingMoviesIntoCollections": self._state.groups_movies,
                "EnableGroupingShowsIntoCollections": False,
                "LibraryMonitorDelay": 60,
                "LibraryUpdateDuration": 30,
                "MinResumePct": 5,
                "MaxResumePct": 90,
                "MinResumeDurationSeconds": 300,
                "ActivityLogRetentionDays": 30,
            }
        )

    async def configure(self, call: Call) -> web.Response:
        """Take settings."""
        body = await call.json_object()
        state = self._state
        state.gate.legacy = bool(body.get("enablelegacyauthorization", state.gate.legacy))
        state.groups_movies = bool(
            body.get("enablegroupingmoviesintocollections", state.groups_movies)
        )
        state.catalog.revision += 1
        return web.Response(status=204)

    async def activity(self, call: Call) -> web.Response:
        """List plays, newest first; 12 filters by type and item, 10.11 ignores those filters.

        What is older than 30 days has been purged.
        """
        query = call.query
        oldest = self._state.world.now() - timedelta(days=30)
        since = parse_date(query.text("minDate")) or oldest
        plays = [p for p in self._state.world.plays if p.at >= max(since, oldest)]
        if query.flag("hasUserId") is False:
            plays = []
        wanted_kind, wanted_item = None, None
        if self._state.is_12:
            wanted_kind, wanted_item = query.text("type"), query.text("itemId")
        found = [
            (play, kind)
            for play in plays
            for kind in _VERBS
            if wanted_kind in {None, kind} and wanted_item in {None, play.item_id}
        ]
        start = query.number("startIndex") or 0
        limit = query.number("limit")
        page = found[start : start + (100 if limit is None else limit)]
        rows = [self._entry(play, kind) for play, kind in page]
        return json_answer({"Items": rows, "TotalRecordCount": len(found), "StartIndex": start})

    async def tasks(self, _call: Call) -> web.Response:
        """List the scheduled tasks."""
        return json_answer([self._task(key, name) for key, name in _TASKS.items()])

    async def run_task(self, call: Call) -> web.Response:
        """Run a task."""
        if call.parts["id"].lower() == hex_id("RefreshLibrary"):
            self._state.catalog.refresh()
        elif call.parts["id"].lower() not in {hex_id(key) for key in _TASKS}:
            raise Refused(web.Response(status=404))
        return web.Response(status=204)

    async def stop_task(self, call: Call) -> web.Response:
        """Stop a task."""
        if call.parts["id"].lower() == hex_id("RefreshLibrary"):
            self._state.scans_all = False
        return web.Response(status=204)

    async def plugins(self, _call: Call) -> web.Response:
        """List the plugins; the Bridge tells 3.2.2 of itself up to the first builds of 3.2.5."""
        plugins = [_plugin("TMDb", "b8715ed16c4745289ad3f72deb539cd4", self._state.version)]
        if self._state.bridge != "none":
            version = _BRIDGE_VERSIONS.get(self._state.bridge, f"{self._state.bridge}.0")
            plugins.append(_plugin("OxiCleanarr Bridge", BRIDGE_ID, version))
        if self._state.leaving_soon_plugin:
            plugins.append(_plugin("Leaving Soon", leaving_soon.PLUGIN_ID, leaving_soon.VERSION))
        return json_answer(plugins)

    async def web_client(self, _call: Call) -> web.Response:
        """Show the web client."""
        return html_answer("Jellyfin")

    async def to_web(self, call: Call) -> web.Response:
        """Lead to the web client."""
        if call.request.method not in {"GET", "HEAD"}:
            return bad_request()
        return web.Response(status=302, headers={"Location": "web/"})

    def _public(self) -> dict[str, Any]:
        return {
            "LocalAddress": "http://127.0.0.1:8096",
            "ServerName": "Attic",
            "Version": self._state.version,
            "ProductName": "Jellyfin Server",
            "OperatingSystem": "",
            "Id": self._state.server_id,
            "StartupWizardCompleted": True,
        }

    def _task(self, key: str, name: str) -> dict[str, Any]:
        done = wire_date(self._state.catalog.refreshed or self._state.world.now())
        result = {"StartTimeUtc": done, "EndTimeUtc": done, "Status": "Completed"}
        running = key == "RefreshLibrary" and self._state.scans_all
        return {
            "Name": name,
            "State": "Running" if running else "Idle",
            **({"CurrentProgressPercentage": 42.5} if running else {}),
            "Id": hex_id(key),
            "LastExecutionResult": result | {"Name": name, "Key": key, "Id": hex_id(key)},
            "Triggers": [],
            "IsHidden": False,
            "Key": key,
        }

    def _entry(self, play: Play, kind: str) -> dict[str, Any]:
        user = self._state.world.user(play.user_id)
        who = user.name if user else ""
        return {
            "Id": int(hex_id(f"{kind}{play.user_id}{play.item_id}{play.at}")[:7], 16),
            "Name": f"{who} {_VERBS[kind]} {play.item_name} on Living room",
            "Type": kind,
            "ItemId": play.item_id,
            "Date": wire_date(play.at),
            "UserId": play.user_id,
            "Severity": "Information",
        }


def _plugin(name: str, plugin_id: str, version: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Version": version,
        "Description": name,
        "Id": plugin_id,
        "CanUninstall": True,
        "HasImage": False,
        "Status": "Active",
    }
