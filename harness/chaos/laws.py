"""The laws, checked at the moment at which something that deletes arrives at a server.

They are told from the simulated world and from what was acknowledged to people, not from what the
integration says of itself; only since when something was announced is read from what it shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import re

from simulator.arr_entries import shares_folder
from simulator.wire import Arrival

from .household import Household
from .looks import Looks
from .truth import ARRS, Key, Owned, Place, Truth, kind_of
from .wrongs import Law, Wrong

# The integration writes its date down a moment before it is seen here.
_TOLERANCE = timedelta(minutes=2)

_ENTRY = re.compile(r"/api/v3/(?:movie|series)/(\d+)", re.IGNORECASE)
_FILE = re.compile(r"/api/v3/(?:moviefile|episodefile)/(\d+)", re.IGNORECASE)
_OURS = re.compile(r"/api/v3/(?:exclusions|importlistexclusion)/\d+", re.IGNORECASE)


@dataclass(slots=True)
class Deletion:
    """A call that deletes an entry or a file, with what stood behind it when it came."""

    seq: int
    key: Key
    place: Place
    file_id: int | None
    files: Mapping[int, str]
    size_bytes: int
    media_of_kind: int
    """How many media of its kind there were when the run began."""
    happened: bool = False


@dataclass(slots=True)
class Permission:
    """What somebody approved, and how much there was then; in the automatic mode more may go."""

    mode: str
    keys: frozenset[Key]
    prints: Mapping[Key, object]
    since: int
    counts: Mapping[str, int]


class Laws:
    """Watches; what is wrong is in ``wrongs``."""

    def __init__(self, truth: Truth, household: Household, now: Callable[[], datetime]) -> None:
        """Begin with a household in which nothing has happened."""
        self.truth = truth
        self.now = now
        self.mode = "observe"
        self.holiday_since: datetime | None = None
        self.pauses: list[tuple[datetime, datetime]] = []
        self.keeps: dict[Key, datetime | None] = {}
        self.seen: dict[Key, tuple[datetime, datetime]] = {}
        """Since when each medium is shown as leaving soon: by the house's clock, and really."""
        self.accepted_bins: set[str] = set()
        self.removed_by_others: set[Place] = set()
        """Entries that somebody else removed, perhaps right before a run could."""
        self.brake_on = False
        self.wrongs: list[Wrong] = []
        self.deletions: list[Deletion] = []
        self.seq = 0
        self.household = household
        self._looks = Looks(truth)
        self._permission: Permission | None = None
        self._touched: dict[tuple[Key, str], int] = {}
        self._files = truth.files()
        self._expected: set[str] = set()
        self._judged = 0

    def accuse(self, law: Law, what: str) -> None:
        """Write down that a law was broken."""
        self.wrongs.append(Wrong(law, what))

    # What people were told or saw.

    def showed(self, keys: Iterable[Key], *, complete: bool) -> None:
        """Remember what is shown as leaving soon just now.

        While a server is silent, what is no longer shown was not taken back: no countdown ends by that.
        """
        shown, now = set(keys), (self.now(), self.truth.now())
        if complete:
            self.seen = {key: since for key, since in self.seen.items() if key in shown}
        for key in shown:
            self.seen.setdefault(key, now)

    def begin_holiday(self) -> None:
        """Note that every countdown stands still."""
        self.holiday_since = self.holiday_since or self.now()

    def end_holiday(self) -> None:
        """Note that the countdowns go on."""
        if self.holiday_since is not None:
            self.pauses.append((self.holiday_since, self.now()))
        self.holiday_since = None

    def touch(self, key: Key, what: str) -> None:
        """Note that something about a medium has changed just now, in the middle of a run perhaps."""
        self._touched[key, what] = self.seq

    # A run.

    def permit(self, prints: Mapping[Key, object]) -> None:
        """Let something begin that may delete what looks so, and what the rules let go by themselves."""
        self._touched.clear()
        self._permission = Permission(
            mode=self.mode,
            keys=frozenset(prints),
            prints=prints,
            since=self.seq,
            counts={kind: len(self.truth.media(kind)) for kind in ("movie", "series")},
        )

    def forbid(self) -> None:
        """Let no run be under way any more."""
        self._permission = None
        self._looks.forget()

    # The wire.

    def saw(self, arrival: Arrival) -> None:
        """Look at a request before it is answered."""
        self._looks.saw(self.seq, arrival)
        if arrival.method == "DELETE":
            self._deletes(arrival)
        elif arrival.method != "GET" and arrival.path.lower().endswith("/editor"):
            self.accuse(Law.FORBIDDEN, _told(arrival))

    def _deletes(self, arrival: Arrival) -> None:
        server = arrival.server
        if server in {"jellyfin", "bridge"}:
            self._deletes_in_jellyfin(arrival)
        elif server in ARRS:
            entry, file = _ENTRY.fullmatch(arrival.path), _FILE.fullmatch(arrival.path)
            if entry:
                self._delete_of((server, int(entry[1])), None, arrival)
            elif file:
                self._delete_of_file(server, int(file[1]), arrival)
            elif not _OURS.fullmatch(arrival.path):
                self.accuse(Law.FORBIDDEN, _told(arrival))

    def _deletes_in_jellyfin(self, arrival: Arrival) -> None:
        parts = arrival.path.strip("/").split("/")
        if parts[0].lower() != "items":
            return
        item = self.truth.stack.catalog.items.get(parts[1] if len(parts) == 2 else "")
        if item is None or item.id not in self.truth.stack.catalog.members:
            self.accuse(Law.FORBIDDEN, _told(arrival))

    def _delete_of_file(self, server: str, file_id: int, arrival: Arrival) -> None:
        owned = self.truth.with_file(server, file_id)
        if owned is not None:
            self._delete_of(owned.place, file_id, arrival)
        elif any(one.place[0] == server and one.file_id == file_id for one in self.deletions):
            self.accuse(Law.REPEATED, _told(arrival))
        else:
            self.accuse(Law.STRAY, _told(arrival))

    def _delete_of(self, place: Place, file_id: int | None, arrival: Arrival) -> None:
        owned = self.truth.at(place)
        if owned is None:
            again = any(one.place == place and one.file_id is None for one in self.deletions)
            if again or place not in self.removed_by_others:
                self.accuse(Law.REPEATED if again else Law.STRAY, _told(arrival))
            return
        since = self._permission.since if self._permission else self.seq
        if any(
            (one.place, one.file_id) == (place, file_id) and one.seq > since
            for one in self.deletions
        ):
            self.accuse(Law.REPEATED, _told(arrival))
        gone = owned.files if file_id is None else {file_id: owned.files[file_id]}
        size_bytes = owned.size_bytes
        if file_id is not None:
            size_bytes = _size_of(owned, file_id)
        deletion = Deletion(
            self.seq,
            owned.key,
            place,
            file_id,
            {number: str(path) for number, path in gone.items()},
            size_bytes,
            self._permission.counts[kind_of(owned.key)] if self._permission else 0,
        )
        self.deletions.append(deletion)
        self._expected |= set(deletion.files.values())
        told = f"{owned.entry.title} ({_told(arrival)})"
        for law, more in self._broken(owned, deletion, arrival):
            self.accuse(law, f"{told}{more and f': {more}'}")

    def _broken(
        self, owned: Owned, deletion: Deletion, arrival: Arrival
    ) -> Iterator[tuple[Law, str]]:
        yield from self._by_the_house(owned)
        start = self._looks.began_at(owned)
        if start is None:
            yield Law.UNSEEN, ""
            return
        yield from self._by_people(owned, start)
        yield from self._by_the_calendar(owned, deletion, start)
        yield from self._by_servers(owned, deletion, start)
        yield from self._by_choice(owned, deletion, arrival)

    def _by_the_house(self, owned: Owned) -> Iterator[tuple[Law, str]]:
        """What Home Assistant itself knows must hold up to the call."""
        permission, key = self._permission, owned.key
        if self.mode == "observe":
            yield Law.OBSERVING, ""
        if self.holiday_since is not None:
            yield Law.HOLIDAY, ""
        if self.brake_on:
            yield Law.BRAKE, ""
        if key in self.keeps:
            until = self.keeps[key]
            if until is None or until > self.now():
                yield Law.KEPT, f"until {until}"
        if permission is None:
            yield Law.OUTSIDE, ""
            return
        if key not in permission.keys and self.mode != "automatic":
            yield Law.UNAPPROVED, f"the mode was {permission.mode} and is {self.mode}"

    def _counts(self, key: Key, what: str, start: int) -> bool:
        """Return whether something about a medium was so before it was looked at."""
        touched = [self._touched.get((name, what)) for name in (key, "*")]
        return all(at is None or at < start for at in touched)

    def _by_people(self, owned: Owned, start: int) -> Iterator[tuple[Law, str]]:
        key = owned.key
        if (dear := self.truth.dear(key)) and self._counts(key, "dear", start):
            yield Law.DEAR, ", ".join(sorted(dear))
        playing = self.truth.stack.jellyfin.state.playing
        if self.household.only_while_idle and playing and self._began_before("watching"):
            yield Law.WATCHING, ""

    def _by_the_calendar(
        self, owned: Owned, deletion: Deletion, start: int
    ) -> Iterator[tuple[Law, str]]:
        key, now, household = owned.key, self.now(), self.household
        days = household.movie_days if kind_of(key) == "movie" else household.series_days
        whole = deletion.file_id is None or not self._by_episode(key)
        dates = [self.truth.arrived(key), *filter(None, [self.truth.last_seen(key)])]
        if whole and self._counts(key, "dear", start) and self._counts(key, "entry", start):
            if max(dates) + timedelta(days=days) > now + _TOLERANCE:
                yield Law.NOT_DUE, f"due {max(dates) + timedelta(days=days)}, now {now}"
        if key not in self.seen:
            yield Law.UNANNOUNCED, "it is not shown at all"
            return
        since, really_since = self.seen[key]
        window = timedelta(days=household.window_days)
        shown, really = now - since, self.truth.now() - really_since
        if shown + _TOLERANCE < window + self._paused(since, now):
            yield Law.UNANNOUNCED, f"for {shown}, holidays included"
        if really + _TOLERANCE < window:
            yield Law.UNANNOUNCED, f"for {really}, whatever the clock says"

    def _by_servers(
        self, owned: Owned, deletion: Deletion, start: int
    ) -> Iterator[tuple[Law, str]]:
        key, disk, stack = owned.key, owned.arr.disk, self.truth.stack
        permission = self._permission
        prints = permission.prints if permission else {}
        if key in prints and self._counts(key, "entry", start) and not self._under_way(key):
            if prints[key] != self.truth.fingerprint(key):
                yield Law.UNAPPROVED, "it is another thing than the one on the list"
        if not disk.mounted and self._counts(key, "disk", start):
            yield Law.DISK, ""
        if not disk.recycling and self._counts(key, "disk", start):
            if owned.arr.name not in self.accepted_bins:
                yield Law.NO_BIN, ""
        if stack.jellyfin.state.scans_all and self._began_before("scan"):
            yield Law.SCANNING, ""
        ids = {row.get("movieId", row.get("seriesId")) for row in owned.arr.queue}
        if owned.entry.id in ids and self._counts(key, "download", start):
            yield Law.DOWNLOADING, ""
        if deletion.file_id is None:
            others = [
                other.entry.folder
                for other in self.truth.entries()
                if other.arr is owned.arr and other.place != owned.place
            ]
            if shares_folder(owned.entry.folder, others) and self._counts(key, "entry", start):
                yield Law.SHARED, owned.entry.folder

    def _by_choice(
        self, owned: Owned, deletion: Deletion, arrival: Arrival
    ) -> Iterator[tuple[Law, str]]:
        household, query = self.household, arrival.query.lower()
        by_file = household.removal == "delete_files" or self._by_episode(owned.key)
        if household.removal == "unmonitor":
            yield Law.CHOICE, "nothing was to be deleted at all"
        elif by_file != (deletion.file_id is not None):
            yield Law.CHOICE, "an entry" if by_file else "a file"
        if deletion.file_id is None:
            name = "addimportexclusion" if kind_of(owned.key) == "movie" else ""
            name = name or "addimportlistexclusion"
            if (f"{name}=true" in query) != household.exclude:
                yield Law.CHOICE, arrival.query
        elif self._by_episode(owned.key) and self._is_new(owned, deletion.file_id):
            yield Law.CHOICE, "one of the newest episodes"

    def _by_episode(self, key: Key) -> bool:
        return kind_of(key) == "series" and self.household.max_episodes is not None

    def _is_new(self, owned: Owned, file_id: int) -> bool:
        episodes = getattr(owned.entry, "episodes", [])
        there = [e for e in episodes if e.has_file or self._was_deleted(owned.place, e.file_id)]
        there.sort(key=lambda e: (e.air_date, e.season, e.number), reverse=True)
        limit = self.household.max_episodes or 0
        return any(episode.file_id == file_id for episode in there[:limit])

    def _was_deleted(self, place: Place, file_id: int) -> bool:
        return any((one.place, one.file_id) == (place, file_id) for one in self.deletions)

    def _under_way(self, key: Key) -> bool:
        """Return whether a part of a medium has been deleted in this run already."""
        since = self._permission.since if self._permission else 0
        return sum(one.key == key and one.seq > since for one in self.deletions) > 1

    def _began_before(self, what: str) -> bool:
        """Return whether something that concerns a whole run was so before the run began."""
        touched = self._touched.get(("*", what))
        return touched is None

    def _paused(self, since: datetime, now: datetime) -> timedelta:
        found = timedelta()
        for start, end in [*self.pauses, *((self.holiday_since, now),)]:
            if start is not None:
                found += max(timedelta(), min(end, now) - max(start, since))
        return found

    # The disk.

    def forget_files(self, paths: Iterable[str]) -> None:
        """Forget files that the world itself is about to change."""
        for path in list(paths):
            self._files.pop(path, None)

    def check_files(self) -> None:
        """Compare the disks with what they were: only what was deleted since then may be gone."""
        now = self.truth.files()
        roots = [str(a.root_folder[1]) for a in self.truth.stack.arrs if not a.disk.mounted]
        for path, print_ in self._files.items():
            if any(path.startswith(f"{root}/") for root in roots):
                now[path] = print_
            elif now.get(path) != print_ and path not in self._expected:
                self.accuse(Law.FILES, path)
        self._files = now
        self._expected = {path for path in self._expected if path.startswith(tuple(roots))}
        for one in self.deletions[self._judged :]:
            one.happened = self._is_gone(one)
        self._judged = len(self.deletions)

    def _is_gone(self, one: Deletion) -> bool:
        owned = self.truth.at(one.place)
        if one.file_id is None or owned is None:
            return owned is None
        return one.file_id not in owned.files


def _size_of(owned: Owned, file_id: int) -> int:
    for episode in getattr(owned.entry, "episodes", []):
        if episode.file_id == file_id:
            size: int = episode.size_bytes
            return size
    return owned.size_bytes


def _told(arrival: Arrival) -> str:
    query = f"?{arrival.query}" if arrival.query else ""
    return f"{arrival.method} {arrival.server}{arrival.path}{query}"
