"""The disk threshold: while there is room enough, nothing is scheduled."""

from typing import Any

from .state import Space, State
from .upstream import Failed, Upstream, rows_of, taken

_GIB = 1024**3


async def look_at_disk(state: State, upstream: Upstream) -> None:
    """Read how much room there is; when that fails the last reading stays.

    Volumes are added up, so that a disk that is mounted twice counts twice; ``lowest`` takes the
    fullest one of both servers.
    """
    source = state.config.app.disk_threshold.check_source or "radarr"
    services = ("radarr", "sonarr") if source == "lowest" else (source,)
    try:
        volumes = [
            (taken(row, "freeSpace", 0), taken(row, "totalSpace", 0))
            for service in services
            for row in rows_of(await upstream.get(service, "/api/v3/diskspace"))
        ]
    except Failed:
        return
    if not volumes:
        return
    if source == "lowest":
        free, total = min(volumes)
    else:
        free, total = (sum(column) for column in zip(*volumes, strict=True))
    state.space = Space(free // _GIB, total // _GIB, read=True)


def watches_disk(state: State) -> bool:
    """Whether the threshold counts, which is decided when the process starts."""
    threshold = state.started.app.disk_threshold
    return state.edition.since("1.3.0") and threshold.enabled


def is_breached(state: State) -> bool:
    """Whether there is too little room; not as long as nobody knows."""
    threshold = state.config.app.disk_threshold.free_space_gb
    return state.space.read and state.space.free_gb < threshold


def disk_row(state: State) -> dict[str, Any]:
    """Return what the server tells of it."""
    if not watches_disk(state):
        return {"enabled": False, "message": "The disk threshold is off"}
    threshold = state.config.app.disk_threshold
    return {
        "enabled": True,
        "free_space_gb": state.space.free_gb,
        "total_space_gb": state.space.total_gb,
        "threshold_gb": threshold.free_space_gb,
        "threshold_breached": is_breached(state),
        "check_source": threshold.check_source or "radarr",
    }
