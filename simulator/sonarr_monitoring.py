"""What a Sonarr monitors: series, seasons and episodes, each with a switch of its own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .world import Episode, Series


def monitor_seasons(series: Series, seasons: object) -> None:
    """Switch seasons as a sent record says, and all episodes of those that change.

    Seasons that the record leaves out stay as they are.
    """
    for season in seasons if isinstance(seasons, list) else []:
        number, wanted = int(season.get("seasonNumber", -1)), season.get("monitored") is True
        if wanted == (number not in series.unmonitored_seasons):
            continue
        _switch(series, number, wanted=wanted)
        for episode in series.episodes:
            if episode.season == number:
                episode.monitored = wanted


def pass_seasons(series: Series, row: dict[str, Any]) -> None:
    """Switch seasons as the season pass does: their episodes stay as they are."""
    for season in row.get("seasons") or []:
        _switch(series, int(season["seasonNumber"]), wanted=season.get("monitored") is True)


def monitor(series: Series, how: str, today: date) -> None:
    """Choose what is monitored as the options of adding a series and of the season pass do.

    ``skip`` and the unnamed old way leave what the seasons say.
    """
    choose = _choices(series, today).get(how)
    if choose is None:
        return
    if how == "none":
        series.monitored = False
    for episode in series.episodes:
        episode.monitored = choose(episode)
    for number in series.seasons:
        held = any(e.monitored for e in series.episodes if e.season == number)
        _switch(series, number, wanted=held)


def _switch(series: Series, number: int, *, wanted: bool) -> None:
    if wanted:
        series.unmonitored_seasons.discard(number)
    else:
        series.unmonitored_seasons.add(number)


def _choices(series: Series, today: date) -> dict[str, Callable[[Episode], bool]]:
    regular = [number for number in series.seasons if number]
    return {
        "all": lambda e: e.season > 0,
        "none": lambda _: False,
        "existing": lambda e: e.season > 0 and e.has_file,
        "missing": lambda e: e.season > 0 and not e.has_file,
        "future": lambda e: e.season > 0 and not e.has_aired(today),
        "firstSeason": lambda e: e.season == min(regular, default=1),
        "lastSeason": lambda e: e.season == max(regular, default=1),
        "pilot": lambda e: (e.season, e.number) == (min(regular, default=1), 1),
    }
