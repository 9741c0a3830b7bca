"""The laws of deleting, over any evidence: where nothing is objected, all of them hold.

They are stated here once more, in other words than the guards', so that no guard can be lost or weakened.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.cleanup.evidence import EntrySeen, Evidence, Look, Moment
from custom_components.oxicleanarr.cleanup.guards import object_to_medium, object_to_run
from custom_components.oxicleanarr.cleanup.models import CleanupSettings, GuardName, Mode, Removal
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.models import Decision, Leaving, Protected, Reason, Why
from tests.builders import NOW, a_copy, a_medium, a_series_copy, days_ago
from tests.evidence import a_day, a_look, a_moment, an_entry, an_evidence
from tests.removals import a_candidate, a_frozen_item

FILM = "/movies/Metropolis (1927)"


VALUES: dict[str, tuple[Any, ...]] = {
    "source_id": ("radarr", "radarr4k"),
    "entry_id": (1, 0, 2),
    "year": (1927, 1928),
    "provider_ids": (("tmdb:19",), (), ("tmdb:0",), ("tmdb:20",)),
    "folder": (FILM, "/movies", "", "/", "movies/x", "/movies/../x"),
    "file": (f"{FILM}/Metropolis.mkv", None, "/movies/other.mkv"),
    "root_folder": ("/movies", None, FILM, "/tv"),
    "copy_bytes": (4_000_000_000, UNKNOWN, 1),
    "added": (days_ago(100), UNKNOWN, days_ago(1)),
    "tags": (frozenset(), UNKNOWN, frozenset({"keep"})),
    "last_watched": (days_ago(40), None, UNKNOWN),
    "plays": (2, 0, None, UNKNOWN),
    "leaves_at": (days_ago(1), NOW + timedelta(hours=1), NOW),
    "soon": (True, False),
    "episode_files": (frozenset(), frozenset({1}), frozenset({2})),
    "planned": (days_ago(15), days_ago(3), None),
    "stale": (False, True),
    "verdict": (None, Why.KEPT, Why.FAVOURITE),
    "monitored": (True, False),
    "file_ids": (frozenset({1}), frozenset(), frozenset({1, 2})),
    "files_seen": (True, False, UNKNOWN, None),
    "downloading": (False, True, UNKNOWN, None),
    "has_bin": (True, False, UNKNOWN),
    "size_bytes": (4_000_000_000, UNKNOWN, None, 10**12),
    "favourite": (False, True),
    "playing": (False, True),
    "unfinished": (False, True),
    "last_played": (days_ago(40), None, days_ago(1)),
    "play_count": (2, 0, 3),
    "look": ("known", UNKNOWN, None),
    "decision": ("known", None),
    "window_days": (14, 0, 60),
    "paused_days": (0.0, 1.0, 30.0),
    "approved": (a_frozen_item(), None, a_frozen_item(fingerprint="x")),
    "fingerprint": ("print", "x", ""),
    "announced_at": (days_ago(15), None, days_ago(20), days_ago(3)),
    "kept": (False, True),
    "protect_favourites": (True, False),
    "protect_unfinished": (True, False),
    "entries": (1, 0, 2, UNKNOWN, None),
    "gone": (frozenset(), frozenset({"Radarr"})),
    "other_folders": ((), (f"{FILM}/x",), (FILM,), ("/movies",)),
    "removal": tuple(Removal),
    "no_bin_accepted": (frozenset(), frozenset({"radarr"})),
    "done_items": (0, 9, 10, 11),
    "done_bytes": (0, 498 * 10**9),
    "done_of_kind": (0, 4, 5),
    "media_of_kind": (100, 10),
}
"""What evidence is made of: what speaks for letting go first, then what does not, or not always."""

_OF_COPY = (
    "source_id", "entry_id", "year", "provider_ids", "folder", "file", "root_folder", "added", "tags",
)  # fmt: skip
_OF_ENTRY = ("monitored", "file_ids", "files_seen", "downloading", "has_bin", "size_bytes")
_OF_LOOK = ("favourite", "playing", "unfinished", "last_played", "play_count")
_PLAIN = (
    "window_days", "paused_days", "approved", "fingerprint", "announced_at", "kept",
    "protect_favourites", "protect_unfinished", "gone", "no_bin_accepted", "done_items",
    "done_bytes", "done_of_kind", "media_of_kind",
)  # fmt: skip


def evidence_of(faults: dict[str, Any], *, only_there: bool, only_newest: bool) -> Evidence:
    """Return evidence with these faults.

    Those of the entry are told by the plan as well, unless they are `only_there`, at the server; those of the
    decision are of the first plan, too, unless they are `only_newest`.
    """
    good = {name: values[0] for name, values in VALUES.items()}
    value, first, planned = good | faults, good | faults, good | faults
    if only_there:
        first = good
    if only_newest:
        planned = good
    copy, seen = (
        a_copy(size_bytes=said["copy_bytes"], **{name: said[name] for name in _OF_COPY})
        for said in (first, value)
    )
    medium = a_medium(copies=(copy,), last_watched=value["last_watched"], play_count=value["plays"])
    leaving = ("leaves_at", "soon", "episode_files")
    candidate = a_candidate(medium, **{name: planned[name] for name in leaving})
    verdict = value["verdict"]
    newest = Decision(
        medium,
        Protected(reasons=(Reason(verdict),))
        if verdict
        else a_candidate(medium, **{name: value[name] for name in leaving}).leaving,
        stale=value["stale"],
    )
    look, count = value["look"], value["entries"]
    entry = an_entry(seen, **{name: value[name] for name in _OF_ENTRY})
    return an_evidence(
        candidate=replace(candidate, announced_at=value["planned"]),
        decision=newest if value["decision"] else None,
        look=a_look(**{name: value[name] for name in _OF_LOOK}) if look == "known" else look,
        entries=(entry,) * count if isinstance(count, int) else count,
        other_folders=frozenset(value["other_folders"]),
        settings=CleanupSettings(removal=value["removal"]),
        **{name: value[name] for name in _PLAIN},
    )


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Draw evidence with at most a few faults: with more, every guard would hide behind the others."""
    names = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=3))
    return evidence_of(
        {name: draw(st.sampled_from(VALUES[name])) for name in sorted(names)},
        only_there=draw(st.booleans()),
        only_newest=draw(st.booleans()),
    )


