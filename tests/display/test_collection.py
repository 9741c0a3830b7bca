"""The collection: what needs no Bridge, over the wire."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.ids import item_key
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.rows import itself
from custom_components.oxicleanarr.display.collection import CollectionDisplay, CollectionReport
from custom_components.oxicleanarr.display.countdown import description
from custom_components.oxicleanarr.display.models import (
    DisplayKind,
    DisplaySettings,
    MadeCollection,
    Shown,
    Trouble,
)
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .room import Book

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAME = "Leaving Soon"


@dataclass
class Hall:
    """A collection display, and the server on which it works."""

    stack: Stack
    jellyfin: Jellyfin
    user_id: str
    book: Book = field(default_factory=Book)
    settings: DisplaySettings = field(
        default_factory=lambda: DisplaySettings(kinds=frozenset({DisplayKind.COLLECTION}))
    )

    def __post_init__(self) -> None:  # noqa: D105
        self.restart()

    def restart(self) -> None:
        """Forget everything but the book."""
        self.display = CollectionDisplay(self.jellyfin.collections, self.book)

    async def show(self, *titles: str) -> CollectionReport:
        self.stack.requests.clear()
        shown = [await self.shown(title) for title in titles]
        self.stack.requests.clear()
        return await self.display.show(
            shown, self.settings, self.user_id, description(shown, NOW, "en")
        )

    async def shown(self, title: str) -> Shown:
        items = (await self.jellyfin.movies_and_series(itself)).rows
        return Shown(
            medium_id=title,
            kind=Kind.MOVIE,
            title=title,
            year=1927,
            leaves_at=NOW + timedelta(days=5),
            item_ids=tuple(item.id for item in items if item.name == title),
            paths=(),
        )

    async def members(self) -> set[str]:
        """Return the titles in our collection."""
        made = self.book.made.collection
        assert made is not None
        rows = await self.jellyfin.collections.members(made.id, self.user_id)
        items = {i.id: i.name for i in (await self.jellyfin.movies_and_series(itself)).rows}
        return {items[row.id] for row in rows.rows}

    async def found(self) -> int:
        return len((await self.jellyfin.collections.named(NAME)).rows)


@pytest.fixture(params=["10.11", "12", "rust"])
async def hall(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[Hall]:
    options = Options(jellyfin_version=request.param)
    async with Stack(options) as stack, aiohttp.ClientSession() as session:
        jellyfin = Jellyfin(session, URL(stack.jellyfin.url), device_id="test")
        await jellyfin.public_info()
        login = await jellyfin.login(ADMIN_NAME, ADMIN_PASSWORD)
        yield Hall(stack, jellyfin, login.user_id)


async def test_what_is_leaving_is_in_the_collection(hall: Hall) -> None:
    await hall.show("Metropolis", "Charade")
    assert await hall.members() == {"Metropolis", "Charade"}


async def test_the_difference_is_made(hall: Hall) -> None:
    await hall.show("Metropolis", "Charade")
    await hall.show("Charade", "Nosferatu")
    assert await hall.members() == {"Charade", "Nosferatu"}


async def test_a_second_pass_takes_one_request(hall: Hall) -> None:
    await hall.show("Metropolis", "Charade")
    await hall.show("Metropolis", "Charade")
    assert [request.method for request in hall.stack.requests] == ["GET"]


async def test_an_empty_collection_is_taken_away(hall: Hall) -> None:
    await hall.show("Metropolis")
    await hall.show()
    assert (await hall.found(), hall.book.made.collection) == (0, None)


async def test_switching_it_off_takes_it_away(hall: Hall) -> None:
    await hall.show("Metropolis")
    hall.settings = replace(hall.settings, kinds=frozenset())
    await hall.show("Metropolis")
    assert await hall.found() == 0


async def test_a_collection_that_was_deleted_by_hand_comes_back(hall: Hall) -> None:
    await hall.show("Metropolis")
    assert hall.book.made.collection
    await hall.jellyfin.collections.delete(hall.book.made.collection.id)
    await hall.show("Metropolis")
    assert await hall.members() == {"Metropolis"}


async def test_what_people_added_by_hand_stays(hall: Hall) -> None:
    await hall.show("Metropolis")
    assert hall.book.made.collection
    theirs = (await hall.shown("Charade")).item_ids
    await hall.jellyfin.collections.add(hall.book.made.collection.id, theirs)
    await hall.show("Nosferatu")
    assert await hall.members() == {"Charade", "Nosferatu"}


async def test_a_collection_that_somebody_gave_another_name_is_not_deleted(hall: Hall) -> None:
    await hall.show("Metropolis")
    assert hall.book.made.collection
    key = item_key(hall.book.made.collection.id)
    hall.stack.catalog.items[key].name = "Film nights"
    await hall.show()
    assert len((await hall.jellyfin.collections.named("Film nights")).rows) == 1
    assert hall.book.made.collection is None


async def test_a_collection_with_something_by_hand_is_not_deleted(hall: Hall) -> None:
    await hall.show("Metropolis")
    assert hall.book.made.collection
    theirs = (await hall.shown("Charade")).item_ids
    await hall.jellyfin.collections.add(hall.book.made.collection.id, theirs)
    await hall.show()
    assert await hall.found() == 1


async def test_a_collection_with_something_that_nobody_understands_is_not_deleted(
    hall: Hall,
) -> None:
    await hall.show("Metropolis")
    assert hall.book.made.collection
    theirs = (await hall.shown("Charade")).item_ids
    await hall.jellyfin.collections.add(hall.book.made.collection.id, theirs)
    hall.stack.break_("jellyfin", Fault.BAD_ROW, times=1)
    await hall.show()
    assert await hall.found() == 1


async def test_a_collection_that_is_not_understood_is_not_forgotten(hall: Hall) -> None:
    await hall.show("Metropolis")
    before = hall.book.made
    hall.stack.break_("jellyfin", Fault.BAD_ROW)
    await hall.show()
    assert hall.book.made == before


async def test_a_collection_that_is_shown_to_nobody_is_not_deleted(hall: Hall) -> None:
    await hall.show("Metropolis")
    hall.user_id = ""
    await hall.show()
    assert await hall.found() == 1


async def test_a_collection_of_the_same_name_is_left_alone(hall: Hall) -> None:
    await hall.jellyfin.collections.create(NAME, (await hall.shown("Charade")).item_ids)
    report = await hall.show("Metropolis")
    assert report.obstacle
    assert report.obstacle.trouble is Trouble.COLLECTION_NAME_TAKEN
    (theirs,) = (await hall.jellyfin.collections.named(NAME)).rows
    rows = await hall.jellyfin.collections.members(theirs.id, hall.user_id)
    assert len(rows.rows) == 1


async def test_a_new_name_makes_a_new_collection(hall: Hall) -> None:
    await hall.show("Metropolis")
    hall.settings = replace(hall.settings, collection_name="Bald weg")
    await hall.show("Metropolis")
    assert await hall.found() == 0
    assert await hall.members() == {"Metropolis"}


async def test_a_book_that_names_a_film_deletes_none(hall: Hall) -> None:
    film = (await hall.shown("Metropolis")).item_ids[0]
    hall.book.made = replace(
        hall.book.made,
        collection=MadeCollection(id=film, name=NAME, members=frozenset({film})),
    )
    files = set(hall.stack.root.rglob("*.mkv"))
    await hall.show()
    assert set(hall.stack.root.rglob("*.mkv")) == files


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.EMPTY_LIST, Fault.REFUSE, Fault.CUT_JSON])
async def test_a_fault_is_told_and_mended_by_the_next_pass(hall: Hall, fault: Fault) -> None:
    await hall.show("Metropolis", "Charade")
    shown = [await hall.shown("Charade"), await hall.shown("Nosferatu")]
    hall.stack.break_("jellyfin", fault)
    await hall.display.show(shown, hall.settings, hall.user_id, description(shown, NOW, "en"))
    hall.stack.heal()
    hall.restart()
    await hall.show("Charade", "Nosferatu")
    assert await hall.members() == {"Charade", "Nosferatu"}
    assert await hall.found() == 1


async def test_the_members_come_back_when_a_jellyfin_rust_has_rescanned(hall: Hall) -> None:
    if hall.stack.options.jellyfin_version != "rust":
        pytest.skip("Jellyfin keeps its ids")
    await hall.show("Metropolis")
    hall.stack.rescan()
    await hall.show("Metropolis")
    assert await hall.members() == {"Metropolis"}


async def test_the_description_counts_the_days(hall: Hall) -> None:
    await hall.show("Metropolis")
    if hall.stack.options.jellyfin_version == "rust":
        pytest.skip("jellyfin-rust has no descriptions")
    assert hall.book.made.collection
    path = f"/Users/{hall.user_id}/Items/{hall.book.made.collection.id}"
    told = await hall.jellyfin.http.get(path, dict[str, object])
    assert told["Overview"] == "Metropolis: leaves in 5 days, on 26 November"


def a_shown(title: str, days: int) -> Shown:
    return Shown(
        medium_id=title,
        kind=Kind.MOVIE,
        title=title,
        year=None,
        leaves_at=NOW + timedelta(days=days),
        item_ids=(),
        paths=(),
    )


def test_what_leaves_first_is_told_first() -> None:
    text = description(
        [a_shown("Charade", 1), a_shown("Metropolis", 0), a_shown("M", 40)], NOW, "en"
    )
    assert text.splitlines() == [
        "Metropolis: leaves any day now",
        "Charade: leaves tomorrow",
        "M: leaves in 40 days, on 31 December",
    ]


def test_a_long_description_is_cut() -> None:
    text = description([a_shown(f"Film {n:02}", n + 2) for n in range(33)], NOW, "en")
    assert text.splitlines()[-1] == "… and 3 more"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "de",
            [
                "Metropolis: verschwindet in Kürze",
                "Charade: verschwindet morgen",
                "M: verschwindet in 40 Tagen, am 31. Dezember",
            ],
        ),
        (
            "es",
            [
                "Metropolis: se va en cualquier momento",
                "Charade: se va mañana",
                "M: se va dentro de 40 días, el 31 de diciembre",
            ],
        ),
        (
            "fr",
            [
                "Metropolis : part d'un jour à l'autre",
                "Charade : part demain",
                "M : part dans 40 jours, le 31 décembre",
            ],
        ),
        (
            "nl",
            [
                "Metropolis: verdwijnt elk moment",
                "Charade: verdwijnt morgen",
                "M: verdwijnt over 40 dagen, op 31 december",
            ],
        ),
    ],
)
def test_a_description_is_in_the_language_of_the_household(language: str, lines: list[str]) -> None:
    shown = [a_shown("Charade", 1), a_shown("Metropolis", 0), a_shown("M", 40)]
    assert description(shown, NOW, language).splitlines() == lines
