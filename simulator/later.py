"""What a server does after it has answered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

_DELAY_S = 0.02

type Job = Callable[[], None]


@dataclass(slots=True, eq=False)
class _Waiting:
    job: Job
    answers: int


class Later:
    """Jobs that run a moment after the answer, or after so many further answers."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: list[_Waiting] = []
        self._held: list[Job] | None = None

    def hold(self) -> None:
        """Let what is to be done a moment later wait for ``release``, however long that takes."""
        self._held = []

    def release(self) -> None:
        """Do what was held; fine when nothing is."""
        held, self._held = self._held or [], None
        for job in held:
            job()

    def soon(self, job: Job) -> None:
        """Do something a moment later, whatever is asked meanwhile."""
        if self._held is not None:
            self._held.append(job)
            return

        async def run() -> None:
            await asyncio.sleep(_DELAY_S)
            job()

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def after(self, requests: int, job: Job) -> None:
        """Do something once so many further requests were answered; 0 is before this answer goes."""
        self._waiting.append(_Waiting(job, requests + 1))

    def answered(self) -> None:
        """Count an answer, and do what has waited for it."""
        for waiting in self._waiting:
            waiting.answers -= 1
        due = [waiting for waiting in self._waiting if waiting.answers <= 0]
        self._waiting = [waiting for waiting in self._waiting if waiting.answers > 0]
        for waiting in due:
            waiting.job()

    async def settled(self) -> None:
        """Do everything that is still to be done, and what follows from it."""
        self.release()
        while self._tasks or self._waiting:
            due, self._waiting = self._waiting, []
            for waiting in due:
                waiting.job()
            tasks = tuple(self._tasks)
            await asyncio.gather(*tasks)
            # Nobody else had a turn yet when all of them were done already.
            self._tasks.difference_update(tasks)
