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


@dataclass(frozen=True, slots=True)
class Wish:
    """A request to Seerr: the number of who made it (-1: one without Jellyfin), and its status."""

    who: int
    status: int
    seasons: tuple[int, ...] = ()
    is_4k: bool = False


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

# What leaves soon or is overdue was asked for by those who have watched it, or in vain.
WISHES: dict[str, tuple[Wish, ...]] = {
    "Metropolis": (Wish(0, 5, is_4k=True),),
    "The General": (Wish(1, 2),),
    "Sherlock Jr.": (Wish(-1, 3),),
    "The Kid": (Wish(2, 5), Wish(-1, 4)),
    "Night of the Living Dead": (Wish(2, 5),),
    "Charade": (Wish(2, 2), Wish(-1, 5)),
    "Der müde Tod": (Wish(1, 2),),
    "Les Vampires": (Wish(0, 5, (1,)),),
    "Zorro's Fighting Legion": (Wish(1, 1, (2,)),),
    "Sherlock Holmes": (Wish(2, 2, (1,)), Wish(2, 5, (2,))),
    "Radar Men from the Moon": (Wish(1, 2, (1,)),),
} | dict.fromkeys(
    (
        *("Nosferatu", "Safety Last!", "His Girl Friday", "Once Upon a Time... in Arcadia"),
        *("The Cabinet of Dr. Caligari", "The Phantom Empire", "Fantômas"),
    ),
    (),
)
