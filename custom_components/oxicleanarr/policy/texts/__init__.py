"""What the policy says to people, in each language."""

from collections.abc import Mapping

from .catalogue import Texts
from .de import GERMAN
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .nl import DUTCH

__all__ = ["LANGUAGES", "Texts", "spoken", "texts_in"]

LANGUAGES: Mapping[str, Texts] = {
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "nl": DUTCH,
}
"""By the two letters of the language."""


def spoken(language: str) -> str:
    """Return the two letters of a language such as `de` or `de-CH` that we have texts in; else English's."""
    letters = language.replace("_", "-").partition("-")[0].casefold()
    return letters if letters in LANGUAGES else "en"


def texts_in(language: str) -> Texts:
    """Return the texts of a language such as `de` or `de-CH`; English ones where there are none."""
    return LANGUAGES[spoken(language)]
