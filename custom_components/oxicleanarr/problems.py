"""Problems with servers and links as sentences, in the language of whoever reads them."""

import re
from typing import Final

from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .display.models import Failure
from .library.models import Problem
from .policy.texts import spoken
from .problem_texts import DETAILS, FAILURES, PROBLEMS

# The facts of a problem that are words of ours.
_WORDS: Final = ("what", "elsewhere")
_STATUS: Final = re.compile(r"HTTP [0-9]{3}")


def problem_sentence(problem: Problem, language: str) -> str:
    """Return why a server does not count as connected, without a full stop."""
    text = PROBLEMS.get(spoken(language), {}).get(problem.said_as)
    if text is None:
        return problem.message
    facts = dict(problem.facts)
    for name in _WORDS:
        if name in facts:
            facts[name] = word(str(facts[name]), language)
    if "detail" in facts:
        # The errors put it into brackets for their own sentence.
        facts["detail"] = in_brackets(str(facts["detail"]).strip(" ()"), language)
    return text.format(**facts)


def word(said: str, language: str) -> str:
    """Return our English words for something in another language; a name is the same in each."""
    return DETAILS.get(spoken(language), {}).get(said, said)


def seen(detail: str, language: str) -> str:
    """Return our English words for what was seen in another language; none where only the log has them."""
    details = DETAILS.get(spoken(language))
    return detail if details is None or _STATUS.fullmatch(detail) else details.get(detail, "")


def in_brackets(detail: str, language: str) -> str:
    """Return what was seen, to be put behind a word."""
    words = seen(detail, language)
    return f" ({words})" if words else ""


def failed(key: str, problem: Problem, language: str) -> HomeAssistantError:
    """Return the failure of a command, with a text of the translations that tells the problem."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"problem": problem_sentence(problem, language)},
    )


def failure_sentence(failure: Failure, language: str) -> str:
    """Return why something is not shown, or not taken away, with a full stop."""
    return FAILURES[spoken(language)][failure.cause].format(
        path=failure.path, source=failure.source, said=failure.said
    )
