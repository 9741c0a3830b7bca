"""The icons: from the one set that Home Assistant has, none without a use."""

from collections.abc import Iterator, Mapping
from pathlib import Path
import re
from typing import Any, Final

from .files import UnreadableError, part, read_json

_ICON: Final = re.compile(r"mdi:[a-z0-9]+(-[a-z0-9]+)*")
_ENTITY_KEYS: Final = {"default", "state", "range", "state_attributes"}
_OTHERS: Final = {
    "services": {"service", "sections"},
    "triggers": {"trigger"},
    "conditions": {"condition"},
}


def check_icons(component: Path) -> Iterator[str]:
    """Yield what is wrong with icons.json."""
    try:
        icons = read_json(component / "icons.json")
        texts = read_json(component / "translations" / "en.json")
    except UnreadableError as error:
        yield str(error)
        return
    for finding in (
        *(f"{key} is not known" for key in icons.keys() - {"entity", *_OTHERS}),
        *_not_icons(icons, ""),
        *_entities(part(icons, "entity"), part(texts, "entity")),
        *_other_keys(icons),
    ):
        yield f"icons.json: {finding}"


def _not_icons(content: Mapping[str, Any], place: str) -> Iterator[str]:
    for key, below in content.items():
        where = f"{place}.{key}".lstrip(".")
        if isinstance(below, Mapping):
            yield from _not_icons(below, where)
        elif not isinstance(below, str) or not _ICON.fullmatch(below):
            yield f"{where} is {below}, which is no icon mdi:…"


def _entities(icons: Mapping[str, Any], texts: Mapping[str, Any]) -> Iterator[str]:
    for platform, entities in icons.items():
        for name, icon in entities.items():
            place = f"{platform}.{name}"
            if name not in part(texts, platform):
                yield f"{place} is an icon of an entity without a name"
            for key in icon.keys() - _ENTITY_KEYS:
                yield f"{place}.{key} is not known"
            if "default" not in icon:
                yield f"{place} has no default"
            for state, other in part(icon, "state").items():
                if other == icon.get("default"):
                    yield f"{place}: the icon of {state} is the default"
                named = part(texts, platform, name, "state")
                if named and state not in named:
                    yield f"{place}: there is an icon for the state {state}, which has no text"


def _other_keys(icons: Mapping[str, Any]) -> Iterator[str]:
    for category, keys in _OTHERS.items():
        for name, icon in part(icons, category).items():
            for key in icon.keys() - keys:
                yield f"{category}.{name}.{key} is not known"
