"""Other rules after the set-up."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.oxicleanarr.policy.rules import Unwatched
from simulator import Stack

from .flows import RETENTION, fill_options, open_options, suggested
from .household import count, start


async def _open_options(hass: HomeAssistant, entry: ConfigEntry) -> Any:
    return await open_options(hass, entry, "retention")


async def _send_options(hass: HomeAssistant, result: Any, **changes: Any) -> Any:
    return await fill_options(hass, result, RETENTION | changes)


async def test_other_rules_change_the_plan(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, movie_retention="never")
    assert entry.state is ConfigEntryState.LOADED
    assert count(hass, "leaving_soon_movies") == "0"


async def test_the_options_show_the_present_rules(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=RETENTION | {"movie_retention": "45d"})
    result = await _open_options(hass, entry)
    assert suggested(result) == RETENTION | {"movie_retention": "45d"}


async def test_a_wrong_retention_leaves_the_rules_as_they_are(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    result = await _send_options(hass, result, series_retention="soon")
    assert result["errors"] == {"series_retention": "retention_not_understood"}
    assert entry.options == RETENTION


async def test_capitals_and_blanks_in_a_retention_are_understood(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, movie_retention=" 30D ")
    assert entry.options["movie_retention"] == "30d"


PROTECTIONS = ("protect_favourites", "protect_unfinished", "protect_requested")


async def test_everything_protects_until_it_is_switched_off(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, protect_unfinished=False)
    protections = entry.runtime_data.settings.protections
    assert (protections.favourites, protections.unfinished, protections.requested) == (
        True,
        False,
        True,
    )
    assert [entry.options[name] for name in PROTECTIONS] == [True, False, True]


async def test_unwatched_media_have_a_time_of_their_own(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(
        hass,
        result,
        retention_base="last_watched",
        unwatched="added",
        unwatched_retention=" 180D ",
    )
    settings = entry.runtime_data.settings
    assert settings.unwatched is Unwatched.ADDED
    assert settings.unwatched_retention == timedelta(days=180)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"unwatched_retention": "soon"}, "retention_not_understood"),
        ({"unwatched_retention": "0d"}, "unwatched_retention_says_nothing"),
        ({"retention_base": "added"}, "unwatched_retention_needs_last_play"),
        ({"unwatched": "never"}, "unwatched_stay"),
    ],
)
async def test_a_time_for_unwatched_media_that_cannot_count_is_refused(
    hass: HomeAssistant, stack: Stack, changes: dict[str, Any], key: str
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    form = {"retention_base": "last_watched", "unwatched": "added", "unwatched_retention": "9d"}
    result = await _send_options(hass, result, **(form | changes))
    assert result["errors"] == {"unwatched_retention": key}


async def test_an_emptied_time_for_unwatched_media_is_forgotten(
    hass: HomeAssistant, stack: Stack
) -> None:
    options = RETENTION | {"unwatched": "added", "unwatched_retention": "180d"}
    entry = await start(hass, stack, options=options)
    await _send_options(hass, await _open_options(hass, entry))
    assert "unwatched_retention" not in entry.options
