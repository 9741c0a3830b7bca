"""Following an OxiCleanarr server: where there is one, it decides, and not the household's rules."""

from typing import Final

from ..library.facts import UNKNOWN
from ..library.models import Decider, Library, Medium
from .judge import MANUAL_RULE, Due
from .models import Protected, Reason, Why

SERVER_RULE: Final = "oxicleanarr"


def follow(medium: Medium, decider: Decider, library: Library) -> Protected | Due:
    """Return what the server says of a medium; what it does not know protects.

    It keeps media in its memory that were deleted elsewhere (1.0 to 1.6): what neither the Radarr or Sonarr
    of the household nor its Jellyfin has is not leaving, it is gone.
    """
    decided = medium.decided
    if decided is None:
        return _stays(Why.NOT_ON_SERVER)
    if decided.excluded and decided.freed_at is None:
        return _stays(Why.EXCLUDED)
    if medium.kind in library.managed and not medium.jellyfin_ids and _only_there(medium, decider):
        return _stays(Why.NOT_MANAGED)
    if decider.doubted:
        return _stays(Why.SERVER_DOUBTED)
    if decided.due_at is UNKNOWN:
        return _stays(Why.SERVER_DATE_UNKNOWN)
    if decided.due_at is None and decided.freed_at is None:
        return _stays(Why.SERVER_KEEPS)
    return Due(
        MANUAL_RULE if decided.flagged else SERVER_RULE,
        max(at for at in (decided.due_at, decided.freed_at) if at),
        (Reason(Why.SERVER, {"reason": decided.reason}),),
        decided.episode_files,
    )


def _only_there(medium: Medium, decider: Decider) -> bool:
    return all(copy.source_id == decider.source_id for copy in medium.copies)


def _stays(why: Why) -> Protected:
    return Protected(reasons=(Reason(why),))
