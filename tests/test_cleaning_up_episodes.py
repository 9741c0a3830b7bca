"""Cleaning up single episodes: exactly the announced files go, as long as they are what they were announced as."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from simulator import Stack
from simulator.world import Episode

from .cleaning import GENEROUS, begin, clean_up
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import Clock, radarr_subentry, sonarr_subentry
from .rules import a_stored_rule

SERIES = "Les Vampires"
NEVER = GENEROUS | {"movie_retention": "never", "series_retention": "never"}


def _there(stack: Stack) -> list[Episode]:
    (series,) = [one for one in stack.world.series if one.title == SERIES]
    return [one for one in series.episodes if one.has_file]


async def _begin(hass: HomeAssistant, stack: Stack, clock: Clock) -> list[Episode]:
    """Let the two oldest episodes leave, and return them."""
    rule = a_stored_rule("Episodes", type="episode", max_episodes=len(_there(stack)) - 2)
    subentries = (radarr_subentry(stack), sonarr_subentry(stack), rule)
    await begin(hass, stack, clock, options=NEVER, subentries_data=subentries)
    return sorted(_there(stack), key=lambda one: (one.season, one.number))[:2]


async def test_exactly_the_announced_episodes_go(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    leaving = await _begin(hass, stack, clock)
    stays = [one for one in _there(stack) if one not in leaving]
    await clean_up(hass, stack)
    assert _there(stack) == stays
    assert all(stack.world.episode_path(one).is_file() for one in stays)


async def test_an_episode_whose_date_was_put_right_meanwhile_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    first, second = await _begin(hass, stack, clock)
    first.air_date = dt_util.now().date() - timedelta(days=1)
    stack.world.touch()
    await clean_up(hass, stack)
    assert (first.has_file, second.has_file) == (True, False)
