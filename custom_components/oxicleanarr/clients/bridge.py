"""The OxiCleanarr Bridge, a plugin inside Jellyfin: symbolic links where Jellyfin sees them.

Answers are read without case, in the dialect of the real plugin (PascalCase, 2.x to 3.2.6) and
in the documented one (camelCase, counts instead of lists). Directories are removed only while they
are empty: what the plugin calls force deletes whatever is inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Final

from .bridge_batches import Asked, Told, batches, path_parts, read_answer
from .errors import (
    ClientError,
    KeyRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
    Redirected,
    StartingUp,
    WrongApp,
)
from .http import DISK_SECONDS, Http
from .jellyfin_plugins import Installed, JellyfinPlugins

PLUGIN_ID: Final = "a8c0f8e47d3c4b5a9e2f1a2b3c4d5e6f"

_PREFIX = "/api/oxicleanarr"

# It need not exist: the Bridge answers 200 with nothing for a missing directory.
_HARMLESS_DIRECTORY = "/oxicleanarr-permission-check"

_NO_LINK: Final = re.compile(r"not a sym(bolic )?link", re.IGNORECASE)

# Only 3.2.3 and later answer so; the documented status has another case and a version.
_REFUSES_FILES = {"Status": "ok"}


class BridgeState(StrEnum):
    """Whether links can be made."""

    ACTIVE = "active"
    NOT_INSTALLED = "not_installed"
    UNAUTHORIZED = "unauthorized"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class BridgeStatus:
    """The Bridge's state; `version` where it or Jellyfin's plugin list tells one, else None.

    `detail` says why it is not active: the plugin's status in Jellyfin ("Restart", "Disabled", …)
    or what was seen. The version of 3.2.3 to 3.2.5 may read 3.2.2. `refuses_files`: asked to remove
    a link, it leaves a real file of that path alone; known of 3.2.3 and later, whose status tells
    nothing else than that it is "ok".
    """

    state: BridgeState
    version: str | None = None
    detail: str = ""
    refuses_files: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link; `target` is its raw text, None where it could not be read."""

    path: str
    target: str | None
    name: str


