"""Twins that the display itself makes: what people do with one settles the matter, and nothing flips."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant
import pytest

from simulator import Options, Stack

from .household import OPTIONS, leaving_dates, start, sync

pytestmark = pytest.mark.parametrize("stack", [Options(movies=4, series=2, users=2)], indirect=True)


async def _show(hass: HomeAssistant, stack: Stack, **options: str) -> None:
    base_path = stack.root / "soon"
    base_path.mkdir()
    shown = {"displays": ["libraries"], "base_path": str(base_path)}
    await start(hass, stack, options={**OPTIONS, **shown, **options})
    await hass.async_block_till_done(wait_background_tasks=True)
    await sync(hass)


def _twins(stack: Stack) -> dict[str, str]:
    """Return the ids of all films and series that our links show, by title."""
    return {
        item.name: item.id
        for item in stack.catalog.items.values()
        if item.kind in {"Movie", "Series"} and (item.path or "").startswith(f"{stack.root}/soon/")
    }


def _play(stack: Stack, twin: str) -> None:
    stack.play(item_id=twin)


def _leave_in_the_middle(stack: Stack, twin: str) -> None:
    stack.play(item_id=twin, position_percent=50)


@pytest.mark.parametrize(
    ("deed", "base"),
    [
        (_play, "last_watched_or_added"),
        (_leave_in_the_middle, "last_watched_or_added"),
        (_leave_in_the_middle, "added"),
    ],
)
async def test_what_was_watched_by_a_link_leaves_the_display_for_good(
    hass: HomeAssistant, stack: Stack, deed: Callable[[Stack, str], None], base: str
) -> None:
    await _show(hass, stack, retention_base=base)
    title, twin = next(iter(_twins(stack).items()))
    deed(stack, twin)
    for _ in range(5):
        await sync(hass)
        stack.catalog.refresh()
        assert title not in await leaving_dates(hass)
        assert title not in _twins(stack)


async def test_a_heart_on_a_link_protects_until_it_is_taken_off_the_film(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _show(hass, stack)
    title, twin = next(iter(_twins(stack).items()))
    stack.world.watch(stack.world.users[0].id, twin).favorite = True
    stack.world.watch_revision += 1
    for _ in range(3):
        await sync(hass)
        assert title not in await leaving_dates(hass)
        assert title not in _twins(stack)
    stack.favorite(title, favorite=False)
    for _ in range(3):
        await sync(hass)
        assert title in await leaving_dates(hass)
        assert title in _twins(stack)
