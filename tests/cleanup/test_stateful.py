"""Whatever order things come in: nothing is ever deleted wrongly, and the journal says what happened.

The same stage and the same laws as `scripts/chaos`, but hypothesis chooses, and shrinks what it finds.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, override

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
import pytest
import pytest_socket

from harness.chaos import events
from harness.chaos.household import Household
from harness.chaos.play import Play, stage
from harness.chaos.world_events import HAPPENINGS
from simulator import Fault

SERVERS = ("jellyfin", "bridge", "radarr", "sonarr", "seerr")
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]
chances = st.integers(0, 2**16)
requests = st.integers(1, 60)
happenings = st.sampled_from(list(HAPPENINGS))


class Cleaning(RuleBasedStateMachine):
    """A household that cleans up while things happen to it."""

    play: Play

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.exits = AsyncExitStack()

    @initialize(
        seed=chances,
        removal=st.sampled_from(["delete", "delete_files"]),
        second_radarr=st.booleans(),
        max_episodes=st.sampled_from([None, 3]),
        mode=st.sampled_from(["ask", "automatic"]),
    )
    def begin(
        self, seed: int, removal: str, second_radarr: bool, max_episodes: int | None, mode: str
    ) -> None:
        household = Household(
            removal=removal,
            second_radarr=second_radarr,
            max_episodes=max_episodes,
            bins=frozenset({"radarr", "radarr-4k", "sonarr"}),
        )
        self.play = self._do(self.exits.enter_async_context(stage(seed, household)))
        self._do(self.play.settle())
        self._do(events.choose_mode(self.play, mode))
        self._happen(events.pass_window)

    @rule(chance=chances)
    def approve(self, chance: int) -> None:
        self._happen(events.approve_at_once, chance)

    @rule(chance=chances)
    def a_day_passes(self, chance: int) -> None:
        self._happen(events.pass_a_day, chance)

    @rule(chance=chances, after=requests, happening=happenings)
    def approve_while_something_happens(self, chance: int, after: int, happening: Any) -> None:
        play = self.play
        play.random.seed(chance)

        async def happen() -> None:
            happening.act(play, play.any_medium() or "")

        play.ambush(after, happening.name, happen)
        self._happen(events.approve_at_once, chance)

    @rule(chance=chances, after=requests, done=st.booleans())
    def approve_and_crash(self, chance: int, after: int, done: bool) -> None:
        self.play.crash_after(after, done=done)
        self._happen(events.approve_at_once, chance)

    @rule(
        chance=chances,
        server=st.sampled_from(SERVERS),
        fault=st.sampled_from(FAULTS),
        after=st.integers(0, 30),
    )
    def approve_while_a_server_breaks(
        self, chance: int, server: str, fault: Fault, after: int
    ) -> None:
        self.play.stack.break_(server, fault, times=1, after=after)
        self._happen(events.approve_at_once, chance)

    @rule(chance=chances, happening=happenings)
    def something_happens(self, chance: int, happening: Any) -> None:
        self.play.random.seed(chance)
        happening.act(self.play, self.play.any_medium() or "")
        self._do(self.play.settle())

    @rule(chance=chances)
    def somebody_keeps(self, chance: int) -> None:
        self._happen(events.keep, chance)

    @rule(chance=chances)
    def somebody_lets_go(self, chance: int) -> None:
        self._happen(events.unkeep, chance)

    @rule(chance=chances)
    def something_is_put_back(self, chance: int) -> None:
        self._happen(events.restore, chance)

    @rule(days=st.floats(-20, 20))
    def the_clock_is_wrong(self, days: float) -> None:
        self.play.house.clock.error = timedelta(days=days)
        self._do(self.play.settle())

    @rule()
    def all_is_put_in_order(self) -> None:
        self._happen(events.put_in_order)

    @invariant()
    def nothing_was_wrong(self) -> None:
        assert not self.play.laws.wrongs, "\n".join([*self.play.story, *self._wrongs()])

    @override
    def teardown(self) -> None:
        try:
            if hasattr(self, "play"):
                self._do(self.play.end())
                self.nothing_was_wrong()
        finally:
            self._do(self.exits.aclose())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()

    def _happen(self, event: events.Act, chance: int = 0) -> None:
        self.play.random.seed(chance)
        self.play.tell(event.__name__)
        self._do(event(self.play))
        self._do(self.play.settle())

    def _do[T](self, deed: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(deed)

    def _wrongs(self) -> list[str]:
        return [str(wrong) for wrong in self.play.laws.wrongs]


@pytest.fixture
def sockets() -> None:
    pytest_socket.enable_socket()


@pytest.mark.usefixtures("sockets")
def test_nothing_is_deleted_wrongly_in_whatever_order_things_come() -> None:
    run_state_machine_as_test(
        Cleaning,
        settings=settings(
            max_examples=15,
            stateful_step_count=10,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
