"""What is wrong with a server or a link, in each language; what is wrong with a server, not in English.

What was seen on the wire stands in brackets, where it may help people. The rest of it is for those who look into
the code: the log has it.
"""

from collections.abc import Mapping

from ..display.models import Cause
from . import de, en, es, fr, nl

__all__ = ["DETAILS", "FAILURES", "PROBLEMS"]

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "de": de.PROBLEMS,
    "es": es.PROBLEMS,
    "fr": fr.PROBLEMS,
    "nl": nl.PROBLEMS,
}
"""By the two letters of the language and the problem's `said_as`."""

DETAILS: Mapping[str, Mapping[str, str]] = {
    "de": de.DETAILS,
    "es": es.DETAILS,
    "fr": fr.DETAILS,
    "nl": nl.DETAILS,
}
"""By the two letters of the language and the English words for what was seen, and for what was asked for."""

FAILURES: Mapping[str, Mapping[Cause, str]] = {
    "de": de.FAILURES,
    "en": en.FAILURES,
    "es": es.FAILURES,
    "fr": fr.FAILURES,
    "nl": nl.FAILURES,
}
"""By the two letters of the language and the cause."""
