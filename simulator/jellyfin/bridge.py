"""The OxiCleanarr Bridge plugin, with the habits that destroy files, over real files.

It acts on any path that lies below the simulation's own folder and refuses the rest, as a
Jellyfin without the rights would. Dialects: ``3.2.6``; ``3.2.4`` (knows no directories as sources,
and tells of links to directories that they are gone while they stay); ``3.2.2`` and ``3.2.1`` (as
that, and they tell their version in the status, take two dots for nothing special, and remove
regular files); ``documented``, the camelCase shapes that its old documents promise; ``none``.
"""

from dataclasses import dataclass, field
import os
from pathlib import Path
import shutil
from typing import Any, Final

from aiohttp import web

from simulator.faults import BRIDGE_PREFIX
from simulator.wire import Call, Refused, Route, json_answer

from .disk import denied
from .state import State

NAME: Final = "OxiCleanarr Bridge"
PLUGIN_ID: Final = "a8c0f8e47d3c4b5a9e2f1a2b3c4d5e6f"


def told_version(dialect: str) -> str:
    """Return which version the plugin says that it is: 3.2.2 up to the first builds of 3.2.5."""
    return "3.2.2.0" if dialect in {"3.2.4", "documented"} else f"{dialect}.0"


@dataclass(slots=True)
class _Done:
    """What became of a batch."""

    paths: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Bridge:
    """Answers below /api/oxicleanarr."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state
        self._disk = state.disk
        self._old = state.bridge in {"3.2.1", "3.2.2"}
        self._links_directories = not self._old and state.bridge != "3.2.4"
        self._documented = state.bridge == "documented"

    def routes(self) -> list[Route]:
        """Return what is answered here: nothing when the plugin is not installed."""
        if self._state.bridge == "none":
            return []
        return [
            Route("GET", f"{BRIDGE_PREFIX}/status", self.status),
            Route("POST", f"{BRIDGE_PREFIX}/symlinks/add", self.add, "admin"),
            Route("POST", f"{BRIDGE_PREFIX}/symlinks/remove", self.remove, "admin"),
            Route("GET", f"{BRIDGE_PREFIX}/symlinks/list", self.links, "admin"),
            Route("POST", f"{BRIDGE_PREFIX}/directories/create", self.create, "admin"),
            Route("DELETE", f"{BRIDGE_PREFIX}/directories/remove", self.remove_directory, "admin"),
        ]

    async def status(self, _call: Call) -> web.Response:
        """Tell that the plugin is there."""
        if self._old:
            return json_answer({"Version": told_version(self._state.bridge)})
        if self._documented:
            own = told_version(self._state.bridge).removesuffix(".0")
            version = self._state.version
            return json_answer({"status": "ok", "plugin_version": own, "jellyfin_version": version})
        return json_answer({"Status": "ok"})

    async def add(self, call: Call) -> web.Response:
        """Make links; whatever has a link's name already is deleted first."""
        items = _lowered((await call.json_object()).get("items"))
        if not items:
            raise Refused(json_answer({"error": "No items provided"}, 400))
        pairs = [
            (str(i.get("sourcepath") or ""), str(i.get("targetdirectory") or "")) for i in items
        ]
        if any(not source.strip() or not target.strip() for source, target in pairs):
            raise Refused(json_answer(_problem("The field is required."), 400))
        done = _Done()
        for index, (source, target) in enumerate(pairs):
            try:
                self._may_fail(index, source)
                done.paths.append(self._link(source, target))
            except (OSError, ValueError) as error:
                done.errors.append(f"{source}: {_words(error)}")
        return self._done(done, "CreatedSymlinks", "created")

    async def remove(self, call: Call) -> web.Response:
        """Remove links by their paths; what is not there counts as removed."""
        paths = (await call.json_object()).get("symlinkpaths")
        if not isinstance(paths, list) or not paths:
            raise Refused(json_answer({"error": "No symlink paths provided"}, 400))
        done = _Done()
        for index, path in enumerate(map(str, paths)):
            try:
                self._may_fail(index, path)
                self._unlink(path)
                done.paths.append(path)
            except (OSError, ValueError) as error:
                done.errors.append(f"{path}: {_words(error)}")
        return self._done(done, "RemovedSymlinks", "removed")

    async def links(self, call: Call) -> web.Response:
        """List the links in a directory: to files, and dangling ones; not to directories."""
        directory = call.query.text("directory")
        if directory is None:
            raise Refused(json_answer({"error": "Directory parameter is required"}, 400))
        try:
            self._no_traversal(directory)
        except ValueError as error:
            raise Refused(json_answer({"error": str(error)}, 500)) from None
        # What lies outside the simulation looks as if it did not exist.
        links = _links_to_files(Path(directory)) if self._disk.inside(directory) else []
        if self._documented:
            return json_answer({"symlinks": [_documented_link(link) for link in links]})
        return json_answer(
            {
                "Symlinks": [
                    {"Path": str(path), "Target": str(path.readlink()), "Name": path.name}
                    for path in links
                ],
                "Count": len(links),
                "SymlinkNames": [path.name for path in links],
                "Message": f"Found {len(links)} symlinks",
            }
        )

    async def create(self, call: Call) -> web.Response:
        """Make a directory with its parents."""
        directory = await self._directory(call)
        try:
            self._allowed(directory)
            created = self._make(Path(directory))
        except (OSError, ValueError) as error:
            raise Refused(json_answer({"error": _words(error)}, 500)) from None
        message = "Directory created" if created else "Directory already exists"
        answer = {"Success": True, "Directory": directory, "Created": created}
        return self._answer(answer | {"Message": message})

    async def remove_directory(self, call: Call) -> web.Response:
        """Remove a directory; with ``force`` all that is in it, though not through links."""
        directory = await self._directory(call)
        force = (await call.json_object()).get("force") is True
        path = Path(directory)
        try:
            self._allowed(directory)
            if not self._remove(path, force=force):
                error = f"Directory is not empty: {path}. Use force=true to remove anyway."
                raise Refused(json_answer({"error": error}, 400))
        except (OSError, ValueError) as error:
            raise Refused(json_answer({"error": _words(error)}, 500)) from None
        answer = {"Success": True, "Directory": directory, "Message": "Directory removed"}
        return self._answer(answer)

    def _link(self, source: str, target: str) -> str:
        self._allowed(source)
        self._allowed(target)
        if not self._is_there(Path(source)):
            raise ValueError(f"Source file not found: {source}")
        self._make(Path(target))
        link = Path(target) / source.rpartition("/")[2]
        self._disk.must_write(link)
        if link.is_dir() and not link.is_symlink() and self._links_directories:
            link.rmdir()
        elif self._is_there(link):
            link.unlink()
        link.symlink_to(source)
        return str(link)

    def _unlink(self, text: str) -> None:
        self._allowed(text)
        path = Path(text)
        if not self._is_there(path):
            return
        if not path.is_symlink() and not self._old:
            raise ValueError(f"Path is not a symlink: {text}")
        self._disk.must_write(path)
        path.unlink()

    def _is_there(self, path: Path) -> bool:
        """Say whether the plugin sees something: directories only since it makes links to them."""
        return _is_file(path) or (path.is_dir() and self._links_directories)

    def _allowed(self, text: str) -> None:
        """Refuse two dots in a row, and all that lies outside the simulation's folder."""
        self._no_traversal(text)
        if not self._disk.inside(text):
            raise ValueError(denied(text))

    def _no_traversal(self, text: str) -> None:
        if ".." in text and not self._old:
            raise ValueError(f"Path traversal detected in path: {text}")

    def _make(self, directory: Path) -> bool:
        """Make a directory; return whether there was none before."""
        if directory.is_dir():
            return False
        self._disk.must_write(directory)
        directory.mkdir(parents=True)
        return True

    def _remove(self, directory: Path, *, force: bool) -> bool:
        """Remove a directory, if there is one; return False when it is not empty and not forced."""
        if not directory.is_dir():
            return True
        if any(directory.iterdir()) and not force:
            return False
        self._disk.must_write(directory)
        shutil.rmtree(directory)
        return True

    def _may_fail(self, index: int, path: str) -> None:
        if self._disk.fails(index):
            raise ValueError(f"Input/output error : '{path}'")

    async def _directory(self, call: Call) -> str:
        directory = (await call.json_object()).get("directory")
        if not isinstance(directory, str) or not directory.strip():
            raise Refused(json_answer({"error": "Directory is required"}, 400))
        return directory

    def _done(self, done: _Done, real: str, documented: str) -> web.Response:
        """Tell what became of a batch; the real plugin says success whatever happened."""
        if self._documented:
            failed = len(done.errors)
            return json_answer(
                {"success": failed == 0, documented: len(done.paths), "failed": failed}
            )
        return json_answer({"Success": True, real: done.paths, "Errors": done.errors})

    def _answer(self, content: dict[str, Any]) -> web.Response:
        if self._documented:
            content = {key[0].lower() + key[1:]: value for key, value in content.items()}
        return json_answer(content)


def _links_to_files(directory: Path) -> list[Path]:
    found = sorted(directory.iterdir()) if directory.is_dir() else []
    return [path for path in found if path.is_symlink() and not path.is_dir()]


def _documented_link(link: Path) -> dict[str, Any]:
    return {"path": str(link), "target": str(link.readlink()), "valid": link.exists()}


def _is_file(path: Path) -> bool:
    """Say what .NET takes for a file: all that is no directory, dangling links, too."""
    return os.path.lexists(path) and not path.is_dir()


def _words(error: OSError | ValueError) -> str:
    """Say it as .NET does."""
    if isinstance(error, FileExistsError):
        return f"The file '{error.filename2 or error.filename}' already exists."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.strerror} : '{error.filename2 or error.filename}'"
    return str(error)


def _lowered(items: object) -> list[dict[str, Any]]:
    if not isinstance(items, list):
        return []
    return [
        {str(key).lower(): value for key, value in item.items()}
        for item in items
        if isinstance(item, dict)
    ]


def _problem(detail: str) -> dict[str, object]:
    return {"title": "One or more validation errors occurred.", "status": 400, "detail": detail}
