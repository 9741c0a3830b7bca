"""What of an entry may be shown to strangers: numbers, switches and our own words, and nothing that people typed.

It goes by what is allowed. A text is only shown where it is one of the words that we gave to choose from, so
that a field that is added later is hidden until somebody has thought of it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import time
import re
from typing import Any, Final

from homeassistant.const import CONF_API_KEY, CONF_URL, CONF_VERIFY_SSL
from yarl import URL

from . import const
from .cleanup.models import Removal
from .display.models import DisplayKind
from .library.models import Kind
from .policy.retention import parse_time
from .policy.rules import EpisodeStrategy, RetentionBase, RuleType, Unwatched, Who
from .rule_store import StoredRule, StoredUser

REDACTED: Final = "**REDACTED**"

_VERSION: Final = re.compile(r"\d{1,4}(\.\d{1,6}){1,4}([-+][a-z]{1,8}[.\d]{0,8})?")

# Each raises ValueError for what is none of its words.
_WORDS: Final[Mapping[str, Callable[[str], object]]] = {
    const.CONF_MOVIE_RETENTION: parse_time,
    const.CONF_SERIES_RETENTION: parse_time,
    const.CONF_UNWATCHED_RETENTION: parse_time,
    const.CONF_RETENTION_BASE: RetentionBase,
    const.CONF_UNWATCHED: Unwatched,
    const.CONF_DISPLAYS: DisplayKind,
    const.CONF_REMOVAL: Removal,
    const.CONF_RUN_AT: time.fromisoformat,
    "type": RuleType,
    "kinds": Kind,
    "watched_who": Who,
    "retention": parse_time,
    "max_age": parse_time,
    "strategy": EpisodeStrategy,
}

_NUMBERS: Final = frozenset(
    {
        CONF_VERIFY_SSL,
        const.CONF_WINDOW_DAYS,
        const.CONF_PROTECT_FAVOURITES,
        const.CONF_PROTECT_UNFINISHED,
        const.CONF_PROTECT_REQUESTED,
        const.CONF_HIDE_WHEN_EMPTY,
        const.CONF_EXCLUDE,
        const.CONF_RESET_REQUESTS,
        const.CONF_MAX_ITEMS,
        const.CONF_MAX_GIGABYTES,
        const.CONF_MAX_SHARE_PERCENT,
        const.CONF_ONLY_WHILE_IDLE,
        "enabled",
        "priority",
        "rating_from",
        "rating_below",
        "size_from",
        "size_below",
        "require_watched",
        "max_episodes",
        "season_numbers",
        "exclude_continuing",
        "keep_latest_season",
        "free_gb",
    }
)

# Fields whose names may be shown, whatever is in them; other names could be anything.
_NAMES: Final = (
    _WORDS.keys()
    | _NUMBERS
    | set(StoredRule.__struct_fields__)
    | set(StoredUser.__struct_fields__)
    | {
        value
        for name, value in vars(const).items()
        if name.startswith("CONF_") and isinstance(value, str)
    }
    | {CONF_API_KEY, CONF_URL, "username", "password"}
)


def redacted(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of an entry's or subentry's data or options may be shown; a list keeps its length.

    Fields that we do not know are only counted.
    """
    shown = {key: _value(key, value) for key, value in content.items() if key in _NAMES}
    if others := len(content) - len(shown):
        shown["other_fields"] = others
    return shown


def shown_version(text: str | None) -> str | None:
    """Return a version that a server told; what does not look like one is hidden."""
    return text if text is None or _VERSION.fullmatch(text) else REDACTED


def _value(key: str, value: object) -> object:
    match value:
        case None | "":
            return value
        case Mapping():
            return redacted(value)
        case str() if key == CONF_URL:
            return _address(value)
        case str():
            return value if _is_word(key, value) else REDACTED
        case bool() | int() | float() if key in _NUMBERS:
            return value
        case Sequence() | set() | frozenset():
            return [_value(key, part) for part in value]
    return REDACTED


def _is_word(key: str, value: str) -> bool:
    if key not in _WORDS:
        return False
    try:
        _WORDS[key](value)
    except ValueError:
        return False
    return True


def _address(value: str) -> str:
    """Return an address without its host; whether there is a path behind it matters to whoever looks for errors."""
    try:
        url = URL(value)
        port = url.port
    except ValueError:
        return REDACTED
    if url.scheme not in {"http", "https"}:
        return REDACTED
    path = f"/{REDACTED}" if url.path.strip("/") else ""
    return f"{url.scheme}://{REDACTED}:{port}{path}"
