"""The ledger on the disk: it is written, it survives, and a damaged one is never taken for an empty one."""

import asyncio
from datetime import UTC, datetime
import json
from pathlib import Path

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
import msgspec
import pytest

from custom_components.oxicleanarr.cleanup.evidence import DayMark
from custom_components.oxicleanarr.cleanup.models import Mode
from custom_components.oxicleanarr.cleanup.state import CleanupState
from custom_components.oxicleanarr.display.models import (
    Made,
    MadeCollection,
    MadeLibrary,
    MadeLink,
    Shown,
)
from custom_components.oxicleanarr.ledger import Ledger
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.viewing import TwinPlay
from custom_components.oxicleanarr.policy.last_state import LastSeen, LastState
from custom_components.oxicleanarr.policy.pauses import Pause
from simulator import Stack

from .builders import NOW, a_keep, a_medium, a_shown, days_ago
from .disk import hass_config_dir, hass_storage, slow_disk  # noqa: F401
from .household import ENTRY_ID, act, media, start, sync
from .removals import a_frozen_item, a_frozen_plan
from .texts import DOMAIN


def _ledger(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(".storage", f"{DOMAIN}.{ENTRY_ID}"))


async def test_a_removed_household_leaves_no_ledger_behind(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    assert _ledger(hass).is_file()
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not _ledger(hass).exists()


async def test_a_household_that_ends_has_written_everything(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await start(hass, stack)
    await sync(hass)
    disk = slow_disk(monkeypatch)
    ledger = entry.runtime_data.ledger
    entry.async_create_background_task(hass, ledger.async_shown(()), "shows nothing any more")
    await hass.async_add_executor_job(disk.writing.wait, 10)
    unloading = hass.async_create_task(hass.config_entries.async_unload(entry.entry_id))
    await asyncio.wait([unloading], timeout=0.1)
    ended_early = unloading.done()
    disk.may_end.set()
    assert await unloading
    assert not ended_early


async def test_the_ledger_is_for_the_owner_only(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert _ledger(hass).stat().st_mode & 0o077 == 0


async def _read(hass: HomeAssistant) -> Ledger:
    """Return the ledger as the next start reads it."""
    ledger = Ledger(hass, ENTRY_ID)
    await ledger.async_load()
    return ledger


async def test_what_we_made_in_jellyfin_is_known_after_a_restart(hass: HomeAssistant) -> None:
    link = MadeLink(path="/soon/movies/M/m.mkv", source="/m.mkv", medium_id="m", kind=Kind.MOVIE)
    made = Made(
        links=(link,),
        folders=frozenset({"/soon/movies/M"}),
        roots=("/soon/movies",),
        libraries=(MadeLibrary(kind=Kind.MOVIE, folder="/soon/movies", name="Soon"),),
        collection=MadeCollection(id="c1", name="Leaving Soon", members=frozenset({"aa11"})),
    )
    await Ledger(hass, ENTRY_ID).async_made(made)
    assert (await _read(hass)).made == made


def _last(*shown: Shown) -> LastState:
    """Return what is remembered for the next start, of the same media."""
    return LastState(
        media=tuple(
            LastSeen(
                aliases=frozenset({one.medium_id}),
                rule="standard",
                due_at=NOW,
                **msgspec.structs.asdict(one),
            )
            for one in shown
        )
    )


async def _remember(hass: HomeAssistant, last: LastState, shown: tuple[Shown, ...]) -> None:
    ledger = Ledger(hass, ENTRY_ID)
    await ledger.async_record({}, {}, {}, {}, last)
    await ledger.async_shown(shown)


async def test_what_is_shown_is_known_after_a_restart(hass: HomeAssistant) -> None:
    there = (
        a_shown("Metropolis"),
        a_shown("Nosferatu", mapped=True, episodes=((1, 2),)),
        a_shown("Faust", item_ids=(), paths=(), year=None),
    )
    await _remember(hass, _last(*there), there)
    assert (await _read(hass)).shown == there


async def test_what_is_shown_otherwise_than_it_is_remembered_is_known_after_a_restart(
    hass: HomeAssistant,
) -> None:
    later = a_shown("Metropolis", leaves_at=NOW)
    await _remember(hass, _last(a_shown("Metropolis")), (later, a_shown("Nosferatu")))
    assert (await _read(hass)).shown == (later, a_shown("Nosferatu"))


async def test_what_is_shown_stands_in_the_ledger_once(hass: HomeAssistant) -> None:
    there = (a_shown("Metropolis"),)
    await _remember(hass, _last(*there), there)
    assert _ledger(hass).read_text().count("Metropolis.mkv") == 1


async def test_a_ledger_that_tells_twice_what_is_shown_is_read_as_well(hass: HomeAssistant) -> None:
    there = (a_shown("Metropolis"), a_shown("Nosferatu"))
    data = msgspec.to_builtins(
        {"shown": there, "last": _last(*there), "keeps": [a_keep(a_medium())]}
    )
    _ledger(hass).parent.mkdir()
    _ledger(hass).write_text(
        json.dumps({"version": 1, "minor_version": 1, "key": "k", "data": data})
    )
    ledger = await _read(hass)
    assert (ledger.shown, ledger.last, ledger.keeps) == (
        there,
        _last(*there),
        (a_keep(a_medium()),),
    )


async def test_what_people_watched_by_our_links_is_known_after_a_restart(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    at = datetime(2026, 11, 20, 20, 15, tzinfo=UTC)
    play = TwinPlay(
        aliases=frozenset({"movie:tmdb:19", "movie:path:/m.mkv"}),
        at=at,
        play_count=3,
        watched_by=frozenset({"ann"}),
        unfinished={"ann": at},
        missing_since=at,
    )
    await entry.runtime_data.ledger.async_record({}, {}, {}, {"movie:tmdb:19": play}, LastState())
    assert (await _read(hass)).twin_plays == {"movie:tmdb:19": play}


async def test_how_cleaning_up_stands_is_known_after_a_restart(hass: HomeAssistant) -> None:
    state = CleanupState(
        mode=Mode.AUTOMATIC,
        armed_at=NOW,
        pauses=(Pause(start=days_ago(3), end=days_ago(2)), Pause(start=NOW)),
        day=DayMark(
            at=NOW,
            leaving_soon=2,
            leaving_bytes=9,
            media={Kind.MOVIE: 40, Kind.SERIES: 5},
            entries={"movie:tmdb:19": "radarr:1"},
        ),
        no_bin_accepted=frozenset({"radarr"}),
        frozen=a_frozen_plan(a_frozen_item()),
        last_run_at=days_ago(1),
    )
    await Ledger(hass, ENTRY_ID).async_cleanup(state)
    assert (await _read(hass)).cleanup == state


async def test_a_ledger_from_before_cleaning_up_only_observes(hass: HomeAssistant) -> None:
    _ledger(hass).parent.mkdir()
    _ledger(hass).write_text('{"version":1,"minor_version":1,"key":"k","data":{"keeps":[]}}')
    assert (await _read(hass)).cleanup == CleanupState()


async def _damage(hass: HomeAssistant, stack: Stack, content: str) -> ConfigEntry:
    """Let a household keep something, damage its ledger, and start it again."""
    entry: ConfigEntry = await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    await hass.config_entries.async_unload(entry.entry_id)
    _ledger(hass).write_text(content)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def _delete_what_is_named(entry: ConfigEntry) -> None:
    """Do what the sentence about the damaged ledger asks for."""
    named = Path((entry.error_reason_translation_placeholders or {})["path"])
    assert str(named) in (entry.reason or "")
    named.unlink()


UNREADABLE = [
    pytest.param("", id="empty"),
    pytest.param('{"version": 1, "data": {"keeps": [', id="cut"),
    pytest.param('{"version":1,"minor_version":1,"key":"k","data":[]}', id="a list"),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"keeps":"all"}}', id="wrong keeps"
    ),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"keeps":[{"title":"x"}]}}',
        id="half a keep",
    ),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"announced":{"movie:tmdb:19":"soon"}}}',
        id="no date",
    ),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"shown":["movie:tmdb:19"]}}',
        id="shown and not remembered",
    ),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"last":[]}}', id="wrong last state"
    ),
    pytest.param("null", id="null"),
]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_a_damaged_ledger_is_no_empty_ledger(
    hass: HomeAssistant, stack: Stack, content: str
) -> None:
    entry = await _damage(hass, stack, content)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "ledger_unreadable"


@pytest.mark.parametrize("content", UNREADABLE)
async def test_a_damaged_ledger_stays_a_reason_to_stop(
    hass: HomeAssistant, stack: Stack, content: str
) -> None:
    entry = await _damage(hass, stack, content)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR


async def test_a_damaged_ledger_can_be_given_up(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _damage(hass, stack, "{")
    _delete_what_is_named(entry)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def test_a_restored_ledger_brings_the_keeps_back(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    backup = _ledger(hass).read_text()
    entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
    await hass.config_entries.async_unload(ENTRY_ID)
    _ledger(hass).write_text("{")
    await hass.config_entries.async_setup(ENTRY_ID)
    _delete_what_is_named(entry)
    _ledger(hass).write_text(backup)
    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.async_block_till_done()
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"


async def test_a_ledger_from_a_newer_version_is_not_overwritten(
    hass: HomeAssistant, stack: Stack
) -> None:
    newer = '{"version":2,"minor_version":1,"key":"k","data":{"keeps":[]}}'
    entry = await _damage(hass, stack, newer)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert _ledger(hass).read_text() == newer
