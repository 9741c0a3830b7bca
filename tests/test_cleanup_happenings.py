"""What cleaning up tells people: what is gone or back, what did not go and why, and nothing twice."""

from datetime import timedelta

import pytest

from custom_components.oxicleanarr.cleanup.models import GuardName, Objection, Removal
from custom_components.oxicleanarr.cleanup.removed import Stage
from custom_components.oxicleanarr.cleanup.report import RunReport
from custom_components.oxicleanarr.cleanup_happenings import (
    deleted,
    prepared,
    restored,
    run_happenings,
)
from custom_components.oxicleanarr.happenings import HappeningKind, Scene
from custom_components.oxicleanarr.library.models import Problem
from custom_components.oxicleanarr.objections import objection_sentence
from tests.builders import NOW, a_library, a_medium
from tests.removals import (
    SIZE_BYTES,
    a_frozen_item,
    a_frozen_plan,
    a_part,
    a_removed,
    a_report,
    an_outcome,
)

FAUST = a_medium("movie:tmdb:2", title="Faust", year=1926)
SCENE = Scene(library=a_library(a_medium(), FAUST), now=NOW, entry_id="home", language="en")
PROBLEM = Problem("timed_out", "Radarr did not answer in time")


def _told(report: RunReport, before: RunReport | None = None) -> list[tuple[str, str | None]]:
    return [
        (one.kind.value, one.media.get("title")) for one in run_happenings(report, SCENE, before)
    ]


def test_what_is_gone_is_told_with_its_rule_and_what_it_freed() -> None:
    happening = deleted(a_removed(), SCENE)
    assert happening.kind is HappeningKind.DELETED
    assert happening.media == {
        "id": "movie:tmdb:19",
        "title": "Metropolis",
        "year": 1927,
        "kind": "movie",
        "leaves_on": "2026-11-19",
        "days_left": None,
        "size_bytes": SIZE_BYTES,
        "rule": "Children",
        "removal": "delete",
        "freed_bytes": SIZE_BYTES,
        "reason": None,
        "requesters": [],
        "config_entry_id": "home",
    }


def test_what_went_wrong_on_the_way_is_told_with_it() -> None:
    removed = a_removed("r1", a_part(stage=Stage.FILES_STAYED), problem=PROBLEM)
    assert deleted(removed, SCENE).problem == PROBLEM.message


def test_what_is_back_is_told() -> None:
    happening = restored(a_removed(restored_at=NOW), SCENE)
    assert (happening.kind, happening.media["title"]) == (HappeningKind.RESTORED, "Metropolis")


def test_a_list_to_approve_is_told_whole() -> None:
    plan = a_frozen_plan(a_frozen_item(), a_frozen_item("movie:tmdb:2", size_bytes=None))
    told = prepared(plan, SCENE).plan
    assert (told["plan_id"], told["titles"], told["size_bytes"]) == ("abc", 2, SIZE_BYTES)
    assert told["expires_at"] == (NOW + timedelta(days=1)).isoformat()
    assert [item["size_bytes"] for item in told["items"]] == [SIZE_BYTES, None]
    assert told["config_entry_id"] == "home"


def test_a_run_tells_what_went_and_what_did_not() -> None:
    gone = an_outcome(removed=a_removed())
    assert _told(a_report(gone, an_outcome(FAUST, GuardName.KEPT))) == [
        ("deleted", "Metropolis"),
        ("blocked", "Faust"),
    ]


def test_what_is_only_unmonitored_is_told_as_such() -> None:
    removed = a_removed("r1", a_part(stage=Stage.FINISHED), removal=Removal.UNMONITOR)
    (happening,) = run_happenings(a_report(an_outcome(removed=removed)), SCENE)
    assert happening.kind is HappeningKind.DELETED
    assert (happening.media["removal"], happening.media["freed_bytes"]) == ("unmonitor", 0)


def test_what_did_not_go_says_why() -> None:
    (happening,) = run_happenings(a_report(an_outcome(FAUST, GuardName.DISK)), SCENE)
    assert happening.problem == objection_sentence(Objection(GuardName.DISK), "en")
    assert happening.media["rule"] == "Children"


def test_a_dry_run_tells_nothing() -> None:
    assert _told(a_report(an_outcome(), an_outcome(FAUST, GuardName.KEPT), dry=True)) == []


def test_a_server_that_failed_is_told_instead_of_a_deletion() -> None:
    abandoned = a_removed("r1", a_part(stage=Stage.ABANDONED), problem=PROBLEM)
    (happening,) = run_happenings(a_report(an_outcome(removed=abandoned, problem=PROBLEM)), SCENE)
    assert (happening.kind, happening.problem) == (HappeningKind.BLOCKED, PROBLEM.message)


def test_a_run_that_was_held_back_is_told_without_a_medium() -> None:
    report = a_report(objections=(Objection(GuardName.HOLIDAY),))
    assert _told(report) == [("blocked", None)]


def test_a_run_that_was_stopped_tells_what_went_before() -> None:
    report = a_report(an_outcome(removed=a_removed()), objections=(Objection(GuardName.HOLIDAY),))
    assert _told(report) == [("deleted", "Metropolis"), ("blocked", None)]


@pytest.mark.parametrize(
    "report",
    [
        a_report(objections=(Objection(GuardName.HOLIDAY),)),
        a_report(an_outcome(FAUST, GuardName.RECYCLE_BIN)),
    ],
)
def test_what_holds_back_day_after_day_is_told_once(report: RunReport) -> None:
    assert _told(report, before=report) == []


def test_another_reason_is_told_again() -> None:
    before = a_report(an_outcome(FAUST, GuardName.RECYCLE_BIN))
    assert _told(a_report(an_outcome(FAUST, GuardName.DISK)), before) == [("blocked", "Faust")]


@pytest.mark.parametrize("guard", [GuardName.CAP_ITEMS, GuardName.CAP_BYTES, GuardName.CAP_SHARE])
def test_what_waits_its_turn_is_no_news(guard: GuardName) -> None:
    assert _told(a_report(an_outcome(FAUST, guard))) == []


def test_a_thousand_media_that_are_held_back_are_not_a_thousand_messages() -> None:
    outcomes = [
        an_outcome(a_medium(f"movie:tmdb:{number}"), GuardName.DISK) for number in range(1_000)
    ]
    assert len(_told(a_report(*outcomes))) == 20
