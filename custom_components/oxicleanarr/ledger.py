"""The ledger: what must survive restarts.

People's keeps, since when media have been announced, how large every server's library was, which media
the rules applied to, what we made in Jellyfin, what people watched there by our links, what they were told,
and how cleaning up stands.
"""

import asyncio
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.storage import Store
import msgspec
import orjson

from .cleanup.state import CleanupState
from .const import DOMAIN
from .display.models import Made, Shown
from .library.models import Excluded
from .library.reading import Answer, Reading, Size, not_asked
from .library.viewing import TwinPlay
from .news import Told
from .policy.last_state import LastSeen, LastState
from .policy.models import Keep, Schedule
from .stored import async_finish, async_forget, async_read

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    keeps: tuple[Keep, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    announced: Mapping[str, datetime] = field(default_factory=dict)
    accepted: Mapping[str, Size] = field(default_factory=dict)
    rule_media: Mapping[str, frozenset[str]] = field(default_factory=dict)
    made: Made = field(default_factory=Made)
    shown: tuple[Shown, ...] = ()
    twin_plays: Mapping[str, TwinPlay] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    cleanup: CleanupState = field(default_factory=CleanupState)
    excluded: Mapping[str, Excluded] = field(default_factory=dict)
    last: LastState | None = None


class Ledger:
    """Keeps and announcements of one config entry, written to Home Assistant's storage."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare the ledger; nothing is read before `async_load`."""
        self._hass = hass
        self._store = Store[dict[str, Any]](
            hass,
            _VERSION,
            f"{DOMAIN}.{entry_id}",
            private=True,
            serialize_in_event_loop=False,
        )
        self._page = self._written = _Page()
        self._lock = asyncio.Lock()
        self._closed = False

    async def async_load(self) -> None:
        """Read the ledger.

        Raises:
            ConfigEntryError: It exists and cannot be read. Going on without it would forget people's keeps.
        """
        self._page = await async_read(self._hass, self._store, _unfolded, _unreadable) or _Page()
        self._written = self._page

    async def async_close(self) -> None:
        """Write nothing more from now on, and return when all is on the disk.

        The ledger that is read next is another one: what a sync that began before still has to say would
        overwrite people's keeps in it.
        """
        self._closed = True
        await async_finish(self._hass, self._async_save(), "ledger")

    async def async_remove(self) -> None:
        """Forget everything, because the config entry is gone."""
        await async_forget(self._hass, self._store)

    @property
    def keeps(self) -> tuple[Keep, ...]:
        """All keeps, also those whose time is over."""
        return self._page.keeps

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """All dates on which people want media to leave."""
        return self._page.schedules

    @property
    def announced(self) -> Mapping[str, datetime]:
        """Since when each medium has been announced without a break."""
        return self._page.announced

    @property
    def accepted(self) -> Mapping[str, Size]:
        """How large each source's last trusted answer was, by the source's id."""
        return self._page.accepted

    @property
    def rule_media(self) -> Mapping[str, frozenset[str]]:
        """The ids of the media that each rule with names in it applied to, by the id of the rule."""
        return self._page.rule_media

    @property
    def made(self) -> Made:
        """What we made in Jellyfin."""
        return self._page.made

    @property
    def shown(self) -> tuple[Shown, ...]:
        """What was to be shown as leaving soon when the servers last told enough to know."""
        return self._page.shown

    @property
    def twin_plays(self) -> Mapping[str, TwinPlay]:
        """How media were watched by their twins, also by those that are gone, by the media's ids."""
        return self._page.twin_plays

    @property
    def told(self) -> Told:
        """What people were told of what happened."""
        return self._page.told

    @property
    def cleanup(self) -> CleanupState:
        """How cleaning up stands; what was deleted is in the journal."""
        return self._page.cleanup

    @property
    def excluded(self) -> Mapping[str, Excluded]:
        """What we excluded on the OxiCleanarr server, by its names."""
        return self._page.excluded

    @property
    def last(self) -> LastState | None:
        """What was leaving soon when it was last decided; `None` before that ever was."""
        return self._page.last

    async def async_keep(self, keep: Keep) -> None:
        """Add a keep; it replaces an earlier one of the same medium, and ends a person's date for it.

        Otherwise the date would come back, perhaps long over, when the keep is taken back.
        """
        others = (one for one in self.keeps if not keep.replaces(one))
        schedules = _without(self.schedules, keep.medium_id)
        await self._async_write(
            replace(self._page, keeps=(*others, keep), schedules=tuple(schedules))
        )

    def keeps_of(
        self, medium_id: str, aliases: frozenset[str], media: Container[str]
    ) -> tuple[Keep, ...]:
        """Return every keep of the medium known by these names, also those from when it had another id.

        What shares a name with it and is one of the `media` itself is kept for itself.
        """
        return tuple(
            keep
            for keep in self.keeps
            if keep.medium_id == medium_id
            or (keep.medium_id not in media and not keep.aliases.isdisjoint(aliases))
        )

    async def async_unkeep(self, keeps: tuple[Keep, ...]) -> tuple[Keep, ...]:
        """Take back these keeps, and none that somebody made since then; return what was taken back."""
        dropped = tuple(keep for keep in self.keeps if keep in keeps)
        if dropped:
            others = tuple(keep for keep in self.keeps if keep not in keeps)
            await self._async_write(replace(self._page, keeps=others))
        return dropped

    async def async_schedule(self, schedule: Schedule) -> None:
        """Add a person's date for a medium; it replaces an earlier one."""
        others = _without(self.schedules, schedule.medium_id)
        await self._async_write(replace(self._page, schedules=(*others, schedule)))

    async def async_unschedule(self, schedule: Schedule) -> None:
        """Take back a person's date."""
        others = _without(self.schedules, schedule.medium_id)
        await self._async_write(replace(self._page, schedules=tuple(others)))

    async def async_record(
        self,
        announced: Mapping[str, datetime],
        accepted: Mapping[str, Size],
        rule_media: Mapping[str, frozenset[str]],
        twin_plays: Mapping[str, TwinPlay],
        last: LastState,
    ) -> None:
        """Remember what a plan announced, and what it rests on that nobody can be asked for again.

        That is how large the answers behind it were, what its rules applied to, and the plays of twins; and
        what is to be shown after a restart.
        """
        page = replace(
            self._page,
            announced=announced,
            accepted=accepted,
            rule_media=rule_media,
            twin_plays=twin_plays,
            last=last,
        )
        if page != self._page:
            await self._async_write(page)

    async def async_accept(self, accepted: Mapping[str, Size]) -> None:
        """Remember how large the next answers may be."""
        if accepted != self.accepted:
            await self._async_write(replace(self._page, accepted=accepted))

    async def async_made(self, made: Made) -> None:
        """Remember what we made in Jellyfin, or are about to make."""
        if made != self.made:
            await self._async_write(replace(self._page, made=made))

    async def async_shown(self, shown: tuple[Shown, ...]) -> None:
        """Remember what is to be shown as leaving soon."""
        if shown != self.shown:
            await self._async_write(replace(self._page, shown=shown))

    async def async_told(self, told: Told) -> None:
        """Remember what people were told, or are about to be told."""
        if told != self.told:
            await self._async_write(replace(self._page, told=told))

    async def async_cleanup(self, state: CleanupState) -> None:
        """Remember how cleaning up stands."""
        if state != self.cleanup:
            await self._async_write(replace(self._page, cleanup=state))

    async def async_excluded(self, excluded: Mapping[str, Excluded]) -> None:
        """Remember what we excluded on the OxiCleanarr server."""
        if excluded != self.excluded:
            await self._async_write(replace(self._page, excluded=excluded))

    async def _async_write(self, page: _Page) -> None:
        # Written at once: a keep that a power cut could undo is no keep.
        self._page = page
        if self._closed:
            return
        await async_finish(self._hass, self._async_save(), "ledger")

    async def _async_save(self) -> None:
        """Write the newest page, unless somebody else has just done so."""
        async with self._lock:
            page = self._page
            if page is self._written:
                return
            written = await self._hass.async_add_executor_job(_encoded, page)
            await self._store.async_save(written)
            self._written = page


def _encoded(page: _Page) -> dict[str, Any]:
    """Return a page for the storage, each field written already.

    A large household's takes longer than the event loop may be held, also by a thread that lets nobody else run
    meanwhile: therefore one field after the other, and no object for every value.
    """
    plain = {one.name: getattr(page, one.name) for one in fields(page)}
    if page.last:
        plain["shown"] = _folded(page.shown, page.last.media)
    return {name: orjson.Fragment(msgspec.json.encode(value)) for name, value in plain.items()}


def _folded(shown: Iterable[Shown], seen: Iterable[LastSeen]) -> list[Shown | str]:
    """Return what is shown, only by its id where all of it is remembered for the next start as well."""
    rows = {one.medium_id: one for one in seen}
    return [
        one.medium_id if (row := rows.get(one.medium_id)) and _same(one, row) else one
        for one in shown
    ]


def _same(shown: Shown, seen: LastSeen) -> bool:
    return all(getattr(shown, name) == getattr(seen, name) for name in Shown.__struct_fields__)


def _unfolded(stored: dict[str, Any]) -> _Page:
    """Return the page that is stored; what is shown stands there by its id or, as it always did before, in full.

    Raises:
        msgspec.ValidationError: It is no page.
        LookupError, TypeError: Neither.
    """
    rows = {one["medium_id"]: one for one in (stored.get("last") or {}).get("media", ())}
    shown = [rows[one] if isinstance(one, str) else one for one in stored.get("shown", ())]
    return msgspec.convert(stored | {"shown": shown}, _Page)


def _without(schedules: Iterable[Schedule], medium_id: str) -> Iterable[Schedule]:
    return (schedule for schedule in schedules if schedule.medium_id != medium_id)


def _unreadable(path: str) -> ConfigEntryError:
    return ConfigEntryError(
        translation_domain=DOMAIN,
        translation_key="ledger_unreadable",
        translation_placeholders={"path": path},
    )


def first_reading[T: Answer](ledger: Ledger, source_id: str, name: str) -> Reading[T]:
    """Return how a source stands at the start: as the ledger remembers it, and not asked yet."""
    read_at = ledger.last.read_at.get(source_id) if ledger.last else None
    return Reading[T](
        source_id,
        name,
        read_at=read_at,
        problem=not_asked(name) if read_at else None,
        accepted=ledger.accepted.get(source_id),
    )
