"""The only part that deletes: through Radarr and Sonarr, files included, and for real."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from simulator.wire import Arrival, Request

from .media import Medium, candidate_row
from .state import State
from .upstream import Failed, Upstream
from .verdicts import Verdict

type Judge = Callable[[Medium], Awaitable[Verdict]]


def deletes(one: Request | Arrival) -> bool:
    """Return whether a request has the server delete media: it takes a missing word for a real deletion."""
    if one.server != "oxicleanarr" or "dry_run=true" in one.query.split("&"):
        return False
    if one.method == "POST":
        return one.path.startswith("/api/deletions")
    return one.method == "DELETE" and not one.path.endswith(("/exclude", "/manual-leaving-soon"))


@dataclass(slots=True)
class Outcome:
    """What became of the candidates; those of which only episodes went are in no count."""

    deleted: list[dict[str, Any]] = field(default_factory=list)
    episode_files: int = 0
    failed: int = 0

    @property
    def protected(self) -> int:
        """How many a fresh play saved: none, as there is no provider of statistics here."""
        return 0


class Deletions:
    """Deletes media. What protects them now is not asked again, as with the real one."""

    def __init__(self, state: State, upstream: Upstream, judge: Judge) -> None:
        """Remember whom to ask."""
        self._state = state
        self._upstream = upstream
        self._judge = judge
        self._going: set[asyncio.Task[None]] = set()

    def candidates(self) -> list[dict[str, Any]]:
        """Return what is overdue now."""
        state = self._state
        return [candidate_row(m, state.edition, state.now()) for m in state.overdue()]

    async def run(self, candidates: list[dict[str, Any]]) -> Outcome:
        """Delete candidates one after the other; what fails is counted and the rest goes on."""
        outcome = Outcome()
        for candidate in candidates:
            medium = self._state.media.get(candidate["id"])
            if medium is None:
                outcome.failed += 1
                continue
            files: tuple[int, ...] = ()
            if self._state.edition.since("1.3.0"):
                files = (await self._judge(medium)).episode_file_ids
            try:
                if files:
                    await self._delete_files(files, outcome)
                else:
                    await self.delete(medium)
                    outcome.deleted.append(candidate)
            except Failed:
                outcome.failed += 1
        return outcome

    async def delete(self, medium: Medium) -> None:
        """Delete one medium with its files and forget it; Failed where its server refuses.

        A server that is switched off is not asked, and the medium counts as deleted all the same.
        """
        going = asyncio.get_running_loop().create_task(self._delete(medium))
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        await going

    async def settled(self) -> None:
        """Wait until every deletion is over that was begun, also when nobody waits for its answer any more."""
        while self._going:
            await asyncio.wait(self._going)

    async def _delete(self, medium: Medium) -> None:
        service, kind = ("radarr", "movie") if medium.is_movie else ("sonarr", "series")
        if self._upstream.uses(service):
            path = f"/api/v3/{kind}/{medium.entry_id}"
            await self._upstream.ask(service, "DELETE", path, {"deleteFiles": "true"})
        if self._upstream.uses("jellyfin"):
            with suppress(Failed):
                await self._upstream.ask("jellyfin", "POST", "/Library/Refresh")
        self._state.media.pop(medium.id, None)

    async def _delete_files(self, files: tuple[int, ...], outcome: Outcome) -> None:
        """Delete episode files, all that can be; their episodes stay monitored."""
        failed = False
        for number in files:
            try:
                await self._upstream.ask("sonarr", "DELETE", f"/api/v3/episodefile/{number}")
                outcome.episode_files += 1
            except Failed:
                failed = True
        outcome.failed += failed
