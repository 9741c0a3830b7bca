"""The household as a run sees it: looked at anew before the run, before every medium, and before every delete."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from homeassistant.const import STATE_OFF
from homeassistant.util import dt as dt_util

from .cleanup.door import Door
from .cleanup.entries import Arrs
from .cleanup.evidence import EntrySeen, Evidence, Look, Moment, ServerWord
from .cleanup.frozen import fingerprint
from .cleanup.guards import held_elsewhere
from .cleanup.models import Candidate, CleanupSettings, FrozenItem, GuardName, Mode, Objection
from .cleanup.neighbours import other_folders
from .cleanup.protocols import AnyDoor
from .cleanup.removal import Remover, begin
from .cleanup.removed import Removed, Stage
from .cleanup.run import Done
from .cleanup.server_models import Served, ServerEvidence
from .clients.errors import LinkStays, NotFound
from .library.facts import UNKNOWN, Fact
from .library.models import Medium
from .policy.models import Leaving
from .policy.pauses import paused_between
from .server_house import ServerHouse
from .shared import held_by
from .snapshot import mark_of
from .witness import Witness

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """By what a run goes on."""

    began_at: datetime
    """What the servers told before counts for nothing."""
    armed_at: datetime | None
    """Since when the rules let media go by themselves: it ends with that; `None` where a person approved it."""
    approved_by: str | None


class House:
    """One household during one run; nothing that it tells is older than the question."""

    def __init__(
        self,
        coordinator: OxiCleanarrCoordinator,
        arrs: Arrs,
        settings: CleanupSettings,
        brakes: tuple[str, ...],
        server: ServerHouse,
        warrant: Warrant | None = None,
    ) -> None:
        """Prepare; without a warrant, the household is seen as by the newest sync."""
        self._coordinator = coordinator
        self._ledger = coordinator.ledger
        self._book = coordinator.cleaner.journal
        self._jellyfin = coordinator.sources.jellyfin
        self._arrs = arrs
        self._settings = settings
        self._brakes = brakes
        self._server = server
        self._warrant = warrant
        self._witness = Witness(coordinator.sources, arrs, settings.removal)
        self._candidates: dict[str, Candidate] = {}

    async def moment(self, *, dry: bool) -> Moment:
        """Look around; what a server does not tell is unknown."""
        return replace(
            self.moment_at_rest(dry=dry),
            watching=await self._witness.watching(),
            scanning=await self._witness.scanning(),
            syncing=await self._server.async_look(),
        )

    def moment_at_rest(self, *, dry: bool) -> Moment:
        """Return the moment as if nobody were watching and no server scanning; asks no server."""
        data, state = self._coordinator.data, self._ledger.cleanup
        now = dt_util.utcnow()
        return Moment(
            now=now,
            stopping=self._coordinator.cleaner.stopping,
            mode=self._coordinator.cleaner.mode,
            dry=dry,
            unfinished=sum(one.stage.open for one in self._coordinator.cleaner.journal.removals),
            silent=self._silent(),
            holiday=state.holiday,
            brakes=self._brakes_on(),
            only_while_idle=self._settings.only_while_idle,
            watching=False,
            scanning=(),
            today=mark_of(data, now),
            before=state.day,
        )

    def held(self, *, dry: bool) -> tuple[Objection, ...]:
        """Return what has come between: another mode, a holiday, a brake, an end of the household."""
        state, brakes = self._ledger.cleanup, self._brakes_on()
        objections = []
        if self._coordinator.cleaner.stopping:
            objections.append(Objection(GuardName.STOPPING))
        if not dry and (self._observing or self._is_void()):
            objections.append(Objection(GuardName.MODE))
        if state.holiday:
            objections.append(Objection(GuardName.HOLIDAY))
        if brakes:
            objections.append(Objection(GuardName.BRAKE_ENTITY, {"entities": ", ".join(brakes)}))
        return tuple(objections)

    async def evidence(
        self, candidate: Candidate, approved: FrozenItem | None, done: Done
    ) -> Evidence:
        """Ask the servers about one medium, and only then what the household says."""
        medium = candidate.medium
        word = await self._server.async_word(medium)
        if self._server.has(medium):
            served, online, gone = await self._server.async_seen(medium)
            look = await self._witness.look(medium)
            evidence = self._testimony(candidate, approved, done, (), gone, look, word)
            return self._server.evidence(evidence, served, online)
        entries, gone = await self._witness.entries(candidate)
        look = await self._witness.look(medium)
        return self._testimony(candidate, approved, done, entries, gone, look, word)

    async def remove(
        self, candidate: Candidate, evidence: Evidence, run_id: str
    ) -> Removed | tuple[Objection, ...]:
        """Remove one medium; objections are what came between at the last moment, and nothing is deleted then.

        Raises:
            JournalError: It cannot be written down; nothing was touched.
        """
        medium = candidate.medium
        entries = self._named_entries(evidence)
        if not entries:
            return (Objection(GuardName.NO_ENTRY),)
        if objections := self.came_between(candidate):
            return objections
        removed = begin(
            removal_id=uuid4().hex,
            run_id=run_id,
            candidate=candidate,
            entries=entries,
            settings=self._settings,
            mode=self._coordinator.cleaner.mode,
            approved_by=self._warrant.approved_by if self._warrant else None,
            now=dt_util.utcnow(),
            request_ids=self._coordinator.sources.request_ids(medium),
        )
        self._candidates[removed.id] = candidate
        try:
            removed = await self._remover(self._door()).carry_out(removed)
        finally:
            self._coordinator.passes.show_again(medium.id)
        if removed.stage is Stage.ABANDONED and removed.problem is None:
            return self.came_between(candidate) or (Objection(GuardName.NOT_LEAVING),)
        return removed

    async def carry_on(self, removed: Removed) -> Removed:
        """Find out how an earlier removal ended; nothing is deleted by it.

        Raises:
            JournalError: It cannot be written down.
        """
        doors = self._server.doors(Door(self._arrs, dt_util.utcnow))
        return await self._remover(doors).carry_on(removed)

    def may_go(self, removed: Removed) -> bool:
        """Return whether a medium still may go: asked right before every call that deletes."""
        candidate = self._candidates.get(removed.id)
        return candidate is not None and not self.came_between(candidate)

    async def async_hide(self, removed: Removed) -> None:
        """Take our links to a medium away.

        Raises:
            LinkStays: One of them is still there.
        """
        if not await self._coordinator.passes.async_take_away(removed.medium_id):
            raise LinkStays("Jellyfin")

    async def async_tell(self, removed: Removed) -> None:
        """Let no server be doubted because of it, let Seerr forget the requests, and tell Jellyfin what is gone.

        Raises:
            ClientError: A server could not be told.
        """
        self._coordinator.sources.forget(removed)
        await self._ledger.async_accept(self._coordinator.sources.accepted)
        seerrs = self._coordinator.sources.seerrs
        for source_id, media_id in removed.request_ids:
            if source_id in seerrs:
                with suppress(NotFound):
                    await seerrs[source_id].reset(media_id)
        if removed.jellyfin_paths and self._jellyfin:
            await self._jellyfin.client.media_updated(removed.jellyfin_paths)

    def _remover(self, door: AnyDoor) -> Remover:
        return Remover(book=self._book, door=door, around=self, clock=dt_util.utcnow)

    def _door(self) -> AnyDoor:
        """Return the door, which is there for a run that may delete only."""
        if self._observing:
            raise RuntimeError("Observing, nothing is ever deleted")
        return self._server.doors(Door(self._arrs, dt_util.utcnow))

    @property
    def _observing(self) -> bool:
        return self._coordinator.cleaner.mode is Mode.OBSERVE

    def _named_entries(self, evidence: Evidence) -> list[tuple[str, EntrySeen | Served]]:
        """Return what was read of a medium's entries, with the names of their servers; empty when nobody knows."""
        if isinstance(evidence, ServerEvidence):
            served = evidence.served
            return [(self._server.name, served)] if isinstance(served, Served) else []
        if evidence.entries is UNKNOWN or evidence.entries is None:
            return []
        return [(self._arrs.name(entry.copy.source_id), entry) for entry in evidence.entries]

    def came_between(self, candidate: Candidate) -> tuple[Objection, ...]:
        """Return what people have decided since the evidence was taken; asks no server."""
        objections = list(self.held(dry=False))
        if self._kept(candidate.medium):
            objections.append(Objection(GuardName.KEPT))
        elif not self._still_leaves(candidate):
            objections.append(Objection(GuardName.NOT_LEAVING))
        elif objection := held_elsewhere(self._shared_with(candidate)):
            objections.append(objection)
        return tuple(objections)

    def _testimony(
        self,
        candidate: Candidate,
        approved: FrozenItem | None,
        done: Done,
        entries: Fact[tuple[EntrySeen, ...]],
        gone: frozenset[str],
        look: Fact[Look],
        word: Fact[ServerWord],
    ) -> Evidence:
        medium, data, state = candidate.medium, self._coordinator.data, self._ledger.cleanup
        policy, now = self._coordinator.settings, dt_util.utcnow()
        decision = data.plan.decisions.get(medium.id)
        announced_at = self._ledger.announced.get(medium.id)
        copies = [copy for one in data.library.media.values() for copy in one.copies]
        paused = paused_between(state.pauses, announced_at or now, dt_util.now())
        return Evidence(
            now=now,
            window_days=self._coordinator.window.days,
            paused_days=paused.total_seconds() / 86_400,
            candidate=candidate,
            decision=decision,
            approved=approved,
            fingerprint=(
                fingerprint(decision.medium, decision.verdict)
                if decision and isinstance(decision.verdict, Leaving)
                else ""
            ),
            announced_at=announced_at,
            kept=self._kept(medium),
            shared_with=self._shared_with(candidate),
            protect_favourites=policy.protections.favourites,
            protect_unfinished=policy.protections.unfinished,
            look=look,
            entries=entries,
            gone=gone,
            other_folders=other_folders(copies, medium.copies),
            lodgers=self._witness.lodgers(medium),
            settings=self._settings,
            no_bin_accepted=state.no_bin_accepted,
            done_items=done.items,
            done_bytes=done.size_bytes,
            done_of_kind=done.of_kind[medium.kind],
            word=word,
            media_of_kind=sum(one.kind is medium.kind for one in data.library.media.values()),
        )

    def _silent(self) -> tuple[str, ...]:
        """Return the names of the servers that did not tell everything in this very cycle."""
        seerrs = self._coordinator.sources.seerrs
        return tuple(
            source.name
            for source in self._coordinator.data.library.sources.values()
            if not source.fresh
            or source.read_at is None
            or (self._warrant is not None and source.read_at < self._warrant.began_at)
            # Nobody knows for which medium a request is that cannot be read.
            or (source.id in seerrs and source.skipped_rows)
        )

    def _brakes_on(self) -> tuple[str, ...]:
        """Return the names of the brakes that are not surely off."""
        states = self._coordinator.hass.states
        names = []
        for entity_id in self._brakes:
            state = states.get(entity_id)
            if state is None or state.state != STATE_OFF:
                names.append(state.name if state else entity_id)
        return tuple(names)

    def _is_void(self) -> bool:
        """Return whether somebody has observed since the run began, or the rules were disarmed that it goes by."""
        armed_at = self._warrant.armed_at if self._warrant else None
        disarmed = armed_at is not None and armed_at != self._ledger.cleanup.armed_at
        return disarmed or self._coordinator.cleaner.halted

    def _kept(self, medium: Medium) -> bool:
        now = dt_util.utcnow()
        return any(keep.covers(medium, now) for keep in self._ledger.keeps)

    def _shared_with(self, candidate: Candidate) -> frozenset[str]:
        """Return the names of the other households that hold a medium, which is theirs, too."""
        coordinator, now = self._coordinator, dt_util.utcnow()
        entry = coordinator.config_entry
        return held_by(coordinator.hass, entry, candidate.medium, candidate.leaving, now)

    def _still_leaves(self, candidate: Candidate) -> bool:
        decision = self._coordinator.data.plan.decisions.get(candidate.medium.id)
        return (
            decision is not None
            and not decision.stale
            and isinstance(decision.verdict, Leaving)
            and decision.verdict.leaves_at <= dt_util.utcnow()
            and decision.verdict.episode_files == candidate.leaving.episode_files
        )
