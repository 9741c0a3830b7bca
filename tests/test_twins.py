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
from custom_components.oxicleanarr.display.models import Made, MadeLink
from custom_components.oxicleanarr.library.models import Kind
from simulator import Options, Stack
from simulator.jellyfin.items import Item, Kind as ItemKind
from simulator.jellyfin.state import Playing
from simulator.world import Movie, Series

from .household import connection, departures, leaving_dates, media, start, sync

SMALL = pytest.mark.parametrize("stack", [Options(movies=4, series=2, users=2)], indirect=True)

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
        item = {"sourcePath": str(source), "targetDirectory": str(target)}
        answer = await self._post("/api/oxicleanarr/symlinks/add", {"items": [item]})
        assert answer["Errors"] == []
        self._links.append(
            MadeLink(
                path=str(target / source.name),
                source=str(source),
                medium_id="",
                kind=_kind(medium),
                to_folder=source.is_dir(),  # noqa: ASYNC240 - a folder of the test's own
            )
        )

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


@pytest.mark.parametrize("deed", [_play, _leave_in_the_middle, _love, _be_watching])
@pytest.mark.parametrize(
    ("kind", "episodes"),
    [(Kind.MOVIE, False), (Kind.SERIES, False), (Kind.SERIES, True)],
    ids=["film", "series", "episodes"],
)
async def test_what_people_do_with_a_twin_protects_the_original(
    hass: HomeAssistant,
    stack: Stack,
    kind: Kind,
    episodes: bool,
    deed: Callable[[Stack, Item], None],
) -> None:
    await start(hass, stack)
    medium, shop = _leaving(stack, kind), Shop(hass, stack)
    await shop.show(medium, episodes=episodes)
    await sync(hass)
    assert medium.title in await leaving_dates(hass)
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
