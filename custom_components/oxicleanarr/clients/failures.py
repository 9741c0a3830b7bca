"""What a status, or an exception of the transport, means: one of our own errors."""

import aiohttp

from .errors import (
    BrokenOff,
    CertificateRefused,
    ClientError,
    KeyRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
    StartingUp,
    TimedOut,
    Unreachable,
)


def check_status(server: str, status: int) -> None:
    """Raise what a status means that is no success.

    Raises:
        ClientError: `status` is not among the 200s.
    """
    if 200 <= status < 300:
        return
    match status:
        case 401:
            raise KeyRefused(server)
        case 403:
            raise NotAllowed(server)
        case 404:
            raise NotFound(server)
        case 502:
            raise BrokenOff(server, "the proxy before it does not reach it")
        case 503:
            raise StartingUp(server)
        case 504:
            raise TimedOut(server, "the proxy before it gave up")
    raise NotUnderstood(server, f"HTTP {status}", status)


def failure(server: str, error: Exception) -> ClientError:
    """Return what it means that the transport, or a codec, raised this.

    Raise it outside of the `except`: an exception of aiohttp can hold our headers, so it must not even be the
    context of ours.
    """
    match error:
        case TimeoutError():
            return TimedOut(server)
        case aiohttp.ClientConnectorCertificateError():
            return CertificateRefused(server)
        case aiohttp.ClientConnectorSSLError() | aiohttp.ServerFingerprintMismatch():
            return Unreachable(server, "no TLS there; is it http instead of https?")
        case aiohttp.ClientConnectorDNSError():
            return Unreachable(server, "its host name is not known")
        case aiohttp.ClientConnectorError():
            return Unreachable(server, "the connection was refused")
        case aiohttp.ClientPayloadError():
            return NotUnderstood(server, "the answer broke off")
        case aiohttp.ClientResponseError():
            return NotUnderstood(server, "not HTTP")
        case aiohttp.ClientConnectionError() | OSError():
            return BrokenOff(server, "the connection broke off")
        case aiohttp.InvalidURL() | UnicodeError():
            return Unreachable(server, "its host name is not understood")
        case RuntimeError():  # aiohttp's word for a session that was closed meanwhile
            return Unreachable(server, "the session was closed")
    return NotUnderstood(server, "the answer could not be read")
