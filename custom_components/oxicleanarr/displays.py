"""The displays of a household, run in one pass."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from homeassistant.util import dt as dt_util

from .clients.bridge import Bridge, BridgeStatus
from .display.collection import CollectionDisplay
from .display.countdown import description
from .display.hearts import move_hearts
from .display.libraries import LibraryDisplay, Order
from .display.models import DisplayKind, DisplayReport, DisplaySettings, Shown, Trouble
from .display.showing import showing
from .jellyfin_source import JellyfinSource
from .ledger import Ledger
from .library.facts import UNKNOWN
from .library.jellyfin_media import JellyfinMedia
from .library.models import Library, Medium
from .library.paths import normalise
from .policy.models import Plan
from .shown_by import OtherManagers, ShownBy
from .sources import Sources

# How long the pass that runs when the household ends may take to come to its own end.
_LAST_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the displays rest on: while it is the same, there is nothing to do."""

    shown: tuple[Shown, ...]
    bridge: BridgeStatus | None
    watched: frozenset[str]
    """The ids of the media that somebody is watching, or whose twin."""
    seen: tuple[object, ...]
    """What Jellyfin tells of our links, and of what is being watched."""
    looked_at: datetime | None
    """When Jellyfin was read as a whole: then all links are looked after as well."""
    today: date
    """The collection tells how many days are left."""
    language: str
    """And tells it in the language of the household."""


class Displays:
    """Shows in Jellyfin what is leaving soon, in the ways that the household chose."""

    def __init__(self, ledger: Ledger, sources: Sources, settings: DisplaySettings) -> None:
        """Prepare; nothing is asked yet."""
        self.settings = settings
        self._ledger = ledger
        self._sources = sources
        self._jellyfin = sources.jellyfin
        self.others = OtherManagers(sources.server, sources.jellyfin)
        self._libraries: LibraryDisplay | None = None
        self._collection: CollectionDisplay | None = None
        if self._jellyfin:
            client = self._jellyfin.client
            self._libraries = LibraryDisplay(
                Bridge(client.http), client.folders, ledger, sources.path_story
            )
        self._lock = asyncio.Lock()
        self._pass: asyncio.Timeout | None = None
        self._stopped = False
        self.removing: set[str] = set()
        """The ids of the media that are being removed just now: they are not shown, whatever the plan says."""

    @property
    def shown_by(self) -> ShownBy | None:
        """Who shows in Jellyfin what the OxiCleanarr server lets go; `None` when it is not known."""
        other = self.others.at_work
        ours = other is ShownBy.NOBODY and self.settings.kinds
        return ShownBy.HOME_ASSISTANT if ours else other

    @property
    def need_bridge(self) -> bool:
        """Whether there are links to make or to take care of."""
        return DisplayKind.LIBRARIES in self.settings.kinds or bool(self._ledger.made.links)

    def grounds(
        self, library: Library, plan: Plan, bridge: BridgeStatus | None, language: str
    ) -> Grounds:
        """Return what a pass for this plan would rest on."""
        reading = self._jellyfin.reading if self._jellyfin else None
        return Grounds(
            shown=self._showing(plan, library),
            bridge=bridge,
            watched=frozenset(
                medium.id for medium in library.media.values() if _is_playing(medium)
            ),
            seen=_seen(reading.answer) if reading and reading.answer else (),
            looked_at=reading.whole_at if reading else None,
            today=dt_util.now().date(),
            language=language,
        )

    def _showing(self, plan: Plan, library: Library) -> tuple[Shown, ...]:
        return tuple(
            one
            for one in showing(plan, library, self._ledger.shown)
            if one.medium_id not in self.removing
        )

    async def async_stop(self) -> None:
        """Begin no pass any more, and wait for the one that runs; one that takes long is broken off.

        What it makes must be in the ledger before that is closed: whoever reads it next touches only what it lists.
        """
        self._stopped = True
        if self._pass is not None:
            self._pass.reschedule(asyncio.get_running_loop().time() + _LAST_SECONDS)
        async with self._lock:
            return

    async def async_show(
        self, library: Library, grounds: Grounds, *, rebuild: bool = False
    ) -> DisplayReport:
        """Make what Jellyfin shows what a plan says; failures are in the report, never raised."""
        async with self._lock:
            if self._stopped:
                return DisplayReport()
            try:
                async with asyncio.timeout(None) as self._pass:
                    return await self._async_show(library, grounds, rebuild=rebuild)
            except TimeoutError:
                # It was broken off; it has written down what it was about to make.
                return DisplayReport()
            finally:
                self._pass = None

    async def _async_show(
        self, library: Library, grounds: Grounds, *, rebuild: bool
    ) -> DisplayReport:
        bridge = grounds.bridge
        # One of them may be going just now.
        shown = tuple(one for one in grounds.shown if one.medium_id not in self.removing)
        await self._ledger.async_shown(shown)
        if self._jellyfin is None or self._libraries is None or bridge is None:
            return DisplayReport()
        if self._jellyfin.replaced:
            return DisplayReport()
        answer = self._jellyfin.answer
        if answer is not None and answer.twin_hearts:
            await move_hearts(self._jellyfin.client, answer, library)
        seen = frozenset(
            normalise(twin.path) for twin in (answer.twins if answer else ()) if twin.path
        )
        report = await self._libraries.show(
            Order(
                shown=shown,
                settings=self.settings,
                bridge=bridge,
                media_roots=self._sources.media_roots,
                seen=seen,
                playing=grounds.watched,
                rebuild=rebuild,
                another=await self.others.async_look(),
            )
        )
        return await self._with_collection(self._jellyfin, report, shown, grounds.language)

    async def _with_collection(
        self,
        jellyfin: JellyfinSource,
        report: DisplayReport,
        shown: tuple[Shown, ...],
        language: str,
    ) -> DisplayReport:
        """Let the collection follow, and add to the report what hinders it."""
        answer = jellyfin.answer
        chosen = DisplayKind.COLLECTION in self.settings.kinds
        if answer is None or not (chosen or self._ledger.made.collection):
            return report
        if self._collection is None:
            self._collection = CollectionDisplay(jellyfin.client.collections, self._ledger)
        result = await self._collection.show(
            shown,
            self.settings,
            answer.administrator,
            description(shown, dt_util.now(), language),
        )
        obstacles = list(report.obstacles)
        if result.obstacle:
            obstacles.append(result.obstacle)
        elif chosen:
            # What cannot be linked is seen in the collection: there is nothing to mend.
            obstacles = [one for one in obstacles if one.trouble is not Trouble.NAME_REFUSED]
        return replace(
            report,
            obstacles=tuple(obstacles),
            problem=report.problem or result.problem,
        )


def _seen(answer: JellyfinMedia) -> tuple[object, ...]:
    return answer.twins, answer.twin_hearts, answer.playing, answer.administrator


def _is_playing(medium: Medium) -> bool:
    """Return whether somebody is watching a medium, or its twin."""
    return medium.playing is not UNKNOWN and bool(medium.playing)
