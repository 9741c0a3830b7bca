"""Hearts and posters of the simulated jellyfin-rust, which nobody has to log in for."""

import pytest

from simulator.jellyfin_rust.images import WIDTH
from simulator.jellyfin_rust.wire import wire_id
from simulator.posters import poster

from .conftest import Rust


async def test_posters_are_whole_whatever_is_asked_for(rust: Rust) -> None:
    key = (await rust.ids())["Metropolis"]
    pictures = [await picture(rust, f"{key}/Images/Primary{q}") for q in ("", "?maxWidth=100")]
    assert pictures[0] == pictures[1] == (200, poster("Metropolis", 1927, WIDTH)[0])


async def test_a_season_has_the_poster_of_its_series(rust: Rust) -> None:
    [series, *_] = await rust.items("recursive=true&includeItemTypes=Series")
    keys = (series["Id"], f"{series['Id']}_season_1")
    first, second = [await picture(rust, f"{key}/Images/Primary") for key in keys]
    assert first == second


async def test_posters_are_found_by_exact_ids_only(rust: Rust) -> None:
    key = (await rust.ids())["Metropolis"]
    for spelling in (key.replace("-", ""), key.upper()):
        answer = await rust.ask(f"/Items/{spelling}/Images/Primary")
        assert (answer.status, answer.text) == (404, "Image not found")


async def picture(rust: Rust, path: str) -> tuple[int, bytes]:
    async with rust.client.session.get(f"{rust.stack.jellyfin.url}/Items/{path}") as answer:
        return answer.status, await answer.read()


def heart(item_id: str, user_id: str) -> str:
    return f"/UserFavoriteItems/{item_id}?userId={user_id}"


async def loved(rust: Rust, user_id: str) -> set[str]:
    rows = await rust.items(f"recursive=true&isFavorite=true&userId={user_id}")
    return {row["Name"] for row in rows if row["UserData"]["IsFavorite"]}


async def test_hearts_are_set_and_taken_by_anyone_for_anyone(rust: Rust) -> None:
    key, ada = (await rust.ids())["Nosferatu"], wire_id(rust.stack.world.users[1].id)
    before = await loved(rust, ada)
    for _ in range(2):
        answer = await rust.ask(heart(key, ada), "POST", token="")
        assert (answer.status, answer.json["IsFavorite"]) == (200, True)
        assert (answer.json["Key"], answer.json["ItemId"]) == (f"{ada}-{key}", key)
    assert await loved(rust, ada) == before | {"Nosferatu"}
    for _ in range(2):
        answer = await rust.ask(heart(key, ada), "DELETE", token="")
        assert (answer.status, answer.json["IsFavorite"]) == (200, False)
    assert await loved(rust, ada) == before


async def test_a_heart_leaves_alone_what_was_played(rust: Rust) -> None:
    rust.stack.play("Metropolis", user="Ada")
    key, ada = (await rust.ids())["Metropolis"], wire_id(rust.stack.world.users[1].id)
    data = (await rust.ask(heart(key, ada), "POST")).json
    assert (data["PlayCount"], data["Played"], data["Likes"]) == (1, True, None)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_a_heart_is_somebodys(rust: Rust, method: str) -> None:
    key, ada = (await rust.ids())["Metropolis"], wire_id(rust.stack.world.users[1].id)
    for query in ("", f"?UserId={ada}"):
        answer = await rust.ask(f"/UserFavoriteItems/{key}{query}", method)
        assert (answer.status, answer.text) == (400, "")


async def test_hearts_are_on_media_only_and_by_exact_ids(rust: Rust) -> None:
    key, ada = (await rust.ids())["Nosferatu"], wire_id(rust.stack.world.users[1].id)
    [series, *_] = await rust.items("recursive=true&includeItemTypes=Series")
    collection = wire_id(rust.stack.collect("Old", ["Metropolis"]))
    for wrong in (key.replace("-", ""), key.upper(), f"{series['Id']}_season_1", collection):
        answer = await rust.ask(heart(wrong, ada), "POST")
        assert (answer.status, answer.text) == (404, "")
        assert (await rust.ask(heart(wrong, ada), "DELETE")).status == 200
    assert (await rust.ask(heart(key, ada.replace("-", "")), "POST")).status == 500
    assert "Nosferatu" not in await loved(rust, ada)
