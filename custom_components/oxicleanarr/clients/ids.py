"""Ids: compared in one spelling, and looked at before they are put into a path."""

import re
from typing import Final

from .errors import NotUnderstood

_ID: Final = re.compile(r"[0-9A-Za-z_-]+")
_NONE: Final = "an id that is none"


def item_key(item_id: str) -> str:
    """Return an id of a Jellyfin in the one spelling to compare; what is sent back stays as the server wrote it.

    Jellyfin accepts dashes and capitals too, whatever the id is of: an item, a user, a plugin.
    """
    key = item_id.replace("-", "").lower()
    # Nearly always it is spelled like that already; tens of thousands of copies would need memory.
    return item_id if key == item_id else key


def is_id(text: str) -> bool:
    """Return whether something can be an id of Jellyfin or of jellyfin-rust."""
    return _ID.fullmatch(text) is not None


def id_in_path(item_id: str) -> str:
    """Return an id of a Jellyfin that may be put into a path.

    Raises:
        NotUnderstood: it would lead to another path, or to none.
    """
    if not is_id(item_id):
        raise NotUnderstood("Jellyfin", _NONE)
    return item_id


def number_in_path(number: object, server: str) -> int:
    """Return a database id that may be put into a path or a body.

    Raises:
        NotUnderstood: no row has it: 0, a negative number, or what is no whole number at all.
    """
    if type(number) is not int or number < 1:
        raise NotUnderstood(server, _NONE)
    return number