def entries_of(evidence: Evidence) -> tuple[EntrySeen, ...]:
    assert evidence.entries is not UNKNOWN
    assert evidence.entries is not None
    return evidence.entries


def look_of(evidence: Evidence) -> Look:
    assert evidence.look is not UNKNOWN
    assert evidence.look is not None
    return evidence.look


def nothing_goes_that_was_not_announced_and_approved(evidence: Evidence) -> None:
    assert evidence.approved
    assert evidence.approved.fingerprint == evidence.fingerprint
    assert evidence.announced_at
    shown_days = (evidence.now - evidence.announced_at) / timedelta(days=1)
    assert shown_days - evidence.paused_days >= evidence.window_days


def the_newest_plan_lets_it_go(evidence: Evidence) -> None:
    assert evidence.decision
    assert not evidence.decision.stale
    assert isinstance(evidence.decision.verdict, Leaving)
    assert evidence.decision.verdict.leaves_at <= evidence.now
    assert evidence.decision.verdict.soon
    assert evidence.decision.verdict.episode_files == evidence.candidate.leaving.episode_files


def nobody_wants_it(evidence: Evidence) -> None:
    look, medium = look_of(evidence), evidence.candidate.medium
    assert not evidence.kept
    assert not look.playing
    assert not (look.favourite and evidence.protect_favourites)
    assert not (look.unfinished and evidence.protect_unfinished)
    assert medium.play_count is not UNKNOWN
    assert medium.last_watched is not UNKNOWN
    assert look.play_count <= (medium.play_count or 0)
    if look.last_played:
        assert medium.last_watched
        assert look.last_played <= medium.last_watched


def it_is_what_was_decided_about(evidence: Evidence) -> None:
    entries = entries_of(evidence)
    assert not evidence.gone
    assert [entry.copy for entry in entries] == list(evidence.candidate.medium.copies)
    for entry in entries:
        assert entry.copy.entry_id
        assert entry.copy.provider_ids in (("tmdb:19",), ("tmdb:20",))
        for fact in (entry.copy.size_bytes, entry.copy.added, entry.copy.tags):
            assert fact is not UNKNOWN
    files = evidence.candidate.leaving.episode_files
    if files and evidence.settings.removal is not Removal.UNMONITOR:
        assert frozenset().union(*(entry.file_ids for entry in entries)) == files


def it_lies_in_a_folder_of_its_own(evidence: Evidence) -> None:
    for entry in entries_of(evidence):
        own, root = PurePosixPath(entry.copy.folder), PurePosixPath(entry.copy.root_folder or "-")
        assert own.is_absolute()
        assert ".." not in own.parts
        assert root in own.parents
        if entry.copy.file:
            assert own in PurePosixPath(entry.copy.file).parents
        for other in evidence.other_folders:
            path = PurePosixPath(other)
            assert path != own
            assert path not in own.parents
            assert own not in path.parents


def it_can_be_removed_and_mended(evidence: Evidence) -> None:
    for entry in entries_of(evidence):
        assert entry.downloading in (False, None)
        if evidence.settings.removal is not Removal.UNMONITOR:
            assert entry.files_seen is True
            assert entry.has_bin is True or entry.copy.source_id in evidence.no_bin_accepted


