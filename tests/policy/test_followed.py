"""Following an OxiCleanarr server: its word for ours, what it does not know protects, and a keep wins."""

from copy import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import (
    Decided,
    Decider,
    Kind,
    Library,
    Medium,
    Problem,
    SourceStatus,
)
from custom_components.oxicleanarr.policy.kept import kept_from_leaving
from custom_components.oxicleanarr.policy.models import (
    Decision,
    Leaving,
    Plan,
    Protected,
    Schedule,
    Why,
)
from custom_components.oxicleanarr.policy.pauses import Pause
from custom_components.oxicleanarr.policy.plan import Circumstances
from tests.builders import NOW, a_copy, a_keep, a_library, a_medium, a_plan, days_ago, settings

SERVER = "server"
WINDOW = timedelta(days=14)


def decided(**changes: Any) -> Decided:
    return Decided(
        **{
            "source_id": SERVER,
            "item_id": "radarr-1",
            "kind": Kind.MOVIE,
            "due_at": NOW + timedelta(days=5),
            "reason": "90 days are over",
            **changes,
        }
    )


def a_listed(**changes: Any) -> Medium:
    medium_changes = changes.pop("medium", {})
    copy = a_copy(source_id=SERVER)
    return a_medium(**{"copies": (copy,), "decided": decided(**changes), **medium_changes})


def following(*media: Medium, silent: bool = False, **changes: Any) -> Library:
    """Return the library of a household whose server decides, and does not answer while silent."""
    problem = Problem("timed_out", "too slow") if silent else None
    library = a_library(*media)
    server = SourceStatus(id=SERVER, name="OxiCleanarr", read_at=NOW, problem=problem)
    decider: dict[str, Any] = {
        "source_id": SERVER,
        "window": WINDOW,
        "deletes": False,
        "doubted": False,
        **changes,
    }
    return replace(
        library,
        sources={**library.sources, SERVER: server},
        behind=dict.fromkeys(Kind, frozenset({SERVER})),
        managed=frozenset(),
        decider=Decider(**decider),
    )


def plan_of(library: Library, **given: Any) -> Plan:
    # Its own rules would let everything go at once, if anybody asked them.
    household = settings(retention_days=0.001, window_days=3)
    return a_plan(**{"library": library, "settings": household, **given})


def decision_on(medium: Medium, **changes: Any) -> Decision:
    given_plan = changes.pop("given", {})
    return plan_of(following(medium, **changes), **given_plan).decisions[medium.id]


def leaving(medium: Medium, **changes: Any) -> Leaving:
    verdict = decision_on(medium, **changes).verdict
    assert isinstance(verdict, Leaving)
    return verdict


def why(medium: Medium, **changes: Any) -> Why:
    verdict = decision_on(medium, **changes).verdict
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def test_its_date_is_the_date() -> None:
    assert leaving(a_listed()).due_at == NOW + timedelta(days=5)


def test_its_reason_is_told() -> None:
    (reason, *_) = leaving(a_listed()).reasons
    assert (reason.why, reason.facts) == (Why.SERVER, {"reason": "90 days are over"})


def test_its_window_is_the_window() -> None:
    soon = leaving(a_listed(due_at=NOW + WINDOW))
    later = leaving(a_listed(due_at=NOW + WINDOW + timedelta(seconds=1)))
    assert (soon.soon, later.soon) == (True, False)


@pytest.mark.parametrize(
    "hours", [1, 23, -1, -24 * 100], ids=["last day", "23 h", "due", "overdue"]
)
def test_what_its_own_list_leaves_out_is_leaving_soon(hours: int) -> None:
    assert leaving(a_listed(due_at=NOW + timedelta(hours=hours))).soon


def test_a_server_that_does_not_delete_waits_for_our_announcement() -> None:
    assert leaving(a_listed(due_at=days_ago(9))).leaves_at == NOW + WINDOW


def test_a_moment_before_the_announcement_ends_is_not_worth_a_word() -> None:
    moment = timedelta(milliseconds=3)
    verdict = leaving(a_listed(due_at=NOW + WINDOW - moment))
    assert verdict.leaves_at == NOW + WINDOW
    assert [reason.why for reason in verdict.reasons] == [Why.SERVER]


def test_a_server_that_deletes_waits_for_nothing() -> None:
    assert leaving(a_listed(due_at=days_ago(9)), deletes=True).leaves_at == days_ago(9)


def test_a_server_that_deletes_knows_no_holiday() -> None:
    pause = Pause(start=days_ago(3), end=NOW)
    due = leaving(a_listed(), deletes=True, given={"pauses": (pause,)})
    assert due.leaves_at == NOW + timedelta(days=5)


