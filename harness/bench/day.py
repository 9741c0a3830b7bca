"""A day of polls: what it makes Home Assistant write."""

from datetime import timedelta
from pathlib import Path
import sqlite3

from homeassistant.components.recorder import DOMAIN as RECORDER, get_instance
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er, recorder as recorder_helper
from homeassistant.setup import async_setup_component
import msgspec
import pytest

from custom_components.oxicleanarr.const import DOMAIN
from harness.simulator import Addresses
from tests.household import Clock

from .daily_rows import STATISTICS_A_DAY, TOKENS_A_DAY
from .happenings import Happenings, people_watch
from .house import coordinator_of, entry_of, home_assistant, media_of, set_up, settle
from .servers import Figures, measure, servers

DATABASE = "home-assistant_v2.db"
_HAPPENINGS_A_DAY = 4

_STATES = "FROM states JOIN states_meta USING (metadata_id) JOIN ours ON ours.entity_id = states_meta.entity_id"
_ATTRIBUTES = (
    f"FROM state_attributes WHERE attributes_id IN (SELECT states.attributes_id {_STATES})"
)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What the recorder has of us."""

    state_rows: int
    attribute_rows: int
    attribute_bytes: int
    event_rows: int


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What some hours of polls cost."""

    hours: float
    polls: int
    happenings: int
    """How often two users watched something meanwhile."""
    entities: int
    states_changed: int
    """States written of which the state or an attribute changed."""
    states_reported: int
    """States written that were just as before; the recorder does not see them."""
    recorder: Written
    picture_rows_a_day: int
    """Calculated: state rows that Home Assistant writes for every image entity; most are not in the others."""
    statistics_rows_a_day: int
    """Calculated: so many for every entity of which Home Assistant keeps long-term statistics."""
    figures: Figures


class Writes:
    """Counts the states that the entities of an integration write from now on."""

    def __init__(self, hass: HomeAssistant, domain: str) -> None:
        """Begin to count."""
        self.changed = self.reported = 0
        self.ids = entity_ids(hass, domain)
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_change)
        hass.bus.async_listen(EVENT_STATE_REPORTED, _nothing, event_filter=self._note_report)

    @callback
    def _note_change(self, event: Event[EventStateChangedData]) -> None:
        self.changed += event.data["entity_id"] in self.ids

    @callback
    def _note_report(self, data: EventStateReportedData) -> bool:
        self.reported += data["entity_id"] in self.ids
        return False


def entity_ids(hass: HomeAssistant, domain: str) -> frozenset[str]:
    """Return the entities of an integration that are there."""
    registry = er.async_get(hass)
    return frozenset(
        entry.entity_id
        for entry in registry.entities.values()
        if entry.platform == domain and hass.states.get(entry.entity_id)
    )


async def a_day(addresses: Addresses, folder: Path, chosen: Happenings, hours: float) -> Day:
    """Let a new household run for so long by its own timer, with Home Assistant's real recorder."""
    clock = Clock(pytest.MonkeyPatch())
    async with servers(addresses) as there, home_assistant(folder) as hass:
        await _record(hass, folder)
        entry_of(addresses, hass)
        await set_up(hass)
        await settle(hass)
        coordinator = coordinator_of(hass)
        interval = coordinator.update_interval or timedelta(hours=1)
        polls = round(timedelta(hours=hours) / interval)
        writes = Writes(hass, DOMAIN)
        before = await _written(hass, folder, writes.ids)
        every = max(1, polls // _HAPPENINGS_A_DAY)
        moments = range(every // 2, polls, every)

        async def polling() -> int:
            for poll in range(polls):
                if poll in moments:
                    await people_watch(there, chosen, 1 + moments.index(poll))
                await clock.advance(hass, interval)
            return media_of(coordinator)

        figures = await measure(there, polling)
        after = await _written(hass, folder, writes.ids)
        measured = [
            state
            for entity_id in writes.ids
            if (state := hass.states.get(entity_id)) and "state_class" in state.attributes
        ]
        return Day(
            hours=hours,
            polls=polls,
            happenings=len(moments),
            entities=len(writes.ids),
            states_changed=writes.changed,
            states_reported=writes.reported,
            recorder=_less(after, before),
            picture_rows_a_day=sum(one.startswith("image.") for one in writes.ids) * TOKENS_A_DAY,
            statistics_rows_a_day=len(measured) * STATISTICS_A_DAY,
            figures=figures,
        )


async def _record(hass: HomeAssistant, folder: Path) -> None:
    recorder_helper.async_initialize_recorder(hass)
    config = {"db_url": f"sqlite:///{folder / DATABASE}", "commit_interval": 0}
    if not await async_setup_component(hass, RECORDER, {RECORDER: config}):
        raise RuntimeError("The recorder did not start")


async def _written(hass: HomeAssistant, folder: Path, ids: frozenset[str]) -> Written:
    await settle(hass)
    await get_instance(hass).async_block_till_done()
    return await hass.async_add_executor_job(_rows, folder / DATABASE, ids)


def _rows(database: Path, ids: frozenset[str]) -> Written:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.execute("CREATE TEMP TABLE ours (entity_id TEXT)")
        connection.executemany("INSERT INTO ours VALUES (?)", [(one,) for one in ids])

        def one(query: str, *values: str) -> int:
            return int(connection.execute(query, values).fetchone()[0] or 0)

        return Written(
            state_rows=one(f"SELECT COUNT(*) {_STATES}"),
            attribute_rows=one(f"SELECT COUNT(*) {_ATTRIBUTES}"),
            attribute_bytes=one(f"SELECT SUM(LENGTH(shared_attrs)) {_ATTRIBUTES}"),
            event_rows=one(
                "SELECT COUNT(*) FROM events JOIN event_types USING (event_type_id)"
                " WHERE event_types.event_type LIKE ?",
                f"{DOMAIN}%",
            ),
        )


def _less(after: Written, before: Written) -> Written:
    return Written(
        **{name: getattr(after, name) - getattr(before, name) for name in Written.__struct_fields__}
    )


@callback
def _nothing(_: Event[EventStateReportedData]) -> None:
    """Nobody has to hear of it."""
