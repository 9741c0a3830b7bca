"""Repairs: each one says what is wrong with a rule, and opens its form."""

from homeassistant.components.repairs import FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import probatio

from .const import SUBENTRY_RULE


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that mends the rule which an issue is about."""
    return RuleRepairFlow()


class RuleRepairFlow(RepairsFlow):
    """Opens the form of a rule. The issue goes by itself, once the rule is healthy."""

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin; the first step is handed the issue, and nothing that a person filled in."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what is wrong, then open the rule."""
        if user_input is not None:
            return await self._async_open_rule()
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def _async_open_rule(self) -> RepairsFlowResult:
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
