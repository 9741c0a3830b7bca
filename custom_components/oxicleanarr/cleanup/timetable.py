"""When the rules let media go by themselves, and when a plan is prepared to be approved."""

from datetime import datetime, time, timedelta
from typing import Final

from .models import Mode
from .state import CleanupState

NOTICE: Final = timedelta(hours=12)
"""So long at least passes between arming and the first run: time to read what it would remove."""

REST: Final = timedelta(hours=12)
"""So long at least passes between two runs: one that was held back all night is the next night's, too."""


def next_run_at(
    state: CleanupState,
    run_at: time,
    since: datetime,
    retry_at: datetime | None,
    chosen_at: datetime | None = None,
) -> datetime | None:
    """Return when the next run is due, perhaps in the past; `None` while only observing.

    `since` is a local moment from when on runs are expected, such as the start of Home Assistant. A run that
    was held back is tried again at `retry_at`, unless that was before the mode was chosen. What was missed before
    the mode was chosen, at `chosen_at`, is not made up for.
    """
    if state.mode is Mode.OBSERVE:
        return None
    noticed_at = state.armed_at + NOTICE if state.armed_at else None
    if retry_at is not None and (noticed_at is None or retry_at >= noticed_at):
        return retry_at
    after = state.last_run_at + REST if state.last_run_at else since
    after = max([after, *(one for one in (noticed_at, chosen_at) if one is not None)])
    return _next(run_at, after.astimezone(since.tzinfo))


def _next(run_at: time, after: datetime) -> datetime:
    """Return the next local moment with that time of day."""
    today = after.replace(
        hour=run_at.hour, minute=run_at.minute, second=run_at.second, microsecond=0
    )
    return today if today > after else today + timedelta(days=1)
