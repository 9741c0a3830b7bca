"""The guards that judge a medium by its entries in Radarr and Sonarr, read again at the last second."""

from collections.abc import Callable, Iterable, Mapping

from ..library.facts import UNKNOWN
from ..library.models import Copy
from ..library.paths import below, normalise, parents
from .evidence import EntrySeen, Evidence
from .models import GuardName, Objection, Removal

COMPARED: Mapping[str, Callable[[Copy], object]] = {
    "title": lambda copy: copy.title,
    "year": lambda copy: copy.year,
    "provider_ids": lambda copy: copy.provider_ids,
    "folder": lambda copy: copy.folder,
    "file": lambda copy: copy.file,
    "root_folder": lambda copy: copy.root_folder,
    "size_bytes": lambda copy: copy.size_bytes,
    "added": lambda copy: copy.added,
    "tags": lambda copy: copy.tags,
    "episode_files": lambda copy: copy.episode_files,
}
"""All of an entry that must be as in the plan."""


def no_entry(evidence: Evidence) -> Objection | None:
    """Keep what Radarr and Sonarr do not name fully, each copy of it.

    A request to delete with a blank or zero id has been understood as one for everything, and an entry
    without a folder as one for the folder of all.
    """
    if evidence.gone:
        servers = ", ".join(sorted(evidence.gone))
        return Objection(GuardName.NO_ENTRY, {"servers": servers}, "no_entry_gone")
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.NO_ENTRY)
    if not entries or len(entries) != len(evidence.candidate.medium.copies):
        return Objection(GuardName.NO_ENTRY)
    if not all(is_named(entry.copy) for entry in entries):
        return Objection(GuardName.NO_ENTRY)
    return None


def changed(evidence: Evidence) -> Objection | None:
    """Keep what is no longer what was decided about.

    Ids are given anew when a server's database is restored, films are matched again and moved, a better file or a
    new season arrives between the plan and the run: each has cost somebody another film than the one announced.
    """
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.CHANGED)
    planned = {copy.key: copy for copy in evidence.candidate.medium.copies}
    if planned.keys() != {entry.copy.key for entry in entries}:
        return Objection(GuardName.CHANGED, {"what": ("entry_id",)})
    different = [
        what
        for what, value in COMPARED.items()
        if any(differs(value(planned[e.copy.key]), value(e.copy)) for e in entries)
    ]
    leaving = evidence.candidate.leaving.episode_files
    touches_files = evidence.settings.removal is not Removal.UNMONITOR
    if (
        touches_files
        and leaving
        and leaving != frozenset[int]().union(*(entry.file_ids for entry in entries))
    ):
        different.append("file_ids")
    return Objection(GuardName.CHANGED, {"what": tuple(different)}) if different else None


def folder(evidence: Evidence) -> Objection | None:
    """Keep what does not lie in a folder of its own, below its root folder.

    An entry whose folder was set to the root folder, or to the parent of others, took everything in it along;
    so did a series inside another one's folder, and a film that nobody managed and that lay beside it.
    """
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.FOLDER)
    others = [compared(other) for other in evidence.other_folders]
    roots = [entry.copy.root_folder for entry in entries if entry.copy.root_folder]
    for entry in entries:
        if not _own_folder(entry.copy, roots, others):
            return Objection(GuardName.FOLDER, {"folder": entry.copy.folder})
    if evidence.lodgers and evidence.settings.removal is Removal.DELETE:
        titles = ", ".join(sorted(evidence.lodgers))
        return Objection(GuardName.FOLDER, {"titles": titles}, "folder_lodgers")
    return None


def downloading(evidence: Evidence) -> Objection | None:
    """Wait for a download: its import would bring the medium back, or fail over the missing folder."""
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.DOWNLOADING)
    if any(entry.downloading is UNKNOWN or entry.downloading for entry in entries):
        return Objection(GuardName.DOWNLOADING)
    return None


def disk(evidence: Evidence) -> Objection | None:
    """Keep what is not really seen on the disk.

    With a disk that is not mounted the entry is deleted and the files come back with the disk, known to
    nobody; or the delete is refused halfway.
    """
    if evidence.settings.removal is Removal.UNMONITOR:
        return None
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.DISK)
    if any(entry.files_seen is not True for entry in entries):
        return Objection(GuardName.DISK)
    return None


