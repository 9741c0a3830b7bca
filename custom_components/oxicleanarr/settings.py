"""The household's settings as policy, display and cleanup want them, read from an entry's options and rules."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from .cleanup.models import CleanupSettings, Removal
from .const import (
    CONF_BASE_PATH,
    CONF_BRAKE_ENTITIES,
    CONF_COLLECTION_NAME,
    CONF_DISPLAYS,
    CONF_EXCLUDE,
    CONF_HIDE_WHEN_EMPTY,
    CONF_MAX_GIGABYTES,
    CONF_MAX_ITEMS,
    CONF_MAX_SHARE_PERCENT,
    CONF_MOVIE_RETENTION,
    CONF_MOVIES_LIBRARY_NAME,
    CONF_ONLY_WHILE_IDLE,
    CONF_PROTECT_FAVOURITES,
    CONF_PROTECT_REQUESTED,
    CONF_PROTECT_UNFINISHED,
    CONF_REMOVAL,
    CONF_RESET_REQUESTS,
    CONF_RETENTION_BASE,
    CONF_RUN_AT,
    CONF_SERIES_LIBRARY_NAME,
    CONF_SERIES_RETENTION,
    CONF_UNWATCHED,
    CONF_UNWATCHED_RETENTION,
    CONF_WINDOW_DAYS,
    DEFAULT_COLLECTION_NAME,
    DEFAULT_MOVIE_RETENTION,
    DEFAULT_MOVIES_LIBRARY_NAME,
    DEFAULT_RUN_AT,
    DEFAULT_SERIES_LIBRARY_NAME,
    DEFAULT_SERIES_RETENTION,
    DEFAULT_WINDOW_DAYS,
    GIGABYTE,
)
from .display.models import DisplayKind, DisplaySettings
from .library.models import Kind
from .policy.models import Protections, Settings
from .policy.retention import parse_retention
from .policy.rules import RetentionBase, Rule, Unwatched


def household_settings(options: Mapping[str, Any], rules: tuple[Rule, ...]) -> Settings:
    """Return the settings that an entry's options and its rules stand for.

    A household for which an OxiCleanarr server decides was never asked, and never needs them.
    """
    unwatched = Unwatched(options.get(CONF_UNWATCHED, Unwatched.NEVER))
    unwatched_retention: timedelta | None = None
    if text := options.get(CONF_UNWATCHED_RETENTION):
        unwatched_retention = parse_retention(text)
        # "Never" must not fall back on the kind's own, shorter time.
        unwatched = unwatched if unwatched_retention else Unwatched.NEVER
    return Settings(
        retention={
            Kind.MOVIE: parse_retention(options.get(CONF_MOVIE_RETENTION, DEFAULT_MOVIE_RETENTION)),
            Kind.SERIES: parse_retention(
                options.get(CONF_SERIES_RETENTION, DEFAULT_SERIES_RETENTION)
            ),
        },
        base=RetentionBase(options.get(CONF_RETENTION_BASE, RetentionBase.LAST_WATCHED_OR_ADDED)),
        unwatched=unwatched,
        unwatched_retention=unwatched_retention,
        window=timedelta(days=options.get(CONF_WINDOW_DAYS, DEFAULT_WINDOW_DAYS)),
        protections=Protections(
            favourites=options.get(CONF_PROTECT_FAVOURITES, True),
            unfinished=options.get(CONF_PROTECT_UNFINISHED, True),
            requested=options.get(CONF_PROTECT_REQUESTED, True),
        ),
        rules=rules,
    )


def display_settings(options: Mapping[str, Any]) -> DisplaySettings:
    """Return what an entry's options want to see in Jellyfin; one that was never asked wants nothing."""
    return DisplaySettings(
        kinds=frozenset(map(DisplayKind, options.get(CONF_DISPLAYS, ()))),
        base_path=options.get(CONF_BASE_PATH, ""),
        library_names={
            Kind.MOVIE: options.get(CONF_MOVIES_LIBRARY_NAME, DEFAULT_MOVIES_LIBRARY_NAME),
            Kind.SERIES: options.get(CONF_SERIES_LIBRARY_NAME, DEFAULT_SERIES_LIBRARY_NAME),
        },
        collection_name=options.get(CONF_COLLECTION_NAME, DEFAULT_COLLECTION_NAME),
        hide_when_empty=options.get(CONF_HIDE_WHEN_EMPTY, True),
    )


def cleanup_settings(options: Mapping[str, Any]) -> CleanupSettings:
    """Return how an entry's options want to clean up; what was never asked is as it is without a choice."""
    default = CleanupSettings()
    gigabytes = options.get(CONF_MAX_GIGABYTES)
    return CleanupSettings(
        removal=Removal(options.get(CONF_REMOVAL, default.removal)),
        exclude=options.get(CONF_EXCLUDE, default.exclude),
        reset_requests=options.get(CONF_RESET_REQUESTS, default.reset_requests),
        max_items=options.get(CONF_MAX_ITEMS, default.max_items),
        max_bytes=default.max_bytes if gigabytes is None else gigabytes * GIGABYTE,
        max_share_percent=options.get(CONF_MAX_SHARE_PERCENT, default.max_share_percent),
        only_while_idle=options.get(CONF_ONLY_WHILE_IDLE, default.only_while_idle),
    )


def brake_entities(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the binary sensors that hold everything back while they are on."""
    return tuple(options.get(CONF_BRAKE_ENTITIES, ()))


def run_time(options: Mapping[str, Any]) -> time:
    """Return at which local time of day the rules let media go."""
    return time.fromisoformat(options.get(CONF_RUN_AT, DEFAULT_RUN_AT))
