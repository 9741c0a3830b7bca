"""Rules by tags that an OxiCleanarr server does not see become repair issues, and go when it sees them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, Stack

from .following import (
    beside,
    every_version,
    let_it_see_plays,
    newest,
    seeing,
    server_issues,
    server_of,
    sync_both,
)
from .household import start

TAGS_LOST, TAGS_MISSING = "server_tags_lost", "server_tags_missing"


def _tag_rule(stack: Stack, tag: str, *, enabled: bool = True) -> None:
    rule: dict[str, Any] = {"name": tag, "type": "tag", "enabled": enabled, "tag": tag}
    server_of(stack).config.advanced_rules = [rule | {"retention": "never"}]


def _tag(stack: Stack) -> None:
    """Tag one film and one series, and nothing else."""
    _untag(stack)
    stack.world.movies[0].tags.append(_number(stack.world.radarr_tags))
    stack.world.series[0].tags.append(_number(stack.world.sonarr_tags))
    stack.world.touch()


def _number(tags: Mapping[int, str]) -> int:
    return next(number for number, label in tags.items() if label == "keep")


def _untag(stack: Stack, *kinds: str) -> None:
    world = stack.world
    for kind, media in (("movie", world.movies), ("series", world.series)):
        for medium in media if not kinds or kind in kinds else ():
            medium.tags.clear()
    world.touch()


@every_version
@pytest.mark.parametrize("kinds", [(), ("movie",), ("series",)], ids=["all", "films", "series"])
async def test_tags_that_were_there_and_are_gone_are_told(
    hass: HomeAssistant, stack: Stack, kinds: tuple[str, ...]
) -> None:
    _tag(stack)
    _tag_rule(stack, "keep")
    await server_of(stack).restart()
    await seeing(hass, stack, alone=True)
    assert not server_issues(hass)
    _untag(stack, *kinds)
    await sync_both(hass, stack)
    issues = server_issues(hass)
    assert set(issues) == {TAGS_LOST}
    assert issues[TAGS_LOST].translation_placeholders == {"tags": "keep"}
    _tag(stack)
    await sync_both(hass, stack)
    assert not server_issues(hass)


@every_version
async def test_tags_that_our_own_radarr_has_are_missed(hass: HomeAssistant, stack: Stack) -> None:
    _tag(stack)
    server = server_of(stack)
    _tag_rule(stack, "keep")
    await let_it_see_plays(stack)
    stack.break_("radarr", Fault.ERROR, "/api/v3/tag")
    stack.break_("sonarr", Fault.ERROR, "/api/v3/tag")
    await server.sync()
    assert not {tag for one in server.media.values() for tag in one.tags}
    stack.heal()
    await start(hass, stack, **beside(stack))
    assert TAGS_LOST in server_issues(hass)
    await sync_both(hass, stack)
    assert not server_issues(hass)


@newest
async def test_tags_that_our_own_radarr_and_sonarr_have_lost_too_were_removed(
    hass: HomeAssistant, stack: Stack
) -> None:
    _tag(stack)
    _tag_rule(stack, "keep")
    await server_of(stack).restart()
    await seeing(hass, stack, **beside(stack))
    _untag(stack, "movie")
    await sync_both(hass, stack)
    assert not server_issues(hass)


@every_version
async def test_without_any_tag_ever_it_is_only_asked(hass: HomeAssistant, stack: Stack) -> None:
    _untag(stack)
    _tag_rule(stack, "keep")
    await server_of(stack).restart()
    await seeing(hass, stack, alone=True)
    assert set(server_issues(hass)) == {TAGS_MISSING}
    issue = server_issues(hass)[TAGS_MISSING]
    assert issue.severity is ir.IssueSeverity.WARNING


@every_version
async def test_without_a_rule_that_counts_tags_do_not_matter(
    hass: HomeAssistant, stack: Stack
) -> None:
    _untag(stack)
    _tag_rule(stack, "keep", enabled=False)
    await server_of(stack).restart()
    await seeing(hass, stack, alone=True)
    assert not server_issues(hass)
