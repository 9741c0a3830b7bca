"""Actions, triggers and conditions: their YAML files, and what these refer to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from .files import UnreadableError, part, read_json, read_yaml

_FIELD_KEYS: Final = {
    *("advanced", "context", "default", "example", "filter", "required", "selector"),
}
_KEYS: Final = {"fields", "target", "description_placeholders"}
_PROVIDERS: Final = {
    "services": None,
    "triggers": ("trigger.py", "def async_get_triggers("),
    "conditions": ("condition.py", "def async_get_conditions("),
}


def check_automation_files(component: Path) -> Iterator[str]:
    """Yield what is wrong with services.yaml, triggers.yaml and conditions.yaml."""
    try:
        texts = read_json(component / "translations" / "en.json")
        icons = read_json(component / "icons.json")
    except UnreadableError:
        # It is a finding of those who check these files.
        return
    for category in _PROVIDERS:
        try:
            described = read_yaml(component / f"{category}.yaml")
        except UnreadableError as error:
            yield str(error)
            continue
        if not described and _is_needed(component, category):
            yield f"{category}.yaml is missing"
        for finding in (
            *_described(described, part(texts, "selector")),
            *_compared("a text", described, part(texts, category)),
            *_compared("an icon", described, part(icons, category)),
            *_fields_compared(described, part(texts, category)),
        ):
            yield f"{category}.yaml: {finding}"


def _is_needed(component: Path, category: str) -> bool:
    if category == "services":
        return any(
            "services.async_register(" in path.read_text(encoding="utf-8")
            for path in component.rglob("*.py")
        )
    name, function = _PROVIDERS[category] or ("", "")
    path = component / name
    return path.is_file() and function in path.read_text(encoding="utf-8")


def _described(described: Mapping[str, Any], selectors: Mapping[str, Any]) -> Iterator[str]:
    for name, content in described.items():
        for key in (content or {}).keys() - _KEYS:
            yield f"{name}.{key} is not known"
        seen: set[str] = set()
        for field, settings in _fields(content):
            if field in seen:
                yield f"{name}.{field} is there twice"
            seen.add(field)
            for key in settings.keys() - _FIELD_KEYS:
                yield f"{name}.{field}.{key} is not known"
            for finding in _selector(settings.get("selector"), selectors):
                yield f"{name}.{field}: {finding}"


def _fields(content: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the fields of an action, also those in its sections."""
    fields = content.get("fields") if isinstance(content, Mapping) else None
    for name, settings in (fields or {}).items():
        settings = settings or {}
        if "fields" in settings:
            yield from _fields(settings)
        else:
            yield name, settings


def _selector(selector: object, texts: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(selector, Mapping) or len(selector) != 1:
        yield "a field has one selector"
        return
    ((_, settings),) = selector.items()
    if not isinstance(settings, Mapping) or (key := settings.get("translation_key")) is None:
        return
    if key not in texts:
        yield f"there are no texts for the selector {key}"
        return
    options = {option for option in settings.get("options", ()) if isinstance(option, str)}
    for option in sorted(options - part(texts, key, "options").keys()):
        yield f"the selector {key} has no text for {option}"


def _compared(what: str, described: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(described.keys() - others.keys()):
        yield f"{name} has not {what}"
    for name in sorted(others.keys() - described.keys()):
        yield f"there is {what} for {name}, which does not exist"


def _fields_compared(described: Mapping[str, Any], texts: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(described.keys() & texts.keys()):
        fields = {field for field, _ in _fields(described[name])}
        named = part(texts, name, "fields")
        for finding in _compared("a text", dict.fromkeys(fields), named):
            yield f"{name}: {finding}"
