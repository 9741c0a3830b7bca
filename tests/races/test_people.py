"""What people do at any moment of something that is under way holds, and everything agrees afterwards."""

from collections.abc import Iterator

from homeassistant.core import HomeAssistant
import pytest

from simulator import Stack

from ..household import start, with_libraries
from ..voice import listen
from .deeds import DEEDS, KEPT, call, rest
from .moments import Moments
from .race import Race
from .under_way import UNDER_WAY, complaints, small


@small
@pytest.mark.parametrize("under_way", UNDER_WAY)
@pytest.mark.parametrize("deed", DEEDS)
async def test_what_people_do_holds_at_any_moment(
    hass: HomeAssistant,
    stack: Stack,
    moments: Moments,
    steps: Iterator[int],
    caplog: pytest.LogCaptureFixture,
    deed: str,
    under_way: str,
) -> None:
    await listen(hass)
    await start(hass, stack, options=with_libraries(stack))
    await call(hass, "keep", title=KEPT)
    await rest(hass)
    race = Race(hass, stack, moments)
    for number in steps:
        if not await race.run(UNDER_WAY[under_way], DEEDS[deed], number, news=under_way == "sync"):
            break
    assert complaints(caplog) == []
