"""In front of an OxiCleanarr server: it decides, and everything else is as without one."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from simulator import Stack

from .following import every_version, follow, server_of
from .household import count, leaving_dates, media

alone_or_not = pytest.mark.parametrize("alone", [False, True], ids=["with jellyfin", "alone"])


@every_version
@alone_or_not
async def test_what_the_server_gives_a_date_is_leaving(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    entry = await follow(hass, stack, alone=alone)
    assert entry.state is ConfigEntryState.LOADED
    dated = {one.title for one in server_of(stack).media.values() if one.deletion_date}
    assert dated
    rows = await media(hass)
    assert {title for title, row in rows.items() if row["verdict"] != "protected"} == dated
    assert len(await leaving_dates(hass)) == int(count(hass))
