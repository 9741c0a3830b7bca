"""The actions: sync, look, keep, snooze, let go, try other settings out, and make the links anew."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import probatio

from .answers import MediaFilter, VerdictFilter, describe, explanations_of, select
from .calls import (
    ATTR_MEDIUM_ID,
    ATTR_TITLE,
    ENTRY,
    MEDIUM,
    async_caller,
    brief,
    coordinator_of,
    medium_of,
    text_of,
)
from .cleanup_services import async_register_cleanup_services
from .const import DOMAIN
from .coordinator import OxiCleanarrCoordinator
from .library.models import Kind, Medium
from .library.reading import believe_all, believe_none
from .library.search import find_media, spelling
from .policy.models import Keep, Schedule
from .posters import async_poster_path
from .problems import problem_sentence
from .rebuild import async_rebuild, raise_for_rest, rebuild_answer
from .refusals import ambiguous, invalid
from .server_commands import async_flag, async_sync_first, async_unflag, excluded_medium, told_job
from .server_sync import ServerSync
from .simulate import SIMULATE_FIELDS, async_simulate

ATTR_ACCEPT_SMALLER = "accept_smaller"
ATTR_DATE = "date"
ATTR_DAYS = "days"
ATTR_EXPLAIN = "explain"
ATTR_KIND = "kind"
ATTR_LIMIT = "limit"
ATTR_REASON = "reason"
ATTR_SERVER_SYNC = "server_sync"
ATTR_TEXT = "text"
ATTR_UNTIL = "until"
ATTR_VERDICT = "verdict"

DEFAULT_LIMIT = 500
DEFAULT_SNOOZE_DAYS = 30
LONGEST_SNOOZE_DAYS = 365


SYNC_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        probatio.Optional(ATTR_ACCEPT_SMALLER, default=False): cv.boolean,
        probatio.Optional(ATTR_SERVER_SYNC): probatio.Coerce(ServerSync),
    }
)
GET_MEDIA_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        probatio.Optional(ATTR_TEXT): cv.string,
        probatio.Optional(ATTR_KIND): probatio.Coerce(Kind),
        probatio.Optional(ATTR_VERDICT): probatio.Coerce(VerdictFilter),
        probatio.Optional(ATTR_DAYS): cv.positive_int,
        probatio.Optional(ATTR_EXPLAIN, default=False): cv.boolean,
        probatio.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): cv.positive_int,
    }
)
LEAVING_SOON_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        probatio.Optional(ATTR_KIND): probatio.Coerce(Kind),
        probatio.Optional(ATTR_DAYS): cv.positive_int,
        probatio.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): cv.positive_int,
    }
)
SIMULATE_SCHEMA = probatio.Schema(
    {
        **ENTRY,
        **SIMULATE_FIELDS,
        probatio.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): cv.positive_int,
    }
)
REBUILD_SCHEMA = probatio.Schema(ENTRY)
KEEP_SCHEMA = probatio.All(
    probatio.Schema(
        {
            **ENTRY,
            **MEDIUM,
            probatio.Optional(ATTR_UNTIL): cv.date,
            probatio.Optional(ATTR_REASON): cv.string,
        }
    ),
    probatio.AtLeastOne(ATTR_MEDIUM_ID, ATTR_TITLE),
)
SNOOZE_SCHEMA = probatio.All(
    probatio.Schema(
        {
            **ENTRY,
            **MEDIUM,
            probatio.Optional(ATTR_DAYS, default=DEFAULT_SNOOZE_DAYS): probatio.All(
                cv.positive_int, probatio.Range(min=1, max=LONGEST_SNOOZE_DAYS)
            ),
        }
    ),
    probatio.AtLeastOne(ATTR_MEDIUM_ID, ATTR_TITLE),
)
SCHEDULE_SCHEMA = probatio.All(
    probatio.Schema({**ENTRY, **MEDIUM, probatio.Optional(ATTR_DATE): cv.date}),
    probatio.AtLeastOne(ATTR_MEDIUM_ID, ATTR_TITLE),
)
MEDIUM_SCHEMA = probatio.All(
    probatio.Schema({**ENTRY, **MEDIUM}), probatio.AtLeastOne(ATTR_MEDIUM_ID, ATTR_TITLE)
)


@callback
def async_register_services(hass: HomeAssistant) -> None:
    """Register all actions."""
    async_register_cleanup_services(hass)
    for name, handler, schema, response in (
        ("sync", _async_sync, SYNC_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_media", _async_get_media, GET_MEDIA_SCHEMA, SupportsResponse.ONLY),
        ("keep", _async_keep, KEEP_SCHEMA, SupportsResponse.OPTIONAL),
        ("simulate", _async_simulate, SIMULATE_SCHEMA, SupportsResponse.ONLY),
        ("unkeep", _async_unkeep, MEDIUM_SCHEMA, SupportsResponse.OPTIONAL),
        ("schedule", _async_schedule, SCHEDULE_SCHEMA, SupportsResponse.OPTIONAL),
        ("rebuild_symlinks", _async_rebuild_symlinks, REBUILD_SCHEMA, SupportsResponse.OPTIONAL),
        ("unschedule", _async_unschedule, MEDIUM_SCHEMA, SupportsResponse.OPTIONAL),
        ("snooze", _async_snooze, SNOOZE_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_leaving_soon", _async_get_leaving_soon, LEAVING_SOON_SCHEMA, SupportsResponse.ONLY),
    ):
        hass.services.async_register(
            DOMAIN, name, handler, schema=schema, supports_response=response
        )


async def _async_sync(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    job = None
    if ATTR_SERVER_SYNC in call.data:
        job = await async_sync_first(coordinator, call.data[ATTR_SERVER_SYNC])
    believe = believe_all if call.data[ATTR_ACCEPT_SMALLER] else believe_none
    report = await coordinator.async_sync(believe=believe)
    if not call.return_response:
        report.raise_for_problems(call.hass.config.language)
        return None
    library = report.snapshot.library
    answer: dict[str, Any] = {
        "complete": all(source.fresh for source in library.sources.values()),
        "movies": sum(medium.kind is Kind.MOVIE for medium in library.media.values()),
        "series": sum(medium.kind is Kind.SERIES for medium in library.media.values()),
        "leaving_soon": len(report.snapshot.plan.leaving_soon),
        "now_leaving": [brief(medium) for medium in report.now_leaving],
        "no_longer_leaving": [brief(medium) for medium in report.no_longer_leaving],
        "servers": [
            {
                "name": source.name,
                "connected": source.fresh,
                "problem": (
                    problem_sentence(source.problem, call.hass.config.language)
                    if source.problem
                    else None
                ),
                "skipped_rows": source.skipped_rows,
            }
            for source in library.sources.values()
        ],
    }
    if job:
        answer["server_sync"] = told_job(job)
    return answer


async def _async_get_media(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    snapshot = coordinator.data
    wanted = MediaFilter(
        text=call.data.get(ATTR_TEXT),
        kind=call.data.get(ATTR_KIND),
        verdict=call.data.get(ATTR_VERDICT),
        days=call.data.get(ATTR_DAYS),
    )
    now = dt_util.now()
    found = select(snapshot.plan, wanted, now)
    shown = found[: call.data[ATTR_LIMIT]]
    language = call.hass.config.language
    media: list[Any] = [describe(decision, snapshot.library, now, language) for decision in shown]
    if call.data[ATTR_EXPLAIN]:
        given = coordinator.circumstances(now)
        explanations = await call.hass.async_add_executor_job(
            explanations_of, shown, given, language
        )
        for answer, explanation in zip(media, explanations, strict=True):
            answer |= explanation
    return {"made_at": snapshot.plan.made_at.isoformat(), "total": len(found), "media": media}


async def _async_keep(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    medium = medium_of(coordinator, call)
    until = _end_of(call.data[ATTR_UNTIL]) if ATTR_UNTIL in call.data else None
    keep = await _async_keep_of(call, medium, until)
    await coordinator.wishes.async_keep(keep)
    coordinator.wishes.raise_for_untold(keep)
    return {"kept": brief(medium) | {"until": keep.until.isoformat() if keep.until else None}}


async def _async_snooze(call: ServiceCall) -> ServiceResponse:
    """Keep a medium through so many days from today; who keeps it longer already has the last word."""
    coordinator = coordinator_of(call)
    medium = medium_of(coordinator, call)
    until = _end_of(dt_util.now().date() + timedelta(days=call.data[ATTR_DAYS]))
    longer = [
        keep
        for keep in coordinator.ledger.keeps
        if keep.medium_id == medium.id and (keep.until is None or keep.until >= until)
    ]
    if longer:
        keep = longer[0]
    else:
        keep = await _async_keep_of(call, medium, until)
        await coordinator.wishes.async_keep(keep)
        coordinator.wishes.raise_for_untold(keep)
    return {"snoozed": brief(medium) | {"until": keep.until.isoformat() if keep.until else None}}


async def _async_get_leaving_soon(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    snapshot = coordinator.data
    wanted = MediaFilter(
        kind=call.data.get(ATTR_KIND),
        verdict=VerdictFilter.LEAVING_SOON,
        days=call.data.get(ATTR_DAYS),
    )
    now = dt_util.now()
    found = select(snapshot.plan, wanted, now)
    media: list[Any] = [
        describe(decision, snapshot.library, now, call.hass.config.language)
        | {
            "poster": async_poster_path(
                call.hass, coordinator.config_entry.entry_id, decision.medium
            )
        }
        for decision in found[: call.data[ATTR_LIMIT]]
    ]
    return {"made_at": snapshot.plan.made_at.isoformat(), "total": len(found), "media": media}


async def _async_unkeep(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    keep = _wish(coordinator, call, coordinator.ledger.keeps)
    if keep is None and (medium := excluded_medium(coordinator, text_of(call))):
        await coordinator.wishes.async_unkeep(medium.id, medium.aliases)
        return {"let_go": {"id": medium.id, "title": medium.title}}
    if keep is None:
        raise invalid("medium_not_kept", text=text_of(call))
    await coordinator.wishes.async_unkeep(keep.medium_id, keep.aliases)
    return {"let_go": {"id": keep.medium_id, "title": keep.title}}


async def _async_schedule(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    medium = medium_of(coordinator, call)
    now = dt_util.utcnow()
    if any(keep.covers(medium, now) for keep in coordinator.ledger.keeps):
        raise invalid("medium_is_kept", title=medium.title)
    if coordinator.sources.server:
        return await async_flag(coordinator, medium, call, call.data.get(ATTR_DATE))
    day = call.data.get(ATTR_DATE) or (dt_util.now() + coordinator.window).date()
    schedule = Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=_start_of(day),
        scheduled_by=await async_caller(call),
    )
    await coordinator.wishes.async_schedule(schedule)
    return {"scheduled": brief(medium) | {"date": day.isoformat()}}


async def _async_unschedule(call: ServiceCall) -> ServiceResponse:
    coordinator = coordinator_of(call)
    if coordinator.sources.server:
        return await async_unflag(coordinator, medium_of(coordinator, call))
    schedule = _wish(coordinator, call, coordinator.ledger.schedules)
    if schedule is None:
        raise invalid("medium_not_scheduled", text=text_of(call))
    await coordinator.wishes.async_unschedule(schedule)
    return {"unscheduled": {"id": schedule.medium_id, "title": schedule.title}}


async def _async_simulate(call: ServiceCall) -> ServiceResponse:
    if coordinator_of(call).sources.server:
        raise invalid("server_decides")
    return await async_simulate(coordinator_of(call), call.data, call.data[ATTR_LIMIT])


async def _async_rebuild_symlinks(call: ServiceCall) -> ServiceResponse:
    report = await async_rebuild(coordinator_of(call))
    if not call.return_response:
        raise_for_rest(report, call.hass.config.language)
        return None
    return rebuild_answer(report, call.hass.config.language)


def _wish[T: Keep | Schedule](
    coordinator: OxiCleanarrCoordinator, call: ServiceCall, wishes: Sequence[T]
) -> T | None:
    """Return the one wish that the call names; its medium may be gone from the library."""
    text = text_of(call)
    media = coordinator.data.library.media
    found = find_media(media.values(), text)
    ids = {text, *(medium.id for medium in found)}
    named = {alias for medium in found for alias in medium.aliases}
    # What is there itself may only share a name with it, since Jellyfin takes one film for another.
    meant = [wish for wish in wishes if wish.medium_id in ids] or [
        wish
        for wish in wishes
        if (wish.medium_id not in media and not wish.aliases.isdisjoint(named))
        or spelling(wish.title) == spelling(text)
    ]
    if len(meant) > 1:
        raise ambiguous(text, [wish.title for wish in meant])
    return meant[0] if meant else None


def _end_of(day: date) -> datetime:
    """Return the last moment of a local day: a keep until the 24th holds all day long."""
    return _future(day, timedelta(days=1)) - timedelta.resolution


def _start_of(day: date) -> datetime:
    """Return the first moment of a local day from which a medium may leave."""
    return _future(day, timedelta())


def _future(day: date, later: timedelta) -> datetime:
    """Return the start of a local day, or of a later one, refusing days that are over."""
    if day < dt_util.now().date():
        raise invalid("date_in_the_past", date=day.isoformat())
    try:
        moment = dt_util.start_of_local_day(day + later)
        dt_util.as_utc(moment)
    except OverflowError:
        raise invalid("date_beyond_the_calendar", date=day.isoformat()) from None
    return moment


async def _async_keep_of(call: ServiceCall, medium: Medium, until: datetime | None) -> Keep:
    """Return the keep that the call asks for."""
    return Keep(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        kept_at=dt_util.utcnow(),
        until=until,
        reason=call.data.get(ATTR_REASON),
        kept_by=await async_caller(call),
    )
