"""What speaks against deleting as sentences, in the language of whoever reads them."""

from collections.abc import Mapping

from .cleanup.models import Objection
from .objection_texts import OBJECTIONS, WHAT
from .policy.texts import Texts, spoken, texts_in


def objection_sentence(objection: Objection, language: str) -> str:
    """Return what speaks against a run or a medium, and what to do about it, without a full stop."""
    letters, texts = spoken(language), texts_in(language)
    differences = WHAT[letters]
    words = {name: _word(texts, differences, name, fact) for name, fact in objection.facts.items()}
    return OBJECTIONS[letters][objection.said_as].format(**words)


def _word(texts: Texts, differences: Mapping[str, str], name: str, fact: object) -> str:
    match fact:
        case tuple():
            return ", ".join(differences[one] for one in fact)
        case int() if name.endswith("_bytes"):
            return texts.size(fact)
        case int() if name in texts.counted:
            return texts.count(name, fact)
    return str(fact)
