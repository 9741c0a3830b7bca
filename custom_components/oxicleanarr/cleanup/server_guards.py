"""The guards that ask an OxiCleanarr server: of every medium where it decides, and of those that go through it.

Through the server nobody sees recycle bins, downloads and root folders. So Jellyfin must see the files, and its
libraries stand in for the root folders.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from ..library.facts import UNKNOWN
from ..library.models import Decided, Kind
from ..library.paths import below, normalise, parents
from .entry_guards import COMPARED, absolute, compared, differs, inside, is_named
from .evidence import Evidence, Look
from .models import GuardName, Objection, Removal
from .server_models import Served, ServerEvidence

DECIDED: Mapping[str, Callable[[Decided], object]] = {
    "date": lambda one: one.due_at,
    "excluded": lambda one: one.excluded,
    "flagged": lambda one: one.flagged,
    "episode_files": lambda one: one.episode_files,
    "jellyfin_id": lambda one: one.jellyfin_id,
    "last_watched": lambda one: one.last_watched,
}
_PREFIXES = {Kind.MOVIE: "radarr", Kind.SERIES: "sonarr"}


def server_says(evidence: Evidence) -> Objection | None:
    """Ask the server that decides once more: what somebody kept on its page a minute ago was deleted all the same.

    It must name the medium among those that it would delete itself, too. And it must know what was watched since the
    announcement: with a key that shows it no plays, everything looks unwatched to it (all versions).
    """
    word, planned = evidence.word, evidence.candidate.medium.decided
    if word is None:
        return None
    if word is UNKNOWN:
        return Objection(GuardName.SERVER_SAYS, variant="server_says_unknown")
    if word.decided.excluded:
        return Objection(GuardName.SERVER_SAYS, variant="server_says_kept")
    due_at = word.decided.due_at
    if (
        planned is None
        or planned.item_id != word.decided.item_id
        or not word.named
        or not isinstance(due_at, datetime)
        or due_at > evidence.now
        or not _names_files(word.decided, evidence.candidate.leaving.episode_files)
    ):
        return Objection(GuardName.SERVER_SAYS)
    if _unseen_play(evidence, word.decided):
        return Objection(GuardName.SERVER_SAYS, variant="server_says_unwatched")
    return None


def server_cannot(evidence: ServerEvidence) -> Objection | None:
    """Ask the server for nothing but what it can: told to delete a series' episodes, it deletes the series."""
    planned = evidence.candidate.medium.decided
    seen = evidence.served.decided if isinstance(evidence.served, Served) else None
    files = [one.episode_files for one in (planned, seen) if one]
    if evidence.candidate.leaving.episode_files or any(files):
        return Objection(GuardName.SERVER_CANNOT, variant="server_cannot_episodes")
    if evidence.settings.removal is not Removal.DELETE:
        return Objection(GuardName.SERVER_CANNOT)
    return None


def no_entry(evidence: ServerEvidence) -> Objection | None:
    """Keep what the server does not name fully, or under two names.

    It never forgets what has left Radarr or Sonarr: under the old number there is a phantom, or another film. And
    when it does not reach them, it says that it deleted what it only forgot.
    """
    if evidence.gone:
        servers = ", ".join(sorted(evidence.gone))
        return Objection(GuardName.NO_ENTRY, {"servers": servers}, "no_entry_gone")
    served, medium = evidence.served, evidence.candidate.medium
    if served is UNKNOWN or served is None or evidence.online is UNKNOWN:
        return _unknown(GuardName.NO_ENTRY)
    if evidence.online is False:
        return Objection(GuardName.NO_ENTRY, variant="server_offline")
    copies, decided = medium.copies, medium.decided
    if len(copies) != 1 or decided is None or copies[0].source_id != decided.source_id:
        return Objection(GuardName.NO_ENTRY, variant="served_unnamed")
    name = f"{_PREFIXES[medium.kind]}-{copies[0].entry_id}"
    if {decided.item_id, served.decided.item_id} != {name} or not is_named(served.copy):
        return Objection(GuardName.NO_ENTRY, variant="served_unnamed")
    if medium.kind is Kind.MOVIE and not served.copy.file:
        return Objection(GuardName.NO_ENTRY, variant="served_unnamed")
    return None


