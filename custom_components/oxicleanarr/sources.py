"""The servers of one household: what each last told, asked again together, merged into one library."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from . import const
from .arr_sources import ArrSource, RadarrSource, SeerrSource, SonarrSource
from .cleanup.removed import Removed, Stage
from .clients.errors import KeyRefused
from .clients.radarr import Radarr
from .clients.seerr import Seerr
from .clients.sonarr import Sonarr
from .display.base_path import root_folders
from .display.models import MadeLink
from .jellyfin_source import JellyfinSource, has_jellyfin
from .ledger import Ledger
from .library.episodes import EpisodeShelves
from .library.item_index import path_pairs
from .library.jellyfin_media import JellyfinItem
from .library.merge import build_library
from .library.models import Excluded, Library, Medium, Problem, SourceStatus
from .library.paths import PathMapping, mapping_for, normalise, propose, translate
from .library.reading import Belief, Size, believe_none
from .library.requested import Requests
from .library.viewing import TwinPlay, no_plays
from .server_source import ServerSource, followed_server

_LOGGER = logging.getLogger(__name__)

type _AnySource = JellyfinSource | ServerSource | ArrSource | SeerrSource


@dataclass(frozen=True, slots=True)
class _Grounds:
    """All that a merged library comes from."""

    told: tuple[tuple[object, bool, datetime | None], ...]
    """What each source told, whether it can be trusted now, and when it was read as a whole."""
    links: tuple[MadeLink, ...]
    twin_plays: Mapping[str, TwinPlay]
    excluded: Mapping[str, Excluded]


class Sources:
    """All servers of a config entry. Failures stay in the readings; nothing here raises for a server."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, ledger: Ledger, *, disks: bool = False
    ) -> None:
        """Prepare clients for every server; nothing is asked yet. With `disks`, every poll looks how full they are."""
        self._hass = hass
        self._ledger = ledger
        self._library = Library()
        self._merged_from: _Grounds | None = None
        self._failing: set[str] = set()
        self.jellyfin = JellyfinSource(hass, entry, ledger) if has_jellyfin(entry) else None
        server = followed_server(entry)
        self.server = ServerSource(hass, server, ledger) if server else None
        """The OxiCleanarr server that decides, where there is one."""
        self._managed: dict[str, ArrSource] = {}
        self._requests: dict[str, SeerrSource] = {}
        sonarrs: dict[str, Sonarr] = {}
        for key, subentry in entry.subentries.items():
            match subentry.subentry_type:
                case const.SUBENTRY_RADARR:
                    self._managed[key] = RadarrSource(hass, subentry, ledger, disks=disks)
                case const.SUBENTRY_SONARR:
                    self._managed[key] = sonarr = SonarrSource(hass, subentry, ledger, disks=disks)
                    sonarrs[key] = sonarr.client
                case const.SUBENTRY_SEERR:
                    self._requests[key] = SeerrSource(hass, subentry, ledger)
        self._shelves = EpisodeShelves(sonarrs)

    def _all(self) -> Iterable[_AnySource]:
        """Yield every source, the one first that tells most."""
        if self.jellyfin:
            yield self.jellyfin
        if self.server:
            yield self.server
        yield from self._managed.values()
        yield from self._requests.values()

    @property
    def statuses(self) -> tuple[SourceStatus, ...]:
        """How far each server can be trusted."""
        return tuple(source.reading.status for source in self._all())

    def problem(self, source_id: str) -> Problem | None:
        """Return why a server's newest answer does not count; `None` where it does, or where there is no such server."""
        return next((one.problem for one in self.statuses if one.id == source_id), None)

    @property
    def arrs(self) -> dict[str, Radarr | Sonarr]:
        """The Radarrs and Sonarrs, by the ids of their sources."""
        return {key: source.client for key, source in self._managed.items()}

    @property
    def seerrs(self) -> dict[str, Seerr]:
        """The Seerrs, by the ids of their sources."""
        return {key: source.client for key, source in self._requests.items()}

    @property
    def subentry_ids(self) -> tuple[str, ...]:
        """The ids of the servers that have a subentry of their own."""
        return tuple(source.id for source in self._all() if source is not self.jellyfin)

    @property
    def accepted(self) -> dict[str, Size]:
        """How large the last trusted answer of each server was."""
        readings = (source.reading for source in self._all())
        return {reading.id: reading.accepted.sampled for reading in readings if reading.accepted}

    @property
    def items(self) -> tuple[JellyfinItem, ...]:
        """What Jellyfin showed when it last answered completely."""
        return self.jellyfin.items if self.jellyfin else ()

    @property
    def media_roots(self) -> tuple[str, ...]:
        """The root folders of all Radarrs and Sonarrs, as Jellyfin sees them."""
        roots = (
            root_folders(source.answer.copies, source.mappings)
            for source in self._managed.values()
            if source.answer
        )
        return tuple(sorted(frozenset[str]().union(*roots)))

    def path_story(self, medium_id: str) -> tuple[str, str]:
        """Return the path mapping that led to a medium's place, and one that its server's other media propose."""
        medium = self._library.media.get(medium_id)
        for copy in medium.copies if medium else ():
            source = self._managed.get(copy.source_id)
            if source is None:
                break
            copies = source.answer.copies if source.answer else ()
            proposals = propose(path_pairs(copies, self.items, source.kind))
            path = copy.file or copy.folder
            return _arrow(mapping_for(path, source.mappings)), _arrow(mapping_for(path, proposals))
        return _arrow(None), _arrow(None)

    def jellyfin_folders(self, medium: Medium) -> frozenset[str]:
        """Return where the folders of a medium's entries lie as Jellyfin sees them, normalised."""
        return frozenset(
            normalise(translate(copy.folder, self._managed[copy.source_id].mappings))
            for copy in medium.copies
            if copy.source_id in self._managed
        )

    def provider_ids_of(self, subentry_id: str) -> frozenset[str]:
        """Return the provider ids of everything that a Radarr or Sonarr had when it last answered."""
        source = self._managed.get(subentry_id)
        answer = source.answer if source else None
        return frozenset(
            name for copy in (answer.copies if answer else ()) for name in copy.provider_ids
        )

    @property
    def refusing(self) -> tuple[str, ...]:
        """The ids of the servers that refuse their credentials."""
        return tuple(
            source.id
            for source in self._all()
            if source.reading.problem and source.reading.problem.key == KeyRefused.key
        )

    @property
    def requests(self) -> tuple[Requests, ...]:
        """What every Seerr told last."""
        answers = (source.answer for source in self._requests.values())
        return tuple(answer for answer in answers if answer is not None)

    def request_ids(self, medium: Medium) -> tuple[tuple[str, int], ...]:
        """Return under which ids every Seerr knows a medium, each with the id of the server."""
        names = {f"{medium.kind}:{name}" for copy in medium.copies for name in copy.provider_ids}
        found = {
            (key, media_id)
            for key, source in self._requests.items()
            if source.answer
            for name in names
            for media_id in source.answer.media_ids.get(name, ())
        }
        return tuple(sorted(found))

    def forget(self, removed: Removed) -> None:
        """Let no server be doubted because of a medium that we removed, were it the last one there."""
        gone = [part for part in removed.parts if part.whole and part.stage is Stage.DELETED]
        for part in gone:
            if source := self._managed.get(part.source_id):
                source.reading = source.reading.without(1)
            elif self.server and part.source_id == self.server.id:
                self.server.reading = self.server.reading.without(1)
        if len(gone) == len(removed.parts):
            medium = self._library.media.get(removed.medium_id)
            watchers = medium.watched_by if medium else None
            if self.jellyfin:
                self.jellyfin.reading = self.jellyfin.reading.without(
                    len(removed.jellyfin_paths),
                    watchers if isinstance(watchers, frozenset) else frozenset(),
                )

    async def async_renew(
        self, now: datetime, *, whole: bool = False, believe: Belief = believe_none
    ) -> None:
        """Ask every server whose turn it is, all at once; with `whole`, each for everything."""
        if whole:
            self._shelves.forget()
        await asyncio.gather(
            *(source.async_renew(now, whole=whole, believe=believe) for source in self._all())
        )

    async def async_library(self, needs_episodes: Callable[[Medium], bool]) -> Library:
        """Merge what is known, with the episodes of the series that need them."""
        grounds, merged_from = self._grounds(), self._merged_from
        # Answers that say the same are large and equal in every part.
        if await self._hass.async_add_executor_job(lambda: grounds == merged_from):
            # Most polls bring nothing new but when they were.
            sources = {status.id: status for status in self.statuses}
            self._library = replace(self._library, sources=sources)
        else:
            self._library = await self._hass.async_add_executor_job(
                build_library,
                self.jellyfin.reading if self.jellyfin else None,
                [source.managed for source in self._managed.values()],
                [source.reading for source in self._requests.values()],
                {normalise(link.path): normalise(link.source) for link in self._ledger.made.links},
                self._ledger.twin_plays,
                self.server.remembered if self.server else None,
                self._library.media,
            )
            self._merged_from = grounds
        return await self.async_add_episodes(self._library, needs_episodes)

    def _grounds(self) -> _Grounds:
        readings = (source.reading for source in self._all())
        told = tuple(
            (reading.answer, reading.problem is None, reading.whole_at) for reading in readings
        )
        ledger = self._ledger
        return _Grounds(told, ledger.made.links, ledger.twin_plays, ledger.excluded)

    async def async_add_episodes(
        self, library: Library, needs_episodes: Callable[[Medium], bool]
    ) -> Library:
        """Return a library with the episodes of the series that need them; Sonarr is asked where it must be."""
        answer = self.jellyfin.answer if self.jellyfin else None
        plays = answer.episode_plays if answer else no_plays
        return await self._shelves.add_to(library, needs_episodes, plays)

    @property
    def whole_at(self) -> datetime | None:
        """When the first of the servers, which tells most, was last read as a whole."""
        first = self.jellyfin or self.server
        return first.reading.whole_at if first else None

    @property
    def unheard(self) -> frozenset[str]:
        """The ids of the sources that have not answered since the start."""
        return frozenset(source.id for source in self._all() if source.answer is None)

    def log_changes(self) -> None:
        """Log once when a server stops answering, and once when it is back."""
        for reading in (source.reading for source in self._all()):
            problem = reading.problem
            if problem is None and reading.id in self._failing:
                self._failing.discard(reading.id)
                _LOGGER.info("%s answers completely again", reading.name)
            elif problem is not None and reading.id not in self._failing:
                self._failing.add(reading.id)
                _LOGGER.warning("Keeping the last state of %s: %s", reading.name, problem.message)


def _arrow(mapping: PathMapping | None) -> str:
    return f"{mapping.server_path} → {mapping.jellyfin_path}" if mapping else "–"
