"""What metadata providers have told of an item: made up, the same on every server and every day."""

from datetime import date

from simulator.world import Episode, Movie

from .items import Item


def overview(item: Item) -> str:
    """Return what it is about."""
    return f"{item.name}, a work that everyone may show."


def community_rating(item: Item) -> float | None:
    """Return how good people found it, of ten; None while nothing is known of it."""
    return 5 + item.media.id % 40 / 10 if item.media else None


def premiere(item: Item) -> date | None:
    """Return when it was first shown; None while nobody knows."""
    if item.media is None:
        return None
    if isinstance(item.media, Episode):
        return item.media.air_date
    month, day = (3, 14) if isinstance(item.media, Movie) else (1, 12)
    return date(item.media.year, month, day)
