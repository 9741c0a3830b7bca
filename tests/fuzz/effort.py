"""How long to try: the same few examples every time, or as many others as there is time for."""

from collections.abc import Callable
import os
from typing import Any
import zlib

import aiohttp
from hypothesis import HealthCheck, seed, settings
import pytest

_TIMES = int(os.environ.get("FUZZ_TIMES", "0"))

LONG = pytest.mark.timeout(0 if _TIMES else 120)


def fuzzed(examples: int) -> Callable[[Any], Any]:
    """Try so many examples, always the same; with FUZZ_TIMES so many times as many, always others."""
    return settings(
        max_examples=examples * (_TIMES or 1),
        derandomize=not _TIMES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every request time out soon."""
    soon = aiohttp.ClientTimeout(total=0.3)
    monkeypatch.setattr(aiohttp, "ClientTimeout", lambda **_: soon)


def start_at(test: Callable[..., object], name: str) -> None:
    """Let one test that runs under several names try other examples under each."""
    if not _TIMES:
        seed(zlib.crc32(name.encode()))(test)
