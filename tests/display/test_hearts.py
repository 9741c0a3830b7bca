"""Hearts move from twins to their originals, and nowhere else."""

from collections.abc import Iterable
from typing import override

import pytest

from custom_components.oxicleanarr.clients.errors import ClientError, NotFound, TimedOut
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Favorite
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.display.hearts import move_hearts
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia, TwinHeart
from custom_components.oxicleanarr.library.models import Medium
from tests.builders import a_library, a_medium

HEART = TwinHeart("ann", "EE-55", "ee55")


class Hearts(Jellyfin):
    """A Jellyfin of which only the hearts matter, as pairs of user and item."""

    def __init__(self, *hearts: tuple[str, str]) -> None:
        self.hearts = set(hearts)
        self.asked: list[str] = []
        self.refused: dict[str, ClientError] = {}

    @override
    async def favorites(self, user_id: str) -> Rows[Favorite]:
        self._ask(f"read {user_id}")
        rows = tuple(Favorite(item, "Movie") for user, item in self.hearts if user == user_id)
        return Rows(rows, len(rows))

    @override
    async def favorite(self, item_id: str, user_id: str) -> None:
        self._ask(f"love {item_id}")
        self.hearts.add((user_id, item_id))

    @override
    async def unfavorite(self, item_id: str, user_id: str) -> None:
        self._ask(f"leave {item_id}")
        self.hearts.discard((user_id, item_id))

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.refused:
            raise self.refused[what]


async def move(client: Jellyfin, *media: Medium, hearts: Iterable[TwinHeart] = (HEART,)) -> None:
    answer = JellyfinMedia(items=(), twin_hearts=tuple(hearts))
    await move_hearts(client, answer, a_library(*media))


def an_original(medium_id: str = "movie:tmdb:19", **changes: object) -> Medium:
    return a_medium(medium_id, **{"twin_ids": ("ee55",), **changes})


async def test_a_heart_is_on_the_original_before_it_is_off_the_twin() -> None:
    client = Hearts(("ann", "EE-55"))
    await move(client, an_original())
    assert client.asked == ["read ann", "love aa11", "leave EE-55"]
    assert client.hearts == {("ann", "aa11")}


async def test_hearts_on_parts_of_a_twin_go_to_the_series() -> None:
    client = Hearts(("ann", "season"), ("ann", "episode"))
    parts = [TwinHeart("ann", part, "ee55") for part in ("season", "episode")]
    await move(client, an_original("series:tvdb:78"), hearts=parts)
    assert client.hearts == {("ann", "aa11")}


async def test_everybody_keeps_a_heart_of_their_own() -> None:
    client = Hearts(("ann", "EE-55"), ("bob", "EE-55"))
    await move(client, an_original(), hearts=[HEART, TwinHeart("bob", "EE-55", "ee55")])
    assert client.hearts == {("ann", "aa11"), ("bob", "aa11")}


async def test_without_hearts_on_twins_nothing_is_asked() -> None:
    client = Hearts(("ann", "aa11"))
    await move(client, an_original(), hearts=[])
    assert client.asked == []


@pytest.mark.parametrize(
    "media",
    [
        pytest.param((), id="no medium"),
        pytest.param((a_medium(),), id="no medium with that twin"),
        pytest.param((an_original(jellyfin_ids=()),), id="not in Jellyfin as itself"),
        pytest.param(
            (an_original(), an_original("movie:tmdb:653", jellyfin_ids=())), id="one of two"
        ),
    ],
)
async def test_without_an_original_nothing_is_moved(media: tuple[Medium, ...]) -> None:
    client = Hearts(("ann", "EE-55"))
    await move(client, *media)
    assert client.asked == []


async def test_a_heart_that_its_owner_took_back_meanwhile_is_not_moved() -> None:
    client = Hearts()
    await move(client, an_original())
    assert client.hearts == set()


async def test_a_heart_on_one_of_several_items_is_enough() -> None:
    client = Hearts(("ann", "EE-55"), ("ann", "BB-22"))
    await move(client, an_original(jellyfin_ids=("aa11", "bb22")))
    assert client.asked == ["read ann", "leave EE-55"]


async def test_a_heart_goes_to_an_item_that_its_owner_may_see() -> None:
    client = Hearts(("ann", "EE-55"))
    client.refused = {"love aa11": NotFound("Jellyfin")}
    await move(client, an_original(jellyfin_ids=("aa11", "bb22")))
    assert client.hearts == {("ann", "bb22")}


async def test_a_twin_of_two_media_gives_its_heart_to_both() -> None:
    client = Hearts(("ann", "EE-55"))
    await move(client, an_original(), an_original("movie:tmdb:653", jellyfin_ids=("bb22",)))
    assert client.hearts == {("ann", "aa11"), ("ann", "bb22")}


async def test_a_heart_that_cannot_be_put_on_the_original_stays_on_the_twin() -> None:
    client = Hearts(("ann", "EE-55"))
    client.refused = {"love aa11": TimedOut("Jellyfin")}
    await move(client, an_original())
    assert client.hearts == {("ann", "EE-55")}


async def test_a_heart_that_stayed_on_the_twin_is_taken_off_the_next_time() -> None:
    client = Hearts(("ann", "EE-55"))
    client.refused = {"leave EE-55": TimedOut("Jellyfin")}
    await move(client, an_original())
    client.refused = {}
    await move(client, an_original())
    assert client.hearts == {("ann", "aa11")}


@pytest.mark.parametrize("refused", ["read ann", "love aa11", "leave EE-55"])
async def test_the_trouble_of_one_heart_is_not_that_of_the_next(refused: str) -> None:
    client = Hearts(("ann", "EE-55"), ("bob", "FF-66"))
    client.refused = {refused: TimedOut("Jellyfin")}
    other = an_original("movie:tmdb:653", twin_ids=("ff66",), jellyfin_ids=("bb22",))
    hearts = [HEART, TwinHeart("bob", "FF-66", "ff66")]
    await move(client, an_original(), other, hearts=hearts)
    assert ("bob", "bb22") in client.hearts
