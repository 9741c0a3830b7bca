"""What speaks against deleting, in each language, by the names of the guards and of their variants.

One sentence each, without a full stop: what there is, and what to do about it.
"""

from collections.abc import Mapping

from .de import GERMAN
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .nl import DUTCH

__all__ = ["OBJECTIONS"]

OBJECTIONS: Mapping[str, Mapping[str, str]] = {
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "nl": DUTCH,
}
"""By the two letters of the language."""
