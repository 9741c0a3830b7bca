"""Checks that the set-up makes: is the server there, is it the right one, does it let us in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
import uuid

from homeassistant.const import (
    CONF_API_KEY,
    CONF_PASSWORD,
    CONF_URL,
    CONF_USERNAME,
    CONF_VERIFY_SSL,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import probatio
from yarl import URL

from .clients.address import AddressError, parse_address
from .clients.errors import ClientError, KeyRefused, Redirected, WrongApp
from .clients.jellyfin import Jellyfin
from .clients.jellyfin_models import Dialect
from .connection import (
    jellyfin_client,
    oxicleanarr_client,
    radarr_client,
    seerr_client,
    sonarr_client,
)
from .const import CONF_DEVICE_ID, SUBENTRY_RADARR
from .library.jellyfin import read_info
from .library.managed import ManagedMedia, read_radarr, read_sonarr
from .library.reading import UntrustedAnswerError, problem_of
from .problems import in_brackets, problem_sentence, word

CREDENTIALS: Final = (CONF_API_KEY, CONF_USERNAME, CONF_PASSWORD)

OXICLEANARR_PORTS: Final = (9709, 8080)
"""9709 since 1.2, 8080 before, and still in its own guides."""


class CheckFailedError(Exception):
    """A field of the form, or the form as a whole ("base"), needs the user's attention."""

    def __init__(self, field: str, key: str, **placeholders: str) -> None:
        """Name the field, the error's translation key, and what its sentence mentions."""
        super().__init__(key)
        self.field = field
        self.key = key
        self.placeholders = placeholders

    def errors(self, form: probatio.Schema) -> dict[str, str]:
        """Return the error as a form shows it: at its field, or at the top where it has none."""
        return {self.field if self.field in form.schema else "base": self.key}


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinFound:
    """A Jellyfin that let us in."""

    unique_id: str
    name: str
    data: Mapping[str, Any]
    client: Jellyfin


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFound:
    """A Radarr or Sonarr that let us in, and what it manages."""

    name: str
    data: Mapping[str, Any]
    media: ManagedMedia


async def async_check_jellyfin(
    hass: HomeAssistant, user_input: Mapping[str, Any], server_id: str | None = None
) -> JellyfinFound:
    """Reach the Jellyfin of the form and log in; with a `server_id`, no other one is shown the credentials.

    Raises:
        CheckFailedError: With the field to correct.
        AnotherServerError: It is another one.
    """
    url = _address(user_input)
    data = {
        CONF_URL: str(url),
        CONF_VERIFY_SSL: user_input[CONF_VERIFY_SSL],
        CONF_DEVICE_ID: user_input.get(CONF_DEVICE_ID) or uuid.uuid4().hex,
        **given_credentials(user_input),
    }
    client = jellyfin_client(hass, data)
    try:
        info = await read_info(client, server_id)
        if CONF_USERNAME in data:
            login = await client.login(data[CONF_USERNAME], data[CONF_PASSWORD])
            if not login.is_administrator:
                raise CheckFailedError(CONF_USERNAME, "not_administrator")
        await client.users()
    except ClientError as err:
        if isinstance(err, KeyRefused) and CONF_USERNAME in data:
            raise CheckFailedError(CONF_PASSWORD, "login_refused", server=err.server) from err
        raise _failed(hass, err, url) from err
    data[CONF_URL] = str(client.http.url)
    # Every jellyfin-rust has the same id, so it identifies nothing.
    unique_id = f"{info.id}@{url.authority}" if info.dialect is Dialect.RUST else info.id
    return JellyfinFound(
        unique_id=unique_id, name=info.name or "Jellyfin", data=data, client=client
    )


async def async_check_server(
    hass: HomeAssistant, server_type: str, user_input: Mapping[str, Any]
) -> ServerFound:
    """Reach the Radarr or Sonarr of the form and read what it manages.

    Raises:
        CheckFailedError: With the field to correct.
    """
    url, data = _keyed(user_input)
    try:
        if server_type == SUBENTRY_RADARR:
            radarr = radarr_client(hass, data)
            name = (await radarr.status()).instance_name
            media = await read_radarr(radarr, "", dt_util.utcnow())
            http = radarr.http
        else:
            sonarr = sonarr_client(hass, data)
            name = (await sonarr.status()).instance_name
            media = await read_sonarr(sonarr, "", dt_util.utcnow())
            http = sonarr.http
    except ClientError as err:
        raise _failed(hass, err, url) from err
    except UntrustedAnswerError as err:
        problem = problem_sentence(problem_of(err), hass.config.language)
        raise CheckFailedError("base", "untrusted", problem=problem) from err
    # The server may have shown that its base path is another one than was typed.
    data[CONF_URL] = str(http.url)
    return ServerFound(name=name or server_type.capitalize(), data=data, media=media)


