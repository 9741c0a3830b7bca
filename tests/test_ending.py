"""A household, or a part of it, that ends while something is under way: nothing goes on after it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
import pytest

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_plugins import JellyfinPlugins
from simulator import Fault, Options, Stack

from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, beside, follow, newest, server_of
from .household import (
    ENTRY_ID,
    RADARR_ID,
    SEERR_ID,
    SONARR_ID,
    act,
    radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
    start,
    with_libraries,
)
from .rules import a_stored_rule
from .texts import DOMAIN

small = pytest.mark.parametrize("stack", [Options(movies=3, series=1, users=1)], indirect=True)


class Gate:
    """Lets what comes to it wait until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    def before(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        """Stand before a method."""
        method = getattr(owner, name)

        async def waiting(*args: Any, **kwargs: Any) -> Any:
            self.reached.set()
            await self.opened.wait()
            return await method(*args, **kwargs)

        monkeypatch.setattr(owner, name, waiting)


def _issues(hass: HomeAssistant) -> set[str]:
    return {key for domain, key in ir.async_get(hass).issues if domain == DOMAIN}


def _tasks() -> set[str]:
    """Return the tasks that are ours."""
    names: Iterator[str] = (task.get_name() for task in asyncio.all_tasks() if not task.done())
    return {name for name in names if DOMAIN in name or "Film club" in name}


def _owners(hass: HomeAssistant) -> set[str]:
    """Return to which parts of the household there are entities or devices."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    found = {entity.config_subentry_id for entity in entities}
    found |= {device.config_subentry_id for device in devices}
    return {owner for owner in found if owner}


@small
@pytest.mark.parametrize("removed", [False, True])
@pytest.mark.parametrize("called", [False, True])
async def test_a_household_that_ends_in_the_middle_of_a_sync_is_over(
    hass: HomeAssistant,
    stack: Stack,
    monkeypatch: pytest.MonkeyPatch,
    removed: bool,
    called: bool,
) -> None:
    entry = await start(hass, stack)
    gate = Gate()
    gate.before(monkeypatch, Jellyfin, "users")
    # What would be told afterwards: new credentials are needed.
    stack.break_("radarr", Fault.UNAUTHORIZED)
    if called:
        syncing = asyncio.create_task(act(hass, "sync"))
    else:
        syncing = asyncio.create_task(entry.runtime_data.async_refresh())
    await gate.reached.wait()
    if removed:
        await hass.config_entries.async_remove(ENTRY_ID)
    else:
        await hass.config_entries.async_unload(ENTRY_ID)
    gate.opened.set()
    await asyncio.wait([syncing])
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (_issues(hass), hass.config_entries.flow.async_progress()) == (set(), [])
    assert _tasks() == set()


@small
async def test_a_household_that_ends_in_the_middle_of_a_pass_is_over(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    gate.before(monkeypatch, Jellyfin, "favorites")
    gate.opened.set()
    await start(hass, stack, options=with_libraries(stack))
    await gate.reached.wait()
    assert await hass.config_entries.async_unload(ENTRY_ID)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (_issues(hass), _tasks()) == (set(), set())


@small
async def test_a_household_that_ends_while_the_catalogue_is_asked_is_over(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    gate.before(monkeypatch, JellyfinPlugins, "newest")
    await start(hass, stack)
    await gate.reached.wait()
    assert await hass.config_entries.async_unload(ENTRY_ID)
    gate.opened.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (_issues(hass), _tasks()) == (set(), set())


@small
async def test_a_household_that_never_started_leaves_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    entry = await start(hass, stack)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"library_rebuilt_{ENTRY_ID}",
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="library_rebuilt",
        translation_placeholders={"server": "Home"},
    )
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert (_issues(hass), _tasks()) == (set(), set())
    assert not [name for name in _stored(hass) if ENTRY_ID in name]


def _stored(hass: HomeAssistant) -> list[str]:
    return [path.name for path in Path(hass.config.path(".storage")).iterdir()]


@small
async def test_nothing_of_a_removed_household_is_stored(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title=stack.world.movies[0].title)
    assert [name for name in _stored(hass) if ENTRY_ID in name]
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert not [name for name in _stored(hass) if ENTRY_ID in name or DOMAIN in name]


@small
@pytest.mark.parametrize("part", [RADARR_ID, SONARR_ID, SEERR_ID, "rule"])
async def test_a_part_that_is_removed_takes_entities_devices_and_issues_with_it(
    hass: HomeAssistant, stack: Stack, part: str
) -> None:
    rule = a_stored_rule(type="tag", tag="no such tag", retention="never")
    parts = (radarr_subentry(stack), sonarr_subentry(stack), seerr_subentry(stack), rule)
    entry = await start(hass, stack, subentries_data=parts)
    rule_id = next(k for k, s in entry.subentries.items() if s.subentry_type == "rule")
    part_id = rule_id if part == "rule" else part
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"no_recycle_bin_{part_id}_{ENTRY_ID}",
        data={"entry_id": ENTRY_ID},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="no_recycle_bin",
        translation_placeholders={"server": "Radarr", "household": "Film club"},
    )
    assert f"rule_lost_a_name_{rule_id}_{ENTRY_ID}" in _issues(hass)
    hass.config_entries.async_remove_subentry(entry, part_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert not [issue for issue in _issues(hass) if part_id in issue]
    assert (part_id in _owners(hass), bool(_owners(hass))) == (False, True)


@newest
async def test_what_people_keep_on_an_oxicleanarr_server_stays_kept(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = stack.world.movies[0].title
    await act(hass, "keep", title=title)
    before = dict(server_of(stack).exclusions)
    assert before
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert server_of(stack).exclusions == before


@newest
async def test_an_oxicleanarr_server_that_is_removed_takes_its_entities_with_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await follow(hass, stack, **beside(stack))
    assert SERVER_ID in _owners(hass)
    hass.config_entries.async_remove_subentry(entry, SERVER_ID)
    await hass.async_block_till_done()
    assert SERVER_ID not in _owners(hass)
    assert not [issue for issue in _issues(hass) if issue.startswith("server_")]
