"""The options of a household: how long media stay, where Jellyfin shows what leaves, and how it goes."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
import probatio

from .checks import CheckFailedError
from .cleanup_forms import CLEANUP_FORM, cleanup_options
from .clients.bridge import BridgeStatus
from .const import CONF_BASE_PATH, CONF_DISPLAYS
from .coordinator import OxiCleanarrCoordinator, loaded
from .display.models import DisplayKind
from .display_forms import (
    DISPLAY_OPTIONS_FORM,
    Places,
    async_told_bridge,
    check_display,
    display_options,
)
from .forms import OPTIONS_FORM, household_errors, household_options
from .jellyfin_source import has_jellyfin
from .server_source import followed_server

STEP_DISPLAY = "display"


class HouseholdOptionsFlow(OptionsFlow):
    """Changes one group of options at a time and leaves the others as they are."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Offer the groups that mean something: a household may leave the deciding to a server, or have no Jellyfin."""
        entry = self.config_entry
        if not has_jellyfin(entry):
            return self.async_abort(reason="nothing_to_choose")
        groups = [] if followed_server(entry) else ["retention"]
        return self.async_show_menu(step_id="init", menu_options=[*groups, STEP_DISPLAY, "cleanup"])

    async def async_step_retention(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how long media stay and are announced, and what protects without any rule."""
        errors: dict[str, str] = {}
        if user_input is not None and not (errors := household_errors(user_input)):
            return self._store(OPTIONS_FORM, household_options(user_input))
        return self.async_show_form(
            step_id="retention",
            data_schema=self.add_suggested_values_to_schema(
                OPTIONS_FORM, user_input or self.config_entry.options
            ),
            errors=errors,
        )

    async def async_step_display(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where Jellyfin is to show what is leaving soon, and under which names."""
        # A household that is not loaded can be changed all the same.
        coordinator = loaded(self.config_entry)
        places = _places(coordinator)
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                check_display(user_input, places)
                self._check_others(user_input, coordinator)
            except CheckFailedError as err:
                failed = err
            else:
                return self._store(DISPLAY_OPTIONS_FORM, display_options(user_input))
        items = coordinator.sources.items if coordinator else ()
        shown = user_input or (
            {CONF_BASE_PATH: places.proposal(items)} | dict(self.config_entry.options)
        )
        bridge = await async_told_bridge(self.hass, _bridge(coordinator))
        return self.async_show_form(
            step_id=STEP_DISPLAY,
            data_schema=self.add_suggested_values_to_schema(DISPLAY_OPTIONS_FORM, shown),
            errors=failed.errors(DISPLAY_OPTIONS_FORM) if failed else {},
            description_placeholders={"bridge": bridge} | (failed.placeholders if failed else {}),
        )

    async def async_step_cleanup(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what becomes of media whose day has come, how much may go at once, and what holds it back."""
        if user_input is not None:
            return self._store(CLEANUP_FORM, cleanup_options(user_input))
        return self.async_show_form(
            step_id="cleanup",
            data_schema=self.add_suggested_values_to_schema(
                CLEANUP_FORM, self.config_entry.options
            ),
        )

    def _check_others(
        self, user_input: dict[str, Any], coordinator: OxiCleanarrCoordinator | None
    ) -> None:
        """Refuse displays while somebody else shows the same; a collection that is there already may stay.

        Raises:
            CheckFailedError: One of them is wanted.
        """
        trouble = coordinator.displays.others.trouble if coordinator else None
        already = {*self.config_entry.options.get(CONF_DISPLAYS, ())} - {DisplayKind.LIBRARIES}
        if trouble and {*user_input[CONF_DISPLAYS]} - already:
            raise CheckFailedError(CONF_DISPLAYS, trouble.value)

    def _store(self, form: probatio.Schema, options: dict[str, Any]) -> ConfigFlowResult:
        """Put these options in the place of those that the form is about."""
        others = {
            key: value for key, value in self.config_entry.options.items() if key not in form.schema
        }
        return self.async_create_entry(data=others | options)


def _bridge(coordinator: OxiCleanarrCoordinator | None) -> BridgeStatus | None:
    return coordinator.data.bridge if coordinator else None


def _places(coordinator: OxiCleanarrCoordinator | None) -> Places:
    """Return where media are; what is not known now is looked at again before any link is made."""
    jellyfin = coordinator.sources.jellyfin if coordinator else None
    if coordinator is None or jellyfin is None or jellyfin.answer is None:
        return Places()
    answer = jellyfin.answer
    return Places.of(answer.libraries, coordinator.sources.media_roots)
