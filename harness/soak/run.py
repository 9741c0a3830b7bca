"""Soaks: each in a loop of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import logging
import warnings

from harness.chaos.play import stage

from .life import Life
from .lines import INTEGRATION, Lines
from .orders import Orders, Report
from .time import LeapingLoop, leaping


def run_alone(orders: Orders) -> Report:
    """Run in a loop of its own, in which time leaps."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(run(orders))


async def run(orders: Orders) -> Report:
    """Let a household live."""
    with _overheard() as lines:
        async with stage(orders.seed, orders.household, leaping) as play:
            life = Life(orders, play, lines)
            with life.readings.watched():
                await life.live()
            return life.report


@contextmanager
def _overheard() -> Iterator[Lines]:
    """Take down what is logged, with what Python warns of: sessions that nobody closed, for example."""
    lines, ours = Lines(), logging.getLogger(INTEGRATION)
    level = ours.level
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        logging.captureWarnings(capture=True)
        logging.getLogger().addHandler(lines)
        ours.setLevel(logging.INFO)
        try:
            yield lines
        finally:
            ours.setLevel(level)
            logging.getLogger().removeHandler(lines)
            logging.captureWarnings(capture=False)
