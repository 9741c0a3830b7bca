"""The journal of deletions: on the disk before anything is touched, or nothing may be touched."""

import asyncio
from dataclasses import replace
from datetime import timedelta
import errno
import json
import os
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.storage import Store
import pytest

from custom_components.oxicleanarr.cleanup.protocols import JournalBook, JournalError
from custom_components.oxicleanarr.cleanup.removed import Regret, Removed, Stage
from custom_components.oxicleanarr.journal import Forgotten, Journal
from custom_components.oxicleanarr.library.models import Problem
from simulator import Options, Stack

from .builders import NOW
from .disk import hass_config_dir, hass_storage, slow_disk  # noqa: F401
from .household import ENTRY_ID, household, start
from .removals import SIZE_BYTES, a_part, a_removed
from .texts import DOMAIN

FULL = a_removed(
    "full",
    a_part(record={"title": "Metropolis", "tags": [1, 2], "seasons": [{"monitored": False}]}),
    a_part(source_id="sonarr", episode_ids=(7, 8), whole=False, stage=Stage.DELETING),
    jellyfin_paths=("/media/movies/Metropolis.mkv",),
    request_ids=(("seerr", 4),),
    problem=Problem("timed_out", "Radarr did not answer in time", {"server": "Radarr"}),
    restored_at=NOW,
    regret=Regret.REQUESTED,
    regretted_at=NOW + timedelta(days=3),
)
BEGUN = a_removed("begun", a_part(stage=Stage.BEGUN), stage=Stage.BEGUN, ended_at=None)

SYNC = "atomicwrites.AtomicWriter.sync"

small = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


def _path(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(".storage", f"{DOMAIN}.{ENTRY_ID}.journal"))


