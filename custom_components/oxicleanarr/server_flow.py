"""Adding and changing a server later, each a subentry of its household."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentryData,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_URL
import probatio

from .checks import (
    CheckFailedError,
    ServerFound,
    async_check_oxicleanarr,
    async_check_seerr,
    async_check_server,
    with_credentials,
    without_credentials,
)
from .connection import path_mappings
from .const import (
    CONF_PATH_MAPPINGS,
    SUBENTRY_OXICLEANARR,
    SUBENTRY_RADARR,
    SUBENTRY_SEERR,
    SUBENTRY_SONARR,
)
from .coordinator import loaded
from .forms import MAPPINGS, OXICLEANARR_FORM, SERVER_FORM
from .library.jellyfin_media import JellyfinItem
from .mapping_step import MappingCheck
from .server_source import followed_server


def server_subentry(
    server_type: str, found: ServerFound, mappings: Sequence[dict[str, str]]
) -> ConfigSubentryData:
    """Return the subentry of a server that was found."""
    return ConfigSubentryData(
        data={**found.data, CONF_PATH_MAPPINGS: list(mappings)},
        subentry_type=server_type,
        title=found.name,
        unique_id=found.data[CONF_URL],
    )


def oxicleanarr_subentry(data: Mapping[str, Any]) -> ConfigSubentryData:
    """Return the subentry of an OxiCleanarr server that was found."""
    return ConfigSubentryData(
        data=data,
        subentry_type=SUBENTRY_OXICLEANARR,
        # The household may be called OxiCleanarr, too.
        title="OxiCleanarr server",
        unique_id=data[CONF_URL],
    )


class _KeyedFlow(ConfigSubentryFlow):
    """Asks for the address and the credentials of one server, new or changed."""

    form: ClassVar[probatio.Schema] = SERVER_FORM

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new server."""
        return await self._async_server_step("user", user_input, {})

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for changes; without any credentials the present ones stay."""
        return await self._async_server_step(
            "reconfigure", user_input, dict(self._get_reconfigure_subentry().data)
        )

    async def _async_server_step(
        self, step_id: str, user_input: dict[str, Any] | None, present: dict[str, Any]
    ) -> SubentryFlowResult:
        failed: CheckFailedError | None = None
        if user_input is not None:
            try:
                return await self._async_checked(with_credentials(user_input, present), present)
            except CheckFailedError as err:
                failed = err
        shown = user_input or without_credentials(present)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(self.form, shown),
            errors=failed.errors(self.form) if failed else {},
            description_placeholders=failed.placeholders if failed else {},
        )

    @abstractmethod
    async def _async_checked(
        self, wanted: dict[str, Any], present: dict[str, Any]
    ) -> SubentryFlowResult:
        """Reach the server of the form and go on from there; CheckFailedError shows the form again."""

    def _is_taken(self, url: str) -> bool:
        """Return whether another subentry of this household has that address."""
        own_id = (
            self._get_reconfigure_subentry().subentry_id
            if self.source == SOURCE_RECONFIGURE
            else None
        )
        return any(
            subentry.unique_id == url and subentry.subentry_id != own_id
            for subentry in self._get_entry().subentries.values()
        )

    def _store(self, subentry: ConfigSubentryData) -> SubentryFlowResult:
        if self.source == SOURCE_RECONFIGURE:
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                data=subentry["data"],
                title=subentry["title"],
                unique_id=subentry["unique_id"],
            )
        return self.async_create_entry(
            title=subentry["title"], data=subentry["data"], unique_id=subentry["unique_id"]
        )


class OxiCleanarrFlow(_KeyedFlow):
    """Adds or changes the OxiCleanarr server that decides for the household."""

    form = OXICLEANARR_FORM

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the server; a household follows one only."""
        if followed_server(self._get_entry()):
            return self.async_abort(reason="already_configured")
        return await super().async_step_user(user_input)

    @override
    async def _async_checked(
        self, wanted: dict[str, Any], present: dict[str, Any]
    ) -> SubentryFlowResult:
        return self._store(oxicleanarr_subentry(await async_check_oxicleanarr(self.hass, wanted)))


