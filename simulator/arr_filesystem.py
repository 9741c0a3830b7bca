"""What a Radarr or a Sonarr sees on its disk, looked at anew with every call."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from aiohttp import web

from .wire import Call, indented_answer

_VIDEOS = frozenset({".avi", ".m4v", ".mkv", ".mp4", ".ts", ".webm"})


class FileSystem:
    """The folders below one root folder; all else is empty.

    ``root`` tells how the server writes the root folder, and where it really is.
    """

    def __init__(self, root: Callable[[], tuple[str, Path]]) -> None:
        """Look below this root folder."""
        self._root = root

    async def media_files(self, call: Call) -> web.Response:
        """List the video files below a folder; none for a folder that is not there."""
        shown, real = self._place(call)
        found = sorted(real.rglob("*")) if real and real.is_dir() else []
        videos = [path for path in found if path.suffix.lower() in _VIDEOS and path.is_file()]
        rows = [(path.name, str(path.relative_to(real))) for path in videos if real]
        return indented_answer(
            [{"path": f"{shown}/{rest}", "relativePath": rest, "name": name} for name, rest in rows]
        )

    async def contents(self, call: Call) -> web.Response:
        """List the folders in a folder."""
        shown, real = self._place(call)
        found = sorted(real.iterdir()) if real and real.is_dir() else []
        folders = [
            {"type": "folder", "name": path.name, "path": f"{shown}/{path.name}/", "size": 0}
            for path in found
            if path.is_dir()
        ]
        parent = f"{PurePosixPath(shown).parent}/"
        return indented_answer({"parent": parent, "directories": folders, "files": []})

    def _place(self, call: Call) -> tuple[str, Path | None]:
        """Return a folder as it was named, and where it really is."""
        asked = (call.query.text("path") or "").rstrip("/")
        shown, real = self._root()
        if asked == shown:
            return asked, real
        if not asked.startswith(f"{shown}/") or ".." in PurePosixPath(asked).parts:
            return asked, None
        return asked, real / asked.removeprefix(f"{shown}/")
