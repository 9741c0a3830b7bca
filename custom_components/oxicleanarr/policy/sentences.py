"""Reasons and outlooks as sentences, in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo

from .models import Reason
from .outlook import Outlook
from .texts import Texts, texts_in


def sentence(reason: Reason, zone: tzinfo | None, language: str) -> str:
    """Return the reason as a sentence without a full stop; its days are those of the time zone."""
    texts = texts_in(language)
    text = texts.reasons[reason.why].format(**_words(texts, reason.facts, zone))
    because = reason.facts.get("reason")
    return texts.because.format(sentence=text, reason=because) if because else text


def outlook_sentence(outlook: Outlook, zone: tzinfo | None, language: str) -> str:
    """Return what would alter a verdict, and what would follow, without a full stop."""
    texts = texts_in(language)
    cause = texts.causes[outlook.cause].format(**_words(texts, outlook.facts, zone))
    if outlook.outcome is None:
        return cause
    outcome = texts.outcomes[outlook.outcome]
    return f"{cause} {outcome.format(**_words(texts, {'date': outlook.leaves_at}, zone))}"


def joined(sentences: Iterable[str]) -> str:
    """Return sentences as one text, which like each of them has no full stop at its end.

    A full stop between them reads right in every language: each begins with a capital, and many have a
    semicolon inside.
    """
    return ". ".join(sentences)


def _words(texts: Texts, facts: Mapping[str, object], zone: tzinfo | None) -> dict[str, str]:
    # Zero is a fact; nobody's name is none.
    known = {name: fact for name, fact in facts.items() if fact is not None and fact != ""}
    named = {name: _word(texts, name, fact, zone) for name, fact in known.items()}
    return {"by": texts.somebody} | named


def _word(texts: Texts, name: str, fact: object, zone: tzinfo | None) -> str:
    match fact:
        case datetime():
            return texts.date(fact.astimezone(zone).date())
        case timedelta():
            return texts.span(fact)
        case int() if name in texts.counted:
            return texts.count(name, fact)
    return str(fact)
