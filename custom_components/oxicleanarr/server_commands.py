"""The actions as an OxiCleanarr server carries them out, which decides for the household."""

from datetime import date
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .calls import async_caller, brief
from .clients.errors import ClientError
from .clients.oxicleanarr_models import Deleted, Job
from .coordinator import OxiCleanarrCoordinator
from .library.models import Medium
from .library.reading import problem_of
from .library.search import find_media
from .problems import failed
from .refusals import ambiguous, invalid
from .server_sync import ServerSync, async_sync_server


async def async_sync_first(coordinator: OxiCleanarrCoordinator, sync: ServerSync) -> Job | None:
    """Let the server sync, and wait for the end; return the job of a full sync.

    Raises:
        ServiceValidationError: There is no such server, or it syncs already because it was told to.
        HomeAssistantError: It failed.
    """
    server = coordinator.sources.server
    if server is None:
        raise invalid("no_oxicleanarr_server")
    if server.commanded.locked():
        raise invalid("server_busy")
    try:
        async with server.commanded, coordinator.asking.until_the_end():
            coordinator.async_update_listeners()
            return await async_sync_server(server.client, sync)
    except ClientError as err:
        raise _failed(err, coordinator) from err
    finally:
        coordinator.async_update_listeners()


async def async_flag(
    coordinator: OxiCleanarrCoordinator, medium: Medium, call: ServiceCall, day: date | None
) -> dict[str, Any]:
    """Let the server let a medium go by hand, on a date that it chooses itself.

    Raises:
        ServiceValidationError: Another date is wanted.
        HomeAssistantError: The server failed or refused; nothing has changed.
    """
    expected = (dt_util.now() + coordinator.window).date()
    if day is not None and day != expected:
        raise invalid("server_chooses_date", date=expected.isoformat())
    try:
        schedule = await coordinator.wishes.async_flag(medium, await async_caller(call))
    except ClientError as err:
        raise _failed(err, coordinator) from err
    leaves_on = dt_util.as_local(schedule.leaves_at).date()
    return {"scheduled": brief(medium) | {"date": leaves_on.isoformat()}}


async def async_unflag(coordinator: OxiCleanarrCoordinator, medium: Medium) -> dict[str, Any]:
    """Leave a medium to the server's rules again.

    Raises:
        ServiceValidationError: Nobody wanted it to leave.
        HomeAssistantError: The server failed; nothing has changed.
    """
    if medium.decided is None or not medium.decided.flagged:
        raise invalid("medium_not_scheduled", text=medium.title)
    try:
        await coordinator.wishes.async_unflag(medium)
    except ClientError as err:
        raise _failed(err, coordinator) from err
    return {"unscheduled": {"id": medium.id, "title": medium.title}}


def excluded_medium(coordinator: OxiCleanarrCoordinator, text: str) -> Medium | None:
    """Return the medium of that name or id that somebody keeps on the server itself.

    Raises:
        ServiceValidationError: Several fit.
    """
    found = [
        medium
        for medium in find_media(coordinator.data.library.media.values(), text)
        if medium.decided and medium.decided.excluded
    ]
    if len(found) > 1:
        raise ambiguous(text, [medium.title for medium in found])
    return found[0] if found else None


def told_job(job: Job) -> dict[str, Any]:
    """Return what came of a full sync of the server."""
    summary = job.summary
    told: dict[str, Any] = {
        "status": job.status,
        "seconds": job.duration_ms / 1000,
        "failed_in_part": job.failed_in_part,
    }
    if summary is None:
        return told
    return told | {
        "movies": summary.movies,
        "series": summary.series,
        "leaving_soon": summary.leaving_soon,
        "overdue": summary.scheduled_deletions,
        "dry_run": summary.dry_run,
        "enable_deletion": summary.enable_deletion,
        "would_delete": [_told(one) for one in summary.would_delete],
        "deleted": [_told(one) for one in summary.deleted],
        "episode_files_deleted": summary.episode_files_deleted,
        "failed": summary.failed_count,
        "protected": summary.protected_count,
    }


def _told(one: Deleted) -> dict[str, Any]:
    return {"title": one.title, "year": one.year, "size_bytes": one.file_size_bytes}


def _failed(err: ClientError, coordinator: OxiCleanarrCoordinator) -> HomeAssistantError:
    return failed("server_failed", problem_of(err), coordinator.hass.config.language)
