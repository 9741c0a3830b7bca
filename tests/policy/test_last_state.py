"""What is shown after a restart, before any server has answered."""

from dataclasses import replace
from datetime import timedelta

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import (
    Episode,
    Kind,
    Library,
    Medium,
    SourceStatus,
)
from custom_components.oxicleanarr.policy.judge import STANDARD_RULE
from custom_components.oxicleanarr.policy.last_state import LastState
from custom_components.oxicleanarr.policy.models import Decision, Leaving, Plan, Settings, Why
from tests.builders import NOW, a_medium, a_plan, days_ago

SETTINGS = Settings(retention=dict.fromkeys(Kind, timedelta(days=90)))


def library(*media: Medium) -> Library:
    return Library(
        media={medium.id: medium for medium in media},
        sources={"jellyfin": SourceStatus(id="jellyfin", name="Jellyfin", read_at=NOW)},
        behind={kind: frozenset({"jellyfin"}) for kind in Kind},
        managed=frozenset(Kind),
    )


def silent() -> Library:
    """Return a library whose server has not told anything yet."""
    return replace(library(), sources={"jellyfin": SourceStatus(id="jellyfin", name="Jellyfin")})


def planned(*media: Medium) -> tuple[Library, Plan]:
    there = library(*media)
    return there, a_plan(there, SETTINGS)


def leaving(medium_id: str = "movie:tmdb:19") -> Medium:
    return a_medium(medium_id, added=days_ago(200), last_watched=days_ago(100), play_count=1)


def last_state(*media: Medium) -> LastState:
    there, plan = planned(*media)
    return LastState().updated(plan, there, NOW)


def test_what_was_leaving_soon_is_leaving_soon_again_as_of_then() -> None:
    there, plan = planned(leaving())
    again = LastState().updated(plan, there, NOW).plan({}, NOW)
    ((medium, verdict),) = again.leaving_soon
    ((_, before),) = plan.leaving_soon
    assert medium.id == "movie:tmdb:19"
    assert (verdict.rule, verdict.due_at, verdict.leaves_at) == (
        STANDARD_RULE,
        before.due_at,
        before.leaves_at,
    )
    assert [reason.why for reason in verdict.reasons] == [Why.BEFORE_THE_START]


def test_none_of_it_is_more_than_stale() -> None:
    assert all(one.stale for one in last_state(leaving()).plan({}, NOW).decisions.values())


def test_everything_that_is_not_remembered_is_unknown() -> None:
    medium = last_state(leaving()).plan({}, NOW).leaving_soon[0][0]
    assert {medium.last_watched, medium.favourite_of, medium.tags, medium.playing} == {UNKNOWN}


def test_a_plan_without_answers_changes_nothing_about_it() -> None:
    last = last_state(leaving())
    again = a_plan(
        last.added_to(silent(), {"jellyfin"}),
        SETTINGS,
        now=NOW + timedelta(days=30),
        previous=last.plan({}, NOW),
    )
    decision = again.decisions["movie:tmdb:19"]
    assert decision.stale
    assert isinstance(decision.verdict, Leaving)


def test_what_has_answered_and_does_not_have_it_any_more_has_the_last_word() -> None:
    assert not last_state(leaving()).added_to(silent(), ()).media


def test_a_medium_that_was_found_again_under_another_id_is_not_there_twice() -> None:
    known = leaving()
    found = a_medium("movie:imdb:tt1", aliases=frozenset({"movie:imdb:tt1", *known.aliases}))
    assert last_state(known).added_to(library(found), {"jellyfin"}).media.keys() == {found.id}


def test_times_alone_are_written_down_only_now_and_then() -> None:
    there, plan = planned(leaving())
    first = LastState().updated(plan, there, NOW)
    soon = replace(plan, made_at=NOW + timedelta(hours=1))
    later = replace(plan, made_at=NOW + timedelta(hours=7))
    newer = replace(
        there,
        sources={"jellyfin": SourceStatus(id="jellyfin", name="Jellyfin", read_at=later.made_at)},
    )
    assert first.updated(soon, newer, soon.made_at) is first
    assert first.updated(later, newer, later.made_at).complete_at == later.made_at


def test_the_episodes_that_leave_are_remembered_while_nobody_tells_of_them() -> None:
    episodes = tuple(
        Episode(file_id=number, season=1, number=number, aired=NOW, size_bytes=1)
        for number in (11, 12)
    )
    series = a_medium("series:tvdb:7", kind=Kind.SERIES, episodes=episodes)
    there, plan = library(series), _leaves(series, 11)
    last = LastState().updated(plan, there, NOW)
    assert last.updated(last.plan({}, NOW), there, NOW).media == last.media


def _leaves(series: Medium, *files: int) -> Plan:
    """Return a plan by which some episode files of a series leave."""
    leaving = Leaving(
        rule="Old episodes",
        reasons=(),
        due_at=NOW,
        leaves_at=NOW,
        soon=True,
        episode_files=frozenset(files),
    )
    return Plan(
        made_at=NOW,
        decisions={series.id: Decision(series, leaving)},
        announced={},
        leaving_soon=((series, leaving),),
    )
