"""The dangerous states of an OxiCleanarr server become repair issues, and go with them."""

from types import MappingProxyType

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, Options, Stack
from simulator.options import OXICLEANARR_VERSIONS

from .following import (
    every_version,
    follow,
    let_it_see_plays,
    newest,
    seeing,
    server_issues,
    server_of,
    server_subentry,
    sync_both,
)
from .household import act, start, sync

PLAYS_LOST, PLAYS_LOST_12 = "server_plays_lost", "server_plays_lost_jellyfin_12"
BLIND, UNTOLD, RULES = "server_deletes_blind", "server_untold", "server_rules_ignored"

jellyfin_12 = pytest.mark.parametrize(
    "stack",
    [Options(oxicleanarr=version, jellyfin_version="12") for version in OXICLEANARR_VERSIONS],
    indirect=True,
    ids=OXICLEANARR_VERSIONS,
)
telling = pytest.mark.parametrize(
    "stack", [Options(oxicleanarr=version) for version in OXICLEANARR_VERSIONS[1:]], indirect=True
)


async def _let_delete(stack: Stack) -> None:
    server = server_of(stack)
    server.config.app.dry_run, server.config.app.enable_deletion = False, True
    # Nothing must really be due: what would go is not what these tests are about.
    server.config.rules.movie_retention = server.config.rules.tv_retention = "9999d"
    await server.restart()


@every_version
@pytest.mark.parametrize("alone", [False, True], ids=["with jellyfin", "alone"])
async def test_a_server_that_is_well_raises_nothing(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    await _let_delete(stack)
    await seeing(hass, stack, alone=alone)
    await sync(hass)
    assert not server_issues(hass)


@jellyfin_12
async def test_jellyfin_12_refuses_the_old_header(hass: HomeAssistant, stack: Stack) -> None:
    await seeing(hass, stack)
    issue = server_issues(hass)[PLAYS_LOST_12]
    assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.WARNING, False)


@jellyfin_12
async def test_jellyfin_12_that_was_told_to_take_the_old_header_is_fine(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack)
    assert PLAYS_LOST_12 in server_issues(hass)
    stack.jellyfin.state.gate.legacy = True
    await sync_both(hass, stack)
    assert not server_issues(hass)


