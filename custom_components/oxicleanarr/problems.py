"""Problems with servers and links as sentences, in the language of whoever reads them."""

from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .display.models import Failure
from .library.models import Problem
from .policy.texts import spoken
from .problem_texts import FAILURES, PROBLEMS


def problem_sentence(problem: Problem, language: str) -> str:
    """Return why a server does not count as connected, without a full stop."""
    text = PROBLEMS.get(spoken(language), {}).get(problem.said_as)
    return text.format(**problem.facts) if text else problem.message


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
