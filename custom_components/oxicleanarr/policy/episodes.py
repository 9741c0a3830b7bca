"""Episode rules: which episode files of a series go while the series stays.

Selection is the OxiCleanarr server's (v1.3.0 and later), without its known faults: a file that holds an
episode to keep is kept, a file counts once, and seasons without files do not shield the newest real one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ..library.facts import UNKNOWN
from ..library.models import Episode, Medium
from .models import Leaving
from .rules import EpisodeStrategy, EpisodeTerms


def leaving_files(
    episodes: Sequence[Episode], terms: EpisodeTerms, now: datetime
) -> frozenset[int] | None:
    """Return the ids of the episode files that go; `None` when an air date that decides is unknown."""
    considered = [
        episode
        for episode in episodes
        if not terms.season_numbers or episode.season in terms.season_numbers
    ]
    if any(episode.aired is UNKNOWN for episode in considered):
        return None
    strategy = terms.strategy or _default_strategy(terms)
    leaving = set(_SELECTIONS[strategy](considered, terms, now))
    if strategy is EpisodeStrategy.BY_SEASON_AGE and terms.keep_latest_season:
        # The latest of all seasons, whichever ones the rule is about.
        latest = max((episode.season for episode in episodes), default=None)
        leaving = {episode for episode in leaving if episode.season != latest}
    if terms.require_watched:
        if any(episode.last_watched is UNKNOWN for episode in considered):
            return None
        leaving = {episode for episode in leaving if episode.last_watched is not None}
    kept_files = {episode.file_id for episode in episodes if episode not in leaving}
    return frozenset(episode.file_id for episode in leaving) - kept_files


def leaving_episodes(medium: Medium, leaving: Leaving) -> tuple[tuple[int, int], ...]:
    """Return season and number of the episodes that leave, where only some do and it is known which."""
    if not leaving.episode_files or medium.episodes is UNKNOWN or medium.episodes is None:
        return ()
    return tuple(
        sorted(
            (episode.season, episode.number)
            for episode in medium.episodes
            if episode.file_id in leaving.episode_files
        )
    )


def _default_strategy(terms: EpisodeTerms) -> EpisodeStrategy:
    if terms.max_episodes is not None:
        return EpisodeStrategy.OLDEST_FIRST
    return EpisodeStrategy.BY_AGE


def _oldest_first(
    episodes: Sequence[Episode], terms: EpisodeTerms, now: datetime
) -> Iterable[Episode]:
    limit = terms.max_episodes
    if limit is None or limit <= 0:
        return ()
    # An episode without a date is neither new nor old; it stays and does not count.
    dated = [(aired, e.season, e.number, e) for e in episodes if (aired := _aired(e)) is not None]
    dated.sort(key=lambda entry: entry[:3], reverse=True)
    return [entry[3] for entry in dated[limit:]]


def _by_age(episodes: Sequence[Episode], terms: EpisodeTerms, now: datetime) -> Iterable[Episode]:
    if terms.max_age is None or terms.max_age <= timedelta():
        return ()
    cutoff = now - terms.max_age
    return [
        episode for episode in episodes if (aired := _aired(episode)) is not None and aired < cutoff
    ]


def _by_season_age(
    episodes: Sequence[Episode], terms: EpisodeTerms, now: datetime
) -> Iterable[Episode]:
    if terms.max_age is None or terms.max_age <= timedelta():
        return ()
    cutoff = now - terms.max_age
    old = set()
    for season in {episode.season for episode in episodes}:
        dates = [
            aired
            for episode in episodes
            if episode.season == season and (aired := _aired(episode)) is not None
        ]
        if dates and min(dates) < cutoff:
            old.add(season)
    return [episode for episode in episodes if episode.season in old]


def _aired(episode: Episode) -> datetime | None:
    return None if episode.aired is UNKNOWN else episode.aired


_SELECTIONS = {
    EpisodeStrategy.OLDEST_FIRST: _oldest_first,
    EpisodeStrategy.BY_AGE: _by_age,
    EpisodeStrategy.BY_SEASON_AGE: _by_season_age,
}
