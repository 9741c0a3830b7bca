"""The configuration, with the defaults of the real one."""

from dataclasses import dataclass, field
from typing import Any

from .edition import Edition

DEFAULT_WINDOW_DAYS = 14

SERVICES = {
    "jellyfin": "Jellyfin",
    "radarr": "Radarr",
    "sonarr": "Sonarr",
    "jellyseerr": "Jellyseerr",
    "jellystat": "Jellystat",
    "streamystats": "Streamystats",
}
"""What it can use, and how it names that."""


def services_of(edition: Edition) -> list[str]:
    """Return what a version can use."""
    return [name for name in SERVICES if name != "streamystats" or edition.since("1.4.1")]


@dataclass(slots=True)
class Admin:
    """Who may use the server."""

    username: str = "admin"
    password: str = "changeme"
    disable_auth: bool = False
    api_key: str = ""


@dataclass(slots=True)
class DiskThreshold:
    """Below how many free GiB anything may be scheduled at all."""

    enabled: bool = False
    free_space_gb: int = 0
    check_source: str = ""


@dataclass(slots=True)
class App:
    """Whether syncs delete, and how wide the window is."""

    dry_run: bool = True
    enable_deletion: bool = False
    leaving_soon_days: int = DEFAULT_WINDOW_DAYS
    disk_threshold: DiskThreshold = field(default_factory=DiskThreshold)

    @property
    def deletes(self) -> bool:
        """Whether a sync deletes what is overdue."""
        return self.enable_deletion and not self.dry_run


@dataclass(slots=True)
class Sync:
    """When it syncs by itself: after so many minutes, in 1.0 after so many seconds.

    0 stands for the default, which is an hour and a quarter of one.
    """

    full_interval: int = 0
    incremental_interval: int = 0
    auto_start: bool = True


@dataclass(slots=True)
class Rules:
    """How long media stay that no other rule is about; an empty text stands for the default."""

    movie_retention: str = "90d"
    tv_retention: str = "120d"
    retention_base: str = ""
    unwatched_behavior: str = ""
    unwatched_retention: str = ""


@dataclass(slots=True)
class Listening:
    """Where it says that it listens, which the simulation does not follow."""

    host: str = "0.0.0.0"  # noqa: S104 - told, not listened to
    port: int = 9709
    cors_origins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SymlinkLibrary:
    """The libraries of links that versions up to 1.5 keep in Jellyfin."""

    enabled: bool = False
    base_path: str = ""
    movies_library_name: str = "Leaving Soon - Movies"
    tv_library_name: str = "Leaving Soon - TV Shows"
    hide_when_empty: bool = True


@dataclass(slots=True)
class Integration:
    """A server that it uses."""

    enabled: bool = False
    url: str = ""
    api_key: str = ""
    timeout: str = ""
    server_id: str = ""


@dataclass(slots=True)
class Config:
    """All of it. Whoever changes it by hand restarts the server, as with the real one's file.

    ``integrations`` goes by service, ``advanced_rules`` are rules as they are written in the file.
    """

    admin: Admin = field(default_factory=Admin)
    app: App = field(default_factory=App)
    sync: Sync = field(default_factory=Sync)
    rules: Rules = field(default_factory=Rules)
    server: Listening = field(default_factory=Listening)
    symlink_library: SymlinkLibrary = field(default_factory=SymlinkLibrary)
    integrations: dict[str, Integration] = field(
        default_factory=lambda: {name: Integration() for name in SERVICES}
    )
    advanced_rules: list[dict[str, Any]] = field(default_factory=list)

    def connect(self, service: str, url: str, api_key: str) -> None:
        """Let it use a server."""
        self.integrations[service] = Integration(True, url, api_key)

    def fill_in(self, edition: Edition) -> None:
        """Put the defaults in the place of nothing, as happens whenever the file is read."""
        usual, minute = Config(), minute_of(edition)
        self.app.leaving_soon_days = self.app.leaving_soon_days or usual.app.leaving_soon_days
        self.sync.full_interval = self.sync.full_interval or 60 * minute
        self.sync.incremental_interval = self.sync.incremental_interval or 15 * minute
        self.rules.movie_retention = self.rules.movie_retention or usual.rules.movie_retention
        self.rules.tv_retention = self.rules.tv_retention or usual.rules.tv_retention
        self.server.host = self.server.host or usual.server.host
        self.server.port = self.server.port or usual.server.port


def minute_of(edition: Edition) -> int:
    """Return how many units of an interval are a minute."""
    return 1 if edition.since("1.1.0") else 60
