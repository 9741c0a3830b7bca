"""After the set-up: a new key for a server that refuses the old one, and Jellyfin at another address."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentry,
)
from homeassistant.core import HomeAssistant
import probatio

from .checks import (
    CheckFailedError,
    async_check_jellyfin,
    async_check_oxicleanarr,
    async_check_seerr,
    async_check_server,
    with_credentials,
    without_credentials,
)
from .connection import server_id_of
from .const import CONF_SUBENTRY_ID, NAME_WITHOUT_JELLYFIN, SUBENTRY_OXICLEANARR, SUBENTRY_SEERR
from .forms import CREDENTIALS_FORM, JELLYFIN_FORM, KEY_FORM
from .jellyfin_source import has_jellyfin
from .library.reading import AnotherServerError
from .server_source import followed_server


class CredentialSteps(ConfigFlow):
    """The steps in which a household that is set up gets new credentials, or another address."""

    _subentry_id: str | None = None

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Start asking for new credentials, of Jellyfin or of the server that is named beside the entry's data."""
        self._subentry_id = entry_data.get(CONF_SUBENTRY_ID)
        subentry = self._refusing()
        if subentry is None:
            return await self.async_step_reauth_confirm()
        if subentry.subentry_type == SUBENTRY_OXICLEANARR:
            return await self.async_step_reauth_server()
        return await self.async_step_reauth_key()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new key or password of the same Jellyfin."""
        entry = self._get_reauth_entry()
        failed: CheckFailedError | None = None
        if user_input is not None:
            wanted = {**without_credentials(entry.data), **user_input}
            try:
                return await self._async_same_jellyfin(entry, wanted)
            except CheckFailedError as err:
                failed = err
        return self._form("reauth_confirm", CREDENTIALS_FORM, user_input, failed)

    async def async_step_reauth_server(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new key or password of the OxiCleanarr server."""
        return await self._async_reauth("reauth_server", CREDENTIALS_FORM, user_input)

    async def async_step_reauth_key(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new key of a Radarr, Sonarr or Seerr."""
        return await self._async_reauth("reauth_key", KEY_FORM, user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another address or key of the same Jellyfin, or for the first Jellyfin of a household without."""
        if not has_jellyfin(self._get_reconfigure_entry()):
            return await self.async_step_add_jellyfin(user_input)
        entry = self._get_reconfigure_entry()
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                wanted = {**entry.data, **with_credentials(user_input, entry.data)}
                return await self._async_same_jellyfin(entry, wanted)
            except CheckFailedError as err:
                failed = err
        shown = user_input or without_credentials(entry.data)
        return self._form("reconfigure", JELLYFIN_FORM, shown, failed)

    async def async_step_add_jellyfin(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the Jellyfin that belongs to the OxiCleanarr server of a household."""
        entry = self._get_reconfigure_entry()
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                found = await async_check_jellyfin(self.hass, user_input)
            except CheckFailedError as err:
                failed = err
            else:
                await self._async_identify(found.unique_id)
                self._abort_if_unique_id_configured()
                # A name that somebody gave it stays.
                title = found.name if entry.title == NAME_WITHOUT_JELLYFIN else entry.title
                return self._updated(
                    entry, unique_id=found.unique_id, title=title, data=dict(found.data)
                )
        return self._form("add_jellyfin", JELLYFIN_FORM, user_input, failed)

    async def _async_same_jellyfin(
        self, entry: ConfigEntry, wanted: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Store how Jellyfin is reached now; another Jellyfin ends the flow.

        Raises:
            CheckFailedError: It is not reached so.
        """
        try:
            found = await async_check_jellyfin(self.hass, wanted, server_id_of(entry.unique_id))
        except AnotherServerError:
            return self.async_abort(reason="another_server")
        # Every jellyfin-rust has one id, so its address belongs to it, and may have changed with it.
        await self._async_identify(found.unique_id if "@" in found.unique_id else entry.unique_id)
        return self._updated(entry, unique_id=self.unique_id, data=dict(found.data))

    async def _async_reauth(
        self, step_id: str, form: probatio.Schema, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        entry, subentry = self._get_reauth_entry(), self._refusing()
        if subentry is None:  # removed while the dialog was open, and the household not loaded
            return self.async_abort(reason="server_gone")
        failed: CheckFailedError | None = None
        if user_input is not None:
            wanted = {**without_credentials(subentry.data), **user_input}
            try:
                data = await _async_checked(self.hass, subentry.subentry_type, wanted)
            except CheckFailedError as err:
                failed = err
            else:
                kept = without_credentials(subentry.data)
                self.hass.config_entries.async_update_subentry(
                    entry, subentry, data=kept | dict(data)
                )
                return self._updated(entry)
        return self._form(step_id, form, user_input, failed, name=subentry.title)

    async def _async_identify(self, unique_id: str | None) -> None:
        """Say which household this is about, also when a set-up of it was left in the middle.

        Whoever closes the page leaves that one behind unseen, and Home Assistant forgets it only when it
        restarts. The first one that is finished ends the others.
        """
        await self.async_set_unique_id(unique_id, raise_on_progress=False)

    def _refusing(self) -> ConfigSubentry | None:
        """Return the server that refuses its credentials; `None` when it is Jellyfin, or gone by now."""
        entry = self._get_reauth_entry()
        if self._subentry_id is None and not has_jellyfin(entry):
            return followed_server(entry)
        return entry.subentries.get(self._subentry_id or "")

    def _updated(self, entry: ConfigEntry, **changes: Any) -> ConfigFlowResult:
        """Store changes, and let the household begin anew with them."""
        # Only a loaded entry has the listener that reloads it, at once.
        loaded = entry.state is ConfigEntryState.LOADED
        result = self.async_update_and_abort(entry, **changes)
        if not loaded:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result

    def _form(
        self,
        step_id: str,
        schema: probatio.Schema,
        user_input: Mapping[str, Any] | None,
        failed: CheckFailedError | None,
        **placeholders: str,
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=failed.errors(schema) if failed else {},
            description_placeholders=placeholders | (failed.placeholders if failed else {}),
        )


async def _async_checked(
    hass: HomeAssistant, server_type: str, wanted: Mapping[str, Any]
) -> Mapping[str, Any]:
    if server_type == SUBENTRY_OXICLEANARR:
        return await async_check_oxicleanarr(hass, wanted)
    if server_type == SUBENTRY_SEERR:
        return await async_check_seerr(hass, wanted)
    return (await async_check_server(hass, server_type, wanted)).data
