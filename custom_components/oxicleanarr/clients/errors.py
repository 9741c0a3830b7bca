"""What can go wrong between us and a server: one hierarchy, one sentence each, never a secret."""

# ruff: noqa: N818 - what went wrong reads better without "Error" behind it

from collections.abc import Mapping
from typing import ClassVar, Final, override

ANOTHER_APP: Final = "another app"
WANTS_A_LOGIN: Final = "something that wants a login of its own"
"""What may be found instead of a server."""


class ClientError(Exception):
    """A server could not be asked, or its answer could not be used.

    `server` is the name that people know it by ("Radarr"), `detail` a short harmless word on
    what was seen, written by us and never taken from the server's own text.
    """

    key: ClassVar[str] = "client_error"
    """The class's snake_case name: what translations are looked up by."""

    sentence: ClassVar[str] = "{server} could not be asked{detail}"

    def __init__(self, server: str, detail: str = "") -> None:
        """Remember which server it was and what was seen."""
        super().__init__(server, detail)
        self.server = server
        self.detail = detail
        self._elsewhere = ""

    @property
    def facts(self) -> Mapping[str, str]:
        """What the sentence names: the server, the detail in brackets, and what else was found where."""
        detail = f" ({self.detail})" if self.detail else ""
        return {"server": self.server, "detail": detail, "elsewhere": self._elsewhere}

    @override
    def __str__(self) -> str:
        """Say what happened, where, and what to do."""
        return self.sentence.format(**self.facts)


class Unreachable(ClientError):
    """Nobody answers at this address."""

    key: ClassVar[str] = "cannot_connect"
    sentence: ClassVar[str] = (
        "{server} cannot be reached{detail}; check its address and that it is running"
    )


class CertificateRefused(Unreachable):
    """The server's TLS certificate could not be verified."""

    key: ClassVar[str] = "certificate_refused"
    sentence: ClassVar[str] = (
        "{server}'s certificate could not be verified{detail}; install a trusted one or turn"
        " verification off for this server"
    )


class BrokenOff(Unreachable):
    """The connection ended before the answer: what was asked may have been done all the same."""


class TimedOut(ClientError):
    """The server did not answer in time."""

    key: ClassVar[str] = "timed_out"
    sentence: ClassVar[str] = (
        "{server} did not answer in time{detail}; try again when it is less busy"
    )


class WrongApp(ClientError):
    """Another app, or a web page, answers at this address; `found` names it."""

    key: ClassVar[str] = "wrong_app"
    sentence: ClassVar[str] = (
        "{server} was expected at this address, but the answer came from {elsewhere}{detail};"
        " check the address, the port and the base path"
    )

    def __init__(self, server: str, found: str, detail: str = "") -> None:
        """Remember which server was expected and what was found instead."""
        super().__init__(server, detail)
        self.found = self._elsewhere = found


class KeyRefused(ClientError):
    """The server does not accept the key, the token, or the user name and password (HTTP 401)."""

    key: ClassVar[str] = "key_refused"
    sentence: ClassVar[str] = "{server} does not accept the key or password{detail}; enter it again"


class NotAllowed(ClientError):
    """The credential is known but may not do this (HTTP 403)."""

    key: ClassVar[str] = "not_allowed"
    sentence: ClassVar[str] = (
        "{server} does not allow this{detail}; use an API key or an administrator's account"
    )


class StartingUp(ClientError):
    """The server is starting, migrating or under maintenance (HTTP 503); ask again later."""

    key: ClassVar[str] = "starting_up"
    sentence: ClassVar[str] = (
        "{server} is starting up or busy with maintenance{detail}; wait a little"
    )


class NotUnderstood(ClientError):
    """The answer is not what this server documents; `status` is its HTTP status where it matters."""

    key: ClassVar[str] = "not_understood"
    sentence: ClassVar[str] = (
        "{server} gave an answer that is not understood{detail}; check its version and its log"
    )

    def __init__(self, server: str, detail: str = "", status: int | None = None) -> None:
        """Remember what was seen and, for an unexpected status, which."""
        super().__init__(server, detail)
        self.status = status


class Redirected(ClientError):
    """The server sends us elsewhere and we did not go.

    `location` is the address of a server, to be entered: without what was asked for there, and without a query.
    """

    key: ClassVar[str] = "redirected"
    sentence: ClassVar[str] = (
        "{server} redirects to {elsewhere}{detail}; enter the address that it really has"
    )

    def __init__(self, server: str, location: str, detail: str = "") -> None:
        """Remember where it wanted to send us."""
        super().__init__(server, detail)
        self.location = self._elsewhere = location


class NotFound(ClientError):
    """The server does not know this path or this id (HTTP 404)."""

    key: ClassVar[str] = "not_found"
    sentence: ClassVar[str] = "{server} does not know what was asked for{detail}; check its version"


class DiskMissing(ClientError):
    """A file cannot be deleted because its root folder is missing or empty (HTTP 409)."""

    key: ClassVar[str] = "disk_missing"
    sentence: ClassVar[str] = (
        "{server} cannot find the disk with its files{detail}; mount it before anything is deleted"
    )


class PerhapsDeleted(ClientError):
    """A server was asked to delete something, and the connection ended before its answer."""

    key: ClassVar[str] = "perhaps_deleted"
    sentence: ClassVar[str] = (
        "{server} was told to delete something and did not say how that ended{detail}; it may have"
        " happened all the same, so look for it in {server} itself"
    )


class IsKept(ClientError):
    """A medium cannot be scheduled by hand because it is kept on the server (HTTP 409)."""

    key: ClassVar[str] = "is_kept"
    sentence: ClassVar[str] = (
        "{server} keeps it and does not let it go{detail}; end the keep there first"
    )


class EntryRefused(ClientError):
    """An entry cannot be added (HTTP 400): it is there already, or what it refers to is gone."""

    key: ClassVar[str] = "entry_refused"
    sentence: ClassVar[str] = (
        "{server} does not take the entry{detail}; check whether it is there already, and that its"
        " quality profile and its root folder still exist"
    )


class EntryChanged(ClientError):
    """An entry is no longer the one that was looked at: another path, another id, other files."""

    key: ClassVar[str] = "entry_changed"
    sentence: ClassVar[str] = (
        "{server} has changed the entry while it was about to go{detail}; nothing was deleted, and the"
        " next run looks at it again"
    )


class FilesStayed(ClientError):
    """A server has deleted an entry, and its files are still on the disk."""

    key: ClassVar[str] = "files_stayed"
    sentence: ClassVar[str] = (
        "{server} has deleted the entry, and its files are still there{detail}; check that its disk is"
        " mounted and may be written to, then restore the entry or delete the files by hand"
    )


class ServerRemoved(ClientError):
    """A server that was asked to delete something is no longer set up, so nobody can be asked about it."""

    key: ClassVar[str] = "server_removed"
    sentence: ClassVar[str] = (
        "{server} is no longer set up, so nobody knows what became of the entry{detail}; look for it in"
        " {server} itself"
    )


class LinkStays(ClientError):
    """Our own link to a medium could not be taken away, so the medium stays as well."""

    key: ClassVar[str] = "link_stays"
    sentence: ClassVar[str] = (
        "{server} still has our link in its Leaving Soon library{detail}, so nothing was deleted; look whether"
        " the OxiCleanarr Bridge works"
    )