class SeerrFlow(_KeyedFlow):
    """Adds or changes a Seerr."""

    @override
    async def _async_checked(
        self, wanted: dict[str, Any], present: dict[str, Any]
    ) -> SubentryFlowResult:
        data = await async_check_seerr(self.hass, wanted)
        if self._is_taken(data[CONF_URL]):
            return self.async_abort(reason="already_configured")
        return self._store(
            ConfigSubentryData(
                data=data, subentry_type=SUBENTRY_SEERR, title="Seerr", unique_id=data[CONF_URL]
            )
        )


class _ServerFlow(_KeyedFlow):
    """Asks for one Radarr or Sonarr and its path mappings."""

    server_type: ClassVar[str]

    _found: ServerFound
    _check: MappingCheck

    async def async_step_paths(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the path mappings, proposed from the servers' own data for a new server."""
        errors: dict[str, str] = {}
        placeholders = {"mappings": ""}
        if user_input is not None:
            idle = self._check.submit(user_input.get(CONF_PATH_MAPPINGS, []))
            if idle is None:
                if self.source == SOURCE_RECONFIGURE:
                    await self._async_ask_for_bin_again()
                return self._store(
                    server_subentry(self.server_type, self._found, self._check.suggested)
                )
            errors[CONF_PATH_MAPPINGS] = "mapping_without_effect"
            placeholders["mappings"] = idle
        placeholders["summary"] = self._check.summary(self._found.name)
        field = probatio.Optional(
            CONF_PATH_MAPPINGS, description={"suggested_value": self._check.suggested}
        )
        return self.async_show_form(
            step_id="paths",
            data_schema=probatio.Schema({field: MAPPINGS}),
            errors=errors,
            description_placeholders=placeholders,
        )

    @override
    async def _async_checked(
        self, wanted: dict[str, Any], present: dict[str, Any]
    ) -> SubentryFlowResult:
        self._found = await async_check_server(self.hass, self.server_type, wanted)
        if self._is_taken(self._found.data[CONF_URL]):
            return self.async_abort(reason="already_configured")
        if present and self._is_another():
            raise CheckFailedError(CONF_URL, "another_server", server=self._found.name)
        mappings = path_mappings(present[CONF_PATH_MAPPINGS]) if present else None
        self._check = MappingCheck(
            self.server_type, self._found.media, self._jellyfin_items(), mappings
        )
        return await self.async_step_paths()

    async def _async_ask_for_bin_again(self) -> None:
        """Forget that somebody accepted a missing recycle bin: at another address may be another server."""
        subentry, coordinator = self._get_reconfigure_subentry(), loaded(self._get_entry())
        if coordinator and subentry.unique_id != self._found.data[CONF_URL]:
            await coordinator.cleaner.async_reject_no_bin(subentry.subentry_id)

    def _is_another(self) -> bool:
        """Return whether the server has nothing of what the one before had; they have no ids of their own."""
        if (coordinator := loaded(self._get_entry())) is None:
            return False
        subentry_id = self._get_reconfigure_subentry().subentry_id
        before = coordinator.sources.provider_ids_of(subentry_id)
        now = {name for copy in self._found.media.copies for name in copy.provider_ids}
        return bool(before and now) and before.isdisjoint(now)

    def _jellyfin_items(self) -> Sequence[JellyfinItem]:
        """Return what Jellyfin last showed; nothing while the household is not loaded."""
        coordinator = loaded(self._get_entry())
        return coordinator.sources.items if coordinator else ()


class RadarrFlow(_ServerFlow):
    """Adds or changes a Radarr."""

    server_type = SUBENTRY_RADARR


class SonarrFlow(_ServerFlow):
    """Adds or changes a Sonarr."""

    server_type = SUBENTRY_SONARR
