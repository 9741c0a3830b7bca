"""Calls as unmodified OxiCleanarr servers (1.0 to 1.6) make them, keys in their ways."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from .conftest import Client, Reply, Starter

ITEMS = "/Items?IncludeItemTypes={}&Recursive=true&Fields=Path,DateCreated,ProviderIds"


async def jellyfin(
    client: Client, path: str, method: str = "GET", body: object = None, *, in_query: bool = False
) -> Reply:
    key = client.stack.jellyfin.api_key
    if in_query:
        joined = "&" if "?" in path else "?"
        return await client.ask(
            f"{client.stack.jellyfin.url}{path}{joined}api_key={key}", method, None, body
        )
    headers = {"X-Emby-Token": key}
    return await client.ask(client.stack.jellyfin.url + path, method, headers, body)


@pytest.mark.parametrize("in_query", [False, True])
async def test_it_matches_media_by_provider_ids(client: Client, in_query: bool) -> None:
    movies = (await jellyfin(client, ITEMS.format("Movie"), in_query=in_query)).json["Items"]
    series = (await jellyfin(client, ITEMS.format("Series"), in_query=in_query)).json["Items"]
    tmdb = {row["tmdbId"] for row in (await client.radarr("/movie")).json}
    tvdb = {row["tvdbId"] for row in (await client.sonarr("/series")).json}
    assert {int(row["ProviderIds"]["Tmdb"]) for row in movies} == tmdb
    assert {int(row["ProviderIds"]["Tvdb"]) for row in series} == tvdb


async def test_its_ping_is_refused_by_12(start: Starter) -> None:
    client = await start(jellyfin_version="12")
    assert (await jellyfin(client, "/System/Info")).status == 401


async def show_leaving_soon(client: Client, rows: list[dict[str, Any]]) -> list[str]:
    """Make a library of links the way the server does; return what it then shows."""
    directory = str(client.stack.root / "leaving-soon" / "movies")
    bridge = "/api/oxicleanarr"
    await jellyfin(client, f"{bridge}/directories/create", "POST", {"directory": directory})
    query = f"name={quote('Leaving Soon - Movies')}&collectionType=movies"
    query += f"&refreshLibrary=false&paths={quote(directory)}"
    await jellyfin(client, f"/Library/VirtualFolders?{query}", "POST")
    items = [{"sourcePath": row["movieFile"]["path"], "targetDirectory": directory} for row in rows]
    await jellyfin(client, f"{bridge}/symlinks/add", "POST", {"items": items})
    await jellyfin(client, "/Library/Refresh", "POST")
    listed = await jellyfin(client, ITEMS.format("Movie"))
    return [r["Name"] for r in listed.json["Items"] if r["Path"].startswith(directory)]


async def test_its_links_become_a_library(start: Starter) -> None:
    client = await start(same_paths=True)
    rows = (await client.radarr("/movie")).json[:3]
    assert await show_leaving_soon(client, rows) == [row["title"] for row in rows]


async def test_its_links_fail_without_common_paths(client: Client) -> None:
    assert await show_leaving_soon(client, (await client.radarr("/movie")).json[:3]) == []


async def test_its_deletion_removes_the_files_and_after_a_refresh_the_item(
    start: Starter,
) -> None:
    client = await start(same_paths=True)
    (row,) = (await client.radarr("/movie?tmdbId=653")).json
    await client.radarr(f"/movie/{row['id']}?deleteFiles=true", "DELETE")
    await client.stack.radarr.settled()
    await jellyfin(client, "/Library/Refresh", "POST")
    listed = (await jellyfin(client, ITEMS.format("Movie"))).json["Items"]
    assert "Nosferatu" not in {item["Name"] for item in listed}
    assert not list(Path(row["path"]).parent.glob("Nosferatu*"))
