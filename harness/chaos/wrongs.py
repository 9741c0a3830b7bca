"""What must never happen to a household, and that it did."""

from dataclasses import dataclass
from enum import StrEnum
from typing import override


class Law(StrEnum):
    """What must never happen."""

    OBSERVING = "deleted while only observing"
    OUTSIDE = "deleted outside a run"
    HOLIDAY = "deleted in a holiday"
    BRAKE = "deleted while a brake was on"
    KEPT = "deleted what somebody keeps"
    DEAR = "deleted what is dear to somebody"
    NOT_DUE = "deleted before its time"
    UNANNOUNCED = "deleted what was not announced for the whole window"
    UNAPPROVED = "deleted what nobody approved"
    UNSEEN = "deleted without looking at it right before"
    CAPS = "deleted more than a run may"
    REPEATED = "deleted the same thing twice"
    STRAY = "deleted what is not known"
    SHARED = "deleted a folder that others lie in"
    DISK = "deleted while the disk was missing"
    SCANNING = "deleted during a scan"
    WATCHING = "deleted while somebody was watching"
    DOWNLOADING = "deleted what was being downloaded"
    NO_BIN = "deleted for good though nobody accepted that"
    CHOICE = "deleted otherwise than chosen"
    FORBIDDEN = "a call that must never be made"
    FILES = "a file is gone or changed that nobody deleted"
    JOURNAL = "the journal does not agree with the servers and the disk"
    OPEN = "the journal does not say how something ended"
    HANG = "something never ended"
    ERROR = "something failed with an error"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A law that was broken, and how."""

    law: Law
    what: str

    @override
    def __str__(self) -> str:
        """Return it as a line."""
        return f"{self.law}: {self.what}"
