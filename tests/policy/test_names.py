"""Names in rules: what is missing, what is unsure, and what a rule holds then."""

from collections.abc import Mapping, Set as AbstractSet
from dataclasses import replace

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Disk, Kind, Library, Medium, Requester
from custom_components.oxicleanarr.policy.models import Protected, Why
from custom_components.oxicleanarr.policy.names import Names, look_up
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    DiskTerms,
    Rule,
    RuleType,
    Stay,
    UserTerm,
    WatchedBy,
)
from tests.builders import a_keep, a_library, a_medium, a_plan, days_ago

from .judging import FOR_EVER, a_rule, a_tag_rule, days, with_rules

FILM, SHOW = "movie:tmdb:19", "series:tvdb:78"
KIDS = frozenset({"kids"})
ONLY_FILMS = frozenset({Kind.MOVIE})
ANN = Requester(user_id=1, names=frozenset({"ann"}), email="ann@example.org")

BY_TAG = a_tag_rule(stay=FOR_EVER)


type Found = Mapping[str, AbstractSet[str] | tuple[str, ...]]

NOTHING: Found = {}


def missing(names: Names) -> Found:
    return dict(names.missing)


def held(names: Names) -> Found:
    return dict(names.held)


def remembered(names: Names) -> Found:
    return dict(names.remembered)


def look(library: Library, rule: Rule = BY_TAG, *remembered: str) -> Names:
    return look_up(library, [rule], {rule.id: frozenset(remembered)} if remembered else {})


def a_film(**changes: object) -> Medium:
    return a_medium(FILM, added=days_ago(400), **changes)


def a_show(**changes: object) -> Medium:
    return a_medium(SHOW, added=days_ago(400), **changes)


def a_user_rule(**who: object) -> Rule:
    return a_rule(RuleType.USER, users=(UserTerm(stay=FOR_EVER, **who),))  # type: ignore[arg-type]


def a_watched_rule(*users: str) -> Rule:
    return a_rule(
        RuleType.WATCHED, conditions=Conditions(watched_by=WatchedBy(users=users)), stay=FOR_EVER
    )


def test_a_rule_with_names_remembers_what_it_applies_to() -> None:
    assert look(a_library(a_film(tags=KIDS), a_show())).remembered == {"r1": {FILM}}


def test_a_rule_without_names_remembers_nothing() -> None:
    everything = a_rule(RuleType.WATCHED, stay=FOR_EVER)
    assert look(a_library(a_film()), everything).remembered == {}


def test_a_rule_that_is_switched_off_remembers_nothing() -> None:
    rule = replace(BY_TAG, enabled=False)
    assert look(a_library(a_film(tags=KIDS)), rule, FILM).remembered == {}


def test_what_might_have_the_tag_is_remembered_too() -> None:
    assert look(a_library(a_film(tags=UNKNOWN))).remembered == {"r1": {FILM}}


def test_a_tag_that_nobody_has_and_a_server_knows_exists() -> None:
    library = replace(a_library(a_film()), tags={Kind.MOVIE: KIDS})
    assert look(library).missing == {}


def test_a_tag_that_is_gone_is_missing() -> None:
    names = look(a_library(a_film()), BY_TAG, FILM)
    assert missing(names) == {"r1": ("kids",)}
    assert held(names) == {"r1": {FILM}}


def test_what_a_lost_tag_held_is_remembered_on() -> None:
    assert look(a_library(a_film()), BY_TAG, FILM).remembered == {"r1": {FILM}}


def test_what_is_gone_itself_is_not_held() -> None:
    names = look(a_library(), BY_TAG, FILM)
    assert held(names) == NOTHING
    assert remembered(names) == {"r1": set()}


def test_while_a_server_is_silent_nothing_is_missing() -> None:
    names = look(a_library(a_film(), silent=["radarr", "sonarr"]), BY_TAG, FILM)
    assert missing(names) == NOTHING
    assert names.unsure == {"r1"}
    assert names.remembered == {"r1": {FILM}}


def test_what_a_silent_server_lost_sight_of_is_remembered() -> None:
    rule = replace(BY_TAG, conditions=replace(BY_TAG.conditions, kinds=ONLY_FILMS))
    names = look(a_library(silent=["radarr"]), rule, FILM)
    assert names.remembered == {"r1": {FILM}}


@pytest.mark.parametrize("tags", [KIDS, frozenset[str]()], ids=["known", "lost"])
def test_what_a_row_that_was_not_understood_hides_is_remembered(tags: frozenset[str]) -> None:
    library = a_library()
    radarr = replace(library.sources["radarr"], skipped_rows=1)
    library = replace(
        library, sources={**library.sources, "radarr": radarr}, tags={Kind.MOVIE: tags}
    )
    assert remembered(look(library, BY_TAG, FILM)) == {"r1": {FILM}}


def test_a_tag_gone_from_one_server_is_missing_although_another_has_it() -> None:
    library = a_library(a_film(), a_show(tags=KIDS))
    names = look(library, BY_TAG, FILM, SHOW)
    assert missing(names) == {"r1": ("kids",)}
    assert held(names) == {"r1": {FILM}}


