"""The guards of what goes through an OxiCleanarr server, one by one: against what each speaks."""

from copy import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.cleanup.evidence import ServerWord
from custom_components.oxicleanarr.cleanup.guards import (
    MEDIUM_GUARDS,
    SERVER_GUARDS,
    object_to_medium,
    object_to_run,
)
from custom_components.oxicleanarr.cleanup.models import CleanupSettings, Removal
from custom_components.oxicleanarr.cleanup.server_guards import server_says
from custom_components.oxicleanarr.cleanup.server_models import ServerEvidence
from custom_components.oxicleanarr.library.facts import UNKNOWN
from tests.builders import NOW, a_copy, a_medium, days_ago
from tests.evidence import a_decided, a_look, a_moment, a_served, a_server_evidence, an_evidence
from tests.removals import a_candidate


def said(**changes: Any) -> list[str]:
    return [one.said_as for one in object_to_medium(a_server_evidence(**changes))]


def seen(**changes: Any) -> dict[str, Any]:
    return {"served": a_served(**changes)}


def copy_seen(**changes: Any) -> dict[str, Any]:
    return seen(copy=replace(a_served().copy, **changes))


def decided_seen(**changes: Any) -> dict[str, Any]:
    return seen(decided=a_decided(**changes))


def word(*, named: bool = True, **changes: Any) -> dict[str, Any]:
    return {"word": ServerWord(decided=a_decided(**changes), named=named)}


def watched(at: datetime, *, known: Any = None) -> dict[str, Any]:
    """Return evidence of a film that was watched before the plan was made, as the server knows it."""
    medium = a_medium(
        copies=(a_served().copy,),
        decided=a_decided(last_watched=known),
        last_watched=at,
        play_count=1,
    )
    return {
        "candidate": a_candidate(medium),
        "look": a_look(last_played=at, play_count=1),
        **decided_seen(last_watched=known),
        **word(last_watched=known),
    }


def test_nothing_speaks_against_what_is_as_it_was() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "objections"),
    [
        ({"word": UNKNOWN}, ["server_says_unknown"]),
        (word(excluded=True), ["server_says_kept"]),
        (word(due_at=NOW + timedelta(seconds=1)), ["server_says"]),
        (word(due_at=None), ["server_says"]),
        (word(due_at=UNKNOWN), ["server_says"]),
        (word(named=False), ["server_says"]),
        (
            {"look": a_look(last_played=days_ago(1), play_count=1)},
            ["new_play", "server_says_unwatched"],
        ),
        (watched(days_ago(1)), ["server_says_unwatched"]),
        (watched(days_ago(1), known=days_ago(2)), ["server_says_unwatched"]),
        (
            watched(days_ago(1), known=UNKNOWN),
            ["server_says_unwatched", "served_changed"],
        ),
        (watched(days_ago(1), known=days_ago(1)), []),
        (watched(days_ago(40)), []),
        (word(item_id="radarr-2"), ["server_says"]),
        (word(episode_files=frozenset({1})), ["server_says"]),
        ({"settings": CleanupSettings(removal=Removal.UNMONITOR)}, ["server_cannot"]),
        ({"settings": CleanupSettings(removal=Removal.DELETE_FILES)}, ["server_cannot"]),
        (
            decided_seen(episode_files=frozenset({1})),
            ["server_cannot_episodes", "served_changed"],
        ),
        (
            {"gone": frozenset({"Server"}), "served": UNKNOWN},
            ["no_entry_gone", "served_unknown", "entries_unknown"],
        ),
        ({"served": UNKNOWN}, ["served_unknown", "entries_unknown"]),
        ({"served": None}, ["served_unknown", "entries_unknown"]),
        ({"online": UNKNOWN}, ["served_unknown"]),
        ({"online": False}, ["server_offline"]),
        ({"online": None}, []),
        (decided_seen(item_id="radarr-2"), ["served_unnamed"]),
        (decided_seen(item_id="sonarr-1"), ["served_unnamed"]),
        (copy_seen(provider_ids=()), ["served_unnamed", "served_changed"]),
        (copy_seen(file=None), ["served_unnamed", "served_changed"]),
        (copy_seen(entry_id=2), ["served_changed"]),
        (copy_seen(title="Another"), ["served_changed"]),
        (copy_seen(year=1928), ["served_changed"]),
        (copy_seen(provider_ids=("tmdb:20",)), ["served_changed"]),
        (copy_seen(folder="/movies/Elsewhere"), ["served_changed", "served_folder"]),
        (copy_seen(file="/movies/Metropolis (1927)/Other.mkv"), ["served_changed"]),
        (copy_seen(size_bytes=1), ["served_changed"]),
        (copy_seen(size_bytes=UNKNOWN), ["served_changed", "cap_bytes_unknown"]),
        (copy_seen(added=days_ago(3)), ["served_changed"]),
        (copy_seen(tags=frozenset({"never"})), ["served_changed"]),
        (decided_seen(due_at=days_ago(1)), ["served_changed"]),
        (decided_seen(flagged=True), ["served_changed"]),
        (decided_seen(excluded=True), ["served_changed"]),
        (decided_seen(jellyfin_id="bb"), ["served_changed"]),
        (decided_seen(last_watched=days_ago(1)), ["served_changed"]),
        ({"places": frozenset({"/movies/Metropolis (1927)"})}, ["served_folder"]),
        ({"places": frozenset({"/movies/METROPOLIS (1927)/Extra"})}, ["served_folder"]),
        ({"places": frozenset({"/movies"})}, ["served_folder"]),
        ({"places": frozenset({"/movies/Metropolis (1927) II"})}, []),
        ({"shelves": frozenset()}, ["served_folder"]),
        ({"shelves": frozenset({"/media/tv"})}, ["served_folder"]),
        ({"shelves": frozenset({"/media/movies/Metropolis (1927)"})}, ["served_folder"]),
        (
            {"shelves": frozenset({"/media/movies", "/media/movies/Metropolis (1927)/Extra"})},
            ["served_folder"],
        ),
        (seen(folder=""), ["served_folder"]),
        (seen(folder="/media/movies"), ["served_folder"]),
        ({"lodgers": frozenset({"The Kid"})}, ["folder_lodgers"]),
        (seen(files=()), ["served_disk"]),
        (seen(files_seen=False), ["served_disk"]),
        (seen(files_seen=UNKNOWN), ["served_disk"]),
        (seen(files_seen=None), ["served_disk"]),
        ({"no_bin_accepted": frozenset()}, ["served_bin"]),
        ({"no_bin_accepted": frozenset({"radarr"})}, ["served_bin"]),
        ({"kept": True}, ["kept"]),
        ({"look": UNKNOWN}, ["look_unknown"]),
        ({"approved": None}, ["not_approved"]),
        ({"announced_at": days_ago(3)}, ["not_announced"]),
        ({"done_items": 10}, ["cap_items"]),
        ({"done_bytes": 500 * 10**9}, ["cap_bytes"]),
        ({"done_of_kind": 99}, ["cap_share"]),
    ],
)
def test_a_guard_speaks_against(changes: dict[str, Any], objections: list[str]) -> None:
    assert said(**changes) == objections


