"""What would alter a verdict, and what would become of the medium then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .models import Why


class Turn(StrEnum):
    """What would alter a verdict, apart from the end of what protects now."""

    SOMEBODY_KEEPS = "somebody_keeps"
    SOMEBODY_LOVES = "somebody_loves"
    SOMEBODY_WATCHES = "somebody_watches"
    NO_WISH = "no_wish"
    NO_RULE = "no_rule"
    NO_PROTECTION_LEFT = "no_protection_left"


class Outcome(StrEnum):
    """What would become of the medium."""

    STAYS = "stays"
    LEAVES = "leaves"
    DECIDED_ANEW = "decided_anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One thing that would alter a verdict; a `Why` stands for the end of what protects for that reason."""

    cause: Why | Turn
    facts: Mapping[str, object] = field(default_factory=dict)
    """What its sentence names."""
    outcome: Outcome | None = None
    """What would follow; `None` where the cause says it."""
    leaves_at: datetime | None = None
    """When the medium would leave, where it would."""
