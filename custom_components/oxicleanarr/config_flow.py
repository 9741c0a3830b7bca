"""The set-up: Jellyfin, Radarr and Sonarr, their path mappings, how long media stay, and where that shows.

Or an OxiCleanarr server alone, which decides how long media stay.
"""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import callback
from homeassistant.util import dt as dt_util
import probatio
from yarl import URL

from .checks import (
    CheckFailedError,
    JellyfinFound,
    ServerFound,
    async_check_jellyfin,
    async_check_oxicleanarr,
    async_check_server,
)
from .clients.bridge import Bridge, BridgeStatus
from .clients.errors import ClientError
from .const import (
    CONF_PATH_MAPPINGS,
    DOMAIN,
    NAME_WITHOUT_JELLYFIN,
    SUBENTRY_OXICLEANARR,
    SUBENTRY_RADARR,
    SUBENTRY_RULE,
    SUBENTRY_SEERR,
    SUBENTRY_SONARR,
)
from .credential_flow import CredentialSteps
from .display.base_path import root_folders
from .display_forms import (
    DISPLAY_FORM,
    Places,
    async_told_bridge,
    check_display,
    display_options,
    suggested_displays,
)
from .forms import (
    JELLYFIN_FORM,
    MAPPINGS,
    OXICLEANARR_FORM,
    RETENTION_FORM,
    SERVER_FORM,
    retention_errors,
    retention_options,
)
from .library.jellyfin import read_items, read_libraries
from .library.jellyfin_media import JellyfinItem
from .library.reading import UntrustedAnswerError
from .mapping_step import MappingCheck
from .options_flow import HouseholdOptionsFlow
from .rule_flow import RuleFlow
from .server_flow import (
    OxiCleanarrFlow,
    RadarrFlow,
    SeerrFlow,
    SonarrFlow,
    oxicleanarr_subentry,
    server_subentry,
)


