"""Whether everything that people are shown has a text, with all its placeholders filled."""

from collections.abc import Generator, Iterator, Mapping
from functools import cache
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntry, ConfigSubentryFlowManager, OptionsFlowManager
from homeassistant.core import ServiceRegistry
from homeassistant.data_entry_flow import FlowHandler, FlowManager, FlowResultType
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueRegistry
import pytest

DOMAIN = "oxicleanarr"
COMPONENT = Path(__file__).parents[1] / "custom_components" / DOMAIN


@cache
def texts(language: str = "en") -> Mapping[str, str]:
    """Return the texts of a language by dotted key, in the order of the file."""
    path = COMPONENT / "translations" / f"{language}.json"
    return dict(_flat(json.loads(path.read_text(encoding="utf-8")), ""))


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def gap(key: str, filled: Mapping[str, Any] | None) -> str | None:
    """Return what is wrong with a text and what it is filled with; None when all is well."""
    text = texts().get(key)
    if text is None:
        return f"there is no text {key}"
    empty = set(re.findall(r"\{(\w+)\}", text)) - (filled or {}).keys()
    return f"{key} is not given {', '.join(sorted(empty))}" if empty else None


def sentence(error: HomeAssistantError) -> str:
    """Return an exception's text as people read it."""
    text = texts()[f"exceptions.{error.translation_key}.message"]
    return text.format(**(error.translation_placeholders or {}))


@pytest.fixture
def every_text_exists(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Fail the test when a flow, an issue, or an action's error, shows something that has no text."""
    gaps: list[str | None] = []
    handle_step, call, set_state, raise_issue = (
        FlowManager._async_handle_step,
        ServiceRegistry.async_call,
        ConfigEntry._async_set_state,
        IssueRegistry.async_get_or_create,
    )

    async def handle_step_and_look(self: Any, flow: Any, step_id: str, user_input: Any) -> Any:
        result = await handle_step(self, flow, step_id, user_input)
        if _is_ours(flow):
            gaps.extend(_flow_gaps(_category(self, flow), result))
        return result

    async def call_and_look(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await call(self, *args, **kwargs)
        except HomeAssistantError as err:
            gaps.append(_exception_gap(err))
            raise

    def set_state_and_look(self: Any, hass: Any, state: Any, reason: Any, *args: Any) -> None:
        set_state(self, hass, state, reason, *args)
        if self.domain == DOMAIN and (key := self.error_reason_translation_key):
            filled = self.error_reason_translation_placeholders
            gaps.append(gap(f"exceptions.{key}.message", filled))

    def raise_issue_and_look(self: Any, domain: str, issue_id: str, **issue: Any) -> Any:
        if domain == DOMAIN:
            gaps.extend(_issue_gaps(issue))
        return raise_issue(self, domain, issue_id, **issue)

    monkeypatch.setattr(IssueRegistry, "async_get_or_create", raise_issue_and_look)
    monkeypatch.setattr(FlowManager, "_async_handle_step", handle_step_and_look)
    monkeypatch.setattr(ServiceRegistry, "async_call", call_and_look)
    monkeypatch.setattr(ConfigEntry, "_async_set_state", set_state_and_look)
    yield
    found = [problem for problem in gaps if problem]
    assert not found, found


def _is_ours(flow: FlowHandler[Any, Any, Any]) -> bool:
    return type(flow).__module__.startswith(f"custom_components.{DOMAIN}")


def _category(manager: object, flow: FlowHandler[Any, Any, Any]) -> str:
    if isinstance(manager, OptionsFlowManager):
        return "options"
    if isinstance(manager, ConfigSubentryFlowManager):
        return f"config_subentries.{flow.handler[1]}"
    if isinstance(flow, RepairsFlow):
        issue = ir.async_get(flow.hass).async_get_issue(DOMAIN, flow.issue_id)
        # One that is settled by the flow is gone already; its id begins with what it was about.
        kinds = {name.split(".")[1] for name in texts() if name.startswith("issues.")}
        about = [kind for kind in kinds if flow.issue_id.startswith(f"{kind}_")]
        key = issue.translation_key if issue else max(about, key=len)
        return f"issues.{key}.fix_flow"
    return "config"


def _flow_gaps(category: str, result: Any) -> Iterator[str | None]:
    filled = result.get("description_placeholders")
    if result["type"] is FlowResultType.ABORT:
        if result.get("translation_domain") in {None, DOMAIN}:
            yield gap(f"{category}.abort.{result['reason']}", filled)
        return
    step = f"{category}.step.{result.get('step_id')}"
    if result["type"] is FlowResultType.MENU:
        for part in ("title", "description"):
            yield gap(f"{step}.{part}", filled)
        for option in result["menu_options"]:
            yield gap(f"{step}.menu_options.{option}", filled)
            yield gap(f"{step}.menu_option_descriptions.{option}", filled)
    if result["type"] is not FlowResultType.FORM:
        return
    fields = [str(marker.schema) for marker in result["data_schema"].schema]
    for part in ("title", "description"):
        yield gap(f"{step}.{part}", filled)
    for field in fields:
        yield gap(f"{step}.data.{field}", filled)
        yield gap(f"{step}.data_description.{field}", filled)
    for field, key in (result["errors"] or {}).items():
        yield gap(f"{category}.error.{key}", filled)
        if field not in {*fields, "base"}:
            yield f"{key} stands at {field}, which {step} does not show"


def _issue_gaps(issue: Mapping[str, Any]) -> Iterator[str | None]:
    filled = issue["translation_placeholders"]
    prefix = f"issues.{issue['translation_key']}"
    yield gap(f"{prefix}.title", filled)
    shown = "fix_flow.step.confirm.description" if issue["is_fixable"] else "description"
    yield gap(f"{prefix}.{shown}", filled)


def _exception_gap(error: HomeAssistantError) -> str | None:
    if isinstance(error, Unauthorized):
        # Home Assistant has words of its own for it.
        return None
    if error.translation_key is None:
        return f"{error!r} cannot be translated"
    if error.translation_domain != DOMAIN:
        return None
    return gap(f"exceptions.{error.translation_key}.message", error.translation_placeholders)
