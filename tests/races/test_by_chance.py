"""Several people at once, at moments and in an order that chance chooses, over what is under way."""

import asyncio
from random import Random

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator import Stack

from ..household import start, with_libraries
from ..texts import DOMAIN
from ..voice import listen
from .deeds import DEEDS, KEPT, LABELS, OTHER, Act, call, keeps_written, rest, shown, verdict
from .moments import Moments, at_once, in_time
from .under_way import UNDER_WAY, complaints, small

pytestmark = pytest.mark.timeout(1200)

_STEPS = 75
_SEEDS, _MANY_SEEDS = 12, 400


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> range:
    """Return the seeds of what happens; with --exhaustive many of them."""
    return range(_MANY_SEEDS if request.config.getoption("--exhaustive") else _SEEDS)


async def attempt(act: Act, hass: HomeAssistant) -> None:
    """Do something that may be refused in our own words, because of what another did."""
    try:
        await act(hass)
    except HomeAssistantError as err:
        if err.translation_domain != DOMAIN:
            raise


async def happen(
    hass: HomeAssistant, stack: Stack, moments: Moments, random: Random
) -> dict[str, int]:
    """Let two or three people do something while something is under way; return what, and when."""
    under_way = random.choice(sorted(UNDER_WAY))
    deeds = random.sample(sorted(DEEDS), random.choice((2, 3)))
    stops = sorted(random.sample(range(1, _STEPS), len(deeds)))
    if under_way == "sync":
        stack.favorite(OTHER, favorite=random.random() < 0.5)
    with moments.among(*stops) as reached:
        tasks = [asyncio.create_task(attempt(UNDER_WAY[under_way], hass))]
        stands = False
        for deed in deeds:
            if not stands and (ahead := [stop for stop in reached if not stop.done()]):
                await in_time(asyncio.wait([*ahead, tasks[0]], return_when=asyncio.FIRST_COMPLETED))
            tasks.append(asyncio.create_task(attempt(DEEDS[deed].do, hass)))
            await at_once(tasks[-1])
            stands = random.random() < 0.5
            if not stands:
                moments.pass_by()
        moments.go_on()
        await in_time(asyncio.gather(*tasks))
    await rest(hass)
    return dict(zip(deeds, stops, strict=True))


@small
async def test_whatever_people_do_at_once_agrees_afterwards(
    hass: HomeAssistant,
    stack: Stack,
    moments: Moments,
    seeds: range,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await listen(hass)
    await start(hass, stack, options=with_libraries(stack))
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - nothing is hidden by it
        await call(hass, "keep", title=KEPT)
        deeds = await happen(hass, stack, moments, random)
        what = f"seed {seed}: {deeds}"
        before = await shown(hass, stack)
        kept = {title for title in LABELS if "kept" in await verdict(hass, title)}
        assert kept == keeps_written(hass), what
        await call(hass, "sync")
        await rest(hass)
        assert await shown(hass, stack) == before, what
        assert complaints(caplog) == [], what
        for deed in deeds:
            await attempt(DEEDS[deed].undo, hass)
        await rest(hass)
