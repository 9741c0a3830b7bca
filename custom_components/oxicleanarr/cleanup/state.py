"""How cleaning up stands: what people decided about it, and what the next run compares itself with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from ..policy.pauses import Pause
from .evidence import DayMark
from .models import FrozenPlan, Mode, Removal


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanupState:
    """What must survive restarts, beside the journal."""

    mode: Mode = Mode.OBSERVE
    armed_at: datetime | None = None
    """Since when the rules let media go by themselves; `None` in the other modes."""
    armed_for: Removal | None = None
    """What becomes of the media then: to let them go another way is to arm anew."""
    pauses: tuple[Pause, ...] = ()
    """The holidays, the oldest first; only the last one can be going on."""
    day: DayMark | None = None
    """What the brake compares with; `None` before there was a day without anything odd."""
    no_bin_accepted: frozenset[str] = frozenset()
    """The ids of the servers whose missing recycle bin a person accepted."""
    frozen: FrozenPlan | None = None
    """The plan that waits for approval."""
    last_run_at: datetime | None = None
    """When the rules last let media go by themselves."""

    @property
    def holiday(self) -> bool:
        """Whether every countdown stands still."""
        return bool(self.pauses) and self.pauses[-1].end is None

    @property
    def first_run_ahead(self) -> bool:
        """Whether the rules let media go by themselves, and have not done so since that was chosen."""
        if self.armed_at is None:
            return False
        return self.last_run_at is None or self.last_run_at <= self.armed_at

    def as_of(self, now: datetime) -> Self:
        """Return the state without moments that have not come yet: the clock was set back.

        Otherwise no run would be due before it gets there again.
        """
        return replace(
            self,
            armed_at=min(self.armed_at, now) if self.armed_at else None,
            last_run_at=min(self.last_run_at, now) if self.last_run_at else None,
        )

    def in_mode(self, mode: Mode, now: datetime, removal: Removal) -> Self:
        """Return the state in this mode; nothing that was prepared can be approved after observing."""
        if mode is self.mode:
            return self
        automatic = mode is Mode.AUTOMATIC
        return replace(
            self,
            mode=mode,
            armed_at=now if automatic else None,
            armed_for=removal if automatic else None,
            frozen=None if mode is Mode.OBSERVE else self.frozen,
        )

    def removing_by(self, removal: Removal, now: datetime) -> Self:
        """Return the state with this removal; where media were to go another way by themselves, it is armed now."""
        if self.mode is not Mode.AUTOMATIC or self.armed_for is removal:
            return self
        return replace(self, armed_at=now, armed_for=removal)

    def paused(self, now: datetime, announced: Iterable[datetime]) -> Self:
        """Return the state with a holiday that begins now.

        Holidays that were over before anything that is announced now was, are forgotten.
        """
        if self.holiday:
            return self
        first = min(announced, default=now)
        counting = (pause for pause in self.pauses if pause.end and pause.end >= first)
        return replace(self, pauses=(*counting, Pause(start=now)))

    def left_out(self, pause: Pause) -> Self:
        """Return the state with a time that never passed; during a holiday nothing counts anyway."""
        return self if self.holiday else replace(self, pauses=(*self.pauses, pause))

    def resumed(self, now: datetime) -> Self:
        """Return the state with the holiday at its end.

        Who was away has not seen what the first run would remove, so its notice begins now.
        """
        if not self.holiday:
            return self
        return replace(
            self,
            pauses=(*self.pauses[:-1], replace(self.pauses[-1], end=now)),
            armed_at=now if self.first_run_ahead else self.armed_at,
        )
