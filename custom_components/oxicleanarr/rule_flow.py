"""Adding and changing a rule: its type, its form, what it would catch now, and only then is it saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.util import dt as dt_util

from .const import SUBENTRY_RULE
from .coordinator import OxiCleanarrCoordinator, loaded
from .policy.amounts import amount
from .policy.compare import compare
from .policy.reach import reach
from .policy.rules import Rule, RuleError, RuleType
from .preview import preview_texts
from .rule_forms import STEPS, rule_form, shown_rule, stored_rule
from .rule_store import priority_of, read_rule, read_rules

# The id of a rule that is not saved yet.
_NEW = "new"

# A new rule comes after all others, with room for some in between.
_PRIORITY_STEP = 10


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule that was filled in and understood."""

    name: str
    data: Mapping[str, Any]
    rule: Rule


class RuleFlow(ConfigSubentryFlow):
    """Asks for one rule."""

    _rule_type: RuleType
    _draft: _Draft

    def __init__(self) -> None:
        """Start with nothing filled in."""
        self._shown: Mapping[str, Any] | None = None

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the type of a new rule."""
        coordinator = loaded(self._get_entry())
        if coordinator is None:
            return self.async_abort(reason="not_loaded")
        if coordinator.sources.server:
            return self.async_abort(reason="server_decides")
        return self.async_show_menu(step_id="user", menu_options=list(STEPS.values()))

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the form of a rule with its present values; ask for the type where that is not understood."""
        subentry = self._get_reconfigure_subentry()
        self._shown = shown_rule(subentry.title, subentry.data)
        try:
            rule_type = RuleType(subentry.data["type"])
        except LookupError, ValueError:
            return await self.async_step_user()
        return await self._async_form(rule_type, None)

    async def async_step_tag(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a tag and how long media with it stay."""
        return await self._async_form(RuleType.TAG, user_input)

    async def async_step_requester(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for people and how long what they requested stays."""
        return await self._async_form(RuleType.USER, user_input)

    async def async_step_watched(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who must have watched, and how long media stay then."""
        return await self._async_form(RuleType.WATCHED, user_input)

    async def async_step_match(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for rating, genre, size, library and folder."""
        return await self._async_form(RuleType.MATCH, user_input)

    async def async_step_episode(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which episodes of series go."""
        return await self._async_form(RuleType.EPISODE, user_input)

    async def async_step_disk(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how much must be free on a disk."""
        return await self._async_form(RuleType.DISK, user_input)

    async def async_step_preview(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what the rule would catch now, to be saved or changed."""
        coordinator = loaded(self._get_entry())
        if coordinator is None:
            return self.async_abort(reason="not_loaded")
        placeholders = await self._async_preview(coordinator)
        return self.async_show_menu(
            step_id="preview",
            menu_options=["save", "edit"],
            description_placeholders=placeholders,
        )

    async def async_step_edit(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show the form again."""
        return await self._async_form(self._rule_type, None)

    async def async_step_save(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Save the rule; the household's entry reloads with it."""
        draft = self._draft
        if self.source == SOURCE_RECONFIGURE:
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                data=draft.data,
                title=draft.name,
            )
        return self.async_create_entry(title=draft.name, data=dict(draft.data))

    async def _async_form(
        self, rule_type: RuleType, user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        coordinator = loaded(self._get_entry())
        if coordinator is None:
            return self.async_abort(reason="not_loaded")
        self._rule_type = rule_type
        schema = rule_form(rule_type, coordinator.data.library, self._next_priority())
        errors: dict[str, str] = {}
        if user_input is not None:
            self._shown = user_input
            try:
                self._draft = self._read(user_input)
            except RuleError as err:
                errors[err.field if err.field in schema.schema else "base"] = err.key
            else:
                return await self.async_step_preview()
        return self.async_show_form(
            step_id=STEPS[rule_type],
            data_schema=self.add_suggested_values_to_schema(schema, self._shown),
            errors=errors,
        )

    def _read(self, user_input: Mapping[str, Any]) -> _Draft:
        """Return the rule that a form stands for.

        Raises:
            RuleError: With the field to correct.
        """
        name = user_input["name"].strip()
        if any(name.casefold() == other.title.casefold() for other in self._others()):
            raise RuleError("name", "name_taken")
        data = stored_rule(self._rule_type, user_input)
        _, rule = read_rule(self._rule_id(), name, data)
        return _Draft(name, data, rule)

    async def _async_preview(self, coordinator: OxiCleanarrCoordinator) -> dict[str, str]:
        draft = self._draft
        subentry = ConfigSubentry(
            data=MappingProxyType(dict(draft.data)),
            subentry_id=self._rule_id(),
            subentry_type=SUBENTRY_RULE,
            title=draft.name,
            unique_id=None,
        )
        stored = read_rules([*self._others(), subentry])
        before = await coordinator.async_plan_as(coordinator.settings)
        after = await coordinator.async_plan_as(replace(coordinator.settings, rules=stored.rules))
        caught = await self.hass.async_add_executor_job(reach, draft.rule, coordinator.data.library)
        return preview_texts(
            draft.name,
            amount(medium.size_bytes for medium in caught),
            compare(before, after),
            dt_util.now(),
            self.hass.config.language,
        )

    def _rule_id(self) -> str:
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_subentry().subentry_id
        return _NEW

    def _others(self) -> list[ConfigSubentry]:
        """Return the household's other rules."""
        return [
            subentry
            for subentry in self._get_entry().subentries.values()
            if subentry.subentry_type == SUBENTRY_RULE and subentry.subentry_id != self._rule_id()
        ]

    def _next_priority(self) -> int:
        return max((priority_of(other) for other in self._others()), default=0) + _PRIORITY_STEP
