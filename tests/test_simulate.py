"""The actions that try other settings out, and that explain."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import probatio
import pytest

from simulator import Fault, Options, Stack

from .household import OPTIONS, act, media, start, sync
from .rules import KEEP_KIDS, MATCH, a_stored_rule, start_with
from .texts import DOMAIN, sentence, texts

PLAIN = OPTIONS | {"protect_favourites": False, "protect_unfinished": False}
EVERYTHING = PLAIN | {"movie_retention": "never", "series_retention": "never"}
MANY = pytest.mark.parametrize("stack", [Options(movies=60, series=20)], indirect=True)


async def _titles(hass: HomeAssistant, **filters: Any) -> set[str]:
    return set(await media(hass, **filters))


async def _verdicts(hass: HomeAssistant) -> dict[str, str]:
    """Return the verdicts by id; two media may have one title."""
    return {row["id"]: row["verdict"] for row in (await act(hass, "get_media"))["media"]}


def _ids(part: dict[str, Any]) -> set[str]:
    return {row["id"] for row in part["media"]}


def _named(part: dict[str, Any]) -> set[str]:
    return {row["title"] for row in part["media"]}


async def test_the_present_settings_change_nothing(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    answer = await act(hass, "simulate")
    assert answer["now"] == answer["then"]
    assert not any(
        answer[part]["count"] for part in ("newly_leaving", "no_longer_leaving", "dates_changed")
    )


async def test_the_present_counts_are_those_of_the_plan(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    now = (await act(hass, "simulate"))["now"]
    told = {part: now[part]["count"] for part in now}
    assert told == {
        part: len(await _titles(hass, verdict=part))
        for part in ("protected", "leaving", "leaving_soon")
    }


@MANY
@pytest.mark.parametrize(
    ("wanted", "options"),
    [
        ({"movie_retention": "20d"}, {"movie_retention": "20d"}),
        ({"series_retention": "never"}, {"series_retention": "never"}),
        ({"retention_base": "last_watched"}, {"retention_base": "last_watched"}),
        ({"window_days": 100}, {"window_days": 100}),
    ],
)
async def test_what_is_simulated_is_what_comes(
    hass: HomeAssistant, stack: Stack, wanted: dict[str, Any], options: dict[str, Any]
) -> None:
    entry = await start(hass, stack)
    answer = await act(hass, "simulate", **wanted)
    before = await _verdicts(hass)
    hass.config_entries.async_update_entry(entry, options=OPTIONS | options)
    await hass.async_block_till_done()
    after = await _verdicts(hass)
    stays = {key for key, verdict in after.items() if verdict == "protected"}
    stayed = {key for key, verdict in before.items() if verdict == "protected"}
    assert _ids(answer["newly_leaving"]) == stayed - stays
    assert _ids(answer["no_longer_leaving"]) == stays - stayed
    soon = [verdict for verdict in after.values() if verdict == "leaving_soon"]
    assert answer["then"]["leaving_soon"]["count"] == len(soon)


async def test_simulating_changes_nothing(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before, options = await media(hass), dict(entry.options)
    asked = len(stack.requests)
    await act(hass, "simulate", movie_retention="never", rules=[KEEP_KIDS | {"name": "Kids"}])
    assert (await media(hass), entry.options) == (before, options)
    assert len(stack.requests) == asked


async def test_bytes_are_those_of_the_titles(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=PLAIN)
    part = (await act(hass, "simulate", movie_retention="never"))["no_longer_leaving"]
    sizes = {movie.title: movie.size_bytes for movie in stack.world.movies}
    assert part["size_bytes"] == sum(sizes[title] for title in _named(part))
    assert part["count"] == len(part["media"]) > 0


async def test_a_change_tells_both_days_and_the_reasons(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=PLAIN)
    answer = await act(hass, "simulate", movie_retention="2000d")
    row = answer["dates_changed"]["media"][0]
    assert row["leaves_on_now"] < row["leaves_on_then"]
    assert "It may stay for 2000 days after that" in row["reasons"]


async def test_a_simulated_rule_decides(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=EVERYTHING)
    rule = MATCH | {"name": "Big", "size_from": 0}
    answer = await act(hass, "simulate", rules=[rule])
    assert answer["newly_leaving"]["count"] == 18


async def test_a_rule_of_the_same_name_takes_the_place_of_the_present_one(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_with(hass, stack, a_stored_rule(**MATCH | {"size_from": 0}), options=EVERYTHING)
    rule = MATCH | {"size_from": 0, "name": "My rule", "enabled": False}
    answer = await act(hass, "simulate", rules=[rule])
    assert answer["no_longer_leaving"]["count"] == 18


async def test_a_rule_can_be_left_out(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**MATCH | {"size_from": 0}), options=EVERYTHING)
    answer = await act(hass, "simulate", without_rules=["My rule"])
    assert answer["no_longer_leaving"]["count"] == 18


@pytest.mark.parametrize("first", [1, 3])
async def test_simulated_rules_are_asked_by_priority(
    hass: HomeAssistant, stack: Stack, first: int
) -> None:
    present = a_stored_rule(**MATCH | {"size_from": 0, "priority": 2})
    await start_with(hass, stack, present, options=EVERYTHING)
    rule = {"type": "match", "size_from": 0, "retention": "3000d", "name": "Long"}
    answer = await act(hass, "simulate", rules=[rule | {"priority": first}])
    assert bool(answer["dates_changed"]["count"]) is (first == 1)


async def test_titles_are_limited_and_counts_are_not(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=EVERYTHING)
    rule = MATCH | {"name": "Big", "size_from": 0}
    part = (await act(hass, "simulate", rules=[rule], limit=2))["newly_leaving"]
    assert (part["count"], len(part["media"])) == (18, 2)


async def test_a_silent_server_is_admitted(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    assert (await act(hass, "simulate"))["complete"] is False


async def test_anybody_may_simulate(
    hass: HomeAssistant, stack: Stack, hass_read_only_user: User
) -> None:
    await start(hass, stack)
    answer = await hass.services.async_call(
        DOMAIN,
        "simulate",
        {},
        blocking=True,
        return_response=True,
        context=Context(user_id=hass_read_only_user.id),
    )
    assert answer


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"movie_retention": "soon"}, "soon is not a time"),
        ({"without_rules": ["Nothing"]}, "no rule called Nothing"),
        ({"rules": [KEEP_KIDS]}, "Enter a name."),
        ({"rules": [KEEP_KIDS | {"name": "Kids", "retention": "soon"}]}, "retention: Write"),
        ({"rules": [KEEP_KIDS | {"name": "Kids", "retention": ""}]}, "retention: Enter how long"),
        ({"rules": [{"name": "Kids", "type": "moon"}]}, "type: This cannot be understood"),
        ({"rules": [{"name": "Old", "type": "episode"}]}, "max_episodes: Enter how many"),
    ],
)
async def test_what_cannot_be_simulated_is_refused(
    hass: HomeAssistant, stack: Stack, wanted: dict[str, Any], said: str
) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "simulate", **wanted)
    assert said in sentence(caught.value)


async def test_a_window_without_days_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(probatio.Invalid):
        await act(hass, "simulate", window_days=0)


async def test_without_asking_nothing_is_explained(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert all("facts" not in row for row in (await media(hass)).values())


@MANY
async def test_every_verdict_can_be_explained(hass: HomeAssistant, stack: Stack) -> None:
    await start_with(hass, stack, a_stored_rule(**KEEP_KIDS))
    for row in (await media(hass, explain=True)).values():
        assert bool(row["protected_by"]) is (row["verdict"] == "protected")
        assert row["would_change"]
        codes = [reason["code"] for reason in row["protected_by"]]
        assert not codes or codes[0] == row["reasons"][0]["code"]


async def test_facts_tell_their_source_and_age(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = next(iter((await media(hass, explain=True, kind="movie")).values()))
    facts = {fact["name"]: fact for fact in row["facts"]}
    assert facts["size_bytes"] == {
        "name": "size_bytes",
        "state": "known",
        "value": row["size_bytes"],
        "source": "Radarr",
        "read_at": facts["size_bytes"]["read_at"],
        "age_minutes": 0,
    }
    assert facts["play_count"]["source"] == "Film club"


async def test_what_a_keep_changes_is_foretold(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    title, row = next(iter((await media(hass, verdict="leaving_soon", explain=True)).items()))
    assert "If somebody keeps it, it stays" in row["would_change"]
    await act(hass, "keep", title=title)
    row = (await media(hass, explain=True))[title]
    assert any(
        one.startswith("If the keep is taken back, it leaves on") for one in row["would_change"]
    )


def test_every_problem_of_a_rule_has_a_sentence() -> None:
    errors = [key for key in texts() if key.startswith("config_subentries.rule.error.")]
    assert all(texts()[key].endswith(".") for key in errors)
