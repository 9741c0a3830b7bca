"""What is wrong with a server or a link, in each language; what is wrong with a server, not in English.

What stands in brackets stays as it is in every language: it is what was seen on the wire, for whoever looks it
up or reports it.
"""

from collections.abc import Mapping

from ..display.models import Cause
from . import de, en, es, fr, nl

__all__ = ["FAILURES", "PROBLEMS"]

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "de": de.PROBLEMS,
    "es": es.PROBLEMS,
    "fr": fr.PROBLEMS,
    "nl": nl.PROBLEMS,
}
"""By the two letters of the language and the problem's `said_as`."""

FAILURES: Mapping[str, Mapping[Cause, str]] = {
    "de": de.FAILURES,
    "en": en.FAILURES,
    "es": es.FAILURES,
    "fr": fr.FAILURES,
    "nl": nl.FAILURES,
}
"""By the two letters of the language and the cause."""
