"""The truth behind the servers: media, people, what they watched, and when.

Every date in here is the date that the servers put on the wire. The programs that read the
servers live by the real clock, so :meth:`World.advance` does not move a clock forward: it moves
every stored date into the past, which looks the same from outside. Whoever has a clock of its own for the
readers moves this one along with it (``ahead``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
import hashlib
from pathlib import Path

TICKS_PER_SECOND = 10_000_000


def hex_id(text: str) -> str:
    """Return 32 lower-case hex digits that depend on nothing but the text."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(slots=True, eq=False)
class Movie:
    """A movie as Radarr knows it; ``file_id`` is 0 when there is no file."""

    id: int
    title: str
    year: int
    tmdb_id: int
    imdb_id: str
    folder: str
    file_name: str
    size_bytes: int
    added: datetime
    file_added: datetime
    runtime_minutes: int
    genres: tuple[str, ...]
    file_id: int
    monitored: bool = True
    tags: list[int] = field(default_factory=list)
    quality_profile_id: int = 6
    minimum_availability: str = "released"

    @property
    def has_file(self) -> bool:
        """Whether Radarr has a file for it."""
        return self.file_id != 0


@dataclass(slots=True, eq=False)
class Episode:
    """An episode as Sonarr knows it; ``file_id`` is 0 when there is no file.

    Episodes with one ``file_id`` share that file. ``air_date`` is None while nobody knows it.
    """

    id: int
    series_id: int
    season: int
    number: int
    title: str
    air_date: date | None
    file_name: str
    size_bytes: int
    file_added: datetime
    runtime_minutes: int
    file_id: int
    monitored: bool = True

    @property
    def has_file(self) -> bool:
        """Whether Sonarr has a file for it."""
        return self.file_id != 0

    def has_aired(self, today: date) -> bool:
        """Whether its day has come."""
        return self.air_date is not None and self.air_date <= today


@dataclass(slots=True, eq=False)
class Series:
    """A series as Sonarr knows it."""

    id: int
    title: str
    year: int
    tvdb_id: int
    tmdb_id: int
    imdb_id: str
    folder: str
    added: datetime
    ended: bool
    genres: tuple[str, ...]
    episodes: list[Episode]
    monitored: bool = True
    unmonitored_seasons: set[int] = field(default_factory=set)
    tags: list[int] = field(default_factory=list)
    quality_profile_id: int = 4
    monitor_new_items: str = "all"

    @property
    def seasons(self) -> list[int]:
        """Season numbers, ascending."""
        return sorted({episode.season for episode in self.episodes})

    @property
    def size_bytes(self) -> int:
        """Bytes of all its files; a file that holds several episodes counts once."""
        return sum({e.file_id: e.size_bytes for e in self.episodes if e.has_file}.values())


type Media = Movie | Series | Episode


@dataclass(slots=True, eq=False)
class User:
    """A person with an account on Jellyfin; ``folders`` of None means all libraries."""

    id: str
    name: str
    password: str
    is_admin: bool = False
    is_disabled: bool = False
    folders: list[str] | None = None
    last_activity: datetime | None = None


@dataclass(slots=True, eq=False)
class Requester:
    """A person with an account on Seerr; ``user`` is who that is on Jellyfin, if anyone."""

    id: int
    name: str
    user: User | None = None

    @property
    def email(self) -> str:
        """The address that Seerr knows."""
        return f"{''.join(c for c in self.name.lower() if c.isalnum())}@example.invalid"


@dataclass(slots=True, eq=False)
class MediaRequest:
    """What somebody asked Seerr for; ``entry_id`` is Radarr's or Sonarr's id, 0 for none yet.

    ``kind`` is ``movie`` or ``tv``; ``status`` is 1 pending, 2 approved, 3 declined, 4 failed,
    5 completed. ``deleted`` says that Seerr has noticed that the medium is gone.
    """

    id: int
    kind: str
    status: int
    requester: Requester
    created: datetime
    tmdb_id: int
    tvdb_id: int | None = None
    imdb_id: str | None = None
    entry_id: int = 0
    seasons: tuple[int, ...] = ()
    is_4k: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Watch:
    """One person's data on one Jellyfin item (since 10.11 a row belongs to one item)."""

    play_count: int = 0
    last_played: datetime | None = None
    position_ticks: int = 0
    played: bool = False
    favorite: bool = False


