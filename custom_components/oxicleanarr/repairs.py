"""Repairs: each one says what is wrong, and opens the form that mends it."""

from abc import abstractmethod
from typing import override

from homeassistant.components.repairs import FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import probatio

from .const import SUBENTRY_RULE
from .options_flow import STEP_DISPLAY


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that opens what an issue is about: a rule, or the options of the display."""
    return RuleRepairFlow() if data and "subentry_id" in data else DisplayRepairFlow()


class _OpeningFlow(RepairsFlow):
    """Opens a form. The issue goes by itself, once what it is about is healthy."""

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin; the first step is handed the issue, and nothing that a person filled in."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what is wrong, then open the form."""
        if user_input is not None:
            return await self._async_open()
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    @abstractmethod
    async def _async_open(self) -> RepairsFlowResult:
        """Open the form and end."""


class RuleRepairFlow(_OpeningFlow):
    """Opens the form of a rule."""

    @override
    async def _async_open(self) -> RepairsFlowResult:
        data = self.data or {}
        entry = self.hass.config_entries.async_get_entry(str(data.get("entry_id")))
        rule_id = str(data.get("subentry_id"))
        if entry is None or rule_id not in entry.subentries:
            return self.async_abort(reason="rule_gone")
        flow = await self.hass.config_entries.subentries.async_init(
            (entry.entry_id, SUBENTRY_RULE),
            context={"source": SOURCE_RECONFIGURE, "subentry_id": rule_id},
        )
        if flow["type"] is FlowResultType.ABORT:
            return self.async_abort(reason="not_loaded")
        return self.async_abort(
            reason="rule_opened", next_flow=(FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"])
        )


class DisplayRepairFlow(_OpeningFlow):
    """Opens the options of the display."""

    @override
    async def _async_open(self) -> RepairsFlowResult:
        entry_id = str((self.data or {}).get("entry_id"))
        if self.hass.config_entries.async_get_entry(entry_id) is None:
            return self.async_abort(reason="household_gone")
        options = self.hass.config_entries.options
        menu = await options.async_init(entry_id)
        form = await options.async_configure(menu["flow_id"], {"next_step_id": STEP_DISPLAY})
        return self.async_abort(
            reason="options_opened", next_flow=(FlowType.OPTIONS_FLOW, form["flow_id"])
        )
