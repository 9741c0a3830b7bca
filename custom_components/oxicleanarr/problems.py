"""Problems with servers and links as sentences, in the language of whoever reads them."""

from .display.models import Failure
from .library.models import Problem
from .policy.texts import spoken
from .problem_texts import FAILURES, PROBLEMS


def problem_sentence(problem: Problem, language: str) -> str:
    """Return why a server does not count as connected, without a full stop."""
    text = PROBLEMS.get(spoken(language), {}).get(problem.said_as)
    return text.format(**problem.facts) if text else problem.message


def failure_sentence(failure: Failure, language: str) -> str:
    """Return why something is not shown, or not taken away, with a full stop."""
    return FAILURES[spoken(language)][failure.cause].format(
        path=failure.path, source=failure.source, said=failure.said
    )