class OxiCleanarrConfigFlow(CredentialSteps, domain=DOMAIN):
    """Sets up one household: one Jellyfin with its Radarr and Sonarr."""

    _jellyfin: JellyfinFound
    _bridge: BridgeStatus

    def __init__(self) -> None:
        """Start with nothing found."""
        self._items: tuple[JellyfinItem, ...] | None = None
        self._options: dict[str, Any] = {}
        self._places = Places()
        self._servers: dict[str, ServerFound] = {}
        self._mapping_checks: dict[str, MappingCheck] = {}
        self._subentries: list[ConfigSubentryData] = []

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow that changes how long media stay, and where it shows."""
        return HouseholdOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the servers and rules that can be added later."""
        return {
            SUBENTRY_OXICLEANARR: OxiCleanarrFlow,
            SUBENTRY_RADARR: RadarrFlow,
            SUBENTRY_SONARR: SonarrFlow,
            SUBENTRY_SEERR: SeerrFlow,
            SUBENTRY_RULE: RuleFlow,
        }

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what there is to begin with: Jellyfin, or an OxiCleanarr server that decides already."""
        return self.async_show_menu(step_id="user", menu_options=["jellyfin", "server"])

    async def async_step_server(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for an OxiCleanarr server, and create a household that has nothing else yet."""
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                data = await async_check_oxicleanarr(self.hass, user_input)
            except CheckFailedError as err:
                failed = err
            else:
                # It has no id of its own.
                await self._async_identify(
                    f"{SUBENTRY_OXICLEANARR}@{URL(data[CONF_URL]).authority}"
                )
                self._abort_if_unique_id_configured(error="server_already_configured")
                return self.async_create_entry(
                    title=NAME_WITHOUT_JELLYFIN,
                    data={},
                    subentries=[oxicleanarr_subentry(data)],
                )
        return self._form("server", OXICLEANARR_FORM, user_input, failed)

    async def async_step_jellyfin(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for Jellyfin."""
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                self._jellyfin = await async_check_jellyfin(self.hass, user_input)
            except CheckFailedError as err:
                failed = err
            else:
                await self._async_identify(self._jellyfin.unique_id)
                self._abort_if_unique_id_configured()
                return await self.async_step_radarr()
        return self._form("jellyfin", JELLYFIN_FORM, user_input, failed)

    async def async_step_radarr(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for Radarr; an empty address skips it."""
        if user_input is not None and not _filled(user_input):
            return await self.async_step_sonarr()
        failed = await self._async_found(SUBENTRY_RADARR, user_input)
        if user_input is not None and failed is None:
            return await self.async_step_sonarr()
        return self._form("radarr", SERVER_FORM, user_input, failed)

    async def async_step_sonarr(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for Sonarr; an empty address skips it."""
        if user_input is not None and not _filled(user_input):
            return await self.async_step_paths()
        failed = await self._async_found(SUBENTRY_SONARR, user_input)
        if user_input is not None and failed is None:
            return await self.async_step_paths()
        return self._form("sonarr", SERVER_FORM, user_input, failed)

    async def async_step_paths(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the path mappings that the servers' own data propose, to be confirmed or changed."""
        if not self._servers:
            return await self.async_step_retention()
        if not self._mapping_checks:
            items = await self._async_items()
            self._mapping_checks = {
                server_type: MappingCheck(server_type, server.media, items)
                for server_type, server in self._servers.items()
            }
        errors: dict[str, str] = {}
        idle_mappings = []
        summaries = []
        schema: dict[probatio.Marker, Any] = {}
        for server_type, check in self._mapping_checks.items():
            field = f"{server_type}_{CONF_PATH_MAPPINGS}"
            if user_input is not None and (idle := check.submit(user_input.get(field, []))):
                errors[field] = "mapping_without_effect"
                idle_mappings.append(idle)
            summaries.append(check.summary(self._servers[server_type].name))
            schema[probatio.Optional(field, description={"suggested_value": check.suggested})] = (
                MAPPINGS
            )
        if user_input is not None and not errors:
            self._subentries = [
                server_subentry(server_type, self._servers[server_type], check.suggested)
                for server_type, check in self._mapping_checks.items()
            ]
            return await self.async_step_retention()
        return self.async_show_form(
            step_id="paths",
            data_schema=probatio.Schema(schema),
            errors=errors,
            description_placeholders={
                "mappings": ", ".join(idle_mappings),
                "summary": "\n".join(summaries),
            },
        )

    async def async_step_retention(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how long media stay."""
        errors: dict[str, str] = {}
        if user_input is not None and not (errors := retention_errors(user_input)):
            self._options = retention_options(user_input)
            return await self.async_step_display()
        return self.async_show_form(
            step_id="retention",
            data_schema=self.add_suggested_values_to_schema(RETENTION_FORM, user_input),
            errors=errors,
        )

    async def async_step_display(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where Jellyfin is to show what is leaving soon, and create the entry."""
        failed: CheckFailedError | None = None
        if user_input is None:
            self._bridge = await Bridge(self._jellyfin.client.http).status()
            self._places = await self._async_places()
            base_path = self._places.proposal(await self._async_items())
            shown = suggested_displays(self._bridge, base_path)
        else:
            try:
                check_display(user_input, self._places)
            except CheckFailedError as err:
                failed = err
                shown = user_input
            else:
                return self.async_create_entry(
                    title=self._jellyfin.name,
                    data=dict(self._jellyfin.data),
                    options=self._options | display_options(user_input),
                    subentries=self._subentries,
                )
        bridge = await async_told_bridge(self.hass, self._bridge)
        return self._form("display", DISPLAY_FORM, shown, failed, bridge=bridge)

    async def _async_found(
        self, server_type: str, user_input: dict[str, Any] | None
    ) -> CheckFailedError | None:
        """Check the server of the form and remember it; return what is wrong with it."""
        if user_input is None:
            return None
        try:
            self._servers[server_type] = await async_check_server(
                self.hass, server_type, user_input
            )
        except CheckFailedError as err:
            return err
        return None

    async def _async_items(self) -> tuple[JellyfinItem, ...]:
        """Read what Jellyfin shows; without it nothing can be proposed, which is no reason to stop."""
        if self._items is None:
            client = self._jellyfin.client
            try:
                libraries = await read_libraries(client)
                self._items = (await read_items(client, libraries, dt_util.utcnow())).rows
            except ClientError, UntrustedAnswerError:
                return ()
        return self._items

    async def _async_places(self) -> Places:
        """Find out where media are; what Jellyfin does not tell now is looked at before any link is made."""
        roots = [
            root_folders(server.media.copies, self._mapping_checks[server_type].mappings)
            for server_type, server in self._servers.items()
        ]
        try:
            libraries = await read_libraries(self._jellyfin.client)
        except ClientError, UntrustedAnswerError:
            libraries = ()
        return Places.of(libraries, frozenset().union(*roots))


def _filled(user_input: Mapping[str, Any]) -> bool:
    return bool(user_input.get(CONF_URL) or user_input.get(CONF_API_KEY))
