"""The household's settings as the policy and the display want them, read from the options and rules of an entry."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from .const import (
    CONF_BASE_PATH,
    CONF_COLLECTION_NAME,
    CONF_DISPLAYS,
    CONF_HIDE_WHEN_EMPTY,
    CONF_MOVIE_RETENTION,
    CONF_MOVIES_LIBRARY_NAME,
    CONF_PROTECT_FAVOURITES,
    CONF_PROTECT_REQUESTED,
    CONF_PROTECT_UNFINISHED,
    CONF_RETENTION_BASE,
    CONF_SERIES_LIBRARY_NAME,
    CONF_SERIES_RETENTION,
    CONF_UNWATCHED,
    CONF_UNWATCHED_RETENTION,
    CONF_WINDOW_DAYS,
    DEFAULT_COLLECTION_NAME,
    DEFAULT_MOVIES_LIBRARY_NAME,
    DEFAULT_SERIES_LIBRARY_NAME,
)
from .display.models import DisplayKind, DisplaySettings
from .library.models import Kind
from .policy.models import Protections, Settings
from .policy.retention import parse_retention
from .policy.rules import RetentionBase, Rule, Unwatched


def household_settings(options: Mapping[str, Any], rules: tuple[Rule, ...]) -> Settings:
    """Return the settings that an entry's options and its rules stand for."""
    unwatched = Unwatched(options.get(CONF_UNWATCHED, Unwatched.NEVER))
    unwatched_retention: timedelta | None = None
    if text := options.get(CONF_UNWATCHED_RETENTION):
        unwatched_retention = parse_retention(text)
        # "Never" must not fall back on the kind's own, shorter time.
        unwatched = unwatched if unwatched_retention else Unwatched.NEVER
    return Settings(
        retention={
            Kind.MOVIE: parse_retention(options[CONF_MOVIE_RETENTION]),
            Kind.SERIES: parse_retention(options[CONF_SERIES_RETENTION]),
        },
        base=RetentionBase(options[CONF_RETENTION_BASE]),
        unwatched=unwatched,
        unwatched_retention=unwatched_retention,
        window=timedelta(days=options[CONF_WINDOW_DAYS]),
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