def test_a_flag_by_hand_is_a_wish() -> None:
    assert leaving(a_listed(flagged=True)).rule == "manual"


def test_only_episodes_leave_where_it_says_so() -> None:
    assert leaving(a_listed(episode_files=frozenset({4, 5}))).episode_files == {4, 5}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"due_at": None}, Why.SERVER_KEEPS),
        ({"due_at": UNKNOWN}, Why.SERVER_DATE_UNKNOWN),
        ({"excluded": True}, Why.EXCLUDED),
        ({"medium": {"decided": None}}, Why.NOT_ON_SERVER),
    ],
    ids=["no date", "nonsense", "excluded", "unlisted"],
)
def test_what_it_does_not_date_stays(changes: dict[str, Any], reason: Why) -> None:
    assert why(a_listed(**changes)) is reason


def test_dates_of_a_sync_that_failed_in_part_count_for_nothing() -> None:
    assert why(a_listed(), doubted=True) is Why.SERVER_DOUBTED


def test_what_was_leaving_keeps_its_date_after_a_sync_that_failed_in_part() -> None:
    medium = a_listed()
    before = plan_of(following(medium))
    sooner = a_listed(due_at=days_ago(100))
    after = plan_of(following(sooner, doubted=True), previous=before).decisions[medium.id]
    assert after.stale
    assert after.verdict == before.decisions[medium.id].verdict


def test_a_silent_server_schedules_nothing() -> None:
    assert why(a_listed(), silent=True) is Why.SOURCE_NOT_ANSWERING


def test_a_silent_jellyfin_changes_nothing() -> None:
    library = following(a_listed())
    silent = replace(library.sources["jellyfin"], problem=Problem("timed_out", "too slow"))
    plan = plan_of(replace(library, sources={**library.sources, "jellyfin": silent}))
    assert len(plan.leaving_soon) == 1


def test_what_neither_radarr_nor_jellyfin_has_is_only_in_its_memory() -> None:
    phantom = a_listed(medium={"jellyfin_ids": ()})
    library = replace(following(phantom), managed=frozenset({Kind.MOVIE}))
    verdict = plan_of(library).decisions[phantom.id].verdict
    assert isinstance(verdict, Protected)
    assert verdict.reasons[0].why is Why.NOT_MANAGED


def test_our_own_rules_and_wishes_are_not_asked() -> None:
    medium = a_listed(due_at=None)
    wish = Schedule(medium_id=medium.id, aliases=medium.aliases, title="Metropolis", leaves_at=NOW)
    assert why(medium, given={"schedules": (wish,)}) is Why.SERVER_KEEPS


def test_an_exclusion_that_has_ended_leaves_after_its_announcement() -> None:
    end = NOW + WINDOW
    verdict = leaving(a_listed(due_at=days_ago(9), excluded=True, freed_at=end), deletes=True)
    assert (verdict.leaves_at, verdict.soon) == (end, True)


def test_what_is_excluded_stays_ticked_with_the_date_that_it_had() -> None:
    medium = a_listed(excluded=True)
    library = following(medium)
    given = Circumstances(library=library, settings=settings(), now=NOW)
    ((kept, verdict),) = kept_from_leaving(plan_of(library), given)
    assert (kept.id, verdict.due_at) == (medium.id, NOW + timedelta(days=5))


dates = st.one_of(
    st.none(),
    st.just(UNKNOWN),
    st.integers(-9000, 9000).map(days_ago),
)


@given(
    due_at=dates,
    excluded=st.booleans(),
    flagged=st.booleans(),
    deletes=st.booleans(),
    doubted=st.booleans(),
    silent=st.booleans(),
    kept=st.booleans(),
    announced_days=st.one_of(st.none(), st.floats(0, 40)),
)
def test_whatever_it_says_the_laws_hold(
    due_at: Any,
    excluded: bool,
    flagged: bool,
    deletes: bool,
    doubted: bool,
    silent: bool,
    kept: bool,
    announced_days: float | None,
) -> None:
    medium = a_listed(due_at=due_at, excluded=excluded, flagged=flagged)
    library = following(medium, silent=silent, deletes=deletes, doubted=doubted)
    announced = {} if announced_days is None else {medium.id: days_ago(announced_days)}
    plan = plan_of(library, keeps=(a_keep(medium),) if kept else (), announced=announced)
    verdict = plan.decisions[medium.id].verdict
    if kept or excluded or silent or doubted or not isinstance(due_at, datetime):
        assert isinstance(verdict, Protected)
        return
    assert isinstance(verdict, Leaving)
    assert verdict.due_at == due_at
    if verdict.soon and not deletes:
        since = announced.get(medium.id, NOW)
        assert verdict.leaves_at >= since + WINDOW
