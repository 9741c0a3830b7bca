"""What must hold when the house has come to rest again, told from the servers, the disks and the wire."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
import json
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Part, Removed, Stage
from harness.chaos.agreement import place_of
from harness.chaos.truth import ARRS, Place
from simulator import Stack
from simulator.oxicleanarr import deletes
from simulator.wire import Arrival
from tests.household import ENTRY_ID

from .cases import Case
from .truth import Monitoring, Truth, described, leaving, links_of, truth_of

_GONE = (Stage.DELETED, Stage.FILES_STAYED)


@dataclass(frozen=True, slots=True)
class Heard:
    """A request that reached a server."""

    arrival: Arrival
    done: bool
    """Whether the server did what it was asked to."""
    recovering: bool
    """Whether it came from a process that only found out what had happened."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How everything was when the run began, and which files of which entries were to go."""

    truth: Truth
    going: Mapping[Place, frozenset[str]]
    described: Mapping[str, list[object]]


def beginning(case: Case, stack: Stack) -> Beginning:
    """Look at how everything is."""
    return Beginning(truth_of(stack), leaving(stack, case), described(stack, case))


def read_journal(config: Path) -> tuple[Removed, ...]:
    """Read the journal from the disk."""
    rows = _stored(config, f"oxicleanarr.{ENTRY_ID}.journal").get("removals", [])
    return msgspec.convert(rows, tuple[Removed, ...])


def wrongs(
    case: Case, stack: Stack, config: Path, began: Beginning, heard: Sequence[Heard]
) -> list[str]:
    """Return every law that was broken; the servers have come to rest."""
    return list(_Court(case, stack, config, began, heard).wrongs())


def not_restored(case: Case, stack: Stack, config: Path, began: Beginning) -> list[str]:
    """Return what is not again as it was before a run that was undone, files excepted, which are new ones."""
    found = [
        f"{arr.name} excludes {case.title}"
        for arr in stack.arrs
        if any(case.title in row.values() for row in arr.exclusions.rows)
    ]
    now = described(stack, case)
    if now != began.described:
        found.append(f"there is {now}, and there was {began.described}")
    after = truth_of(stack)
    missing = began.truth.files.keys() - after.files.keys() - _unwanted(began.truth)
    if missing and case.removal != Removal.UNMONITOR:
        found.append(f"nobody looked for {sorted(missing)}")
    if not any(removed.restored_at for removed in read_journal(config)):
        found.append("the journal does not say that it is restored")
    keeps = _stored(config, f"oxicleanarr.{ENTRY_ID}").get("keeps", [])
    if [keep["title"] for keep in keeps].count(case.title) != 1:
        found.append("nobody keeps it")
    return found


def _unwanted(truth: Truth) -> set[str]:
    """Return the files of episodes that nobody looks for: Sonarr does not search them."""
    return {
        path
        for place, held in truth.owned.items()
        for path, numbers in held.items()
        if (episodes := truth.monitoring[place].episodes)
        and not any(episodes[number] for number in numbers)
    }


