"""The manifest, and what the code needs of it."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
import re
from typing import Any, Final

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy as Strategy

from .files import UnreadableError, read_json

_REQUIRED: Final = (
    *("domain", "name", "codeowners", "documentation", "integration_type"),
    *("iot_class", "issue_tracker", "version"),
)
_KNOWN: Final = {
    *_REQUIRED,
    *("after_dependencies", "bluetooth", "config_flow", "dependencies", "dhcp", "disabled"),
    *("homekit", "import_executor", "loggers", "mqtt", "quality_scale", "requirements"),
    *("single_config_entry", "ssdp", "usb", "zeroconf"),
}
_IOT_CLASSES: Final = {
    *("assumed_state", "calculated", "cloud_polling", "cloud_push"),
    *("local_polling", "local_push"),
}
_TYPES: Final = {"device", "entity", "hardware", "helper", "hub", "service", "system"}
_SCALES: Final = {
    *("bronze", "silver", "gold", "platinum"),
    *("custom", "no_score", "internal", "legacy"),
}
_VERSIONS: Final = (Strategy.CALVER, Strategy.SEMVER, Strategy.SIMPLEVER, Strategy.PEP440)
_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?((==|>=|~=)[\w.]+)(,<[\w.]+)?")

# Home Assistant has these before any integration.
_ALWAYS_THERE: Final = {
    *("automation", "conversation", "frontend", "group", "homeassistant", "input_boolean"),
    *("input_button", "input_datetime", "input_number", "input_select", "input_text"),
    *("media_source", "onboarding", "persistent_notification", "person", "script", "sun"),
    *("system_health", "system_log", "timer", "webhook", "websocket_api", "zone"),
}


def check_manifest(component: Path) -> Iterator[str]:
    """Yield what is wrong with the manifest of an integration."""
    try:
        manifest = read_json(component / "manifest.json")
    except UnreadableError as error:
        yield str(error)
        return
    for finding in (
        *_keys(manifest),
        *_values(manifest, component),
        *_code(manifest, component),
    ):
        yield f"manifest.json: {finding}"


def _keys(manifest: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in manifest:
            yield f"{key} is missing"
    for key in manifest.keys() - _KNOWN:
        yield f"{key} is not known"
    wanted = sorted(manifest, key=lambda key: (key != "domain", key != "name", key))
    if list(manifest) != wanted:
        yield f"the keys are not in their order: {', '.join(wanted)}"


def _values(manifest: Mapping[str, Any], component: Path) -> Iterator[str]:
    if (domain := manifest.get("domain")) != component.name:
        yield f"the domain is {domain}, the folder {component.name}"
    for key, words in (
        ("iot_class", _IOT_CLASSES),
        ("integration_type", _TYPES),
        ("quality_scale", _SCALES),
    ):
        if key in manifest and manifest[key] not in words:
            yield f"{key} may not be {manifest[key]}"
    for key in ("documentation", "issue_tracker"):
        address = str(manifest.get(key, "https://"))
        if not address.startswith("https://") or "www.home-assistant.io/integrations" in address:
            yield f"{key} is no https address of our own"
    owners = manifest.get("codeowners", ())
    if not owners or not all(str(owner).startswith("@") for owner in owners):
        yield "codeowners are names that begin with @, at least one"
    version = AwesomeVersion(str(manifest.get("version", "0.0.0")))
    if version.strategy not in _VERSIONS:
        yield f"{version} is no version"
    for requirement in manifest.get("requirements", ()):
        if not _REQUIREMENT.fullmatch(requirement):
            yield f"the requirement {requirement} names no version, or has spaces in it"


def _code(manifest: Mapping[str, Any], component: Path) -> Iterator[str]:
    if manifest.get("config_flow") and not (component / "config_flow.py").is_file():
        yield "config_flow is promised, and there is no config_flow.py"
    init = component / "__init__.py"
    code = init.read_text(encoding="utf-8") if init.is_file() else ""
    if "async def async_setup(" in code and "CONFIG_SCHEMA" not in code:
        yield "async_setup is there without a CONFIG_SCHEMA"
    named = {*manifest.get("dependencies", ()), *manifest.get("after_dependencies", ())}
    own = {path.stem for path in component.iterdir()}
    for path in sorted(component.rglob("*.py")):
        for used in _used(path.read_text(encoding="utf-8")):
            if used not in named | own | _ALWAYS_THERE:
                yield f"{path.relative_to(component)} uses {used}, which is among no dependencies"


@cache
def _used(code: str) -> tuple[str, ...]:
    return tuple(sorted(_components(ast.parse(code))))


def _components(code: ast.AST) -> Iterator[str]:
    """Yield the integrations that code imports; what is only imported for types does not count."""
    for node in ast.iter_child_nodes(code):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.ImportFrom(module="homeassistant.components", names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module)) if module.startswith(
                "homeassistant.components."
            ):
                yield module.split(".")[2]
            case ast.Import(names=names):
                for name in names:
                    if name.name.startswith("homeassistant.components."):
                        yield name.name.split(".")[2]
            case _:
                yield from _components(node)
