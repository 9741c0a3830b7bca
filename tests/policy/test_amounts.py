"""How much media are, as far as that is known."""

from custom_components.oxicleanarr.library.facts import UNKNOWN, total
from custom_components.oxicleanarr.policy.amounts import Amount, amount, bytes_of, concerned_bytes
from custom_components.oxicleanarr.policy.models import Leaving
from tests.builders import NOW, a_medium, a_season


def test_unknown_sizes_are_counted_apart() -> None:
    assert amount([UNKNOWN, 7]) == Amount(2, 7, 1)


def test_where_only_episodes_leave_only_their_files_count() -> None:
    series = a_medium("series:tvdb:78", size_bytes=100, episodes=a_season(4))
    leaving = Leaving(
        rule="Old",
        reasons=(),
        due_at=NOW,
        leaves_at=NOW,
        soon=True,
        episode_files=frozenset({101, 102}),
    )
    sizes = [one.size_bytes for one in a_season(4) if one.file_id in leaving.episode_files]
    assert concerned_bytes(series, leaving) == total(sizes)


def test_how_much_files_hold_that_are_there_no_more_is_not_known() -> None:
    series = a_medium("series:tvdb:78", episodes=tuple(a_season(3)))
    assert bytes_of(series, frozenset({101, 999})) is UNKNOWN
