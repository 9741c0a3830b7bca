"""The libraries that are measured; a series has about fifty episodes."""

from typing import NamedTuple


class Size(NamedTuple):
    """How large a simulation is, and how many hours of polls it is worth waiting for."""

    movies: int
    series: int
    users: int
    hours: float = 24


SIZES = {
    "small": Size(500, 100, 3),
    "medium": Size(5_000, 1_000, 10),
    "large": Size(20_000, 4_000, 30, hours=2),
}
