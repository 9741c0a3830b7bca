"""Twins over the wire: what our folders show is no media, and what people do with it protects the originals."""

from collections.abc import Callable
from pathlib import Path
import shutil
from typing import Any
from urllib.parse import quote

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest

from custom_components.oxicleanarr.coordinator import OxiCleanarrCoordinator
from custom_components.oxicleanarr.display.hearts import move_hearts
from custom_components.oxicleanarr.display.models import DisplayReport, Made, MadeLink
from custom_components.oxicleanarr.displays import Displays
from custom_components.oxicleanarr.library.models import Kind
from simulator import Options, Stack
from simulator.jellyfin.items import Item, Kind as ItemKind
from simulator.jellyfin.state import Playing
from simulator.world import Movie, Series

from .household import (
    MOVIE_DAYS,
    WINDOW_DAYS,
    connection,
    departures,
    leaving_dates,
    media,
    start,
    sync,
)

SMALL = pytest.mark.parametrize("stack", [Options(movies=4, series=2, users=2)], indirect=True)


@pytest.fixture(autouse=True)
def _links_are_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the display, which is switched off here, from removing what the shop makes."""

    async def leave_everything(*_: object, **__: object) -> DisplayReport:
        return DisplayReport()

    monkeypatch.setattr(Displays, "async_show", leave_everything)


COLLECTION_TYPES = {Kind.MOVIE: "movies", Kind.SERIES: "tvshows"}


class Shop:
    """Makes our folders, links and libraries by hand, as the display would, and writes them down."""

    def __init__(self, hass: HomeAssistant, stack: Stack) -> None:
        self._hass, self._stack = hass, stack
        self._root = stack.root / "soon"
        self._links: list[MadeLink] = []

    def folder(self, kind: Kind) -> str:
        return str(self._root / COLLECTION_TYPES[kind])

    async def show(self, *media: Movie | Series, episodes: bool = False) -> None:
        """Make twins; of a series by one link to its folder, or by a link for each of its episodes."""
        for medium in media:
            for source, target in self._wanted(medium, episodes=episodes):
                await self._link(source, target, medium)
        for kind in {_kind(medium) for medium in media}:
            folder = quote(self.folder(kind))
            await self._post(
                f"/Library/VirtualFolders?name=Soon%20{kind}&paths={folder}"
                f"&collectionType={COLLECTION_TYPES[kind]}&refreshLibrary=true",
                {"LibraryOptions": {}},
            )
        await _coordinator(self._hass).ledger.async_made(
            Made(links=tuple(self._links), roots=self._roots())
        )

    async def remove_all(self) -> None:
        """Remove everything, behind the ledger's back."""
        await self._hass.async_add_executor_job(shutil.rmtree, self._root)
        await self._post("/Library/Refresh", {})

    async def show_again(self) -> None:
        """Make all links anew that there were, in the libraries that are still there."""
        for link in self._links:
            await self._post_link(link.source, str(Path(link.path).parent))
        await self._post("/Library/Refresh", {})

    def twin(self, title: str) -> Item:
        """Return the twin of a film or series in Jellyfin."""
        [found] = [
            item
            for item in self.twins()
            if item.name == title and item.kind in {ItemKind.MOVIE, ItemKind.SERIES}
        ]
        return found

    def twins(self) -> list[Item]:
        """Return all that Jellyfin shows below our folders."""
        items = self._stack.catalog.items.values()
        return [item for item in items if (item.path or "").startswith(f"{self._root}/")]

    def _wanted(self, medium: Movie | Series, *, episodes: bool) -> list[tuple[Path, Path]]:
        world, folder = self._stack.world, Path(self.folder(_kind(medium)))
        if isinstance(medium, Movie):
            return [(world.movie_path(medium), folder / medium.folder)]
        if not episodes:
            return [(world.series_path(medium), folder)]
        return [
            (path, folder / medium.folder / path.parent.name)
            for path in {world.episode_path(one) for one in medium.episodes if one.has_file}
        ]

    async def _link(self, source: Path, target: Path, medium: Movie | Series) -> None:
        await self._post_link(str(source), str(target))
        self._links.append(
            MadeLink(
                path=str(target / source.name),
                source=str(source),
                medium_id="",
                kind=_kind(medium),
                to_folder=source.is_dir(),  # noqa: ASYNC240 - a folder of the test's own
            )
        )

    async def _post_link(self, source: str, folder: str) -> None:
        item = {"sourcePath": source, "targetDirectory": folder}
        answer = await self._post("/api/oxicleanarr/symlinks/add", {"items": [item]})
        assert answer["Errors"] == []

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        server = self._stack.jellyfin
        async with async_get_clientsession(self._hass).post(
            server.url + path,
            json=body,
            headers={"Authorization": f'MediaBrowser Token="{server.api_key}"'},
        ) as answer:
            assert answer.ok
            return None if answer.status == 204 else await answer.json()

    def _roots(self) -> tuple[str, ...]:
        return tuple(self.folder(kind) for kind in Kind)