@pytest.mark.parametrize(
    "medium",
    [
        a_medium(copies=()),
        a_medium(copies=(a_served().copy, a_copy())),
        a_medium(copies=(a_copy(),), decided=a_decided()),
        a_medium(copies=(a_served().copy,), decided=None),
        a_medium(copies=(a_served().copy,), decided=a_decided(item_id="radarr-7")),
    ],
)
def test_what_the_server_does_not_have_alone_under_one_name_stays(medium: Any) -> None:
    assert "served_unnamed" in said(candidate=a_candidate(medium))


def test_what_goes_through_radarr_is_judged_by_radarrs_guards() -> None:
    """A medium of the server's without its evidence has no entry that Radarr or Sonarr told."""
    medium = a_medium(copies=(a_served().copy,), decided=a_decided())
    plain = an_evidence(candidate=a_candidate(medium), entries=UNKNOWN)
    assert "entries_unknown" in [one.said_as for one in object_to_medium(plain)]
    assert not isinstance(plain, ServerEvidence)


def test_the_server_has_its_say_where_radarr_deletes() -> None:
    for changes, objection in (
        ({"word": UNKNOWN}, "server_says_unknown"),
        (word(excluded=True), "server_says_kept"),
        (word(named=False), "server_says"),
    ):
        medium = a_medium(decided=a_decided())
        evidence = an_evidence(candidate=a_candidate(medium), **changes)
        assert [one.said_as for one in object_to_medium(evidence)] == [objection]


def test_a_busy_server_holds_a_run() -> None:
    for syncing, objections in (
        (True, ["server_busy"]),
        (UNKNOWN, ["server_busy_unknown"]),
        (False, []),
    ):
        assert [one.said_as for one in object_to_run(a_moment(syncing=syncing))] == objections


def test_no_guard_of_radarr_and_sonarr_is_missing_there() -> None:
    """What people decide, what they watch, and the caps are asked of every medium, by the same functions."""
    alike = {guard.__name__ for guard in MEDIUM_GUARDS if guard in SERVER_GUARDS}
    other = {guard.__name__ for guard in SERVER_GUARDS if guard not in MEDIUM_GUARDS}
    assert alike | other == {guard.__name__ for guard in SERVER_GUARDS}
    assert other == {
        "server_cannot",
        "no_entry",
        "changed",
        "folder",
        "disk",
        "recycle_bin",
    }


@pytest.mark.parametrize(
    ("named", "objections"),
    [({4, 5}, []), ({4, 5, 6}, []), ({4, 6}, ["server_says"]), (set(), ["server_says"])],
)
def test_the_server_must_let_go_all_episodes_that_leave(
    named: set[int], objections: list[str]
) -> None:
    leaving = a_candidate(
        a_medium(decided=a_decided(episode_files=frozenset({4, 5}))),
        episode_files=frozenset({4, 5}),
    )
    evidence = an_evidence(candidate=leaving, **word(episode_files=frozenset(named)))
    told = server_says(evidence)
    assert ([told.said_as] if told else []) == objections