@jellyfin_12
async def test_a_jellyfin_12_in_which_nothing_is_found_is_no_danger(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.jellyfin.state.gate.legacy = True
    server = server_of(stack)
    await let_it_see_plays(stack)
    await server.sync()
    for medium in server.media.values():
        medium.jellyfin_id = ""
    await start(hass, stack, subentries_data=(server_subentry(stack),))
    assert not server_issues(hass)


@jellyfin_12
async def test_it_is_an_error_where_the_server_deletes(hass: HomeAssistant, stack: Stack) -> None:
    await _let_delete(stack)
    await seeing(hass, stack)
    assert server_issues(hass)[PLAYS_LOST_12].severity is ir.IssueSeverity.ERROR


@every_version
async def test_alone_a_server_that_cannot_read_jellyfin_is_told(
    hass: HomeAssistant, stack: Stack
) -> None:
    server = server_of(stack)
    server.config.connect("jellyfin", stack.jellyfin.url, "wrong")
    await server.restart()
    await follow(hass, stack, alone=True)
    assert PLAYS_LOST in server_issues(hass)
    server.config.connect("jellyfin", stack.jellyfin.url, stack.jellyfin.api_key)
    await server.restart()
    await sync_both(hass, stack)
    assert not server_issues(hass)


@telling
async def test_a_jellyfin_that_refuses_only_the_server_is_told_before_its_next_sync(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack)
    server = server_of(stack)
    server.state.started.integrations["jellyfin"].api_key = "wrong"
    await sync(hass)
    assert PLAYS_LOST in server_issues(hass)


@telling
async def test_a_jellyfin_that_answers_nobody_is_no_danger_of_its_own(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack)
    stack.break_("jellyfin", Fault.ERROR)
    await sync(hass)
    assert not server_issues(hass)


@telling
async def test_plays_from_a_statistics_server_are_no_false_alarm(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack)
    server = server_of(stack)
    next(iter(server.media.values())).watch_count = 1
    server.config.integrations["jellystat"].enabled = True
    server.state.started.integrations["jellyfin"].api_key = "wrong"
    await sync(hass)
    assert PLAYS_LOST not in server_issues(hass)


@every_version
async def test_a_server_that_uses_no_jellyfin_loses_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    server = server_of(stack)
    server.config.integrations["jellyfin"].enabled = False
    await server.restart()
    await follow(hass, stack)
    # 1.0.0 does not tell that it uses none; then all that is known is that it sees no plays.
    told = server.version != "1.0.0"
    assert set(server_issues(hass)) == (set() if told else {"server_plays_unseen"})


@every_version
async def test_a_server_that_deletes_while_a_source_fails_is_an_error(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _let_delete(stack)
    await server_of(stack).sync()
    stack.break_("sonarr", Fault.ERROR)
    await seeing(hass, stack)
    issue = server_issues(hass)[BLIND]
    told = server_of(stack).version != "1.0.0"
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.translation_placeholders == {"services": "Sonarr" if told else "–"}
    stack.heal()
    await sync_both(hass, stack)
    assert not server_issues(hass)


@telling
async def test_a_service_that_is_offline_now_is_enough(hass: HomeAssistant, stack: Stack) -> None:
    await _let_delete(stack)
    await seeing(hass, stack)
    stack.break_("radarr", Fault.ERROR)
    await sync(hass)
    assert set(server_issues(hass)) == {BLIND}


@every_version
async def test_a_server_that_does_not_delete_may_fail(hass: HomeAssistant, stack: Stack) -> None:
    await server_of(stack).sync()
    stack.break_("sonarr", Fault.ERROR)
    await seeing(hass, stack)
    assert BLIND not in server_issues(hass)


@every_version
async def test_a_keep_that_the_server_does_not_know_is_told(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack)
    title = next(iter(server_of(stack).media.values())).title
    stack.break_("oxicleanarr", Fault.ERROR, "/api/media")
    with pytest.raises(HomeAssistantError):
        await act(hass, "keep", title=title)
    issue = server_issues(hass)[UNTOLD]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["titles"] == title
    assert "http" not in issue.translation_placeholders["problem"].replace("HTTP", "")
    stack.heal()
    await sync(hass)
    assert not server_issues(hass)


@newest
async def test_a_keep_that_a_deleting_server_does_not_know_is_an_error(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _let_delete(stack)
    await seeing(hass, stack)
    title = next(iter(server_of(stack).media.values())).title
    stack.break_("oxicleanarr", Fault.ERROR, "/api/media")
    with pytest.raises(HomeAssistantError):
        await act(hass, "keep", title=title)
    assert server_issues(hass)[UNTOLD].severity is ir.IssueSeverity.ERROR


def _rule(stack: Stack) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id="01RULE00000000000000000000",
        subentry_type="rule",
        title="Kids stay",
        unique_id=None,
        data=MappingProxyType({}),
    )


@every_version
async def test_rules_of_ours_do_not_count_where_the_server_decides(
    hass: HomeAssistant, stack: Stack
) -> None:
    await seeing(hass, stack, subentries_data=(server_subentry(stack), _rule(stack)))
    issue = server_issues(hass)[RULES]
    assert issue.translation_placeholders == {"rules": "Kids stay"}
    assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.WARNING, False)


async def test_rules_of_ours_count_where_no_server_decides(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, subentries_data=(_rule(stack),))
    assert not server_issues(hass)


@newest
async def test_issues_go_with_the_server(hass: HomeAssistant, stack: Stack) -> None:
    entry = await seeing(hass, stack, subentries_data=(server_subentry(stack), _rule(stack)))
    assert server_issues(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not server_issues(hass)


@newest
async def test_a_server_that_does_not_answer_takes_nothing_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _let_delete(stack)
    await seeing(hass, stack)
    stack.break_("radarr", Fault.ERROR)
    await sync(hass)
    stack.heal()
    stack.break_("oxicleanarr", Fault.ERROR)
    await sync(hass)
    assert set(server_issues(hass)) == {BLIND}


@newest
async def test_a_server_that_is_told_of_no_plays_is_noticed(
    hass: HomeAssistant, stack: Stack
) -> None:
    # With the key that it has, Jellyfin tells it of nobody's plays.
    await follow(hass, stack)
    assert server_issues(hass)["server_plays_unseen"].severity is ir.IssueSeverity.WARNING
    await let_it_see_plays(stack)
    await act(hass, "sync", server_sync="full")
    assert "server_plays_unseen" not in server_issues(hass)


@newest
async def test_without_a_jellyfin_nobody_knows_of_plays_that_it_misses(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, alone=True)
    assert "server_plays_unseen" not in server_issues(hass)


@newest
async def test_where_nobody_watched_anything_nothing_is_missing(
    hass: HomeAssistant, stack: Stack
) -> None:
    for rows in stack.world.watches.values():
        rows.clear()
    await follow(hass, stack)
    assert "server_plays_unseen" not in server_issues(hass)
