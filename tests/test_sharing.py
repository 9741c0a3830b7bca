"""Two households that share a Radarr and a Sonarr: what one lets go, the other one must let go, too."""

from collections import Counter
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant

from simulator import Stack

from .cleaning import GENEROUS, Hand, begin, harm, rest, settle, titles
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import (
    ENTRY_ID,
    WINDOW_DAYS,
    Clock,
    act,
    household,
    radarr_subentry,
    sonarr_subentry,
)
from .texts import DOMAIN

OTHER_ID = "01GRANDPARENTS000000000000"
FILM = "Metropolis"


async def _add_another(hass: HomeAssistant, stack: Stack, **changes: Any) -> None:
    """Set a second household up that has the same servers."""
    servers = (radarr_subentry(stack), sonarr_subentry(stack))
    mine = tuple(one | {"subentry_id": f"02{one['subentry_id'][2:]}"} for one in servers)
    other = household(
        stack,
        **{
            "entry_id": OTHER_ID,
            "unique_id": f"{stack.jellyfin.server_id}@grandparents",
            "title": "Grandparents",
            "options": GENEROUS,
            "subentries_data": mine,
            **changes,
        },
    )
    other.add_to_hass(hass)
    await hass.config_entries.async_setup(OTHER_ID)
    await rest(hass)


async def _with_another(hass: HomeAssistant, stack: Stack, clock: Clock) -> None:
    """Set both households up, and let everything be due in both of them."""
    await begin(hass, stack, clock)
    await _add_another(hass, stack)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS, hours=1))
    for entry_id in (OTHER_ID, ENTRY_ID):
        await act(hass, "sync", config_entry_id=entry_id)
    await rest(hass)


async def _why(hass: HomeAssistant, title: str = FILM) -> str:
    """Return why a film is not on the list that is prepared; nothing where it is."""
    plan = await act(hass, "prepare_cleanup", config_entry_id=ENTRY_ID)
    if title in titles(plan["items"]):
        return ""
    (row,) = [row for row in plan["not_going"] if row["title"] == title]
    return " ".join(row["reasons"])


async def test_what_leaves_in_both_households_goes(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _with_another(hass, stack, clock)
    assert await _why(hass) == ""


async def test_what_the_other_household_keeps_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _with_another(hass, stack, clock)
    await act(hass, "keep", config_entry_id=OTHER_ID, title=FILM)
    assert "Grandparents" in await _why(hass)


async def test_a_keep_in_the_other_household_counts_until_the_very_end(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    await _with_another(hass, stack, clock)
    plan = await act(hass, "prepare_cleanup", config_entry_id=ENTRY_ID)

    looks: Counter[str] = Counter()

    async def keep_all(server: str, method: str, path: str) -> None:
        looks[path] += server == "radarr" and path.startswith("/api/v3/movie/")
        if looks[path] == 2:
            # The door reads the entry once more, after all guards have been asked.
            hand.before = None
            for title in titles(plan["items"]):
                await hass.services.async_call(
                    DOMAIN, "keep", {"config_entry_id": OTHER_ID, "title": title}, blocking=True
                )

    hand.before = keep_all
    await act(hass, "approve_cleanup", config_entry_id=ENTRY_ID, plan_id=plan["plan_id"])
    await settle(hass, stack)
    assert max(looks.values()) == 2
    assert harm(stack) == []


async def test_what_was_not_announced_in_the_other_household_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await _add_another(hass, stack)
    assert "Grandparents" in await _why(hass)


async def test_while_the_other_household_is_not_loaded_nobody_knows(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _with_another(hass, stack, clock)
    await hass.config_entries.async_unload(OTHER_ID)
    assert "Grandparents" in await _why(hass)


async def test_a_household_that_is_switched_off_holds_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _with_another(hass, stack, clock)
    await hass.config_entries.async_set_disabled_by(OTHER_ID, ConfigEntryDisabler.USER)
    assert await _why(hass) == ""


async def test_a_household_with_other_servers_holds_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await _add_another(hass, stack, subentries_data=())
    assert await _why(hass) == ""
