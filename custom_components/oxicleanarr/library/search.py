"""Finding media by what people call them."""

from collections.abc import Iterable
import re
from typing import Protocol
import unicodedata

_APART = re.compile(r"[^\w]+")


class Titled(Protocol):
    """What people call by its title: a medium, or what was removed of one."""

    @property
    def id(self) -> str:
        """The id that names it in any case."""

    @property
    def title(self) -> str:
        """The title."""

    @property
    def year(self) -> int | None:
        """The year, where it is known."""


def find_media[T: Titled](media: Iterable[T], text: str) -> list[T]:
    """Return the media that a text names: by id, else by the whole title, else by a part of it.

    Capitals, accents and punctuation do not matter; a year may follow the title.
    """
    media = list(media)
    if by_id := [medium for medium in media if medium.id == text.strip()]:
        return by_id
    wanted = spelling(text)
    if not wanted:
        return []
    titles = [(medium, spelling(medium.title)) for medium in media]
    exact = [
        medium for medium, title in titles if wanted in (title, f"{title} {medium.year or ''}")
    ]
    return exact or [medium for medium, title in titles if f" {wanted} " in f" {title} "]


def spelling(text: str) -> str:
    """Return a text in the one spelling to compare titles by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _APART.sub(" ", plain).strip()
