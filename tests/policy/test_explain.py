"""Explaining a verdict: everything that protects, what would alter it, and the facts behind it."""

from collections.abc import Sequence
from copy import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Disk, Library, Medium
from custom_components.oxicleanarr.policy.explain import Explanation, explain
from custom_components.oxicleanarr.policy.models import Keep, Leaving, Schedule, Settings, Why
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from custom_components.oxicleanarr.policy.rules import DiskTerms, RuleType
from custom_components.oxicleanarr.policy.sentences import outlook_sentence
from custom_components.oxicleanarr.policy.texts import texts_in
from custom_components.oxicleanarr.policy.told import Knowledge, ToldFact, facts_about
from tests.builders import NOW, a_keep, a_library, a_medium, a_plan, days_ago, settings

from .judging import FOR_EVER, a_rule, a_tag_rule, days, with_rules

SOMEBODY = frozenset({"u1"})


def explained(
    medium: Medium,
    rules: Settings | None = None,
    keeps: Sequence[Keep] = (),
    library: Library | None = None,
    schedules: Sequence[Schedule] = (),
    held: dict[str, frozenset[str]] | None = None,
) -> Explanation:
    given = Circumstances(
        library=library or a_library(medium),
        settings=rules or settings(),
        keeps=keeps,
        now=NOW,
        schedules=schedules,
        held=held or {},
    )
    plan = make_plan(given)
    return explain(plan.decisions[medium.id], given)


def whys(explanation: Explanation) -> list[Why]:
    return [reason.why for reason in explanation.protected_by]


def changes_of(explanation: Explanation) -> list[str]:
    return [outlook_sentence(one, NOW.tzinfo, "en") for one in explanation.would_change]


def day(at: datetime) -> str:
    return texts_in("en").date(at.date())


def test_what_leaves_is_protected_by_nothing() -> None:
    assert whys(explained(a_medium())) == []


def test_everything_that_protects_is_told() -> None:
    medium = a_medium(favourite_of=SOMEBODY, unfinished_by=SOMEBODY, tags=frozenset({"kids"}))
    rules = with_rules(a_tag_rule(stay=FOR_EVER))
    told = explained(medium, rules, [a_keep(medium)])
    assert whys(told) == [Why.KEPT, Why.FAVOURITE, Why.UNFINISHED, Why.RULE_FOR_EVER]


def test_two_rules_that_keep_are_both_told() -> None:
    rules = with_rules(
        a_rule(name="One", id="r1", stay=FOR_EVER), a_rule(name="Two", id="r2", stay=FOR_EVER)
    )
    told = explained(a_medium(), rules)
    assert [reason.facts["rule"] for reason in told.protected_by] == ["One", "Two"]


def test_with_several_protections_no_single_thing_changes_the_verdict() -> None:
    medium = a_medium(favourite_of=SOMEBODY, unfinished_by=SOMEBODY)
    (sentence,) = changes_of(explained(medium))
    assert sentence == "It leaves only when none of its 2 protections holds any more"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"favourite_of": SOMEBODY}, "If it is nobody's favourite any more, it leaves on"),
        ({"playing": SOMEBODY}, "When nobody is watching it any more, it leaves on"),
        ({"unfinished_by": SOMEBODY}, "If whoever stopped in the middle watches it to the end"),
        ({"added": UNKNOWN}, "If the servers tell when it was added, the rules decide anew"),
        ({"jellyfin_ids": ()}, "If it is found in Jellyfin, the rules decide anew"),
    ],
)
def test_the_end_of_the_only_protection_is_told(changes: dict[str, Any], sentence: str) -> None:
    told = explained(a_medium(**changes))
    assert any(one.startswith(sentence) for one in changes_of(told))


def test_the_day_without_the_protection_is_that_of_the_plan_without_it() -> None:
    medium = a_medium(favourite_of=SOMEBODY, added=days_ago(10))
    leaves_on = day(days_ago(10) + timedelta(days=90))
    told = explained(medium)
    assert f"If it is nobody's favourite any more, it leaves on {leaves_on}" in changes_of(told)


def test_what_leaves_could_be_kept() -> None:
    assert "If somebody keeps it, it stays" in changes_of(explained(a_medium()))


def test_a_heart_is_not_offered_where_it_does_not_count() -> None:
    rules = settings()
    rules = replace(rules, protections=replace(rules.protections, favourites=False))
    told = explained(a_medium(), rules)
    assert "If somebody marks it as a favourite, it stays" not in changes_of(told)


def test_watching_it_today_moves_the_day() -> None:
    leaves_on = day(NOW + timedelta(days=90))
    told = explained(a_medium())
    assert f"If somebody watches it today, it leaves on {leaves_on}" in changes_of(told)