@dataclass(frozen=True, slots=True)
class LinkList:
    """The links directly in a directory; `skipped` counts entries that were not understood.

    The Bridge lists links to files and dangling ones, never links to existing directories.
    """

    links: tuple[Link, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class AddResult:
    """Paths of the links made, and why others were not.

    `failed` holds, under the source as it was given, the reason of each link that is not known to
    be made, also where the Bridge said nothing of it.
    """

    created: tuple[str, ...]
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveResult:
    """Paths that are gone; `failed` holds, under its path, the reason of each that is not known to be gone."""

    removed: tuple[str, ...]
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def real(self) -> frozenset[str]:
        """Return the paths that hold no link, as the Bridge itself says: a real file or a real folder.

        Versions 3.2.3 to 3.2.6 say it in these words; what else went wrong with a path proves nothing.
        """
        return frozenset(
            path
            for path, line in self.failed.items()
            if _NO_LINK.search(line.replace(path, "")) is not None
        )


def refused_by_bridge(path: str) -> bool:
    """Tell whether the Bridge takes a path for an attack: two dots in a row, anywhere in it.

    It does so since 3.2.3, also in names such as `Wait... What.mkv`. Older versions take them,
    but an update would leave links behind that it cannot remove any more.
    """
    return ".." in path


class Bridge:
    """The Bridge behind a Jellyfin; `http` is that Jellyfin's."""

    def __init__(self, http: Http) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http
        self._plugins = JellyfinPlugins(http)

    async def status(self) -> BridgeStatus:
        """Find out whether links can be made; never raises ClientError."""
        try:
            told = await self._http.get(_PREFIX + "/status", dict[str, object])
        except NotFound:
            return await self._not_installed()
        except KeyRefused, NotAllowed:
            return BridgeStatus(BridgeState.UNAUTHORIZED)
        except ClientError as error:
            return BridgeStatus(BridgeState.UNREACHABLE, None, _seen(error))
        answer = _without_case(told)
        version = _version(answer)
        if version is None and "status" not in answer:
            return BridgeStatus(BridgeState.UNREACHABLE, None, "not the Bridge's answer")
        try:
            await self.list_links(_HARMLESS_DIRECTORY)
        except KeyRefused, NotAllowed:
            return BridgeStatus(BridgeState.UNAUTHORIZED, version)
        except NotUnderstood as error:
            # Rights come first in Jellyfin: a Bridge that stumbles over the directory granted them.
            if error.status is None:
                return BridgeStatus(BridgeState.UNREACHABLE, version, error.detail)
        except ClientError as error:
            return BridgeStatus(BridgeState.UNREACHABLE, version, _seen(error))
        if version is None and (plugin := await self._plugin()) is not None:
            version = plugin.version or None
        return BridgeStatus(BridgeState.ACTIVE, version, refuses_files=told == _REFUSES_FILES)

    async def list_links(self, directory: str) -> LinkList:
        """Read the links directly in a directory; a missing directory has none.

        Raises:
            NotUnderstood: also for a list that is shorter than it says, since what is missing there would be
                taken for gone; and for a path with two dots in a row, which the Bridge refuses.
        """
        answer = await self._read("/symlinks/list", {"directory": directory})
        entries, count = answer.get("symlinks"), answer.get("count")
        if not isinstance(entries, list):
            raise NotUnderstood(self._http.server, "a list of links without links")
        if isinstance(count, int) and count > len(entries):
            raise NotUnderstood(self._http.server, "a list of links that was cut short")
        links = tuple(link for entry in entries if (link := _link(entry)) is not None)
        return LinkList(links, len(entries) - len(links))

    async def add_links(self, items: Sequence[tuple[str, str]]) -> AddResult:
        """Link each source into its target directory, under the source's own name.

        The Bridge replaces whatever has that name there, real files too: prove first that the
        directory is ours. Not even sent are items that would destroy something for certain (a
        directory that holds the source itself, a second link of the same path), and those that
        `refused_by_bridge` tells of. Many items take several requests; what comes after one that
        failed is not sent, and is told as failed.

        Raises:
            ClientError: the first request failed, so nothing is known to be made.
        """
        accepted: dict[str, Asked] = {}
        refused: dict[str, str] = {}
        for given, into in items:
            source, directory = _trimmed(given), _trimmed(into)
            path = f"{directory}{_separator(directory)}{_name(source)}"
            if refusal := _refusal(source, directory, path, accepted):
                refused[given] = f"{source}: {refusal}"
            else:
                wire = {"sourcePath": source, "targetDirectory": directory}
                accepted[path] = Asked(given=given, named=source, path=path, wire=wire)
        told = await self._in_batches(
            "/symlinks/add", "items", ("createdsymlinks", "created"), tuple(accepted.values())
        )
        return AddResult(told.done, {**refused, **told.failed})

    async def remove_links(self, paths: Sequence[str]) -> RemoveResult:
        """Remove links; one that is gone already counts as removed, and real files are refused.

        Versions before 3.2.3 remove real files too: list first, and give only what is a link.
        Versions before 3.2.5 leave a link to a directory where it is, and tell that it is gone.
        Many paths take several requests, as in `add_links`.

        Raises:
            ClientError: the first request failed, so nothing is known to be gone.
        """
        wanted = [path for path in paths if path.strip()]
        told = await self._in_batches(
            "/symlinks/remove",
            "symlinkPaths",
            ("removedsymlinks", "removed"),
            [Asked(given=path, named=path, path=path, wire=path) for path in wanted],
        )
        return RemoveResult(told.done, told.failed)

    async def create_directory(self, path: str) -> bool:
        """Create a directory with its parents; True only where the Bridge says that it made it."""
        answer = await self._send("/directories/create", {"directory": path})
        if answer.get("success") is False:
            raise NotUnderstood(self._http.server, "the directory was not made")
        return answer.get("created") is True

    async def remove_empty_directory(self, path: str) -> bool:
        """Remove a directory with nothing in it; True if it is gone, False if it is not empty.

        Raises:
            ClientError: as for every request; nobody knows whether the directory is gone.
        """
        try:
            await self._http.delete_only(
                f"{_PREFIX}/directories/remove", body={"directory": path, "force": False}
            )
        except NotUnderstood as error:
            # Also the answer where a proxy drops the body; then it is not gone either.
            if error.status == 400:
                return False
            raise
        return True

    async def _read(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, object]:
        return _without_case(await self._http.get(_PREFIX + path, dict[str, object], params))

    async def _send(self, path: str, body: object) -> dict[str, object]:
        answer = await self._http.post(
            _PREFIX + path, body, dict[str, object], timeout_seconds=DISK_SECONDS
        )
        return _without_case(answer)

    async def _in_batches(
        self, path: str, field_name: str, done_names: tuple[str, str], asked: Sequence[Asked]
    ) -> Told:
        """Send what is asked in requests of bearable size, and put together what they tell."""
        told = Told()
        waiting = list(batches(asked))
        for number, batch in enumerate(waiting):
            try:
                answer = await self._send(path, {field_name: [one.wire for one in batch]})
                told += read_answer(self._http.server, answer, done_names, batch)
            except ClientError as error:
                if not number:
                    raise
                rest = [one for batch in waiting[number:] for one in batch]
                told += Told.nothing(rest, str(error))
                break
        return told

    async def _plugin(self) -> Installed | None:
        try:
            return await self._plugins.installed(PLUGIN_ID)
        except ClientError:
            return None

    async def _not_installed(self) -> BridgeStatus:
        """Explain the missing answer where Jellyfin can: installed, but not loaded."""
        plugin = await self._plugin()
        if plugin is None:
            return BridgeStatus(BridgeState.NOT_INSTALLED)
        return BridgeStatus(BridgeState.NOT_INSTALLED, plugin.version or None, plugin.status[:40])


def _seen(error: ClientError) -> str:
    """Return what was seen of a Bridge that does not answer."""
    match error:
        case WrongApp():
            return error.found
        case StartingUp():
            return "HTTP 503"
        case Redirected():
            return "a redirect elsewhere"
    return error.detail or "no answer in time"


def _without_case(answer: Mapping[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in answer.items()}


def _version(answer: Mapping[str, object]) -> str | None:
    """Read the version from one of the three shapes of the status."""
    for name in ("version", "plugin_version", "pluginversion"):
        value = answer.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _link(entry: object) -> Link | None:
    if not isinstance(entry, dict):
        return None
    link = _without_case(entry)
    path, target, name = link.get("path"), link.get("target"), link.get("name")
    if not isinstance(path, str) or not path.strip():
        return None
    known = isinstance(target, str) and target.strip() and target != "unknown"
    return Link(
        path=path,
        target=target if known and isinstance(target, str) else None,
        name=name if isinstance(name, str) and name else _name(path),
    )


def _trimmed(path: str) -> str:
    """Cut trailing separators: with one on a source, the Bridge works on the directory itself."""
    return path.rstrip(_separators(path))


def _separator(directory: str) -> str:
    return "\\" if "\\" in directory and "/" not in directory else "/"


def _name(path: str) -> str:
    return re.split(f"[{re.escape(_separators(path))}]", _trimmed(path))[-1]


def _separators(path: str) -> str:
    """Return what separates names: on a Unix system a backslash is a letter like others."""
    return "/" if path.startswith("/") else "/\\"


def _refusal(source: str, directory: str, path: str, accepted: Mapping[str, object]) -> str | None:
    if not source.strip() or not directory.strip():
        return "no path"
    of_source, of_directory = path_parts(source), path_parts(directory)
    shorter = min(len(of_source), len(of_directory))
    if of_source[:shorter] == of_directory[:shorter]:
        return "source and target directory lie within each other"
    if refused_by_bridge(source) or refused_by_bridge(directory):
        return "the Bridge refuses paths with two dots in a row"
    if path in accepted:
        return "another link of this name goes to the same directory"
    return None
