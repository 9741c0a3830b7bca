"""The repair that asks what becomes of what a removed household left in Jellyfin."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import issue_registry as ir

from .checks import CheckFailedError, given_credentials
from .clients.errors import KeyRefused
from .const import CONF_DEVICE_ID
from .display.clearing import Cleared
from .display_forms import async_bridge_words
from .farewell import async_clear_away
from .forms import CREDENTIALS_FORM
from .left_behind import Left, left_behind, listed, names_of
from .problems import problem_sentence


class LeftBehindFlow(RepairsFlow):
    """Removes what is left, or leaves it; both end the question."""

    _cleared = Cleared()

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin; the first step is handed the issue, and nothing that a person filled in."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what is there, and ask."""
        if (left := self._left) is None:
            return self.async_create_entry(data={})
        return self.async_show_menu(
            step_id="confirm",
            menu_options=["remove", "leave"],
            description_placeholders=names_of(left),
        )

    async def async_step_remove(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Remove it; after a restart, somebody has to say first how Jellyfin is reached."""
        if (left := self._left) is None:
            return self.async_create_entry(data={})
        access = left_behind(self.hass).access(self._entry_id)
        if access is None:
            return self._ask_for_credentials(left, None)
        return await self._async_clear(access)

    async def async_step_credentials(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Remove it with the credentials that somebody gave."""
        if (left := self._left) is None:
            return self.async_create_entry(data={})
        try:
            credentials = given_credentials(user_input or {})
        except CheckFailedError as err:
            return self._ask_for_credentials(left, err.key)
        reached = {
            CONF_URL: left.url,
            CONF_VERIFY_SSL: left.verify_ssl,
            CONF_DEVICE_ID: left.device_id,
        }
        return await self._async_clear(reached | credentials)

    async def async_step_leave(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Leave everything as it is."""
        await left_behind(self.hass).async_settle(self._entry_id)
        return self.async_create_entry(data={})

    async def _async_clear(self, access: Mapping[str, Any]) -> RepairsFlowResult:
        try:
            cleared = await async_clear_away(self.hass, self._entry_id, access)
        except ConfigEntryError:
            return self.async_abort(reason="another_unreadable")
        left = self._left
        if left is None or cleared is None:
            return self._end(cleared)
        if cleared.problem is not None and cleared.problem.key == KeyRefused.key:
            return self._ask_for_credentials(left, KeyRefused.key)
        if cleared.problem is not None:
            problem = problem_sentence(cleared.problem, self.hass.config.language)
            return self.async_abort(
                reason="not_removed", description_placeholders={"problem": problem}
            )
        if cleared.no_bridge is not None:
            detail = await async_bridge_words(self.hass, cleared.no_bridge)
            return self.async_abort(reason="no_bridge", description_placeholders={"detail": detail})
        self._cleared = cleared
        return await self.async_step_stays()

    async def async_step_stays(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Say what is not removed, and why; it can be put right and tried again."""
        cleared = self._cleared
        return self.async_show_menu(
            step_id="stays",
            menu_options=["remove", "leave"],
            description_placeholders={
                "links": str(cleared.links),
                "libraries": listed(cleared.changed),
                "folders": listed(cleared.filled),
                "collection": cleared.collection or "–",
            },
        )

    def _end(self, cleared: Cleared | None) -> RepairsFlowResult:
        """End the question; what people put into our collection is said to stay."""
        if cleared is None or cleared.collection is None:
            return self.async_create_entry(data={})
        # An answer that is shown leaves the issue where it is.
        ir.async_delete_issue(self.hass, self.handler, self.issue_id)
        return self.async_abort(
            reason="collection_stays",
            description_placeholders={"collection": cleared.collection},
        )

    def _ask_for_credentials(self, left: Left, error: str | None) -> RepairsFlowResult:
        return self.async_show_form(
            step_id="credentials",
            data_schema=CREDENTIALS_FORM,
            errors={"base": error} if error else {},
            description_placeholders={"household": left.household, "address": left.url},
        )

    @property
    def _entry_id(self) -> str:
        return str((self.data or {}).get("left_by"))

    @property
    def _left(self) -> Left | None:
        return left_behind(self.hass).get(self._entry_id)
