"""Setting an integration up through Home Assistant's own dialogs."""

from collections.abc import Mapping
import re
from typing import Any

from .api import Api
from .errors import HarnessError
from .forms import fill

FLOWS = "config/config_entries/flow"


async def set_up(api: Api, integration: str, known: Mapping[str, Mapping[str, Any]]) -> None:
    """Walk through an integration's set-up dialog to its end.

    ``known`` holds, by step, what to type in; of a menu the first option is taken that is in it. The rest
    is taken as the dialog suggests it. What the dialog complains about is raised as HarnessError in the
    dialog's own words.
    """
    answer = await api.post(FLOWS, {"handler": integration})
    if answer["type"] == "menu":
        first = next(option for option in answer["menu_options"] if option in known)
        answer = await api.post(f"{FLOWS}/{answer['flow_id']}", {"next_step_id": first})
    seen: set[str] = set()
    while answer["type"] == "form":
        step = answer["step_id"]
        if answer.get("errors") or step in seen:
            raise HarnessError(await _complaint(api, integration, answer))
        seen.add(step)
        form = fill(answer["data_schema"], known.get(step, {}))
        answer = await api.post(f"{FLOWS}/{answer['flow_id']}", form)
    if answer["type"] == "abort":
        text = await _text(api, integration, "abort", answer["reason"], answer)
        raise HarnessError(f"The set-up of {integration} was given up: {text}")
    if answer["type"] != "create_entry":
        raise HarnessError(
            f"The set-up of {integration} asks for something unforeseen: {answer['type']}"
        )


async def _complaint(api: Api, integration: str, answer: Mapping[str, Any]) -> str:
    complaints = [
        (await _text(api, integration, "error", key, answer))
        + (f" (field {field})" if field != "base" else "")
        for field, key in (answer.get("errors") or {}).items()
    ]
    told = " ".join(complaints) or "the dialog shows the same form again without saying why"
    return f"The set-up of {integration} stopped at step {answer['step_id']!r}: {told}"


async def _text(
    api: Api, integration: str, category: str, key: str, answer: Mapping[str, Any]
) -> str:
    """Return what the dialog would show for a key."""
    async with api.websocket() as websocket:
        found = await websocket.command(
            "frontend/get_translations",
            language="en",
            category="config",
            integration=[integration],
            config_flow=True,
        )
    text: str = found["resources"].get(f"component.{integration}.config.{category}.{key}", key)
    values = answer.get("description_placeholders") or {}
    return re.sub(r"{(\w+)}", lambda match: str(values.get(match[1], match[0])), text)