def test_watching_it_is_not_told_where_it_changes_nothing() -> None:
    medium = a_medium(favourite_of=SOMEBODY)
    assert not [one for one in changes_of(explained(medium)) if "watches it today" in one]


def test_the_rule_that_decides_is_told() -> None:
    medium = a_medium(added=days_ago(10), tags=frozenset({"kids"}))
    told = explained(medium, with_rules(a_tag_rule(stay=days(30))))
    leaves_on = day(days_ago(10) + timedelta(days=90))
    assert f"Without the rule My rule, it leaves on {leaves_on}" in changes_of(told)


def test_a_wish_for_a_date_is_told() -> None:
    medium = a_medium()
    wish = Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=NOW + timedelta(days=40),
    )
    told = explained(medium, settings(None), schedules=[wish])
    assert "Without the wish for this date, it stays" in changes_of(told)


def test_a_silent_server_is_the_only_thing_to_wait_for() -> None:
    medium = a_medium(favourite_of=SOMEBODY)
    told = explained(medium, library=a_library(medium, silent=["radarr"]))
    assert changes_of(told) == ["When Radarr answers completely again, the rules decide anew"]


def test_what_is_unknown_now_is_told_although_the_earlier_verdict_stands() -> None:
    before = a_plan(a_library(a_medium()), settings())
    medium = a_medium(last_watched=UNKNOWN)
    plan = a_plan(a_library(medium), settings(), previous=before)
    decision = plan.decisions[medium.id]
    assert isinstance(decision.verdict, Leaving)
    given = Circumstances(library=a_library(medium), settings=settings(), now=NOW)
    assert whys(explain(decision, given)) == [Why.WATCHED_UNKNOWN]


def test_behind_a_silent_server_the_other_protections_are_told() -> None:
    medium = a_medium(favourite_of=SOMEBODY)
    told = explained(medium, library=a_library(medium, silent=["radarr"]))
    assert whys(told) == [Why.SOURCE_NOT_ANSWERING, Why.FAVOURITE]


def test_what_a_rule_holds_is_told() -> None:
    rules = with_rules(a_tag_rule(stay=FOR_EVER))
    told = explained(a_medium(), rules, held={"r1": frozenset({"movie:tmdb:19"})})
    assert whys(told) == [Why.RULE_LOST_A_NAME]


def test_room_on_the_disk_is_told() -> None:
    medium = a_medium()
    rule = a_rule(RuleType.DISK, disk=DiskTerms(path=None, free_bytes=5))
    library = replace(a_library(medium), disks=(Disk("/movies", 10, 20),))
    told = explained(medium, with_rules(rule), library=library)
    assert whys(told) == [Why.DISK_HAS_ROOM]
    assert changes_of(told)[0].startswith("When the disk has less room than the rule My rule asks")


def fact(name: str, medium: Medium, library: Library | None = None) -> ToldFact:
    (found,) = (
        one for one in facts_about(medium, library or a_library(medium)) if one.name == name
    )
    return found


@pytest.mark.parametrize(
    ("value", "knowledge"),
    [
        (days_ago(3), Knowledge.KNOWN),
        (None, Knowledge.ABSENT),
        (UNKNOWN, Knowledge.UNKNOWN),
    ],
)
def test_a_fact_is_known_absent_or_unknown(value: object, knowledge: Knowledge) -> None:
    assert fact("last_watched", a_medium(last_watched=value)).knowledge is knowledge


def test_zero_is_known() -> None:
    assert fact("play_count", a_medium(play_count=0)).value == 0


def test_nobody_is_an_absent_fact() -> None:
    assert fact("watched_by", a_medium()).knowledge is Knowledge.ABSENT


def test_people_are_told_by_name() -> None:
    medium = a_medium(watched_by=frozenset({"u1", "u2"}))
    library = replace(a_library(medium), users={"u1": "Ann"})
    assert fact("watched_by", medium, library).value == ["Ann", "u2"]


@pytest.mark.parametrize(
    ("name", "source"), [("size_bytes", "Radarr"), ("last_watched", "Jellyfin")]
)
def test_a_fact_names_the_server_that_told_it(name: str, source: str) -> None:
    assert fact(name, a_medium()).sources == (source,)


def test_a_fact_is_as_old_as_the_answer() -> None:
    assert fact("size_bytes", a_medium()).age_minutes(NOW) == 24 * 60


def test_only_series_have_episodes() -> None:
    names = {one.name for one in facts_about(a_medium(), a_library())}
    assert "episodes" not in names
