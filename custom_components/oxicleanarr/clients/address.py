"""From what people type or paste to the address of a server."""

from ipaddress import IPv6Address
import re
from typing import Literal

from yarl import URL

type AddressErrorKey = Literal["address_empty", "address_not_understood", "address_has_credentials"]

_SENTENCES: dict[AddressErrorKey, str] = {
    "address_empty": "The address is empty; enter one such as http://192.168.1.10:8096",
    "address_not_understood": (
        "The address is not understood; enter one such as http://192.168.1.10:8096"
    ),
    "address_has_credentials": (
        "The address holds a user name or password; remove them and enter the key in its own field"
    ),
}

# What follows the base path when an address is copied from a browser: Jellyfin's web client,
# and the API of the *arr family.
_TAIL = re.compile(r"/(?:web(?:/.*)?|api(?:/v\d+(?:/.*)?)?)$", re.IGNORECASE)

_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(r"https?:?[/\\]", re.IGNORECASE)


class AddressError(Exception):
    """The text is not the address of a server; `key` is what translations are looked up by."""

    def __init__(self, key: AddressErrorKey) -> None:
        """Never takes the text itself, which may hold a password."""
        super().__init__(_SENTENCES[key])
        self.key = key


def parse_address(text: str, default_port: int | None = None) -> URL:
    """Read the address of a server: scheme, host, port and base path, without a trailing slash.

    `http://` is added where no scheme was typed, and then `default_port` too where no port was.
    A port that goes without saying is left out. Query, fragment and known tails (`/web/…`, `/api/v3…`) are
    cut; a base path is kept.

    Raises:
        AddressError: nothing there, not an http(s) address, or one with a user or password.
    """
    text = text.strip()
    if not text:
        raise AddressError("address_empty")
    bare = "://" not in text
    if bare:
        if _BROKEN_SCHEME.match(text):
            raise AddressError("address_not_understood")
        text = f"http://{_bracketed(text.removeprefix('//'))}"
    try:
        url = URL(text)
        port = url.explicit_port
    except ValueError:  # a UnicodeError from a host name is one as well
        raise _failure(text) from None
    if url.user is not None or url.password is not None:
        raise AddressError("address_has_credentials")
    host = url.raw_host
    if url.scheme not in {"http", "https"} or not host or port == 0 or not _is_host(host):
        raise _failure(text)
    if bare and port is None:
        url = url.with_port(default_port)
    if url.is_default_port():
        url = url.with_port(None)
    path = "/".join(part for part in url.raw_path.split("/") if part)
    path = _TAIL.sub("", f"/{path}")
    return url.with_path(path, encoded=True) if path != "/" else url.origin()


def same_origin(one: URL, other: URL) -> bool:
    """Return whether two addresses have one scheme, host and port, whether the usual port is written or not."""
    return (one.scheme, one.raw_host, one.port) == (other.scheme, other.raw_host, other.port)


def _failure(text: str) -> AddressError:
    """Credentials are the better explanation where there may be some."""
    authority = text.partition("://")[2].partition("/")[0]
    return AddressError("address_has_credentials" if "@" in authority else "address_not_understood")


def _bracketed(text: str) -> str:
    """Put brackets around an IPv6 address that was typed alone."""
    try:
        IPv6Address(text)
    except ValueError:
        return text
    return f"[{text}]"


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _HOST_NAME.fullmatch(host) is not None and ".." not in host
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return True
