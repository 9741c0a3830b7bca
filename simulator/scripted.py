"""The household of the demo: who watched what, and when, told title by title.

With a retention of 90 days for movies and 120 days for series, counted from the last play or else
the import, and a window of 14 days, some of it leaves soon on different days, some is overdue,
and some is safe.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One medium's past: ages in days, position in percent, size of one file in GB."""

    added_days: float
    size_gb: float
    watched_days: float | None = None
    watcher: int = 0
    percent: int = 100
    favorite: bool = False
    tags: tuple[str, ...] = ()
    episodes_watched: int = 0
    missing: int = 0
    more_watchers: int = 0
    """How many others watched it, too, earlier than ``watcher``."""


MOVIE_STORIES: dict[str, Story] = {
    "Metropolis": Story(200.4, 58.2, 87.6, 0, tags=("4k",)),
    "Nosferatu": Story(84.7, 4.3),
    "The General": Story(300.2, 12.8, 80.6, 1),
    "Safety Last!": Story(76.6, 2.1, tags=("kids",)),
    "Sherlock Jr.": Story(140.5, 1.4),
    "The Kid": Story(400.3, 3.7, 97.5, 2, tags=("kids",)),
    "Night of the Living Dead": Story(210.1, 9.6, 2.8, 1),
    "Charade": Story(150.8, 21.5, 5.7, 0, percent=48),
    "His Girl Friday": Story(95.2, 6.9, 79.5, 2, percent=31),
    "Once Upon a Time... in Arcadia": Story(85.6, 7.7),
    "Der müde Tod": Story(29.5, 5.2),
    "The Cabinet of Dr. Caligari": Story(250.4, 15.3, 99.6, 0, favorite=True),
}

SERIES_STORIES: dict[str, Story] = {
    "Les Vampires": Story(300.5, 1.9, 114.6, 0, episodes_watched=10),
    "The Phantom Empire": Story(107.6, 0.6, tags=("kids",)),
    "Zorro's Fighting Legion": Story(200.7, 0.5, 1.7, 1, percent=62, episodes_watched=4),
    "Sherlock Holmes": Story(400.2, 0.9, 129.5, 2, favorite=True, episodes_watched=39),
    "Fantômas": Story(160.3, 2.4),
    "Radar Men from the Moon": Story(20.6, 0.4, missing=2),
}