def _kind(medium: Movie | Series) -> Kind:
    return Kind.MOVIE if isinstance(medium, Movie) else Kind.SERIES


def _coordinator(hass: HomeAssistant) -> OxiCleanarrCoordinator:
    [entry] = hass.config_entries.async_entries("oxicleanarr")
    coordinator = entry.runtime_data
    assert isinstance(coordinator, OxiCleanarrCoordinator)
    return coordinator


def _leaving(stack: Stack, kind: Kind) -> Movie | Series:
    """Return something that is leaving soon."""
    soon = departures(stack)
    among: list[Movie | Series] = [*stack.world.movies, *stack.world.series]
    return next(medium for medium in among if medium.title in soon and _kind(medium) is kind)


def _play(stack: Stack, twin: Item) -> None:
    stack.play(item_id=twin.id)


def _leave_in_the_middle(stack: Stack, twin: Item) -> None:
    stack.play(item_id=twin.id, position_percent=50, days_ago=400)


def _love(stack: Stack, twin: Item) -> None:
    admin = stack.world.users[0]
    stack.world.watch(admin.id, twin.id).favorite = True
    stack.world.watch_revision += 1


def _be_watching(stack: Stack, twin: Item) -> None:
    episodes = stack.catalog.episodes_of(twin.id)
    item = episodes[0] if episodes else twin
    stack.jellyfin.state.playing.append(Playing(stack.world.users[0], item.id))


KINDS = pytest.mark.parametrize(
    ("kind", "episodes"),
    [(Kind.MOVIE, False), (Kind.SERIES, False), (Kind.SERIES, True)],
    ids=["film", "series", "episodes"],
)


async def _shown(
    hass: HomeAssistant, stack: Stack, kind: Kind, *, episodes: bool
) -> tuple[Movie | Series, Shop]:
    """Return something that is leaving soon and has a twin, and the shop that made it."""
    await start(hass, stack)
    medium, shop = _leaving(stack, kind), Shop(hass, stack)
    await shop.show(medium, episodes=episodes)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)
    return medium, shop


@pytest.mark.parametrize("deed", [_play, _leave_in_the_middle, _love, _be_watching])
@KINDS
async def test_what_people_do_with_a_twin_protects_the_original(
    hass: HomeAssistant,
    stack: Stack,
    kind: Kind,
    episodes: bool,
    deed: Callable[[Stack, Item], None],
) -> None:
    medium, shop = await _shown(hass, stack, kind, episodes=episodes)
    deed(stack, shop.twin(medium.title))
    await sync(hass)
    assert medium.title not in await leaving_dates(hass)


