"""Folders and libraries as Jellyfin sees them (10.11 and 12): for showing links there.

All of it needs an API key or an administrator. Facts about paths are those of Jellyfin's own
process, on a Unix system: how .NET looks at files there decides what a link looks like.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Literal

import msgspec

from .errors import NotAllowed, NotFound, NotUnderstood
from .http import DISK_SECONDS, Http
from .ids import id_in_path
from .jellyfin_listing import listing
from .rows import Number, Rows, TextId

LINK_LIBRARY_OPTIONS: Final[Mapping[str, object]] = {
    "Enabled": True,
    "EnableRealtimeMonitor": True,
    "AutomaticRefreshIntervalDays": 0,
    "AutomaticallyAddToCollection": False,
    "SaveLocalMetadata": False,
    "MetadataSavers": [],
    "SaveSubtitlesWithMedia": False,
    "SaveLyricsWithMedia": False,
    "SaveTrickplayWithMedia": False,
    "SubtitleDownloadLanguages": [],
    "EnableLUFSScan": False,
    "EnableChapterImageExtraction": False,
    "ExtractChapterImagesDuringLibraryScan": False,
    "EnableTrickplayImageExtraction": False,
    "ExtractTrickplayImagesDuringLibraryScan": False,
}
"""The options of a library of links (Jellyfin's `LibraryOptions`): nothing touches the media.

Nothing is written beside links or media, nothing is extracted from them, and no subtitles are
fetched: with no language at all, no fetcher needs to be disabled by its name. Posters and texts
may come from the internet into Jellyfin's own folder; that touches no media, and without them
the library would be a wall of grey tiles. So `TypeOptions` are left as Jellyfin sets them.
"""


class DirectoryEntry(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """Something in a folder; a link looks like what it leads to, a dangling one like a file."""

    name: str
    path: TextId
    type: str

    @property
    def is_directory(self) -> bool:
        """Whether it is a folder, or a link to one."""
        return self.type == "Directory"


class LibraryFolder(msgspec.Struct, frozen=True, rename="pascal"):
    """A library with all its options, as they were sent: change one, send all of them back.

    `locations` as Jellyfin's process sees them. It gives neither `id` nor `options` before it has looked at a
    new library. `refresh_status` is `Idle`, `Queued` or `Active` (10.11, 12); jellyfin-rust always writes `Idle`.
    """

    name: str
    id: TextId | None = msgspec.field(default=None, name="ItemId")
    locations: list[str] = msgspec.field(default_factory=list)
    options: dict[str, object] = msgspec.field(default_factory=dict, name="LibraryOptions")
    refresh_status: str | None = None

    @property
    def enabled(self) -> bool:
        """Whether users see it; an API key without a user sees its items even when it is not."""
        return self.options.get("Enabled") is not False


class EpisodeFile(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """An episode and its file; `last_number` where the file holds the following ones, too."""

    id: TextId
    path: str | None = None
    season: Number | None = msgspec.field(default=None, name="ParentIndexNumber")
    number: Number | None = msgspec.field(default=None, name="IndexNumber")
    last_number: Number | None = msgspec.field(default=None, name="IndexNumberEnd")


class JellyfinFolders:
    """The folders and libraries of a Jellyfin; `http` is that Jellyfin's."""

    def __init__(self, http: Http) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http

    async def contents(self, path: str) -> Rows[DirectoryEntry]:
        """Read what is directly in a folder; one that Jellyfin may not read looks empty.

        Raises:
            NotFound: there is no such folder.
            ClientError: as for every request.
        """
        return await self._http.get_rows(
            "/Environment/DirectoryContents",
            DirectoryEntry,
            {"path": path, "includeFiles": "true", "includeDirectories": "true"},
            DISK_SECONDS,
        )

    async def exists(self, path: str, *, is_file: bool | None = None) -> bool:
        """Tell whether Jellyfin sees something there: a file, a folder, or (None) either.

        A link counts as what it leads to, a dangling one as a file.
        """
        asked: dict[str, object] = {"Path": path}
        if is_file is not None:
            asked["IsFile"] = is_file
        try:
            await self._validate(asked)
        except NotFound:
            return False
        return True

    async def writable(self, path: str) -> bool:
        """Tell whether Jellyfin may write in a folder; it tries with an empty file of its own.

        Raises:
            NotFound: there is no such folder.
            ClientError: as for every request.
        """
        try:
            await self._validate({"Path": path, "ValidateWritable": True})
        except NotAllowed:
            return False
        except NotUnderstood as error:
            # .NET's refusals to write are not among those that Jellyfin gives a status of its own.
            if error.status == 500:
                return False
            raise
        return True

    async def libraries(self) -> Rows[LibraryFolder]:
        """Read the libraries with their options."""
        return await self._http.get_rows("/Library/VirtualFolders", LibraryFolder)

    async def create_library(
        self,
        name: str,
        kind: Literal["movies", "tvshows"],
        path: str,
        options: Mapping[str, object],
    ) -> None:
        """Make a library of one folder, which must be there; nothing is scanned.

        Jellyfin does not tell what it made, and a name that is taken gets a number at its end:
        read the libraries before, and afterwards find this one by its location.

        Raises:
            NotUnderstood: with status 400 where Jellyfin does not find the folder.
            ClientError: as for every request.
        """
        # In the query a path would be cut at its commas.
        infos = {"PathInfos": [{"Path": path}]}
        await self._http.post_only(
            "/Library/VirtualFolders",
            {"name": name.strip(), "collectionType": kind, "refreshLibrary": "false"},
            {"LibraryOptions": {**options, **infos}},
            DISK_SECONDS,
        )

    async def set_enabled(self, library: LibraryFolder, *, enabled: bool) -> None:
        """Show a library to users, or hide it; all its other options stay as they were read.

        Raises:
            NotUnderstood: Jellyfin told no id or no options, so they cannot be sent back whole.
            ClientError: as for every request.
        """
        if library.id is None or not library.options:
            raise NotUnderstood(self._http.server, "a library without its options")
        options = {**library.options, "Enabled": enabled}
        await self._http.post_only(
            "/Library/VirtualFolders/LibraryOptions",
            body={"Id": library.id, "LibraryOptions": options},
        )

    async def rename_library(self, library: LibraryFolder, name: str) -> None:
        """Give a library another name.

        Raises:
            NotUnderstood: with status 409 where the name is taken.
            ClientError: as for every request.
        """
        await self._http.post_only(
            "/Library/VirtualFolders/Name",
            {"name": library.name, "newName": name.strip(), "refreshLibrary": "false"},
            timeout_seconds=DISK_SECONDS,
        )

    async def add_location(self, library: LibraryFolder, path: str) -> None:
        """Let a library show one more folder, which must be there; nothing is scanned."""
        await self._http.post_only(
            "/Library/VirtualFolders/Paths",
            {"refreshLibrary": "false"},
            {"Name": library.name, "PathInfo": {"Path": path}},
            DISK_SECONDS,
        )

    async def remove_location(self, library: LibraryFolder, path: str) -> None:
        """Let a library show one folder less; what is in the folder stays."""
        await self._http.delete_only(
            "/Library/VirtualFolders/Paths",
            {"name": library.name, "path": path, "refreshLibrary": "false"},
        )

    async def delete_library(self, library: LibraryFolder) -> None:
        """Delete a library with its settings; folders and files stay, and one that is gone already is fine.

        Jellyfin goes by the name alone: prove first whose it is, and that no other has that name.
        """
        with suppress(NotFound):
            await self._http.delete_only(
                "/Library/VirtualFolders", {"name": library.name, "refreshLibrary": "false"}
            )

    async def refresh(self, item_id: str) -> None:
        """Let Jellyfin look at a library, or at an item, again; it answers before it begins."""
        await self._http.post_only(
            f"/Items/{id_in_path(item_id)}/Refresh",
            {"recursive": "true", "metadataRefreshMode": "Default", "imageRefreshMode": "Default"},
        )

    async def episodes(self, series_id: str) -> Rows[EpisodeFile]:
        """Read the episodes of a series that have files."""
        return await listing(
            self._http,
            EpisodeFile,
            {
                "parentId": id_in_path(series_id),
                "includeItemTypes": "Episode",
                "fields": "Path",
                "isMissing": "false",
                "enableUserData": "false",
                "enableImages": "false",
            },
        )

    async def _validate(self, asked: Mapping[str, object]) -> None:
        await self._http.post_only(
            "/Environment/ValidatePath", body=asked, timeout_seconds=DISK_SECONDS
        )
