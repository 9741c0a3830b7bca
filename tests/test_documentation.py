"""What the documentation leads to is there, what it shows is small, and what it quotes can be read."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
import pytest

from custom_components.oxicleanarr.const import DOMAIN
from harness.screenshots import IMAGES

from .quality.rules import ROOT
from .quality.written import COMPONENT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LARGEST_PICTURE_BYTES = 200_000


def _anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in links, as GitHub makes it."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").casefold()).replace(" ", "-")
        # The second heading of a name gets a number.
        found.add(f"{plain}-1" if plain in found else plain)
    return found


def _links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)
    yield from re.findall(r'<img src="([^"]+)"', text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_something(page: Path) -> None:
    for link in _links(page):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


def test_pictures_are_small_and_shown_somewhere() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in _links(page)}
    pictures = set(IMAGES.glob("*.png"))
    assert pictures <= shown
    assert all(picture.stat().st_size < LARGEST_PICTURE_BYTES for picture in pictures)


def _calls(found: object) -> Iterator[dict[str, Any]]:
    """Yield every call of an action of ours."""
    match found:
        case {"action": str(action), **rest} if action.startswith("oxicleanarr."):
            yield {"action": action, "data": rest.get("data", {})}
        case dict():
            for inner in found.values():
                yield from _calls(inner)
        case list():
            for inner in found:
                yield from _calls(inner)


def _examples() -> list[dict[str, Any]]:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    blocks = [
        block for text in texts for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    ]
    return [call for block in blocks for call in _calls(parse_yaml(block))]


async def test_the_examples_call_actions_as_they_are(hass: HomeAssistant) -> None:
    """Fields that do not exist, and values that are refused, are noticed without doing anything."""
    examples = _examples()
    assert len(examples) >= 8
    fields = load_yaml_dict(ROOT / COMPONENT / "services.yaml")
    assert await async_setup_component(hass, DOMAIN, {})
    actions = hass.services.async_services()[DOMAIN]
    for example in examples:
        name = example["action"].partition(".")[2]
        assert example["data"].keys() <= fields[name]["fields"].keys()
        schema = actions[name].schema
        assert schema is not None
        schema(example["data"])
