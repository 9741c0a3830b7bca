"""Repairs: each one says what is wrong, and opens the form that mends it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import override

from homeassistant.components.repairs import FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
import probatio

from .cleaner import Cleaner
from .cleanup_happenings import told_run
from .cleanup_issues import APPROVAL, BRAKE, NO_BIN
from .const import SUBENTRY_RULE
from .coordinator import loaded
from .left_behind_flow import LeftBehindFlow
from .library.models import Problem
from .options_flow import STEP_DISPLAY
from .problems import problem_sentence
from .source_issues import doubt_about
from .sources import Sources


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that opens what an issue is about, or that does what it asks for."""
    if data and "left_by" in data:
        return LeftBehindFlow()
    if data and "decision" in data:
        return CleanupRepairFlow()
    if data and "doubted" in data:
        return DoubtRepairFlow()
    return RuleRepairFlow() if data and "subentry_id" in data else DisplayRepairFlow()


class _OpeningFlow(RepairsFlow):
    """Opens a form. The issue goes by itself, once what it is about is healthy."""

    _read: Mapping[str, str] | None = None
    """What the person has read."""

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin; the first step is handed the issue, and nothing that a person filled in."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what is wrong, then open the form."""
        if user_input is not None:
            return await self._async_open()
        self._read = self._told()
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders=self._read,
        )

    def _told(self) -> Mapping[str, str] | None:
        """Return what the issue tells now."""
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return issue.translation_placeholders if issue else None

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


class CleanupRepairFlow(_OpeningFlow):
    """Asks for a decision about cleaning up, and carries it out."""

    @override
    async def _async_open(self) -> RepairsFlowResult:
        data = self.data or {}
        entry = self.hass.config_entries.async_get_entry(str(data.get("entry_id")))
        if (coordinator := loaded(entry)) is None:
            return self.async_abort(reason="not_loaded")
        cleaner = coordinator.cleaner
        try:
            decision = data.get("decision")
            if decision == APPROVAL:
                return await self._async_approve(cleaner, str(data.get("plan_id")))
            if decision == BRAKE:
                if (told := self._told()) and told != self._read:
                    return self.async_abort(
                        reason="not_released", description_placeholders=dict(told)
                    )
                await cleaner.async_release_brakes()
            if decision == NO_BIN:
                await cleaner.async_accept_no_bin(str(data.get("source_id")))
        except ServiceValidationError as err:
            return self.async_abort(reason=err.translation_key or "not_loaded")
        return self.async_create_entry(data={})

    async def _async_approve(self, cleaner: Cleaner, plan_id: str) -> RepairsFlowResult:
        # Repairs are for administrators only, and do not tell which of them it is.
        report = await cleaner.async_approve(plan_id, None)
        language = self.hass.config.language
        return self.async_abort(
            reason="cleaned_up",
            description_placeholders={"result": told_run(report, language)},
        )


class DoubtRepairFlow(RepairsFlow):
    """Takes over what a server tells, because a person has read what it lost and says that this is right."""

    _seen: Problem | None = None
    """What the person has read."""

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin; the first step is handed the issue, and nothing that a person filled in."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what the server has lost, then take it over; nothing more than what was read is believed."""
        entry = self.hass.config_entries.async_get_entry(str((self.data or {}).get("entry_id")))
        if (coordinator := loaded(entry)) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is not None:
            await coordinator.async_sync(believe=self._believes)
            return self._ended(coordinator.sources)
        issue = doubt_about(self._source_id, coordinator.sources)
        if issue is None:
            return self._ended(coordinator.sources)
        self._seen = coordinator.sources.problem(self._source_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders=dict(issue.names),
        )

    @property
    def _source_id(self) -> str:
        return str((self.data or {})["doubted"])

    def _believes(self, source_id: str, doubt: Problem) -> bool:
        return source_id == self._source_id and doubt == self._seen

    def _ended(self, sources: Sources) -> RepairsFlowResult:
        """Return that the server is believed, or why it is not."""
        problem = sources.problem(self._source_id)
        if problem is None:
            return self.async_create_entry(data={})
        said = problem_sentence(problem, self.hass.config.language)
        return self.async_abort(reason="not_taken_over", description_placeholders={"problem": said})


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
