"""What Jellyfin sees on the disk: the only eye there is on files that only an OxiCleanarr server knows of."""

from collections import defaultdict
from collections.abc import Iterable

from ..clients.errors import NotFound, NotUnderstood
from ..clients.jellyfin import Jellyfin
from ..clients.jellyfin_models import Dialect
from ..library.jellyfin_media import JellyfinItem
from ..library.models import Kind
from ..library.paths import below, normalise
from ..library.reading import require_whole
from .models import FileToGo

_SERVER = "Jellyfin"


class Sight:
    """One Jellyfin's look at the disk. A jellyfin-rust has none, and is never taken to see nothing."""

    def __init__(self, client: Jellyfin) -> None:
        """Prepare; nothing is asked yet."""
        self._client = client
        self._folders = client.folders

    async def files(self, item: JellyfinItem) -> tuple[FileToGo, ...]:
        """Return the files of an item, whether or not they are there; their sizes Jellyfin does not tell here.

        Raises:
            NotUnderstood: It tells no path, or an episode lies outside of its series' folder.
            ClientError: As for every request.
            UntrustedAnswerError: A list was cut short, or not understood as a whole.
        """
        self._require_sight()
        written = item.written_path
        if not written:
            raise NotUnderstood(_SERVER, "an item without a path")
        if item.kind is Kind.MOVIE:
            return (FileToGo(id=1, path=written, size_bytes=None),)
        rows = await self._folders.episodes(item.id)
        require_whole(_SERVER, "episodes", rows)
        paths = dict.fromkeys(row.path or "" for row in rows.rows)
        if not all(below(normalise(path), normalise(written)) for path in paths):
            raise NotUnderstood(_SERVER, "an episode outside of its series")
        return tuple(
            FileToGo(id=number, path=path, size_bytes=None) for number, path in enumerate(paths, 1)
        )

    async def there(self, files: Iterable[FileToGo]) -> tuple[FileToGo, ...]:
        """Return which files Jellyfin sees on the disk now.

        Raises:
            ClientError: As for every request.
            UntrustedAnswerError: A list was cut short, or not understood as a whole.
        """
        self._require_sight()
        found: list[FileToGo] = []
        for folder, inside in _by_folder(files).items():
            if len(inside) == 1:
                if await self._folders.exists(inside[0].path, is_file=True):
                    found += inside
                continue
            seen = await self._contents(folder)
            found += [file for file in inside if seen.get(normalise(file.path)) is False]
        return tuple(found)

    async def has_folder(self, folder: str) -> bool:
        """Return whether Jellyfin sees a folder.

        Raises:
            ClientError: As for every request.
        """
        self._require_sight()
        return await self._folders.exists(folder, is_file=False)

    async def is_mounted(self, folder: str) -> bool:
        """Return whether there are folders where this one is, or was: below a missing disk there is nothing.

        Raises:
            ClientError: As for every request.
            UntrustedAnswerError: The list was cut short, or not understood as a whole.
        """
        self._require_sight()
        return any((await self._contents(normalise(folder).rpartition("/")[0] or "/")).values())

    async def _contents(self, folder: str) -> dict[str, bool]:
        """Return what lies in a folder: the normalised paths, and whether each is a folder."""
        try:
            rows = await self._folders.contents(folder)
        except NotFound:
            return {}
        require_whole(_SERVER, "files", rows)
        return {normalise(row.path): row.is_directory for row in rows.rows}

    def _require_sight(self) -> None:
        """Refuse to be asked of a jellyfin-rust: it knows no such question, and says so as if nothing were there.

        Raises:
            NotUnderstood: It is one.
        """
        if self._client.dialect is Dialect.RUST:
            raise NotUnderstood(_SERVER, "it does not tell of files")


def _by_folder(files: Iterable[FileToGo]) -> dict[str, list[FileToGo]]:
    found: dict[str, list[FileToGo]] = defaultdict(list)
    for file in files:
        # As it is written: normalised, a name may be another one for the disk.
        cut = max(file.path.rfind("/"), file.path.rfind("\\"))
        found[file.path[:cut] or "/"].append(file)
    return found
