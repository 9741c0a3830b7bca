"""What Jellyfin is never asked, because it takes minutes for it (10.11, 12)."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from yarl import URL

from simulator import Options, Stack

from .household import act, login_with_password, start, sync, with_libraries

SMALL = Options(movies=4, series=2, users=2)
SLOW_ORDERS = {"dateplayed", "seriesdateplayed", "playcount"}


async def questions(hass: HomeAssistant, stack: Stack, **changes: Any) -> list[tuple[str, Any]]:
    """Return the paths and queries of what Jellyfin is asked by starts, polls, syncs and people."""
    entry = await start(hass, stack, options=with_libraries(stack), **changes)
    await entry.runtime_data.async_refresh()
    stack.play(stack.world.series[0].title)
    await entry.runtime_data.async_refresh()
    await sync(hass)
    await act(hass, "rebuild_symlinks")
    await hass.async_block_till_done(wait_background_tasks=True)
    asked = [request for request in stack.requests if request.server == "jellyfin"]
    return [(one.path.lower(), URL(f"?{one.query}", encoded=True).query) for one in asked]


@pytest.mark.parametrize("stack", [SMALL], indirect=True)
@pytest.mark.parametrize("login", ["key", "password"])
async def test_slow_questions_are_not_asked(hass: HomeAssistant, stack: Stack, login: str) -> None:
    changes = login_with_password(stack) if login == "password" else {}
    asked = await questions(hass, stack, **changes)
    listings = [query for path, query in asked if path == "/items"]
    assert listings
    for query in listings:
        kinds = query.get("includeItemTypes", "").split(",")
        assert query.get("enableUserData") == "false" or "Series" not in kinds
        assert query.get("sortBy", "").lower() not in SLOW_ORDERS
        assert "MediaSources" not in query.get("fields", "")
        assert query.get("collapseBoxSetItems") == "false"
    assert not {path for path, _ in asked} & {"/items/counts", "/useritems/resume"}