class _Court:
    def __init__(
        self, case: Case, stack: Stack, config: Path, began: Beginning, heard: Sequence[Heard]
    ) -> None:
        self._case = case
        self._stack = stack
        self._config = config
        self._before = began.truth
        self._going = began.going
        self._heard = heard
        self._after = truth_of(stack)
        self._removals = read_journal(config)
        self._gone = {
            path for path, mark in self._before.files.items() if self._after.files.get(path) != mark
        }

    def wrongs(self) -> Iterator[str]:
        yield from self._nothing_else_is_gone()
        yield from self._what_is_monitored()
        yield from self._the_journal()
        yield from self._no_delete_twice()
        yield from self._links()
        yield from self._everybody_was_told()

    def _nothing_else_is_gone(self) -> Iterator[str]:
        allowed = frozenset[str]().union(*self._going.values())
        if self._case.removal == Removal.UNMONITOR:
            allowed = frozenset()
        for path in sorted(self._gone - allowed):
            yield f"{path} is gone or changed, and was not to go"
        whole = self._case.removal == Removal.DELETE and self._case.max_episodes is None
        for place in self._before.owned.keys() - self._after.owned.keys():
            if not whole or place not in self._going:
                yield f"{place} is gone, and was not to go"
            elif not self._going[place] <= self._gone:
                yield f"{place} is gone, and its files are still there"

    def _what_is_monitored(self) -> Iterator[str]:
        for place, now in self._after.monitoring.items():
            before = self._before.monitoring.get(place)
            if before is not None and now not in self._allowed(place, before):
                yield f"{place} is monitored like {now}, and was like {before}"

    def _allowed(self, place: Place, before: Monitoring) -> list[Monitoring]:
        """Return how an entry may be monitored that is still there."""
        gone = self._going.get(place, frozenset()) & self._gone
        silent = Monitoring(False, before.silent_seasons, before.episodes)
        if self._case.removal == Removal.UNMONITOR:
            stages = [part.stage for part in self._parts(place)]
            return [silent if Stage.FINISHED in stages else before]
        if not gone:
            return [before]
        if self._case.max_episodes is None:
            return [silent] if gone == self._going[place] else [silent, before]
        held = self._before.owned[place]
        silenced = {number for path in gone for number in held[path]}
        episodes = {
            number: was and number not in silenced
            for number, was in (before.episodes or {}).items()
        }
        return [Monitoring(before.entry, before.silent_seasons, episodes)]

    def _the_journal(self) -> Iterator[str]:
        claimed: Counter[str] = Counter()
        for removed in self._removals:
            if removed.stage.open:
                yield f"the journal leaves {removed.title} open: {removed.stage} {removed.problem}"
            for part in removed.parts:
                paths = self._paths(part) if part.stage in _GONE else []
                claimed.update(paths)
                size_bytes = sum(self._before.files[path][1] for path in paths)
                if part.stage is Stage.DELETED and part.size_bytes != size_bytes:
                    yield f"the journal says that {part.size_bytes} bytes are gone, not {size_bytes}"
        for path in sorted(claimed.keys() - self._gone):
            yield f"the journal says that {path} is gone"
        for path in sorted(self._gone - claimed.keys()):
            yield f"the journal does not say that {path} is gone"
        for path in (path for path, times in claimed.items() if times > 1):
            yield f"the journal says more than once that {path} is gone"

    def _no_delete_twice(self) -> Iterator[str]:
        deletions = [one for one in self._heard if is_deletion(one.arrival)]
        done = Counter((one.arrival.server, one.arrival.path) for one in deletions if one.done)
        for (server, path), times in done.items():
            if times > 1:
                yield f"DELETE {path} came to {server} {times} times"
        for one in deletions:
            if one.recovering:
                yield f"DELETE {one.arrival.path} came to {one.arrival.server} from a new start"

    def _links(self) -> Iterator[str]:
        made = _stored(self._config, f"oxicleanarr.{ENTRY_ID}").get("made", {}).get("links", [])
        told = {link["path"]: link["source"] for link in made}
        there = links_of(self._stack)
        if told != there:
            yield f"the ledger tells of the links {told}, and there are {there}"
        for path, source in there.items():
            if not Path(source).exists():
                yield f"{path} leads to {source}, which is not there"

    def _everybody_was_told(self) -> Iterator[str]:
        going = frozenset[str]().union(*self._going.values())
        told = {path for one in self._heard if one.done for path in _told_of(one.arrival)}
        for path in sorted(going & self._gone):
            if told.isdisjoint((path, *map(str, PurePosixPath(path).parents))):
                yield f"Jellyfin was not told that {path} is gone"
        titles = {film.tmdb_id: film.title for film in self._stack.world.known_movies.values()}
        requested = {titles.get(one.tmdb_id) for one in self._stack.world.requests}
        if going <= self._gone and self._case.title in requested:
            yield f"Seerr still has the request of {self._case.title}"
        for arr in self._stack.arrs:
            gone = [place for place in self._going if place not in self._after.owned]
            excluded = any(self._case.title in row.values() for row in arr.exclusions.rows)
            # An OxiCleanarr server cannot exclude anything.
            due = self._case.server is None and any(name == arr.name for name, _ in gone)
            if excluded != due:
                yield f"{arr.name} excludes {self._case.title}: {excluded}, and gone are {gone}"

    def _parts(self, place: Place) -> list[Part]:
        return [
            part for removed in self._removals for part in removed.parts if place_of(part) == place
        ]

    def _paths(self, part: Part) -> list[str]:
        """Return where the files of a part really lie."""
        if part.item_id:
            # Jellyfin's paths, which are the real ones here.
            return [file.path for file in part.files]
        shown, real = self._stack.arr(place_of(part)[0]).root_folder
        return [str(real / PurePosixPath(file.path).relative_to(shown)) for file in part.files]


def is_deletion(arrival: Arrival) -> bool:
    """Return whether a request has a server delete media, or take an exclusion back."""
    if arrival.server in ARRS:
        return arrival.method == "DELETE"
    return deletes(arrival)


def _told_of(arrival: Arrival) -> Iterator[str]:
    """Yield the paths that Jellyfin is told of."""
    if arrival.path.casefold() == "/library/media/updated":
        yield from (row["Path"] for row in json.loads(arrival.body)["Updates"])


def _stored(config: Path, name: str) -> dict[str, Any]:
    """Return what a file of the storage holds; nothing when there is none."""
    path = config / ".storage" / name
    if not path.exists():
        return {}
    data: dict[str, Any] = json.loads(path.read_bytes())["data"]
    return data
