import asyncio
from asyncio.subprocess import PIPE, Process
import json
from pathlib import Path
import signal
import sys

import aiohttp
import pytest

from .conftest import exists


async def start(*arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", *arguments, stdout=PIPE, stderr=PIPE
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_prints_one_line_of_json_and_leaves_nothing_behind(number: signal.Signals) -> None:
    process = await start("--movies", "3", "--series", "1", "--json")
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    root = Path(line["root"])
    there = exists(root / "media" / "movies")
    process.send_signal(number)
    rest, errors = await process.communicate()
    assert (there, process.returncode, rest, errors) == (True, 0, b"", b"")
    assert not exists(root)


async def test_its_json_names_every_server_and_the_administrator() -> None:
    process = await start("--json", "--jellyfin-version", "12")
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert list(line) == ["jellyfin", "radarr", "sonarr", "seerr", "control", "root"]
    assert set(line["jellyfin"]) == {"url", "api_key", "version", "server_id", "admin"}
    assert line["jellyfin"]["version"] == "12.0.0"


@pytest.mark.usefixtures("socket_enabled")
async def test_an_oxicleanarr_server_has_synced_when_it_is_ready() -> None:
    process = await start("--json", "--oxicleanarr", "1.6.2", "--movies", "3", "--series", "1")
    assert process.stdout is not None
    server = json.loads(await process.stdout.readline())["oxicleanarr"]
    headers = {"Authorization": f"Bearer {server['api_key']}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server['url']}/api/sync/status") as answer,
    ):
        status = await answer.json()
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert (server["version"], status["media_count"]) == ("1.6.2", 4)


async def test_a_jellyfin_rust_has_no_key_to_print() -> None:
    process = await start("--movies", "2", "--jellyfin-version", "rust")
    assert process.stdout is not None
    first = await process.stdout.readline()
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert first.startswith(b"Jellyfin 10.11.5 ")
    assert b"has none" in first


async def test_without_json_it_prints_a_table() -> None:
    process = await start("--movies", "2")
    assert process.stdout is not None
    first = await process.stdout.readline()
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert first.startswith(b"Jellyfin 10.11.11  http://127.0.0.1:")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--users", "0"),
        ("--movies", "-1"),
        ("--root", "/etc"),
        ("--jellyfin-version", "rust", "--base-paths"),
    ],
)
async def test_what_makes_no_sense_ends_with_one_sentence(arguments: tuple[str, ...]) -> None:
    process = await start(*arguments)
    _, errors = await process.communicate()
    assert (process.returncode, errors.count(b"\n"), errors[:10]) == (1, 1, b"simulator:")
