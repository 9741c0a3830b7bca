"""How much media are: how many, and how many bytes, as far as that is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..library.facts import UNKNOWN, Fact, total
from ..library.models import Medium
from .models import Leaving, Verdict


@dataclass(frozen=True, slots=True)
class Amount:
    """How many media, and how many bytes those hold whose size is known."""

    count: int
    size_bytes: int
    unknown_sizes: int


def amount(sizes_bytes: Iterable[Fact[int]]) -> Amount:
    """Return how much media of these sizes are together."""
    count = total_bytes = unknown = 0
    for size_bytes in sizes_bytes:
        count += 1
        if size_bytes is UNKNOWN or size_bytes is None:
            unknown += 1
        else:
            total_bytes += size_bytes
    return Amount(count, total_bytes, unknown)


def concerned_bytes(medium: Medium, verdict: Verdict) -> Fact[int]:
    """Return how much a verdict is about: the medium, or those of its episode files that leave."""
    files = verdict.episode_files if isinstance(verdict, Leaving) else frozenset[int]()
    return bytes_of(medium, files)


def bytes_of(medium: Medium, files: frozenset[int]) -> Fact[int]:
    """Return how much some episode files of a medium hold; without any, how much the medium holds.

    A stale verdict may name files that are there no more: nobody knows how much those held.
    """
    episodes = medium.episodes
    if not files:
        return medium.size_bytes
    if episodes is UNKNOWN or episodes is None:
        return UNKNOWN
    # One file may hold several episodes.
    sizes = {episode.file_id: episode.size_bytes for episode in episodes}
    return total(sizes.get(file_id, UNKNOWN) for file_id in files)
