"""Programs that we start are watched and always ended."""

import asyncio
import os
from pathlib import Path
import sys

import pytest

from harness.errors import ChildDiedError
from harness.process import Child, running
from harness.waiting import until

WAIT = "import time; print('ready', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); {WAIT}"
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def gone(pid: int) -> bool:
    """Say whether a process has ended; one that nobody has waited for yet has ended, too."""
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


async def test_a_program_that_ends_by_itself_is_named_with_the_end_of_its_log(
    tmp_path: Path,
) -> None:
    program = "import sys; print('no more milk', file=sys.stderr); sys.exit(3)"
    async with running("The cow", python(program), log=tmp_path / "log") as child:
        with pytest.raises(ChildDiedError, match=r"(?s)The cow .*status 3.*no more milk"):
            await child.guard(asyncio.sleep(60))


async def test_a_program_that_ends_before_its_first_line_is_named(tmp_path: Path) -> None:
    async with running("The cow", python("pass"), log=tmp_path / "log", read=True) as child:
        with pytest.raises(ChildDiedError, match="The cow"):
            await child.first_line()


async def test_guarded_work_gives_its_result(tmp_path: Path) -> None:
    async with running("It", python(WAIT), log=tmp_path / "log") as child:
        assert await child.guard(asyncio.sleep(0, "milk")) == "milk"


async def test_an_interruption_ends_the_program(tmp_path: Path) -> None:
    started: asyncio.Future[Child] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        async with running("It", python(WAIT), log=tmp_path / "log") as child:
            started.set_result(child)
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    child = await started
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert gone(child.pid)


async def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    async with running(
        "It", python(STUBBORN), log=tmp_path / "log", read=True, grace_seconds=0.1
    ) as child:
        await child.first_line()
    assert gone(child.pid)


async def test_what_a_program_left_behind_ends_with_it(tmp_path: Path) -> None:
    async with running("It", python(PARENT), log=tmp_path / "log", read=True) as child:
        grandchild = int(await child.first_line())
        os.kill(grandchild, 0)

    async def ended() -> bool:
        return gone(grandchild)

    await until(ended, "the grandchild's end", timeout_seconds=10)