def changed(evidence: ServerEvidence) -> Objection | None:
    """Keep what is no longer what was decided about: a number that names another film, a better file, a new date."""
    served, medium = evidence.served, evidence.candidate.medium
    if served is UNKNOWN or served is None:
        return _unknown(GuardName.CHANGED)
    copies, decided = medium.copies, medium.decided
    if len(copies) != 1 or decided is None or copies[0].key != served.copy.key:
        return Objection(GuardName.CHANGED, {"what": ("entry_id",)}, "served_changed")
    different = [
        what for what, value in COMPARED.items() if differs(value(copies[0]), value(served.copy))
    ]
    different += [
        what for what, told in DECIDED.items() if differs(told(decided), told(served.decided))
    ]
    if different:
        return Objection(GuardName.CHANGED, {"what": tuple(different)}, "served_changed")
    return None


def folder(evidence: ServerEvidence) -> Objection | None:
    """Keep what does not lie in a folder of its own, below a library of Jellyfin's.

    Radarr and Sonarr delete the whole folder: that of all, where an entry's was set to the root folder, with
    whatever lies in it, known to the server, to Jellyfin, or to nobody.
    """
    served = evidence.served
    if served is UNKNOWN or served is None:
        return _unknown(GuardName.FOLDER)
    if not _own_folder(served, evidence.places, evidence.shelves):
        return Objection(GuardName.FOLDER, {"folder": served.copy.folder}, "served_folder")
    if evidence.lodgers:
        titles = ", ".join(sorted(evidence.lodgers))
        return Objection(GuardName.FOLDER, {"titles": titles}, "folder_lodgers")
    return None


def disk(evidence: ServerEvidence) -> Objection | None:
    """Keep what Jellyfin does not really see on the disk, where the server has it: the disk may be missing."""
    served = evidence.served
    if served is UNKNOWN or served is None:
        return _unknown(GuardName.DISK)
    if not served.files or served.files_seen is not True:
        return Objection(GuardName.DISK, variant="served_disk")
    return None


def recycle_bin(evidence: ServerEvidence) -> Objection | None:
    """Delete through the server only where a person accepted what nobody can see there: bins and downloads."""
    sources = {copy.source_id for copy in evidence.candidate.medium.copies}
    if sources and sources <= evidence.no_bin_accepted:
        return None
    return Objection(GuardName.RECYCLE_BIN, variant="served_bin")


def _names_files(decided: Decided, leaving: frozenset[int]) -> bool:
    """Return whether the server lets go all that leaves; of episodes, those announced first leave first."""
    if not leaving or not decided.episode_files:
        return leaving == decided.episode_files
    return leaving <= decided.episode_files


def _unseen_play(evidence: Evidence, decided: Decided) -> bool:
    """Return whether somebody watched it since it was announced, and the server does not know."""
    look, since = evidence.look, evidence.announced_at
    plays = [evidence.candidate.medium.last_watched]
    if isinstance(look, Look):
        plays.append(look.last_played)
    known = decided.last_watched
    for play in plays:
        if isinstance(play, datetime) and (since is None or play > since):
            if not isinstance(known, datetime) or play > known:
                return True
    return False


def _unknown(guard: GuardName) -> Objection:
    return Objection(guard, variant="served_unknown")


def _own_folder(served: Served, others: frozenset[str], shelves: frozenset[str]) -> bool:
    own = compared(served.copy.folder)
    if not absolute(own) or (served.copy.file and not inside(compared(served.copy.file), own)):
        return False
    # What differs only in capitals is one folder for some disks.
    around = {own.casefold(), *parents(own.casefold())}
    for other in (compared(other).casefold() for other in others):
        if other in around or below(other, own.casefold()):
            return False
    shown = normalise(served.folder).casefold()
    libraries = [normalise(shelf).casefold() for shelf in shelves]
    return any(below(shown, library) for library in libraries) and not any(
        below(library, shown) is not None for library in libraries
    )
