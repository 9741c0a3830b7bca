"""The server's own view of its disk: what is in a folder, and whether a path is there."""

import os
from pathlib import Path

from aiohttp import web

from simulator.wire import Call, Route, json_answer

from .state import State, bad_request, failed


class Environment:
    """Answers about paths; what lies outside the simulation looks as if it did not exist."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/Environment/DirectoryContents", self.directory, "admin"),
            Route("POST", "/Environment/ValidatePath", self.validate, "admin"),
        ]

    async def directory(self, call: Call) -> web.Response:
        """List a folder; one that is not there is 404, a file 500."""
        path = call.query.text("path")
        if path is None:
            return bad_request()
        if not self._is_there(path, followed=True):
            return _not_found()
        if not _is_folder(path):
            return failed()
        files = call.query.flag("includeFiles") is True
        folders = call.query.flag("includeDirectories") is True
        if Path(path) in self._state.disk.hidden:
            return json_answer([])
        return json_answer(_entries(Path(path), files=files, folders=folders))

    async def validate(self, call: Call) -> web.Response:
        """Say whether a path is there: 204 or 404; 500 where it should be writable and is not."""
        body = await call.json_object()
        path, wants_file = str(body.get("path") or ""), body.get("isfile")
        if wants_file is None and body.get("validatewritable") is True and _exists(path):
            return web.Response(status=204) if self._may_write(path) else failed()
        there = self._is_there(path) and wants_file in {None, not _is_folder(path)}
        return web.Response(status=204) if there else _not_found()

    def _is_there(self, path: str, *, followed: bool = False) -> bool:
        """Say what .NET does: a dangling link is a file that is there, until it is ``followed``."""
        inside = path == str(self._state.disk.root) or self._state.disk.inside(path)
        if not inside or ".." in Path(path).parts:
            return False
        return _exists(path) or (not followed and os.path.lexists(path))

    def _may_write(self, path: str) -> bool:
        folder = Path(path)
        return self._is_there(path) and folder.is_dir() and self._state.disk.may_write(folder)


def _exists(path: str) -> bool:
    return path.startswith("/") and Path(path).exists()


def _is_folder(path: str) -> bool:
    return Path(path).is_dir()


def _not_found() -> web.Response:
    """Return Jellyfin's answer to a path that is not there."""
    return web.Response(status=404, text="Error processing request.")


def _entries(folder: Path, *, files: bool, folders: bool) -> list[dict[str, str]]:
    """List a folder, links as what they lead to; one that may not be read looks empty."""
    found = sorted(folder.iterdir()) if os.access(folder, os.R_OK) else []
    return [
        {"Name": path.name, "Path": str(path), "Type": "Directory" if path.is_dir() else "File"}
        for path in found
        if (folders if path.is_dir() else files)
    ]