@dataclass(slots=True)
class Play:
    """Something that the activity log tells: a play of an item, started at ``at``."""

    user_id: str
    item_id: str
    item_name: str
    at: datetime


@dataclass(slots=True)
class Event:
    """A row of Radarr's or Sonarr's history."""

    id: int
    kind: str
    at: datetime
    title: str
    movie_id: int = 0
    series_id: int = 0
    episode_id: int = 0
    data: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """Everything there is. Who changes a medium by hand calls :meth:`touch` afterwards.

    ``known_movies`` (by TMDB id) and ``known_series`` (by TVDB id) are what can be added, whether
    Radarr and Sonarr have it now or not. ``left_behind`` counts the bytes of files on the disk
    that belong to no entry: those of deleted entries, and those in a recycle bin. ``ahead`` is how
    far the present lies before the real one, ``shelf`` the name of the movies' folder.
    """

    root: Path
    seed: int
    same_paths: bool = False
    shelf: str = "movies"
    ahead: timedelta = timedelta()
    users: list[User] = field(default_factory=list)
    plays: list[Play] = field(default_factory=list)
    watches: dict[str, dict[str, Watch]] = field(default_factory=dict)
    radarr_tags: dict[int, str] = field(default_factory=dict)
    sonarr_tags: dict[int, str] = field(default_factory=dict)
    radarr_events: list[Event] = field(default_factory=list)
    sonarr_events: list[Event] = field(default_factory=list)
    requesters: list[Requester] = field(default_factory=list)
    requests: list[MediaRequest] = field(default_factory=list)
    days_advanced: float = 0
    media_revision: int = 0
    watch_revision: int = 0
    movies_by_id: dict[int, Movie] = field(default_factory=dict)
    series_by_id: dict[int, Series] = field(default_factory=dict)
    episodes_by_id: dict[int, Episode] = field(default_factory=dict)
    at_path: dict[str, Media] = field(default_factory=dict)
    known_movies: dict[int, Movie] = field(default_factory=dict)
    known_series: dict[int, Series] = field(default_factory=dict)
    left_behind: dict[str, int] = field(default_factory=dict)
    last_ids: dict[str, int] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the present: the real one unless it is moved, see the module's text."""
        return datetime.now(UTC) + self.ahead

    @cached_property
    def movies_dir(self) -> Path:
        """Where the movies really are."""
        return self.root / "media" / self.shelf

    @cached_property
    def tv_dir(self) -> Path:
        """Where the series really are."""
        return self.root / "media" / "tv"

    @property
    def radarr_root(self) -> str:
        """The movies' folder as Radarr sees it."""
        return str(self.movies_dir) if self.same_paths else f"/{self.shelf}"

    @property
    def sonarr_root(self) -> str:
        """The series' folder as Sonarr sees it."""
        return str(self.tv_dir) if self.same_paths else "/tv"

    @property
    def movies(self) -> list[Movie]:
        """All movies that Radarr knows."""
        return list(self.movies_by_id.values())

    @property
    def series(self) -> list[Series]:
        """All series that Sonarr knows."""
        return list(self.series_by_id.values())

    @property
    def episodes(self) -> list[Episode]:
        """All episodes that Sonarr knows."""
        return list(self.episodes_by_id.values())

    def movie_path(self, movie: Movie) -> Path:
        """Return the real path of a movie's file."""
        return self.movies_dir / movie.folder / movie.file_name

    def series_path(self, series: Series) -> Path:
        """Return the real path of a series' folder."""
        return self.tv_dir / series.folder

    def episode_path(self, episode: Episode) -> Path:
        """Return the real path of an episode's file."""
        return self.series_path(self.series_by_id[episode.series_id]) / episode.file_name

    def add_movie(self, movie: Movie) -> None:
        """Let Radarr know a movie."""
        self.movies_by_id[movie.id] = movie
        self.known_movies[movie.tmdb_id] = movie
        self._note_ids("movie", movie.id)
        self._note_ids("movie file", movie.file_id)
        if movie.has_file:
            self.at_path[str(self.movie_path(movie))] = movie
        self.touch()

    def add_series(self, series: Series) -> None:
        """Let Sonarr know a series with its episodes."""
        self.series_by_id[series.id] = series
        if series.episodes:
            self.known_series[series.tvdb_id] = series
        self._note_ids("series", series.id)
        self.at_path[str(self.series_path(series))] = series
        self.add_episodes(series.episodes)

    def add_episodes(self, episodes: list[Episode]) -> None:
        """Let Sonarr know episodes of a series that it knows."""
        self.episodes_by_id.update({episode.id: episode for episode in episodes})
        self._note_ids("episode", *(episode.id for episode in episodes))
        self._note_ids("episode file", *(episode.file_id for episode in episodes))
        self.note_files(episodes)
        self.touch()

    def note_files(self, episodes: list[Episode]) -> None:
        """Say what the files of episodes hold; one that holds several is known by its first."""
        for episode in reversed(episodes):
            if episode.has_file:
                self.at_path[str(self.episode_path(episode))] = episode

    def new_id(self, of: str, floor: int = 0) -> int:
        """Return an id that nothing ever had; as in a real database none is used again."""
        self.last_ids[of] = max(self.last_ids.get(of, 0), floor) + 1
        return self.last_ids[of]

    def _note_ids(self, of: str, *ids: int) -> None:
        self.last_ids[of] = max(self.last_ids.get(of, 0), *ids, 0)

    def remove_movie(self, movie: Movie) -> None:
        """Let Radarr forget a movie with its history; its file stays where it is."""
        self.radarr_events = [e for e in self.radarr_events if e.movie_id != movie.id]
        del self.movies_by_id[movie.id]
        if movie.has_file:
            self.left_behind[str(self.movie_path(movie).parent)] = movie.size_bytes
        self.touch()

    def remove_series(self, series: Series) -> None:
        """Let Sonarr forget a series with its history; its files stay where they are."""
        self.sonarr_events = [e for e in self.sonarr_events if e.series_id != series.id]
        for episode in series.episodes:
            del self.episodes_by_id[episode.id]
        del self.series_by_id[series.id]
        if series.size_bytes:
            self.left_behind[str(self.series_path(series))] = series.size_bytes
        self.touch()

    def touch(self) -> None:
        """Say that a medium changed, so that cached answers are made anew."""
        self.media_revision += 1

    def user(self, name_or_id: str) -> User | None:
        """Find a person by name (case does not matter) or id."""
        wanted = name_or_id.replace("-", "").lower()
        for user in self.users:
            if user.id == wanted or user.name.lower() == name_or_id.lower():
                return user
        return None

    def watch(self, user_id: str, item_id: str) -> Watch:
        """Return one person's row on one item, made if there is none."""
        return self.watches.setdefault(user_id, {}).setdefault(item_id, Watch())

    def played_by(self, user: User) -> int:
        """Count the movies and episodes that a person has played to the end."""
        return sum(watch.played for watch in self.watches.get(user.id, {}).values())

    def advance(self, days: float) -> None:
        """Make everything ``days`` older: media, plays, history, activity."""
        shift = timedelta(days=days)
        for movie in self.movies:
            movie.added -= shift
            movie.file_added -= shift
        for series in {*self.series, *self.known_series.values()}:
            series.added -= shift
            for episode in series.episodes:
                episode.file_added -= shift
                if episode.air_date is not None:
                    episode.air_date -= shift
        for watch in self._all_watches():
            if watch.last_played is not None:
                watch.last_played -= shift
        for play in self.plays:
            play.at -= shift
        for event in (*self.radarr_events, *self.sonarr_events):
            event.at -= shift
        for request in self.requests:
            request.created -= shift
        for user in self.users:
            if user.last_activity is not None:
                user.last_activity -= shift
        self.days_advanced += days
        self.watch_revision += 1
        self.touch()

    def _all_watches(self) -> Iterator[Watch]:
        for rows in self.watches.values():
            yield from rows.values()