def recycle_bin(evidence: Evidence) -> Objection | None:
    """Delete for ever only where a person accepted it: otherwise a mistake can be mended from the bin."""
    if evidence.settings.removal is Removal.UNMONITOR:
        return None
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.RECYCLE_BIN)
    accepted = evidence.no_bin_accepted
    if any(e.has_bin is not True and e.copy.source_id not in accepted for e in entries):
        return Objection(GuardName.RECYCLE_BIN)
    return None


def nothing_to_do(evidence: Evidence) -> Objection | None:
    """Do not touch what is done already: repeated, it would be counted and told again every night."""
    entries = _entries(evidence)
    if entries is None:
        return _unknown(GuardName.NOTHING_TO_DO)
    removal = evidence.settings.removal
    if removal is Removal.UNMONITOR:
        idle = not any(entry.monitored for entry in entries)
    else:
        files_only = removal is Removal.DELETE_FILES or evidence.candidate.leaving.episode_files
        idle = bool(files_only) and not any(entry.file_ids for entry in entries)
    return Objection(GuardName.NOTHING_TO_DO) if idle else None


def cap_items(evidence: Evidence) -> Objection | None:
    """End a run after so many media: a mistake is noticed before it has cost more than a handful."""
    limit = evidence.settings.max_items
    if evidence.done_items + 1 <= limit:
        return None
    return Objection(GuardName.CAP_ITEMS, {"max_items": limit})


def cap_bytes(evidence: Evidence) -> Objection | None:
    """End a run after so many bytes: a few very large series are a loss as well; unknown sizes count as too large."""
    if evidence.sizes is UNKNOWN or evidence.sizes is None:
        return _unknown(GuardName.CAP_BYTES)
    size_bytes = 0
    for size in evidence.sizes:
        if size is UNKNOWN or size is None or size < 0:
            return Objection(GuardName.CAP_BYTES, variant="cap_bytes_unknown")
        size_bytes += size
    limit = evidence.settings.max_bytes
    if evidence.done_bytes + size_bytes <= limit:
        return None
    return Objection(GuardName.CAP_BYTES, {"size_bytes": size_bytes, "max_bytes": limit})


def cap_share(evidence: Evidence) -> Objection | None:
    """End a run after its share of the library: ten films a night are little of a thousand and all of ten."""
    percent = evidence.settings.max_share_percent
    allowed = max(1, evidence.media_of_kind * percent // 100)
    if evidence.done_of_kind + 1 <= allowed:
        return None
    return Objection(GuardName.CAP_SHARE, {"max_share_percent": percent})


def _entries(evidence: Evidence) -> tuple[EntrySeen, ...] | None:
    """Return the entries; `None` when nobody knows them, or nobody was asked."""
    return None if evidence.entries is UNKNOWN else evidence.entries


def _unknown(guard: GuardName) -> Objection:
    return Objection(guard, variant="entries_unknown")


def is_named(copy: Copy) -> bool:
    """Return whether an entry can be told from all others: nothing that names it is blank or zero."""
    ids = [provider_id.partition(":")[2] for provider_id in copy.provider_ids]
    return (
        copy.entry_id > 0
        and bool(copy.source_id.strip() and copy.title.strip() and copy.folder.strip())
        and bool(ids)
        and all(one.strip(" 0") for one in ids)
    )


def differs(planned: object, seen: object) -> bool:
    """Return whether something is not surely what it was."""
    return planned is UNKNOWN or seen is UNKNOWN or planned != seen


def _own_folder(copy: Copy, roots: Iterable[str], others: Iterable[str]) -> bool:
    own = compared(copy.folder)
    # Without this a root folder that nobody knows would be the root of all.
    if not copy.root_folder or not inside(own, compared(copy.root_folder)):
        return False
    if copy.file is not None and not inside(compared(copy.file), own):
        return False
    # What differs only in capitals is one folder for some disks.
    own = own.casefold()
    around = {own, *parents(own)}
    return not any(
        other in around or below(other, own) for other in map(str.casefold, others)
    ) and not any(below(compared(root).casefold(), own) is not None for root in roots)


def compared(path: str) -> str:
    """Return a path in the spelling in which paths are compared; Windows knows no capitals."""
    path = normalise(path)
    return path.casefold() if path[1:2] == ":" or path.startswith("//") else path


def absolute(path: str) -> bool:
    """Return whether a path leads to one place only: from the top, and without dots on the way."""
    start = path.startswith("/") or path[1:3] == ":/"
    parts = path.removeprefix("/").removeprefix("/").split("/")
    return start and not any(part.strip() in {"", ".", ".."} for part in parts)


def inside(path: str, parent: str) -> bool:
    """Return whether a path, compared, surely leads below another one."""
    return absolute(path) and bool(below(path, parent))