async def test_twins_are_never_told_as_media(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before, shop = await media(hass), Shop(hass, stack)
    await shop.show(_leaving(stack, Kind.MOVIE), _leaving(stack, Kind.SERIES))
    await sync(hass)
    assert shop.twins()
    assert await media(hass) == before


async def test_the_libraries_of_twins_are_no_libraries_for_rules(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    shop = Shop(hass, stack)
    await shop.show(_leaving(stack, Kind.MOVIE), _leaving(stack, Kind.SERIES))
    await sync(hass)
    assert _coordinator(hass).data.library.libraries == {"Movies", "Shows"}


@SMALL
async def test_a_library_does_not_shrink_when_its_twins_go(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    shop = Shop(hass, stack)
    await shop.show(*(movie for movie in stack.world.movies if movie.has_file))
    await sync(hass)
    await shop.remove_all()
    await sync(hass)
    assert (shop.twins(), connection(hass, "jellyfin").attributes["problem"]) == ([], None)


@SMALL
async def test_twins_do_not_hide_that_a_library_shrank(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    shop = Shop(hass, stack)
    await shop.show(*(movie for movie in stack.world.movies if movie.has_file))
    movies = stack.catalog.library("Movies")
    assert movies is not None
    stack.catalog.remove_library(movies)
    await sync(hass)
    assert "media where it had" in connection(hass, "jellyfin").attributes["problem"]


async def _restart(hass: HomeAssistant) -> None:
    [entry] = hass.config_entries.async_entries("oxicleanarr")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


@pytest.mark.parametrize("deed", [_play, _leave_in_the_middle])
@KINDS
async def test_what_was_watched_by_a_twin_protects_when_the_twin_is_gone(
    hass: HomeAssistant,
    stack: Stack,
    kind: Kind,
    episodes: bool,
    deed: Callable[[Stack, Item], None],
) -> None:
    medium, shop = await _shown(hass, stack, kind, episodes=episodes)
    deed(stack, shop.twin(medium.title))
    await sync(hass)
    await shop.remove_all()
    for again in (sync, sync, _restart, sync):
        await again(hass)
        assert medium.title not in await leaving_dates(hass)


async def test_a_play_of_a_twin_protects_for_the_retention_and_no_longer(
    hass: HomeAssistant, stack: Stack
) -> None:
    medium, shop = await _shown(hass, stack, Kind.MOVIE, episodes=False)
    stack.play(item_id=shop.twin(medium.title).id, days_ago=MOVIE_DAYS - WINDOW_DAYS - 1)
    await sync(hass)
    await shop.remove_all()
    await sync(hass)
    row = (await media(hass))[medium.title]
    assert (row["verdict"], row["days_left"]) == ("leaving", WINDOW_DAYS + 1)


def _love_a_season(stack: Stack, twin: Item) -> None:
    _love(stack, next(i for i in stack.catalog.items.values() if i.parent_id == twin.id))


def _love_an_episode(stack: Stack, twin: Item) -> None:
    _love(stack, stack.catalog.episodes_of(twin.id)[0])


async def _move(hass: HomeAssistant) -> None:
    coordinator = _coordinator(hass)
    jellyfin = coordinator.sources.jellyfin
    assert jellyfin is not None
    answer = jellyfin.answer
    assert answer is not None
    await move_hearts(jellyfin.client, answer, coordinator.data.library)


LOVES = pytest.mark.parametrize(
    ("kind", "love"),
    [
        pytest.param(Kind.MOVIE, _love, id="film"),
        pytest.param(Kind.SERIES, _love, id="series"),
        pytest.param(Kind.SERIES, _love_a_season, id="season"),
        pytest.param(Kind.SERIES, _love_an_episode, id="episode"),
    ],
)


@LOVES
async def test_a_heart_on_a_twin_protects_when_the_twin_is_gone(
    hass: HomeAssistant, stack: Stack, kind: Kind, love: Callable[[Stack, Item], None]
) -> None:
    medium, shop = await _shown(hass, stack, kind, episodes=False)
    love(stack, shop.twin(medium.title))
    await sync(hass)
    assert medium.title not in await leaving_dates(hass)
    await _move(hass)
    await shop.remove_all()
    for again in (sync, sync, _restart, sync):
        await again(hass)
        assert medium.title not in await leaving_dates(hass)
    original = stack.catalog.find(medium.title)
    assert original is not None
    assert stack.world.watch(stack.world.users[0].id, original.id).favorite


@LOVES
async def test_a_heart_that_was_taken_back_from_the_original_does_not_come_back_with_the_link(
    hass: HomeAssistant, stack: Stack, kind: Kind, love: Callable[[Stack, Item], None]
) -> None:
    medium, shop = await _shown(hass, stack, kind, episodes=False)
    love(stack, shop.twin(medium.title))
    await sync(hass)
    await _move(hass)
    await shop.remove_all()
    await sync(hass)
    stack.favorite(medium.title, favorite=False)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)
    await shop.show_again()
    for again in (sync, _move, sync):
        await again(hass)
        assert medium.title in await leaving_dates(hass)


async def test_a_heart_that_was_taken_back_is_not_put_back_by_an_older_answer(
    hass: HomeAssistant, stack: Stack
) -> None:
    medium, shop = await _shown(hass, stack, Kind.MOVIE, episodes=False)
    _love(stack, shop.twin(medium.title))
    await sync(hass)
    await _move(hass)
    stack.favorite(medium.title, favorite=False)
    await _move(hass)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)