async def async_check_seerr(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Reach the Seerr of the form; return what its subentry has to hold.

    Raises:
        CheckFailedError: With the field to correct.
    """
    url, data = _keyed(user_input)
    seerr = seerr_client(hass, data)
    try:
        await seerr.status()
    except ClientError as err:
        raise _failed(hass, err, url) from err
    return data | {CONF_URL: str(seerr.http.url)}


async def async_check_oxicleanarr(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Reach the OxiCleanarr server of the form and log in; return what its subentry has to hold.

    Where the address names no port, its own ones are tried.

    Raises:
        CheckFailedError: With the field to correct.
    """
    url = _address(user_input)
    data = {CONF_VERIFY_SSL: user_input[CONF_VERIFY_SSL], **given_credentials(user_input)}
    errors: list[ClientError] = []
    for candidate in _candidates(url):
        server = oxicleanarr_client(hass, data | {CONF_URL: str(candidate)})
        try:
            await server.connect()
        except KeyRefused as err:
            if CONF_USERNAME in data:
                raise CheckFailedError(CONF_PASSWORD, "login_refused", server=err.server) from err
            # It may be too old for keys, and does not say so.
            raise CheckFailedError(
                CONF_API_KEY, "server_key_refused", server=err.server, address=str(candidate)
            ) from err
        except ClientError as err:
            errors.append(err)
        else:
            return data | {CONF_URL: str(server.http.url)}
    raise _failed(hass, errors[0], url) from errors[0]


def _candidates(url: URL) -> tuple[URL, ...]:
    """Return where an OxiCleanarr server may be: behind a proxy with https, else at its own ports first."""
    if url.explicit_port is not None:
        return (url,)
    usual = tuple(url.with_port(port) for port in OXICLEANARR_PORTS)
    return (url, *usual) if url.scheme == "https" else (*usual, url)


def _keyed(user_input: Mapping[str, Any]) -> tuple[URL, dict[str, Any]]:
    """Return the address of a form, and what a server with an API key is reached by."""
    url = _address(user_input)
    api_key = (user_input.get(CONF_API_KEY) or "").strip()
    if not api_key:
        raise CheckFailedError(CONF_API_KEY, "key_missing")
    return url, {
        CONF_URL: str(url),
        CONF_API_KEY: api_key,
        CONF_VERIFY_SSL: user_input[CONF_VERIFY_SSL],
    }


def _address(user_input: Mapping[str, Any]) -> URL:
    try:
        return parse_address(user_input.get(CONF_URL) or "")
    except AddressError as err:
        raise CheckFailedError(CONF_URL, err.key) from err


def without_credentials(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a server is reached, without its secrets."""
    return {key: value for key, value in data.items() if key not in CREDENTIALS}


def with_credentials(user_input: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form with the present credentials where it names none."""
    named = any(user_input.get(secret) for secret in CREDENTIALS)
    return {
        **user_input,
        **{key: (user_input if named else present).get(key) for key in CREDENTIALS},
    }


def given_credentials(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return the API key of a form, or else user and password.

    Raises:
        CheckFailedError: It has neither.
    """
    if api_key := (user_input.get(CONF_API_KEY) or "").strip():
        return {CONF_API_KEY: api_key}
    username = (user_input.get(CONF_USERNAME) or "").strip()
    if not username:
        raise CheckFailedError(CONF_API_KEY, "credentials_missing")
    # A Jellyfin account may have an empty password.
    return {CONF_USERNAME: username, CONF_PASSWORD: user_input.get(CONF_PASSWORD) or ""}


def _failed(hass: HomeAssistant, err: ClientError, url: URL) -> CheckFailedError:
    language = hass.config.language
    placeholders = {"server": err.server, "address": str(url)}
    match err:
        case KeyRefused():
            # Radarr and Sonarr look alike to a wrong key: the address shows which one was meant to be asked.
            return CheckFailedError(CONF_API_KEY, err.key, **placeholders)
        case WrongApp():
            return CheckFailedError(
                CONF_URL, err.key, found=word(err.found, language), **placeholders
            )
        case Redirected():
            return CheckFailedError(CONF_URL, err.key, location=err.location, **placeholders)
    return CheckFailedError(
        "base", err.key, detail=in_brackets(err.detail, language), **placeholders
    )
