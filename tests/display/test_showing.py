"""What all displays show, also after a restart, while servers are silent."""

from datetime import timedelta

from custom_components.oxicleanarr.display.models import Shown
from custom_components.oxicleanarr.display.showing import showing
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.models import Decision, Leaving, Plan
from tests.builders import NOW, a_library, a_medium, a_shown

SERIES = a_medium(
    "series:tvdb:7", kind=Kind.SERIES, source_paths=("/tv/Les Vampires",), episodes=UNKNOWN
)
BEFORE = a_shown(
    "Les Vampires",
    medium_id=SERIES.id,
    kind=Kind.SERIES,
    paths=SERIES.source_paths,
    episodes=((1, 2),),
)


def _shown(*files: int) -> Shown:
    """Return how a series is shown after a restart of which these episode files leave, or all of it."""
    leaving = Leaving(
        rule="Old episodes",
        reasons=(),
        due_at=NOW,
        leaves_at=NOW + timedelta(days=5),
        soon=True,
        episode_files=frozenset(files),
    )
    plan = Plan(
        made_at=NOW,
        decisions={SERIES.id: Decision(SERIES, leaving, stale=True)},
        announced={},
        leaving_soon=((SERIES, leaving),),
    )
    (shown,) = showing(plan, a_library(SERIES), (BEFORE,))
    return shown


def test_the_episodes_that_are_shown_stay_the_same_ones_while_nobody_tells_of_them() -> None:
    assert _shown(11).episodes == ((1, 2),)


def test_a_series_that_leaves_as_a_whole_is_shown_as_a_whole_while_nobody_tells_of_its_episodes() -> (
    None
):
    assert _shown().episodes == ()
