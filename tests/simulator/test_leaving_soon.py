"""The plugin that makes libraries of its own."""

from .conftest import Client, Starter

PLUGIN_ID = "b31d2e5a8f4e4c6ab7a32d4e5f6a7b8c"


async def plugins(client: Client) -> list[str]:
    return [row["Id"] for row in (await client.jellyfin("/Plugins")).json]


async def test_it_is_not_there_unless_wanted(client: Client) -> None:
    assert PLUGIN_ID not in await plugins(client)
    assert (await client.jellyfin("/api/leaving-soon/status")).status == 404


async def test_it_is_listed_and_tells_an_administrator_how_it_is_set_up(start: Starter) -> None:
    client = await start(leaving_soon_plugin=True)
    client.stack.jellyfin.state.leaving_soon_base = "/somewhere"
    status = (await client.jellyfin("/api/leaving-soon/status")).json
    assert PLUGIN_ID in await plugins(client)
    assert (status["BasePath"], status["TvLibraryName"]) == ("/somewhere", "Shows - Leaving Soon")


async def test_nobody_else_is_told(start: Starter) -> None:
    client = await start(leaving_soon_plugin=True)
    token = (await client.log_in("Ada", "ada")).json["AccessToken"]
    assert (await client.jellyfin("/api/leaving-soon/status", token=token)).status == 403
