"""The files themselves: whether Home Assistant imports them, and whether they and their documentation agree."""

import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import quote

from homeassistant.components.blueprint import importer
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from simulator import Stack
from tests.texts import COMPONENT

from .room import FOLDER, SHIPPED, automate

ROOT = Path(__file__).parents[2]
DOCUMENTATION = (ROOT / "docs" / "blueprints.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in SHIPPED.glob("*.yaml"))

every_file = pytest.mark.parametrize("name", FILES)


def _text(name: str) -> str:
    return (SHIPPED / name).read_text(encoding="utf-8")


def _blueprint(name: str) -> dict[str, Any]:
    content: Any = parse_yaml(_text(name))
    blueprint: dict[str, Any] = content["blueprint"]
    return blueprint


def _inputs(name: str) -> dict[str, dict[str, Any]]:
    return {
        key: one
        for section in _blueprint(name)["input"].values()
        for key, one in section["input"].items()
    }


def _address(name: str) -> str:
    """Return where people see the file; the manifest names the repository."""
    manifest = json.loads((COMPONENT / "manifest.json").read_text(encoding="utf-8"))
    return f"{manifest['documentation']}/blob/main/{FOLDER.as_posix()}/{name}"


def test_there_are_six() -> None:
    assert FILES == [
        "approve_cleanup.yaml",
        "ask_the_requester.yaml",
        "last_chance_to_watch.yaml",
        "notify_before_departure.yaml",
        "sync_by_button_or_sentence.yaml",
        "weekly_digest.yaml",
    ]


@every_file
async def test_home_assistant_imports_it_from_its_address(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
) -> None:
    address = _blueprint(name)["source_url"]
    assert address == _address(name)
    raw = importer._get_github_import_url(address)
    aioclient_mock.get(raw, text=_text(name))
    imported = await importer.fetch_blueprint_from_github_url(hass, address)
    assert imported.suggested_filename.endswith(name.removesuffix(".yaml"))
    assert imported.blueprint.validate() is None


@every_file
def test_it_asks_for_the_home_assistant_that_the_integration_needs(name: str) -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))
    assert _blueprint(name)["homeassistant"]["min_version"] == hacs["homeassistant"]


@every_file
async def test_every_input_has_a_name_a_fitting_default_and_a_use(
    hass: HomeAssistant, name: str
) -> None:
    for key, one in _inputs(name).items():
        assert one["name"]
        assert re.search(rf"!input {key}$", _text(name), re.MULTILINE)
        choose = selector(one["selector"])
        if one["default"] != "":
            assert choose(one["default"]) == one["default"]  # type: ignore[operator]


@every_file
def test_its_documentation_has_an_import_link(name: str) -> None:
    link = f"redirect/blueprint_import/?blueprint_url={quote(_address(name), safe='')}"
    assert link in DOCUMENTATION


@every_file
def test_its_documentation_lists_its_inputs(name: str) -> None:
    title = _blueprint(name)["name"].removeprefix("OxiCleanarr: ").capitalize()
    _, _, part = DOCUMENTATION.partition(f"\n## {title}\n")
    section, _, _ = part.partition("\n## ")
    documented = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    words = set(_blueprint(name)["input"].get("words", {"input": {}})["input"])
    assert set(documented) == _inputs(name).keys() - words


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", DOCUMENTATION, re.DOTALL))
async def test_the_examples_of_the_documentation_are_automations(
    hass: HomeAssistant, household: Stack, example: str
) -> None:
    content: Any = parse_yaml(example)
    use = content["use_blueprint"]
    assert await async_setup_component(hass, "conversation", {})
    name = Path(use["path"]).stem
    await automate(hass, name, **use["input"])
