"""Where the time of a sync goes, by its stages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import time
from typing import Any
from unittest.mock import patch

import msgspec

from custom_components.oxicleanarr.coordinator import OxiCleanarrCoordinator
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.snapshot import decide_for_all_to_see

MERGING = "merging"
DECIDING = "looking up and deciding"
TELLING = "telling entities"


class Stage(msgspec.Struct):
    """How long one stage took; reading is waiting, so only its seconds count."""

    seconds: float = 0.0
    cpu_seconds: float | None = None


@contextmanager
def by_stages() -> Iterator[dict[str, Stage]]:
    """Note how long each stage takes while the context lasts; servers are read all at once."""
    stages: dict[str, Stage] = {}
    renew = Reading.renew

    async def timed_renew(reading: Any, *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return await renew(reading, *args, **kwargs)
        finally:
            names = {"jellyfin": "Jellyfin"}
            name = f"reading {names.get(reading.id, reading.name)}"
            stages.setdefault(name, Stage()).seconds += time.perf_counter() - began

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            began, cpu = time.perf_counter(), time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                stage = stages.setdefault(name, Stage(cpu_seconds=0.0))
                stage.seconds += time.perf_counter() - began
                stage.cpu_seconds = (stage.cpu_seconds or 0.0) + time.thread_time() - cpu

        return run

    ours, package = OxiCleanarrCoordinator, "custom_components.oxicleanarr"
    decide = timed(DECIDING, decide_for_all_to_see)
    tell = timed(TELLING, ours.async_update_listeners)
    with (
        patch.object(Reading, "renew", timed_renew),
        patch(f"{package}.sources.build_library", timed(MERGING, build_library)),
        patch(f"{package}.coordinator.decide_for_all_to_see", decide),
        patch.object(ours, "async_update_listeners", tell),
    ):
        yield stages
