"""The demo leaves nothing behind, however it ends."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import os
from pathlib import Path
import signal
import sys

import pytest

from harness.simulator import PROJECT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Process]:
    """Run the demo with its temporary folders in ``folder``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "harness.demo",
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def read_until(process: Process, text: str) -> str:
    """Return what the demo prints until, and with, the line that holds ``text``."""
    assert process.stdout
    lines = ""
    while text not in lines:
        line = await process.stdout.readline()
        assert line, f"The demo ended after:\n{lines}"
        lines += line.decode()
    return lines


def left_behind(folder: Path) -> list[str]:
    """Return the files in ``folder``, and the commands of the processes that work there."""
    return [
        *map(str, folder.iterdir()),
        *processes(lambda command: str(folder) in command).values(),
    ]


def processes(wanted: Callable[[str], bool]) -> dict[int, str]:
    """Return the running processes with a wanted command line, by id."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if wanted(command):
            found[int(entry.name)] = command
    return found


@pytest.mark.xdist_group("e2e looks")
async def test_ctrl_c_while_home_assistant_starts(tmp_path: Path) -> None:
    async with demo(tmp_path) as process:
        await read_until(process, "Starting Home Assistant")
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
    assert left_behind(tmp_path) == []


@pytest.mark.xdist_group("e2e sync")
async def test_it_stays_until_ctrl_c(tmp_path: Path) -> None:
    async with demo(tmp_path) as process:
        shown = await read_until(process, "until you press Ctrl-C")
        assert "Metropolis (1927)" in shown
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
    assert left_behind(tmp_path) == []


@pytest.mark.xdist_group("e2e looks")
async def test_a_server_that_dies_is_named(tmp_path: Path) -> None:
    async with demo(tmp_path) as process:
        await read_until(process, "Starting Home Assistant")
        for pid in processes(
            lambda command: "-m simulator" in command and str(tmp_path) in command
        ):
            os.kill(pid, signal.SIGKILL)
        assert "The simulator has stopped by itself" in await read_until(process, "stopped")
        assert await process.wait() == 1
    assert left_behind(tmp_path) == []
