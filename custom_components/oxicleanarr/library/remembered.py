"""What people watched by our links, remembered.

A play of a twin protects the original, so its link goes, and Jellyfin drops the twin with the play; when the
link comes back, so does the play. So what counts is what is remembered, whether the twins are there or not:
otherwise the medium would leave and stay in turns.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import replace
from datetime import datetime, timedelta
from typing import Final

from ..clients.ids import item_key
from .facts import UNKNOWN, latest
from .jellyfin_media import JellyfinMedia
from .models import Kind, Library, Medium
from .reading import Reading
from .viewing import TwinPlay, Watch

FORGOTTEN_AFTER: Final = timedelta(days=365)
"""How long a medium must be missing before the plays of its twins are forgotten."""


def remember(
    media: Mapping[str, Medium], before: Mapping[str, TwinPlay], jellyfin: Reading[JellyfinMedia]
) -> dict[str, TwinPlay]:
    """Return how the media have ever been watched by their twins, by their ids.

    What was remembered under an id that no medium has counts for those that share a name with it: an id
    changes when Jellyfin, Radarr or Sonarr finds out what something is.
    """
    found = _found_again(media, before)
    if jellyfin.answer and jellyfin.read_at:
        for name, medium in media.items():
            if watches := _watches(medium, jellyfin.answer):
                found[name] = _with(
                    found.get(name), medium.aliases, watches, seen_at=jellyfin.read_at
                )
    return found


def counted(medium: Medium, play: TwinPlay) -> Medium:
    """Return the medium as watched by its twins, too; what is unknown of it stays unknown.

    Who stopped in the middle of a twin and has watched the medium itself since did not stop there.
    """
    plays, people, unfinished = medium.play_count, medium.watched_by, medium.unfinished_by
    if plays is UNKNOWN or people is UNKNOWN or unfinished is UNKNOWN:
        return medium
    people, unfinished, last = people or _NOBODY, unfinished or _NOBODY, medium.last_watched
    done = {
        user
        for user in people - unfinished
        if user in play.unfinished and isinstance(last, datetime) and last >= play.unfinished[user]
    }
    return replace(
        medium,
        last_watched=latest((last, play.at)),
        play_count=(plays or 0) + play.play_count,
        watched_by=people | play.watched_by,
        unfinished_by=unfinished | (play.unfinished.keys() - done),
    )


def until_forgotten(
    found: Mapping[str, TwinPlay], before: Mapping[str, TwinPlay], library: Library
) -> dict[str, TwinPlay]:
    """Return what to remember: what was found, and what belongs to media that are missing for now.

    Only while all sources behind a kind answer is something of it missing at all.
    """
    kept = dict(found)
    for name, play in before.items():
        if name in found:
            continue
        kind = Kind(name.partition(":")[0])
        now = _answered_at(library, kind)
        if now is None:
            kept[name] = play
            continue
        since = play.missing_since or now
        if now - since < FORGOTTEN_AFTER:
            kept[name] = replace(play, missing_since=since)
    return kept


_NOBODY: Final[frozenset[str]] = frozenset()


def _by_alias(plays: Iterable[TwinPlay]) -> Mapping[str, Sequence[TwinPlay]]:
    found: dict[str, list[TwinPlay]] = defaultdict(list)
    for play in plays:
        for alias in play.aliases:
            found[alias].append(play)
    return found


def _found_again(
    media: Mapping[str, Medium], before: Mapping[str, TwinPlay]
) -> dict[str, TwinPlay]:
    """Return what is remembered of the media that there are, by their present ids."""
    lost = _by_alias(play for name, play in before.items() if name not in media)
    found = {name: play for name, play in before.items() if name in media}
    for name, medium in media.items() if lost else ():
        for play in (play for alias in medium.aliases for play in lost.get(alias, ())):
            found[name] = _joined(found[name], play) if name in found else play
            if name in before:
                # Positions end; what was known under the old id does not know of that.
                found[name] = replace(found[name], unfinished=before[name].unfinished)
    return {
        name: replace(play, aliases=play.aliases | media[name].aliases, missing_since=None)
        for name, play in found.items()
    }


def _joined(one: TwinPlay, other: TwinPlay) -> TwinPlay:
    return TwinPlay(
        aliases=one.aliases | other.aliases,
        at=max(one.at, other.at),
        play_count=max(one.play_count, other.play_count),
        watched_by=one.watched_by | other.watched_by,
        unfinished={**one.unfinished, **other.unfinished},
    )


def _watches(medium: Medium, answer: JellyfinMedia) -> list[Watch]:
    """Return how the twins are watched that are there now."""
    found = (answer.watched.get(item_key(twin)) for twin in medium.twin_ids)
    return [watch for watch in found if watch and watch.last_watched is not None]


def _with(
    before: TwinPlay | None, aliases: frozenset[str], watches: Sequence[Watch], *, seen_at: datetime
) -> TwinPlay:
    """Add what twins tell now; they may tell less than before, which takes back nothing but a position."""
    people = _NOBODY.union(*(watch.watched_by for watch in watches))
    unfinished = _NOBODY.union(*(watch.unfinished_by for watch in watches))
    known = before.unfinished if before else {}
    now = TwinPlay(
        aliases=aliases,
        at=_last(before, watches, seen_at),
        play_count=sum(watch.play_count for watch in watches),
        watched_by=people,
        unfinished={user: known.get(user, seen_at) for user in unfinished},
    )
    if before is None:
        return now
    # Whose play a twin tells, and no position with it, has watched it to the end since.
    still = {user: since for user, since in known.items() if user not in people}
    return _joined(replace(before, unfinished=still), now)


def _last(before: TwinPlay | None, watches: Sequence[Watch], seen_at: datetime) -> datetime:
    """Return when twins were last played; with more plays than before and no dates, it was just now."""
    told = [watch.last_watched for watch in watches]
    dates = [date for date in told if isinstance(date, datetime)]
    dates += [watch.last_dated for watch in watches if watch.last_dated]
    if before is not None:
        dates.append(before.at)
    plays = sum(watch.play_count for watch in watches)
    if UNKNOWN in told and (before is None or plays > before.play_count):
        dates.append(seen_at)
    return max(dates)


def _answered_at(library: Library, kind: Kind) -> datetime | None:
    """Return when the sources behind a kind answered, if all of them do."""
    if not library.fresh(kind):
        return None
    sources = (library.sources[source].read_at for source in library.behind.get(kind, ()))
    return max((read_at for read_at in sources if read_at), default=None)
