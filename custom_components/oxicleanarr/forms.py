"""The forms of the set-up, shared by the flows that show them."""

from collections.abc import Mapping, Sequence
import math
from typing import Any

from homeassistant.const import (
    CONF_API_KEY,
    CONF_PASSWORD,
    CONF_URL,
    CONF_USERNAME,
    CONF_VERIFY_SSL,
)
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from .const import (
    CONF_JELLYFIN_PATH,
    CONF_MOVIE_RETENTION,
    CONF_PROTECT_FAVOURITES,
    CONF_PROTECT_REQUESTED,
    CONF_PROTECT_UNFINISHED,
    CONF_RETENTION_BASE,
    CONF_SERIES_RETENTION,
    CONF_SERVER_PATH,
    CONF_UNWATCHED,
    CONF_UNWATCHED_RETENTION,
    CONF_WINDOW_DAYS,
    DEFAULT_MOVIE_RETENTION,
    DEFAULT_SERIES_RETENTION,
    DEFAULT_WINDOW_DAYS,
)
from .library.paths import PathMapping
from .policy.retention import RetentionError, parse_retention
from .policy.rules import RetentionBase, Unwatched

_URL = TextSelector(TextSelectorConfig(type=TextSelectorType.URL, autocomplete="url"))
_SECRET = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_USERNAME = TextSelector(TextSelectorConfig(autocomplete="username"))
_PATH = ObjectSelectorField(selector={"text": {}}, required=True)

MAPPINGS = ObjectSelector(
    ObjectSelectorConfig(
        fields={CONF_SERVER_PATH: _PATH, CONF_JELLYFIN_PATH: _PATH},
        multiple=True,
        label_field=CONF_SERVER_PATH,
        description_field=CONF_JELLYFIN_PATH,
        translation_key="path_mappings",
    )
)

KEY_FORM = probatio.Schema({probatio.Required(CONF_API_KEY): _SECRET})
CREDENTIALS_FORM = probatio.Schema(
    {
        probatio.Optional(CONF_API_KEY): _SECRET,
        probatio.Optional(CONF_USERNAME): _USERNAME,
        probatio.Optional(CONF_PASSWORD): _SECRET,
    }
)
JELLYFIN_FORM = probatio.Schema(
    {
        probatio.Required(CONF_URL): _URL,
        **CREDENTIALS_FORM.schema,
        probatio.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
    }
)
OXICLEANARR_FORM = JELLYFIN_FORM
"""It is reached the same way: by an API key, or by the name and password of its user."""

SERVER_FORM = probatio.Schema(
    {
        probatio.Optional(CONF_URL): _URL,
        probatio.Optional(CONF_API_KEY): _SECRET,
        probatio.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
    }
)
RETENTION_FORM = probatio.Schema(
    {
        probatio.Required(CONF_MOVIE_RETENTION, default=DEFAULT_MOVIE_RETENTION): TextSelector(),
        probatio.Required(CONF_SERIES_RETENTION, default=DEFAULT_SERIES_RETENTION): TextSelector(),
        probatio.Required(
            CONF_RETENTION_BASE, default=RetentionBase.LAST_WATCHED_OR_ADDED.value
        ): SelectSelector(
            SelectSelectorConfig(
                options=[base.value for base in RetentionBase], translation_key=CONF_RETENTION_BASE
            )
        ),
        probatio.Required(CONF_WINDOW_DAYS, default=DEFAULT_WINDOW_DAYS): NumberSelector(
            NumberSelectorConfig(min=1, max=365, mode=NumberSelectorMode.BOX)
        ),
    }
)

OPTIONS_FORM = probatio.Schema(
    {
        **RETENTION_FORM.schema,
        probatio.Required(CONF_UNWATCHED, default=Unwatched.NEVER.value): SelectSelector(
            SelectSelectorConfig(
                options=[unwatched.value for unwatched in Unwatched], translation_key=CONF_UNWATCHED
            )
        ),
        probatio.Optional(CONF_UNWATCHED_RETENTION): TextSelector(),
        probatio.Required(CONF_PROTECT_FAVOURITES, default=True): BooleanSelector(),
        probatio.Required(CONF_PROTECT_UNFINISHED, default=True): BooleanSelector(),
        probatio.Required(CONF_PROTECT_REQUESTED, default=True): BooleanSelector(),
    }
)


def retention_options(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a retention form stands for."""
    return {
        CONF_MOVIE_RETENTION: user_input[CONF_MOVIE_RETENTION].strip().lower(),
        CONF_SERIES_RETENTION: user_input[CONF_SERIES_RETENTION].strip().lower(),
        CONF_RETENTION_BASE: user_input[CONF_RETENTION_BASE],
        # A part of a day is announced as a whole one.
        CONF_WINDOW_DAYS: math.ceil(user_input[CONF_WINDOW_DAYS]),
    }


def retention_errors(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a retention form that are not understood."""
    errors = {}
    for field in (CONF_MOVIE_RETENTION, CONF_SERIES_RETENTION):
        try:
            parse_retention(user_input[field])
        except RetentionError:
            errors[field] = "retention_not_understood"
    return errors


def household_options(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that the options form stands for."""
    options = retention_options(user_input) | {
        key: user_input[key]
        for key in (
            CONF_UNWATCHED,
            CONF_PROTECT_FAVOURITES,
            CONF_PROTECT_UNFINISHED,
            CONF_PROTECT_REQUESTED,
        )
    }
    if text := _unwatched_retention(user_input):
        options[CONF_UNWATCHED_RETENTION] = text
    return options


def household_errors(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the options form that are not understood, or contradict others."""
    errors = retention_errors(user_input)
    text = _unwatched_retention(user_input)
    if not text:
        return errors
    try:
        if parse_retention(text) is None:
            errors[CONF_UNWATCHED_RETENTION] = "unwatched_retention_says_nothing"
    except RetentionError:
        errors[CONF_UNWATCHED_RETENTION] = "retention_not_understood"
    if user_input[CONF_RETENTION_BASE] != RetentionBase.LAST_WATCHED:
        errors.setdefault(CONF_UNWATCHED_RETENTION, "unwatched_retention_needs_last_play")
    elif user_input[CONF_UNWATCHED] == Unwatched.NEVER:
        errors.setdefault(CONF_UNWATCHED_RETENTION, "unwatched_stay")
    return errors


def _unwatched_retention(user_input: Mapping[str, Any]) -> str:
    return (user_input.get(CONF_UNWATCHED_RETENTION) or "").strip().lower()


def entered_mappings(rows: Sequence[Mapping[str, str]]) -> tuple[PathMapping, ...]:
    """Return the mappings of a form without the rows that say nothing; of a row that is half filled in a side is empty."""
    mappings = (
        PathMapping(row[CONF_SERVER_PATH].strip(), row[CONF_JELLYFIN_PATH].strip()) for row in rows
    )
    return tuple(one for one in mappings if one.server_path or one.jellyfin_path)
