"""Calls that are refused, with a text of the translations."""

from homeassistant.exceptions import ServiceValidationError

from .const import DOMAIN

# As many candidates as a person reads in an error message.
_NAMED_CANDIDATES = 5


def invalid(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the refusal with this text."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=placeholders
    )


def ambiguous(text: str, titles: list[str]) -> ServiceValidationError:
    """Return the refusal of a text that fits several titles."""
    candidates = ", ".join(titles[:_NAMED_CANDIDATES])
    if len(titles) > _NAMED_CANDIDATES:
        candidates += ", …"
    return invalid("medium_ambiguous", text=text, candidates=candidates)
