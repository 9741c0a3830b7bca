"""What can be chosen about a simulated stack."""

from dataclasses import dataclass
from pathlib import Path

RUST = "rust"
JELLYFIN_VERSIONS = {"10.11": "10.11.11", "12": "12.0.0", RUST: "10.11.5"}
"""What can be simulated, and the version that it tells; jellyfin-rust borrows Jellyfin's."""

OXICLEANARR_VERSIONS = ("1.0.0", "1.5.0", "1.6.2")

BRIDGE_DIALECTS = ("3.2.6", "3.2.4", "3.2.2", "3.2.1", "documented", "none")


@dataclass(frozen=True, slots=True)
class Options:
    """The size and the habits of a stack.

    ``root`` must be an absent or empty folder; None takes a temporary one. What is put there is
    removed at the end. ``port`` is the first of five in a row, or more; None takes free ones.
    ``base_paths`` puts Jellyfin below /jellyfin, Radarr below /radarr and Sonarr below /sonarr.
    ``collections`` gives Jellyfin a collection of two films, and so a library of collections.
    ``leaving_soon_plugin`` installs the plugin that makes such libraries by itself.
    ``jellyfin_version`` "rust" puts a jellyfin-rust in Jellyfin's place; it has no Bridge.
    ``second_radarr`` runs another Radarr, which begins without films, over ``movies-4k``.
    ``oxicleanarr`` is the version of an OxiCleanarr server that uses all the others; None runs none.
    """

    movies: int = 12
    series: int = 6
    users: int = 3
    seed: int = 1
    jellyfin_version: str = "10.11"
    bridge: str = "3.2.6"
    same_paths: bool = False
    base_paths: bool = False
    collections: bool = False
    leaving_soon_plugin: bool = False
    second_radarr: bool = False
    oxicleanarr: str | None = None
    root: Path | None = None
    port: int | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if min(self.movies, self.series) < 0 or self.users < 1:
            raise ValueError("A stack needs at least one user, and no negative numbers.")
        if self.jellyfin_version not in JELLYFIN_VERSIONS:
            raise ValueError(f"Jellyfin is simulated as {' or '.join(JELLYFIN_VERSIONS)}.")
        if self.jellyfin_version == RUST and self.base_paths:
            raise ValueError("A jellyfin-rust cannot be put below a base path.")
        if self.bridge not in BRIDGE_DIALECTS:
            raise ValueError(f"The Bridge is simulated as {', '.join(BRIDGE_DIALECTS)}.")
        if self.oxicleanarr not in {None, *OXICLEANARR_VERSIONS}:
            raise ValueError(f"OxiCleanarr is simulated as {', '.join(OXICLEANARR_VERSIONS)}.")
