"""Episodes: read for the series that a rule asks about, again only when they changed."""

from collections.abc import Mapping
from copy import replace
from datetime import UTC, datetime
from typing import Any, override

from custom_components.oxicleanarr.clients.errors import TimedOut
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.sonarr import Episode, EpisodeFile, Sonarr
from custom_components.oxicleanarr.library.episodes import EpisodeShelves
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Library, Medium
from custom_components.oxicleanarr.library.viewing import EpisodePlays
from tests.builders import a_library, a_medium, a_series_copy, days_ago


class FakeSonarr(Sonarr):
    """Answers from a list and counts how often it was asked."""

    def __init__(self, *episodes: Episode, skipped: int = 0, down: bool = False) -> None:
        self._episodes, self._skipped, self._down = episodes, skipped, down
        self.asked = 0

    @override
    async def episodes(self, series_id: int) -> Rows[Episode]:
        self.asked += 1
        if self._down:
            raise TimedOut("Sonarr")
        return Rows(self._episodes, len(self._episodes) + self._skipped, self._skipped)


def an_episode(number: int, **changes: Any) -> Episode:
    fields: dict[str, Any] = {
        "id": number,
        "series_id": 1,
        "season_number": 1,
        "episode_number": number,
        "episode_file_id": number,
        "air_date_utc": days_ago(number).isoformat(),
        "has_file": True,
        "episode_file": EpisodeFile(number, 5),
        **changes,
    }
    return Episode(**fields)


def a_series(**changes: Any) -> Medium:
    copy = a_series_copy(episode_files=2, **changes)
    return a_medium("series:tvdb:78", copies=(copy,), jellyfin_ids=("S-1",))


async def shelved(
    sonarr: Sonarr,
    *media: Medium,
    shelves: EpisodeShelves | None = None,
    plays: EpisodePlays | None = None,
) -> Library:
    shelves = shelves or EpisodeShelves({"sonarr": sonarr})
    return await shelves.add_to(
        a_library(*media), lambda medium: True, lambda wanted: {"s1": plays or {}}
    )


async def test_episodes_with_files_are_known_with_their_air_dates() -> None:
    sonarr = FakeSonarr(an_episode(1), an_episode(2, has_file=False, episode_file_id=0))
    library = await shelved(sonarr, a_series())
    episodes = library.media["series:tvdb:78"].episodes
    assert episodes is not UNKNOWN
    assert episodes is not None
    assert [(e.file_id, e.aired) for e in episodes] == [(1, days_ago(1))]


async def test_when_an_episode_was_watched_is_known_by_season_and_number() -> None:
    library = await shelved(FakeSonarr(an_episode(1)), a_series(), plays={(1, 1): days_ago(3)})
    episodes = library.media["series:tvdb:78"].episodes
    assert isinstance(episodes, tuple)
    assert episodes[0].last_watched == days_ago(3)


async def test_an_episode_that_was_watched_as_a_twin_was_watched() -> None:
    plays: Mapping[str, EpisodePlays] = {
        "s1": {(1, 1): days_ago(30)},
        "t9": {(1, 1): days_ago(3)},
    }
    series = replace(a_series(), twin_ids=("T-9",))
    shelves = EpisodeShelves({"sonarr": FakeSonarr(an_episode(1))})
    library = await shelves.add_to(a_library(series), lambda medium: True, lambda wanted: plays)
    episodes = library.media["series:tvdb:78"].episodes
    assert isinstance(episodes, tuple)
    assert episodes[0].last_watched == days_ago(3)


async def test_films_are_not_asked_about() -> None:
    sonarr = FakeSonarr()
    await shelved(sonarr, a_medium())
    assert sonarr.asked == 0


async def test_unchanged_series_are_not_asked_about_again() -> None:
    sonarr = FakeSonarr(an_episode(1))
    shelves = EpisodeShelves({"sonarr": sonarr})
    await shelved(sonarr, a_series(), shelves=shelves)
    await shelved(sonarr, a_series(), shelves=shelves)
    assert sonarr.asked == 1


async def test_a_changed_series_is_asked_about_again() -> None:
    sonarr = FakeSonarr(an_episode(1))
    shelves = EpisodeShelves({"sonarr": sonarr})
    await shelved(sonarr, a_series(), shelves=shelves)
    await shelved(sonarr, a_series(size_bytes=99), shelves=shelves)
    assert sonarr.asked == 2


async def test_episodes_are_unknown_when_sonarr_fails() -> None:
    library = await shelved(FakeSonarr(down=True), a_series())
    assert library.media["series:tvdb:78"].episodes is UNKNOWN


async def test_episodes_are_unknown_when_a_row_is_not_understood() -> None:
    library = await shelved(FakeSonarr(an_episode(1), skipped=1), a_series())
    assert library.media["series:tvdb:78"].episodes is UNKNOWN


async def test_episodes_of_a_series_in_two_sonarrs_are_unknown() -> None:
    medium = a_medium("series:tvdb:78", copies=(a_series_copy(), a_series_copy(entry_id=2)))
    library = await shelved(FakeSonarr(an_episode(1)), medium)
    assert library.media["series:tvdb:78"].episodes is UNKNOWN


async def test_old_television_has_its_true_air_date() -> None:
    sonarr = FakeSonarr(an_episode(1, air_date_utc="1936-04-06T20:00:00Z"))
    library = await shelved(sonarr, a_series())
    episodes = library.media["series:tvdb:78"].episodes
    assert isinstance(episodes, tuple)
    assert episodes[0].aired == datetime(1936, 4, 6, 20, tzinfo=UTC)


async def test_an_air_date_in_the_future_is_none_of_nonsense() -> None:
    sonarr = FakeSonarr(an_episode(1, air_date_utc="2027-04-06T20:00:00Z"))
    library = await shelved(sonarr, a_series())
    episodes = library.media["series:tvdb:78"].episodes
    assert isinstance(episodes, tuple)
    assert episodes[0].aired == datetime(2027, 4, 6, 20, tzinfo=UTC)
