"""What a Sonarr monitors: series, seasons and episodes, each with a switch of its own."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
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


def monitor(series: Series, options: Mapping[str, Any], today: date) -> None:
    """Choose which episodes are monitored as the options of adding a series and of the season pass do.

    Seasons follow their episodes. Where the options do not say how, as those of old, episodes follow
    their seasons.
    """
    how = str(options.get("monitor") or "unknown")
    if how == "unknown":
        _monitor_as_of_old(series, options, today)
        return
    choose = _choices(series, today).get(how)
    if choose is None:
        return
    for episode in series.episodes:
        episode.monitored = choose(episode)
    for number in series.seasons:
        held = any(e.monitored for e in series.episodes if e.season == number)
        _switch(series, number, wanted=_is_season_wanted(series, number, how, held=held))


def _is_season_wanted(series: Series, number: int, how: str, *, held: bool) -> bool:
    """Whether a season is monitored; ``held`` says that some of its episodes are.

    The last season is where more of it may come, the first one is not for its pilot alone.
    """
    if number > 0 and number == max(series.seasons):
        return held or how == "all" or (how == "future" and not series.ended)
    return held and not (how == "pilot" and number == _first(series))


def _monitor_as_of_old(series: Series, options: Mapping[str, Any], today: date) -> None:
    with_files = options.get("ignoreEpisodesWithFiles") is not True
    without_files = options.get("ignoreEpisodesWithoutFiles") is not True
    for episode in series.episodes:
        if episode.has_file:
            episode.monitored = with_files
        elif episode.has_aired(today):
            episode.monitored = without_files
    for number in series.seasons:
        episodes = [episode for episode in series.episodes if episode.season == number]
        if number in series.unmonitored_seasons:
            for episode in episodes:
                episode.monitored = False
        if number < max(series.seasons) and not any(episode.monitored for episode in episodes):
            _switch(series, number, wanted=False)


def _switch(series: Series, number: int, *, wanted: bool) -> None:
    if wanted:
        series.unmonitored_seasons.discard(number)
    else:
        series.unmonitored_seasons.add(number)


def _first(series: Series) -> int:
    return min((number for number in series.seasons if number), default=0)


def _choices(series: Series, today: date) -> dict[str, Callable[[Episode], bool]]:
    """Return which episodes each way chooses; ``skip`` is none of them and changes nothing."""
    first, last = _first(series), max(series.seasons, default=0)
    recently = today - timedelta(days=90)
    return {
        "all": lambda e: e.season > 0,
        "none": lambda _: False,
        "existing": lambda e: e.season > 0 and e.has_file,
        "missing": lambda e: e.season > 0 and not e.has_file,
        "future": lambda e: e.season > 0 and not e.has_aired(today),
        "recent": lambda e: e.season > 0 and (e.air_date is None or e.air_date > recently),
        "firstSeason": lambda e: e.season > 0 and e.season == first,
        "lastSeason": lambda e: e.season > 0 and e.season == last,
        "pilot": lambda e: e.season > 0 and (e.season, e.number) == (first, 1),
        "monitorSpecials": lambda e: e.season == 0 or e.monitored,
        "unmonitorSpecials": lambda e: e.season > 0 and e.monitored,
    }
