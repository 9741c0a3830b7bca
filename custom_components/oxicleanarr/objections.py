"""What speaks against a run or a medium, in one sentence."""

from .cleanup.models import Objection


def objection_sentence(objection: Objection, language: str) -> str:
    """Return the objection for people to read."""
    return objection.guard.value