def _on_disk(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return the removals in the file, each with its stage."""
    rows = json.loads(_path(hass).read_text())["data"]["removals"]
    return [(row["id"], row["stage"]) for row in rows]


async def _read(hass: HomeAssistant) -> Journal:
    """Return the journal as the next start reads it."""
    journal = Journal(hass, ENTRY_ID)
    await journal.async_load()
    return journal


async def _write(journal: JournalBook, *removals: Removed) -> None:
    for removed in removals:
        await journal.async_write(removed)


async def test_everything_about_a_removal_is_known_after_a_restart(hass: HomeAssistant) -> None:
    await _write(Journal(hass, ENTRY_ID), BEGUN, FULL)
    assert (await _read(hass)).removals == (BEGUN, FULL)


async def test_a_removal_is_on_the_disk_when_it_is_written(hass: HomeAssistant) -> None:
    journal = Journal(hass, ENTRY_ID)
    await journal.async_write(BEGUN)
    assert _on_disk(hass) == [("begun", "begun")]


async def test_a_removal_is_forced_out_of_the_memory(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(SYNC, lambda _, file: synced.append(file.name))
    await Journal(hass, ENTRY_ID).async_write(BEGUN)
    assert [Path(name).parent for name in synced] == [_path(hass).parent]


async def test_a_later_stage_replaces_the_earlier_one_in_its_place(hass: HomeAssistant) -> None:
    journal = Journal(hass, ENTRY_ID)
    await _write(journal, BEGUN, FULL, replace(BEGUN, stage=Stage.DELETING))
    assert _on_disk(hass) == [("begun", "deleting"), ("full", "finished")]


async def test_two_at_once_are_both_written(hass: HomeAssistant) -> None:
    journal = Journal(hass, ENTRY_ID)
    await asyncio.gather(*(journal.async_write(a_removed(f"r{n}")) for n in range(5)))
    assert _on_disk(hass) == [(f"r{n}", "finished") for n in range(5)]


async def test_the_journal_is_for_the_owner_only(hass: HomeAssistant) -> None:
    await Journal(hass, ENTRY_ID).async_write(BEGUN)
    assert _path(hass).stat().st_mode & 0o077 == 0


def _full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _cut(self: Store[Any], _: str, data: bytes) -> None:
    """Write half a file, as a disk does that lies about what it holds."""
    Path(self.path).parent.mkdir(exist_ok=True)
    Path(self.path).write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize("fault", ["full", "cut", "lost", "a folder in its place", "no folder"])
async def test_what_is_not_on_the_disk_is_not_written(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    journal = Journal(hass, ENTRY_ID)
    match fault:
        case "full":
            monkeypatch.setattr(SYNC, _full_disk)
        case "cut":
            monkeypatch.setattr(Store, "_write_prepared_data", _cut)
        case "lost":
            monkeypatch.setattr(Store, "_write_prepared_data", lambda *_: None)
        case "a folder in its place":
            _path(hass).mkdir(parents=True)
        case _:
            _path(hass).parent.touch()
    with pytest.raises(JournalError) as raised:
        await journal.async_write(BEGUN)
    assert raised.value.problem.key == "journal_not_written"
    assert str(_path(hass)) in str(raised.value)
    assert journal.removals == ()


async def test_a_full_disk_leaves_the_earlier_stage(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(hass, ENTRY_ID)
    await journal.async_write(BEGUN)
    with monkeypatch.context() as patched:
        patched.setattr(SYNC, _full_disk)
        with pytest.raises(JournalError):
            await journal.async_write(replace(BEGUN, stage=Stage.DELETING))
    assert _on_disk(hass) == [("begun", "begun")]
    assert journal.removals == (BEGUN,)


async def test_a_disk_with_room_again_is_written_to(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(hass, ENTRY_ID)
    with monkeypatch.context() as patched:
        patched.setattr(SYNC, _full_disk)
        with pytest.raises(JournalError):
            await journal.async_write(BEGUN)
    await journal.async_write(FULL)
    assert _on_disk(hass) == [("full", "finished")]


async def _stop(hass: HomeAssistant) -> None:
    """Do the part of stopping in which files are written for the last time."""
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()


async def test_nothing_is_begun_while_home_assistant_stops(hass: HomeAssistant) -> None:
    journal = Journal(hass, ENTRY_ID)
    await journal.async_write(FULL)
    hass.set_state(CoreState.stopping)
    with pytest.raises(JournalError) as raised:
        await journal.async_write(BEGUN)
    assert raised.value.problem.key == "journal_stopping"
    await _stop(hass)
    assert _on_disk(hass) == [("full", "finished")]


async def test_what_became_of_a_removal_is_written_before_home_assistant_has_stopped(
    hass: HomeAssistant,
) -> None:
    journal = Journal(hass, ENTRY_ID)
    await journal.async_write(BEGUN)
    hass.set_state(CoreState.stopping)
    with pytest.raises(JournalError) as raised:
        await journal.async_write(replace(BEGUN, stage=Stage.DELETED))
    assert raised.value.problem.key == "journal_stopping"
    await _stop(hass)
    assert _on_disk(hass) == [("begun", "deleted")]


async def test_who_is_stopped_while_writing_waits_for_the_disk(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = slow_disk(monkeypatch)
    asking = hass.async_create_background_task(Journal(hass, ENTRY_ID).async_write(BEGUN), "asks")
    await hass.async_add_executor_job(disk.writing.wait, 10)
    asking.cancel()
    disk.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert _on_disk(hass) == [("begun", "begun")]


def _many(count: int) -> list[Removed]:
    return [a_removed(f"r{n}") for n in range(count)]


async def _filled(hass: HomeAssistant, removals: list[Removed]) -> Journal:
    """Return a journal that was read with these removals in it."""
    one = Journal(hass, ENTRY_ID)
    await one.async_write(removals[0])
    content = json.loads(_path(hass).read_text())
    (row,) = content["data"]["removals"]
    content["data"]["removals"] = [row | {"id": r.id, "stage": r.stage} for r in removals]
    _path(hass).write_text(json.dumps(content))
    return await _read(hass)


async def test_the_newest_five_hundred_finished_removals_are_remembered(
    hass: HomeAssistant,
) -> None:
    journal = await _filled(hass, _many(500))
    await journal.async_write(a_removed("new"))
    assert [removed.id for removed in journal.removals] == [
        *(f"r{n}" for n in range(1, 500)),
        "new",
    ]


async def test_what_is_forgotten_still_counts(hass: HomeAssistant) -> None:
    journal = await _filled(hass, _many(500))
    await _write(journal, a_removed("new"), a_removed("newer"))
    assert journal.forgotten == Forgotten(media=2, freed_bytes=2 * SIZE_BYTES)
    assert (await _read(hass)).forgotten == journal.forgotten


async def test_a_removal_without_an_end_is_never_forgotten(hass: HomeAssistant) -> None:
    journal = await _filled(hass, [BEGUN, *_many(500)])
    await _write(journal, a_removed("new"))
    assert journal.removals[0] == replace(BEGUN, parts=journal.removals[0].parts)
    assert journal.removals[1].id == "r1"


UNREADABLE = [
    pytest.param("", id="empty"),
    pytest.param('{"version": 1, "data": {"removals": [', id="cut"),
    pytest.param('{"version":1,"minor_version":1,"key":"k","data":[]}', id="a list"),
    pytest.param(
        '{"version":1,"minor_version":1,"key":"k","data":{"removals":[{"id":"x"}]}}', id="half one"
    ),
    pytest.param('{"version":2,"minor_version":1,"key":"k","data":{}}', id="from a newer version"),
    pytest.param("null", id="null"),
]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_a_damaged_journal_is_no_empty_journal(hass: HomeAssistant, content: str) -> None:
    _path(hass).parent.mkdir(exist_ok=True)
    _path(hass).write_text(content)
    for _ in range(2):
        with pytest.raises(ConfigEntryError) as raised:
            await _read(hass)
        assert raised.value.translation_key == "journal_unreadable"


@small
async def test_a_household_with_a_damaged_journal_does_not_start(
    hass: HomeAssistant, stack: Stack
) -> None:
    _path(hass).parent.mkdir(exist_ok=True)
    _path(hass).write_text("{")
    entry = await start(hass, stack)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "journal_unreadable"


@small
async def test_the_journal_of_a_household_is_read_when_it_starts(
    hass: HomeAssistant, stack: Stack
) -> None:
    await Journal(hass, ENTRY_ID).async_write(FULL)
    entry = await start(hass, stack)
    assert entry.runtime_data.cleaner.journal.removals == (FULL,)


async def test_a_removed_household_leaves_no_journal_behind(
    hass: HomeAssistant, stack: Stack
) -> None:
    await Journal(hass, ENTRY_ID).async_write(FULL)
    entry = household(stack)
    entry.add_to_hass(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not _path(hass).exists()
