"""What kind of soak, and what it came to."""

from collections import Counter
from dataclasses import dataclass, field

from harness.chaos.household import Household
from simulator.options import RUST

from .samples import Sample
from .wrongs import Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What kind of soak."""

    hours: float
    seed: int = 1
    jellyfin: str = "10.11"
    oxicleanarr: str | None = None

    @property
    def household(self) -> Household:
        """The household that lives through it."""
        rust = self.jellyfin == RUST
        return Household(
            films=30,
            series=8,
            movie_days=12,
            series_days=20,
            window_days=2,
            only_while_idle=False,
            displays=("collection",) if rust else ("libraries", "collection"),
            bins=frozenset({"radarr", "sonarr"}),
            jellyfin_version=self.jellyfin,
            oxicleanarr=self.oxicleanarr,
        )


@dataclass(slots=True)
class Report:
    """What a soak came to."""

    orders: Orders
    wrongs: list[Wrong] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    middle: Sample | None = None
    end: Sample | None = None
    idle: Counter[int] = field(default_factory=Counter)
    """How many idle polls sent how many requests."""
    asked: Counter[str] = field(default_factory=Counter)
    """How many requests each server got in peace, all in all."""
    peace_hours: float = 0
