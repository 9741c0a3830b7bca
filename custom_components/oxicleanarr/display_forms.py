"""The forms about Leaving Soon in Jellyfin, what is wrong with them, and the options that they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.translation import async_get_translations
import probatio

from .checks import CheckFailedError
from .clients.bridge import BridgeState, BridgeStatus
from .const import (
    CONF_BASE_PATH,
    CONF_COLLECTION_NAME,
    CONF_DISPLAYS,
    CONF_HIDE_WHEN_EMPTY,
    CONF_MOVIES_LIBRARY_NAME,
    CONF_SERIES_LIBRARY_NAME,
    DEFAULT_COLLECTION_NAME,
    DEFAULT_MOVIES_LIBRARY_NAME,
    DEFAULT_SERIES_LIBRARY_NAME,
    DOMAIN,
)
from .display.base_path import base_path_obstacle, propose_base_path
from .display.models import DisplayKind
from .library.jellyfin_media import JellyfinItem, JellyfinLibrary
from .library.paths import below, normalise
from .problems import seen

_NAMES = (CONF_MOVIES_LIBRARY_NAME, CONF_SERIES_LIBRARY_NAME, CONF_COLLECTION_NAME)

DISPLAY_FORM = probatio.Schema(
    {
        probatio.Required(CONF_DISPLAYS, default=[]): SelectSelector(
            SelectSelectorConfig(
                options=[kind.value for kind in DisplayKind],
                multiple=True,
                mode=SelectSelectorMode.LIST,
                translation_key=CONF_DISPLAYS,
            )
        ),
        probatio.Optional(CONF_BASE_PATH): TextSelector(),
    }
)
DISPLAY_OPTIONS_FORM = probatio.Schema(
    {
        **DISPLAY_FORM.schema,
        probatio.Required(
            CONF_MOVIES_LIBRARY_NAME, default=DEFAULT_MOVIES_LIBRARY_NAME
        ): TextSelector(),
        probatio.Required(
            CONF_SERIES_LIBRARY_NAME, default=DEFAULT_SERIES_LIBRARY_NAME
        ): TextSelector(),
        probatio.Required(CONF_COLLECTION_NAME, default=DEFAULT_COLLECTION_NAME): TextSelector(),
        probatio.Required(CONF_HIDE_WHEN_EMPTY, default=True): BooleanSelector(),
    }
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where media are, as Jellyfin sees them; our own libraries are left out."""

    libraries: tuple[tuple[str, str], ...] = ()
    """Names and folders."""
    roots: frozenset[str] = frozenset()

    @classmethod
    def of(cls, libraries: Iterable[JellyfinLibrary], roots: Iterable[str]) -> Self:
        """Return the places of these libraries and root folders."""
        return cls(
            tuple((library.name, folder) for library in libraries for folder in library.folders),
            frozenset(roots),
        )

    def proposal(self, items: Iterable[JellyfinItem]) -> str:
        """Return a folder for the links beside the libraries that show films or series.

        Others may be anywhere, as Jellyfin's own library of collections is.
        """
        paths = [item.path for item in items if item.path]
        folders = [folder for _, folder in self.libraries]
        media = [folder for folder in folders if _holds(normalise(folder), paths)]
        return propose_base_path(media, (*folders, *self.roots))


def suggested_displays(bridge: BridgeStatus, base_path: str) -> dict[str, Any]:
    """Return what a household that was never asked probably wants."""
    kinds = [DisplayKind.COLLECTION.value]
    if bridge.state is BridgeState.ACTIVE and base_path:
        kinds.insert(0, DisplayKind.LIBRARIES.value)
    return {CONF_DISPLAYS: kinds, CONF_BASE_PATH: base_path}


async def async_told_bridge(hass: HomeAssistant, bridge: BridgeStatus | None) -> str:
    """Say whether the Bridge works, and which version of it or why not."""
    if bridge is None:
        return "?"
    if bridge.state is BridgeState.ACTIVE:
        return f"✓ {bridge.version or ''}".strip()
    return f"✗ {await async_bridge_words(hass, bridge)}"


async def async_bridge_words(hass: HomeAssistant, bridge: BridgeStatus) -> str:
    """Return the state of a Bridge as its entity shows it, and what was seen of it."""
    language = hass.config.language
    texts = await async_get_translations(hass, language, "entity", [DOMAIN])
    state = texts[f"component.{DOMAIN}.entity.sensor.bridge.state.{bridge.state}"]
    # What Jellyfin itself says of its plugin is a word of Jellyfin's.
    installed = bridge.state is not BridgeState.NOT_INSTALLED
    detail = seen(bridge.detail, language) if installed else bridge.detail
    return f"{state} – {detail}" if detail else state


def display_options(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a form about the displays stands for; the folder is kept for later, too."""
    options = {
        key: user_input[key] for key in (CONF_DISPLAYS, CONF_HIDE_WHEN_EMPTY) if key in user_input
    }
    options |= {key: _plain(user_input[key]) for key in _NAMES if key in user_input}
    if base_path := _base_path(user_input):
        options[CONF_BASE_PATH] = base_path
    return options


def check_display(user_input: Mapping[str, Any], places: Places) -> None:
    """Look whether the displays of a form can be made.

    Raises:
        CheckFailedError: With the field to correct.
    """
    if DisplayKind.LIBRARIES in user_input[CONF_DISPLAYS]:
        base_path = _base_path(user_input)
        if not base_path:
            raise CheckFailedError(CONF_BASE_PATH, "base_path_missing")
        if obstacle := base_path_obstacle(base_path, places.libraries, places.roots):
            raise CheckFailedError(CONF_BASE_PATH, obstacle.trouble.value, **obstacle.names)
    taken = set()
    for key in _NAMES:
        if key not in user_input:
            continue
        name = _plain(user_input[key])
        if not name:
            raise CheckFailedError(key, "name_missing")
        if name.casefold() in taken:
            raise CheckFailedError(key, "name_used_twice", name=name)
        taken.add(name.casefold())


def _holds(folder: str, paths: Iterable[str]) -> bool:
    return any(below(path, folder) is not None for path in paths)


def _base_path(user_input: Mapping[str, Any]) -> str:
    """Return the folder without separators at its end; a root keeps its own."""
    text: str = (user_input.get(CONF_BASE_PATH) or "").strip()
    return text.rstrip("/\\") or text


def _plain(name: str) -> str:
    return " ".join(name.split())
