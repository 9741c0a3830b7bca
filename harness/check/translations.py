"""The texts: only where Home Assistant looks for them, and written as it wants them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
import re
from typing import Any, Final

from .files import UnreadableError, part, read_json

type _Shape = Mapping[str, "_Shape"] | None
"""What may stand below a key; None is a text. The key `*` stands for every name that is written as one."""

_NAME: Final = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_HTML: Final = re.compile(r"<!--|<[^>]*>")
_QUOTED: Final = re.compile(r"'\{\w+\}'")
_REFERENCE: Final = re.compile(r"\[%")

_TEXTS: Final[Mapping[str, _Shape]] = {"*": None}
_NAMED: Final[Mapping[str, _Shape]] = {"name": None, "description": None}
_SECTION: Final[Mapping[str, _Shape]] = {**_NAMED, "data": _TEXTS, "data_description": _TEXTS}
_STEP: Final[Mapping[str, _Shape]] = {
    "title": None,
    "description": None,
    "data": _TEXTS,
    "data_description": _TEXTS,
    "menu_options": _TEXTS,
    "menu_option_descriptions": _TEXTS,
    "sections": {"*": _SECTION},
    "submit": None,
}
_FLOW: Final[Mapping[str, _Shape]] = {
    "step": {"*": _STEP},
    "error": _TEXTS,
    "abort": _TEXTS,
    "progress": _TEXTS,
    "create_entry": _TEXTS,
}
_ACTION: Final[Mapping[str, _Shape]] = {
    **_NAMED,
    "fields": {"*": {**_NAMED, "example": None}},
    "sections": {"*": _NAMED},
}
_STATES: Final[Mapping[str, _Shape]] = {"name": None, "state": _TEXTS}

_ALL: Final[_Shape] = {
    "title": None,
    "config": {**_FLOW, "flow_title": None, "initiate_flow": _TEXTS},
    "options": _FLOW,
    "config_subentries": {"*": {**_FLOW, "entry_type": None, "initiate_flow": _TEXTS}},
    "device": {"*": {"name": None}},
    "entity": {
        "*": {
            "*": {**_STATES, "state_attributes": {"*": _STATES}, "unit_of_measurement": None},
        }
    },
    "exceptions": {"*": {"message": None}},
    "issues": {"*": {"title": None, "short_title": None, "description": None, "fix_flow": _FLOW}},
    "services": {"*": _ACTION},
    "triggers": {"*": _ACTION},
    "conditions": {"*": _ACTION},
    "selector": {
        "*": {
            "options": _TEXTS,
            "choices": _TEXTS,
            "unit_of_measurement": _TEXTS,
            "fields": {"*": _NAMED},
        }
    },
    "system_health": {"info": _TEXTS},
    "common": _TEXTS,
}

_MUST: Final = {
    "exceptions": ("message",),
    "issues": ("title",),
    "services": ("name", "description"),
    "triggers": ("name", "description"),
    "conditions": ("name", "description"),
}


def check_translations(component: Path) -> Iterator[str]:
    """Yield what is wrong with the texts of every language; whether all have the same is a test's question."""
    if not (component / "translations" / "en.json").is_file():
        yield "translations/en.json is missing"
    for path in (
        component / "strings.json",
        *sorted((component / "translations").glob("*.json")),
    ):
        try:
            content = read_json(path)
        except UnreadableError as error:
            yield str(error)
            continue
        for finding in (
            *_misplaced(content, _ALL, ""),
            *_without_field(content, ""),
            *_incomplete(content),
        ):
            yield f"{path.name}: {finding}"


def _misplaced(content: object, shape: _Shape, place: str) -> Iterator[str]:
    if shape is None:
        yield from _badly_written(content, place)
        return
    if not isinstance(content, Mapping):
        yield f"{place} holds no texts"
        return
    for key, below in content.items():
        where = f"{place}.{key}".lstrip(".")
        if key in shape:
            yield from _misplaced(below, shape[key], where)
        elif "*" not in shape:
            yield f"{where}: nobody looks for it there"
        elif not _NAME.fullmatch(key):
            yield f"{where}: names are of small letters, digits, and single - or _ in between"
        else:
            yield from _misplaced(below, shape["*"], where)


def _badly_written(text: object, place: str) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"{place} is no text"
    elif not text.strip():
        yield f"{place} says nothing"
    else:
        if text != text.strip():
            yield f"{place} begins or ends with a space"
        if _HTML.search(text):
            yield f"{place} has HTML in it"
        if _QUOTED.search(text):
            yield f"{place} has a placeholder in single quotes"
        if _REFERENCE.search(text):
            yield f"{place} refers to another text, which only Home Assistant's own build resolves"


def _without_field(content: Mapping[str, Any], place: str) -> Iterator[str]:
    """Yield what describes a field that has no name."""
    for key, below in content.items():
        if isinstance(below, Mapping):
            yield from _without_field(below, f"{place}.{key}".lstrip("."))
    for key in part(content, "data_description").keys() - part(content, "data").keys():
        yield f"{place}.data_description.{key} describes a field without a name"


def _incomplete(content: Mapping[str, Any]) -> Iterator[str]:
    for category, keys in _MUST.items():
        for name, texts in part(content, category).items():
            for key in keys:
                if key not in texts:
                    yield f"{category}.{name} has no {key}"
    for name, issue in part(content, "issues").items():
        if ("fix_flow" in issue) == ("description" in issue):
            yield f"issues.{name} has either a fix_flow or a description"