def test_a_tag_that_one_server_never_had_is_not_missing() -> None:
    names = look(a_library(a_film(), a_show(tags=KIDS)), BY_TAG, SHOW)
    assert (names.missing, names.held) == ({}, {})


def test_what_lost_a_tag_that_exists_is_let_go() -> None:
    library = replace(a_library(a_film()), tags={Kind.MOVIE: KIDS})
    names = look(library, BY_TAG, FILM)
    assert held(names) == NOTHING
    assert remembered(names) == {"r1": set()}


def test_a_tag_on_a_medium_whose_tags_are_unknown_may_exist() -> None:
    names = look(a_library(a_film(), a_medium("movie:tmdb:2", tags=UNKNOWN)), BY_TAG, FILM)
    assert missing(names) == NOTHING
    assert names.unsure == {"r1"}
    assert names.held == {"r1": {FILM}}


@pytest.mark.parametrize("who", [{"user_id": 1}, {"username": "Ann"}, {"email": "ann@example.org"}])
def test_somebody_who_asked_for_something_exists(who: dict[str, object]) -> None:
    library = a_library(a_film(requesters=(ANN,)))
    assert look(library, a_user_rule(**who)).missing == {}


def test_somebody_whom_nobody_knows_is_missing() -> None:
    library = a_library(a_film(requesters=(ANN,)))
    assert look(library, a_user_rule(username="Bob")).missing == {"r1": ("Bob",)}


def test_while_requests_are_unknown_nobody_is_missing() -> None:
    library = a_library(a_film(requesters=UNKNOWN))
    assert look(library, a_user_rule(username="Bob")).missing == {}


ON_A_DISK = a_rule(RuleType.DISK, disk=DiskTerms(path="/media/films", free_bytes=100))


@pytest.mark.parametrize(
    ("mounted", "lost"), [("/media", {}), ("/attic", {"r1": ("/media/films",)})]
)
def test_a_disk_that_no_server_has_is_missing(mounted: str, lost: Found) -> None:
    library = replace(a_library(a_film()), disks=(Disk(mounted, 50, 1000),))
    assert look(library, ON_A_DISK).missing == lost


def test_while_the_disks_are_unknown_none_is_missing() -> None:
    names = look(replace(a_library(a_film()), disks=UNKNOWN), ON_A_DISK)
    assert missing(names) == NOTHING
    assert names.unsure == {"r1"}


def test_a_user_of_jellyfin_exists() -> None:
    library = replace(a_library(), users={"u1": "Ann"})
    assert look(library, a_watched_rule("u1")).missing == {}


def test_a_user_that_jellyfin_does_not_have_is_missing() -> None:
    library = replace(a_library(), users={"u1": "Ann"})
    assert look(library, a_watched_rule("u2")).missing == {"r1": ("u2",)}


def test_before_jellyfin_told_of_users_nobody_is_missing() -> None:
    assert look(a_library(), a_watched_rule("u2")).missing == {}


def test_a_library_that_jellyfin_has_exists() -> None:
    library = replace(a_library(), libraries=frozenset({"Films"}))
    rule = a_rule(conditions=Conditions(libraries=frozenset({"Films", "Attic"})))
    assert look(library, rule).missing == {"r1": ("Attic",)}


def test_what_a_rule_holds_is_protected_and_says_by_which_rule() -> None:
    film = a_film()
    plan = a_plan(a_library(film), with_rules(BY_TAG), held={"r1": frozenset({FILM})})
    verdict = plan.decisions[FILM].verdict
    assert isinstance(verdict, Protected)
    assert (verdict.reasons[0].why, verdict.rule) == (Why.RULE_LOST_A_NAME, "My rule")


def test_a_rule_that_is_switched_off_holds_nothing() -> None:
    rules = with_rules(replace(BY_TAG, enabled=False))
    plan = a_plan(a_library(a_film()), rules, held={"r1": frozenset({FILM})})
    assert not isinstance(plan.decisions[FILM].verdict, Protected)


def test_a_keep_comes_before_what_a_rule_holds() -> None:
    film = a_film()
    plan = a_plan(
        a_library(film), with_rules(BY_TAG), keeps=(a_keep(film),), held={"r1": frozenset({FILM})}
    )
    assert plan.decisions[FILM].verdict.reasons[0].why is Why.KEPT


def test_a_rule_with_a_date_remembers_as_one_that_keeps() -> None:
    rule = a_tag_rule(stay=days(1000))
    names = look(a_library(a_film()), rule, FILM)
    assert names.held == {"r1": {FILM}}


def test_what_the_rule_still_reaches_is_not_held() -> None:
    conditions = Conditions(libraries=frozenset({"Films", "Attic"}))
    rule = a_rule(conditions=conditions, stay=Stay(None))
    library = replace(
        a_library(a_film(libraries=frozenset({"Films"}))), libraries=frozenset({"Films"})
    )
    names = look(library, rule, FILM)
    assert names.missing == {"r1": ("Attic",)}
    assert names.held == {}
