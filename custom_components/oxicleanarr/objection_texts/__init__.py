"""What speaks against deleting, in each language, by the names of the guards and of their variants.

One sentence each, without a full stop: what there is, and what to do about it.
"""

from collections.abc import Mapping

from . import de, en, es, fr, nl

__all__ = ["OBJECTIONS", "WHAT"]

OBJECTIONS: Mapping[str, Mapping[str, str]] = {
    "de": de.GERMAN,
    "en": en.ENGLISH,
    "es": es.SPANISH,
    "fr": fr.FRENCH,
    "nl": nl.DUTCH,
}
"""By the two letters of the language."""

WHAT: Mapping[str, Mapping[str, str]] = {
    "de": de.WHAT,
    "en": en.WHAT,
    "es": es.WHAT,
    "fr": fr.WHAT,
    "nl": nl.WHAT,
}
"""What of an entry may not be as in the plan, by the two letters of the language and the guards' names for it."""
