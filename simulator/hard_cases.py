"""What is hard on rules, put where the household's situation does not change by it.

Every tenth series, Zorro's Fighting Legion the first, goes on: it has a file with two episodes, a
special that nobody can date, and a next season that is announced but not there. Of the series
after it a season is somebody's favourite, and of itself an episode.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from .jellyfin.catalog import Catalog
from .jellyfin.items import Kind, item_id
from .world import Episode, World

COLLECTION = "Graveyard Shift Collection"
_COLLECTED = (7, 8)
_DAYS_AHEAD = (30, 37, None)


def goes_on(series_number: int) -> bool:
    """Whether a series has what is hard on rules."""
    return series_number % 10 == 3


def share_a_file(episodes: list[Episode]) -> None:
    """Put the last two episodes into one file."""
    first, second = episodes[-2:]
    if not (first.has_file and second.has_file):
        return
    path = Path(first.file_name)
    first.file_name = str(path.with_stem(f"{path.stem}-E{second.number:02d}"))
    first.size_bytes += second.size_bytes
    second.file_name, second.file_id = first.file_name, first.file_id
    second.size_bytes, second.file_added = first.size_bytes, first.file_added


def undated_special(like: Episode, number: int, folder: str) -> Episode:
    """Return a special with a file and without a date."""
    return replace(
        like,
        id=number,
        file_id=number,
        season=0,
        number=1,
        title="How it was made",
        air_date=None,
        file_name=f"Specials/{folder} - S00E01.mkv",
        size_bytes=like.size_bytes // 5,
    )


def announced_season(world: World, like: Episode, number: int) -> list[Episode]:
    """Return the episodes of a season that is to come, of which one has no date yet."""
    today = world.now().date()
    return [
        replace(
            like,
            id=number + index,
            file_id=0,
            season=like.season + 1,
            number=index + 1,
            title="TBA" if ahead is None else f"Return {index + 1}",
            air_date=None if ahead is None else today + timedelta(days=ahead),
            file_name="",
        )
        for index, ahead in enumerate(_DAYS_AHEAD)
    ]


def love(world: World, catalog: Catalog) -> None:
    """Let people love a season here and an episode there."""
    somebody, other = world.users[1 % len(world.users)], world.users[-1]
    for series in world.series:
        there = [episode for episode in series.episodes if episode.has_file]
        if not there:
            continue
        if goes_on(series.id - 1):
            item = catalog.items[item_id(Kind.SERIES, str(world.series_path(series)))]
            season = catalog.season(item, max(episode.season for episode in there))
            if season is not None:
                world.watch(somebody.id, season.id).favorite = True
        elif goes_on(series.id):
            item_path = str(world.episode_path(there[0]))
            world.watch(other.id, item_id(Kind.EPISODE, item_path)).favorite = True


def collect(world: World, catalog: Catalog) -> None:
    """Make a collection of two films, and let somebody love it."""
    films = [world.movies_by_id[number] for number in _COLLECTED if number in world.movies_by_id]
    if not films:
        return
    made = catalog.add_collection(COLLECTION)
    members = [item_id(Kind.MOVIE, str(world.movie_path(film))) for film in films]
    catalog.set_members(made.id, members)
    world.watch(world.users[1 % len(world.users)].id, made.id).favorite = True
