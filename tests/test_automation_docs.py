"""The documentation of automations: its example runs as it is written, and its tables name everything."""

from datetime import timedelta
import re
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.oxicleanarr.condition import CONDITIONS
from custom_components.oxicleanarr.happenings import HappeningKind
from custom_components.oxicleanarr.trigger import TRIGGERS
from simulator import Options, Stack

from .household import OPTIONS, WINDOW_DAYS, Clock, act, start
from .texts import COMPONENT, DOMAIN

DOCS = (COMPONENT.parents[1] / "docs" / "automations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("stack", [Options(movies=3, series=3, users=2)], indirect=True)
async def test_the_example_notifies_before_a_film_leaves(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    sent: list[dict[str, Any]] = []

    async def notify(call: ServiceCall) -> None:
        sent.append(dict(call.data))

    hass.services.async_register("notify", "mobile_app_phone", notify)
    never = {"movie_retention": "never", "series_retention": "never"}
    await start(hass, stack, options=OPTIONS | never)
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL)
    assert await async_setup_component(hass, "automation", {"automation": [parse_yaml(example)]})
    await act(hass, "schedule", title="Metropolis")
    await act(hass, "schedule", title="Les Vampires")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    (notification,) = sent
    assert notification["title"].startswith("Metropolis leaves on 20")
    assert notification["message"].startswith("Somebody wants it to leave then")
    assert notification["data"]["image"].startswith(f"/api/{DOMAIN}/")


@pytest.mark.parametrize("name", [*TRIGGERS, *CONDITIONS])
def test_every_trigger_and_condition_is_documented(name: str) -> None:
    assert f"| `{DOMAIN}.{name}` |" in DOCS


@pytest.mark.parametrize("kind", HappeningKind)
def test_every_event_is_documented(kind: HappeningKind) -> None:
    assert re.search(rf"^\| .*`{kind}`.* \|", DOCS, re.MULTILINE)