def the_run_stays_within_its_limits(evidence: Evidence) -> None:
    sizes = Counter(entry.size_bytes for entry in entries_of(evidence))
    assert not sizes.keys() & {UNKNOWN, None}
    assert evidence.done_items < 10
    assert evidence.done_bytes + sum(entry.size_bytes for entry in entries_of(evidence)) <= 500e9  # type: ignore[misc]
    assert evidence.done_of_kind == 0 or evidence.done_of_kind < evidence.media_of_kind * 0.05


LAWS = (
    nothing_goes_that_was_not_announced_and_approved,
    the_newest_plan_lets_it_go,
    nobody_wants_it,
    it_is_what_was_decided_about,
    it_lies_in_a_folder_of_its_own,
    it_can_be_removed_and_mended,
    the_run_stays_within_its_limits,
)


def broken(evidence: Evidence) -> Iterator[str]:
    for law in LAWS:
        try:
            law(evidence)
        except AssertionError:
            yield law.__name__


def test_what_has_no_fault_may_go() -> None:
    evidence = evidence_of({}, only_there=False, only_newest=False)
    assert object_to_medium(evidence) == ()
    assert list(broken(evidence)) == []


@pytest.mark.parametrize("only_newest", [True, False], ids=["newest", "always"])
@pytest.mark.parametrize("only_there", [True, False], ids=["there", "everywhere"])
@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_single_fault_that_breaks_a_law_is_objected_to(
    name: str, *, only_there: bool, only_newest: bool
) -> None:
    for value in VALUES[name]:
        evidence = evidence_of({name: value}, only_there=only_there, only_newest=only_newest)
        assert object_to_medium(evidence) or not list(broken(evidence))


@given(evidences())
def test_several_faults_that_break_a_law_are_objected_to(evidence: Evidence) -> None:
    if not object_to_medium(evidence):
        assert list(broken(evidence)) == []


@given(evidences())
def test_what_breaks_no_law_may_go_unless_there_is_nothing_to_do(evidence: Evidence) -> None:
    # A look or a plan that differs from what was announced is asked about anew, though no law is broken.
    stricter = {GuardName.NOTHING_TO_DO, GuardName.NOT_ANNOUNCED}
    if not list(broken(evidence)):
        assert {one.guard for one in object_to_medium(evidence)} <= stricter


@given(evidences())
def test_who_knows_less_never_lets_go(evidence: Evidence) -> None:
    assert object_to_medium(replace(evidence, look=UNKNOWN))
    assert object_to_medium(replace(evidence, entries=UNKNOWN))


MOMENTS: dict[str, tuple[Any, ...]] = {
    "mode": tuple(Mode),
    "dry": (False, True),
    "unfinished": (0, 1),
    "silent": ((), ("Radarr",)),
    "holiday": (False, True),
    "brakes": ((), ("Backup",)),
    "only_while_idle": (True, False),
    "watching": (False, True, UNKNOWN, None),
    "scanning": ((), ("Home",), UNKNOWN, None),
    "before": (a_day(), None),
    "today": (
        a_day(at=NOW),
        a_day(at=NOW, leaving_soon=100),
        a_day(at=NOW, media={Kind.MOVIE: 10}),
        a_day(at=NOW, entries=dict.fromkeys(a_day().entries, "radarr:999")),
    ),
}


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    odd = draw(st.sets(st.sampled_from(sorted(MOMENTS)), max_size=3)) | {"mode"}
    return a_moment(**{name: draw(st.sampled_from(MOMENTS[name])) for name in sorted(odd)})


@given(moments())
def test_a_run_begins_only_in_a_quiet_household(moment: Moment) -> None:
    if object_to_run(moment):
        return
    assert moment.dry or moment.mode in (Mode.ASK, Mode.AUTOMATIC)
    assert (moment.unfinished, moment.silent, moment.holiday, moment.brakes) == (0, (), False, ())
    assert moment.scanning in ((), None)
    assert not moment.only_while_idle or moment.watching in (False, None)
    if moment.before:
        assert moment.today == replace(moment.before, at=moment.now)


def test_a_series_obeys_the_same_laws() -> None:
    copy = a_series_copy()
    series = a_medium("series:tvdb:78", copies=(copy,))
    candidate = a_candidate(series)
    evidence = an_evidence(
        candidate=candidate, approved=a_frozen_item(series.id), entries=(an_entry(copy),)
    )
    assert object_to_medium(evidence) == ()
    assert [one.guard for one in object_to_medium(replace(evidence, kept=True))] == [GuardName.KEPT]
