"""The card's modules: served for a month under the version, loaded once, in every language."""

from collections.abc import Callable, Mapping
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from simulator import Options, Stack

from .household import start
from .texts import COMPONENT, DOMAIN

MODULES = sorted(path.name for path in (COMPONENT / "frontend").iterdir())
VERSION = json.loads((COMPONENT / "manifest.json").read_text(encoding="utf-8"))["version"]
FOLDER = f"/{DOMAIN}/frontend/{VERSION}"
LANGUAGES = ("en", "de", "fr", "es", "nl")


@pytest.mark.parametrize("module", MODULES)
async def test_a_module_is_javascript_that_a_browser_keeps(
    hass: HomeAssistant, hass_client_no_auth: Callable[..., Any], module: str
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    answer = await (await hass_client_no_auth()).get(f"{FOLDER}/{module}")
    assert answer.status == 200
    assert answer.content_type == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=2678400"


async def test_another_version_has_another_address(
    hass: HomeAssistant, hass_client_no_auth: Callable[..., Any]
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    other = FOLDER.replace(VERSION, "0.0.1")
    assert (await (await hass_client_no_auth()).get(f"{other}/{MODULES[0]}")).status == 404


@pytest.mark.parametrize("stack", [Options(movies=1, series=0, users=1)], indirect=True)
async def test_the_frontend_loads_the_card_once_however_often_a_household_is_reloaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    assert await async_setup_component(hass, "frontend", {})
    entry = await start(hass, stack)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.data[DATA_EXTRA_MODULE_URL].urls == {f"{FOLDER}/leaving-soon.js"}


def texts() -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """Return the card's texts: the module is JSON with a name before it."""
    module = _source("texts.js")
    found: dict[str, Any] = json.loads(module[module.index("{") : module.rindex("}") + 1])
    return found


def _source(module: str) -> str:
    return Path(COMPONENT / "frontend" / module).read_text(encoding="utf-8")


def _forms(text: str | Mapping[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else [*text.values()]


def _placeholders(text: str | Mapping[str, str]) -> list[set[str]]:
    return [set(re.findall(r"\{(\w+)\}", form)) for form in _forms(text)]


def test_the_card_speaks_every_language() -> None:
    assert tuple(texts()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_with_every_placeholder(language: str) -> None:
    english, spoken = texts()["en"], texts()[language]
    assert {key: _placeholders(text) for key, text in spoken.items()} == {
        key: _placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("module", [name for name in MODULES if name != "texts.js"])
def test_what_a_module_says_has_a_text(module: str) -> None:
    said = re.findall(r"(?:say|text)\((?:[\w.]+(?:\(\))?, )?\"(\w+)\"", _source(module))
    assert set(said) <= texts()["en"].keys()
