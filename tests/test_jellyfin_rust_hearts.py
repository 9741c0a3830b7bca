"""Hearts on a jellyfin-rust, as its users set them: they keep, they are given back, and the last second counts."""

from collections.abc import Callable
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest

from custom_components.oxicleanarr.display.models import Made
from simulator import Options, Stack
from simulator.jellyfin.items import Item
from simulator.jellyfin_rust.wire import wire_id
from simulator.world import Movie, Series

from .cleaning import Hand, approve, begin, prepare, titles
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import Clock, departures, leaving_dates, login_with_password, start, sync

pytestmark = pytest.mark.parametrize(
    "stack", [Options(jellyfin_version="rust")], indirect=True, ids=["rust"]
)


async def set_heart(hass: HomeAssistant, stack: Stack, item: Item, *, on: bool = True) -> None:
    """Let Ada's app set a heart, or take it back."""
    ada = wire_id(stack.world.users[1].id)
    url = f"{stack.jellyfin.url}/UserFavoriteItems/{wire_id(item.id)}?userId={ada}"
    async with async_get_clientsession(hass).request("POST" if on else "DELETE", url) as answer:
        assert answer.status == 200


def loved(stack: Stack) -> set[str]:
    """Return the ids of what Ada loves."""
    watches = stack.world.watches.get(stack.world.users[1].id, {})
    return {item_id for item_id, watch in watches.items() if watch.favorite}


def itself(_stack: Stack, item: Item) -> Item:
    return item


def an_episode(stack: Stack, item: Item) -> Item:
    return stack.catalog.episodes_of(item.id)[0]


type Part = Callable[[Stack, Item], Item]

ON = pytest.mark.parametrize(
    ("kind", "part"),
    [
        pytest.param(Movie, itself, id="film"),
        pytest.param(Series, itself, id="series"),
        pytest.param(Series, an_episode, id="episode"),
    ],
)


def leaving(stack: Stack, kind: type[Movie | Series]) -> Movie | Series:
    """Return something that is leaving soon."""
    soon = departures(stack)
    among: list[Movie | Series] = [*stack.world.movies, *stack.world.series]
    return next(one for one in among if isinstance(one, kind) and one.title in soon)


def item_of(stack: Stack, medium: Movie | Series) -> Item:
    """Return what shows a medium itself."""
    [item] = [item for item in stack.catalog.items.values() if item.media is medium]
    return item


async def show(entry: Any, stack: Stack, medium: Movie | Series) -> Item:
    """Link a medium by hand into a folder that our ledger lists, as a Bridge would have; return what shows it."""
    world, folder = stack.world, stack.root / "soon"
    if isinstance(medium, Movie):
        kind, source = "movies", world.movie_path(medium)
        link = folder / medium.folder / source.name
    else:
        kind, source = "tvshows", world.series_path(medium)
        link = folder / medium.folder
    link.parent.mkdir(parents=True)
    link.symlink_to(source)
    await entry.runtime_data.ledger.async_made(Made(roots=(str(folder),)))
    library = stack.catalog.add_library("Soon", kind, [str(folder)], {})
    stack.catalog.refresh([library])
    [twin] = [
        i for i in stack.catalog.items.values() if i.media is medium and i.library_id == library.id
    ]
    return twin


@ON
async def test_a_heart_keeps_until_it_is_taken_back(
    hass: HomeAssistant, stack: Stack, kind: type[Movie | Series], part: Part
) -> None:
    await start(hass, stack, **login_with_password(stack))
    medium = leaving(stack, kind)
    lovely = part(stack, item_of(stack, medium))
    await set_heart(hass, stack, lovely)
    await sync(hass)
    assert medium.title not in await leaving_dates(hass)
    await set_heart(hass, stack, lovely, on=False)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)


@ON
async def test_a_heart_on_a_twin_moves_to_the_original(
    hass: HomeAssistant, stack: Stack, kind: type[Movie | Series], part: Part
) -> None:
    entry = await start(hass, stack, **login_with_password(stack))
    medium = leaving(stack, kind)
    original = item_of(stack, medium)
    twin = await show(entry, stack, medium)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)
    before = loved(stack)
    await set_heart(hass, stack, part(stack, twin))
    await sync(hass)
    assert medium.title not in await leaving_dates(hass)
    assert loved(stack) == before | {original.id}
    await set_heart(hass, stack, original, on=False)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)


@ON
async def test_a_heart_in_the_middle_of_a_run_stops_the_delete(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,
    kind: type[Movie | Series],
    part: Part,
) -> None:
    await begin(hass, stack, clock, **login_with_password(stack))
    plan = await prepare(hass)
    first, *later = [row["title"] for row in plan["items"]]
    among: list[Movie | Series] = [*stack.world.movies, *stack.world.series]
    medium = next(one for one in among if isinstance(one, kind) and one.title in later)

    async def love() -> None:
        await set_heart(hass, stack, part(stack, item_of(stack, medium)))

    hand.at("DELETE", "radarr", love)
    answer = await approve(hass, stack, plan["plan_id"])
    assert set(titles(answer["deleted"])) == {first, *later} - {medium.title}
    [row] = [row for row in answer["not_going"] if row["title"] == medium.title]
    assert row["guards"] == ["favourite"]
