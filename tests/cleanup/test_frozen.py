"""What was approved and leaves no more: why not."""

import pytest

from custom_components.oxicleanarr.cleanup.frozen import missing_of
from custom_components.oxicleanarr.cleanup.models import GuardName
from custom_components.oxicleanarr.policy.models import Decision, Plan, Protected, Reason, Why
from tests.builders import NOW, a_medium
from tests.removals import a_frozen_item


def _plan(*reasons: Why) -> Plan:
    medium = a_medium()
    verdict = Protected(reasons=tuple(Reason(why) for why in reasons))
    return Plan(
        made_at=NOW,
        decisions={medium.id: Decision(medium, verdict)} if reasons else {},
        announced={},
        leaving_soon=(),
    )


@pytest.mark.parametrize(
    ("reasons", "guard"),
    [
        ((Why.KEPT,), GuardName.KEPT),
        ((Why.KEPT_UNTIL,), GuardName.KEPT),
        ((Why.FAVOURITE,), GuardName.FAVOURITE),
        ((Why.PLAYING,), GuardName.PLAYING),
        ((Why.UNFINISHED,), GuardName.UNFINISHED_BY),
        ((Why.RULE_FOR_EVER, Why.FAVOURITE), GuardName.FAVOURITE),
        ((Why.RULE_FOR_EVER,), GuardName.NOT_LEAVING),
        ((), GuardName.NOT_LEAVING),
    ],
)
def test_who_saved_what_was_approved_is_told(reasons: tuple[Why, ...], guard: GuardName) -> None:
    (missing,) = missing_of([a_frozen_item()], _plan(*reasons))
    assert missing.objection.guard is guard
