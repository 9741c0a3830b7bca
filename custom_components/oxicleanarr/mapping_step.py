"""One server's part of the path-mapping step: proposal, confirmation, and a word when a row does nothing."""

from collections.abc import Mapping, Sequence

from .connection import stored_mappings
from .const import SUBENTRY_RADARR
from .forms import entered_mappings
from .library.item_index import path_pairs
from .library.jellyfin_media import JellyfinItem
from .library.managed import ManagedMedia
from .library.models import Kind
from .library.paths import PathMapping, idle_mappings, propose, translate


class MappingCheck:
    """Holds the mappings of one server while the user looks at them."""

    def __init__(
        self,
        server_type: str,
        media: ManagedMedia,
        items: Sequence[JellyfinItem],
        present: Sequence[PathMapping] | None = None,
    ) -> None:
        """Start with the present mappings, or with proposed ones where there are none yet."""
        kind = Kind.MOVIE if server_type == SUBENTRY_RADARR else Kind.SERIES
        pairs = path_pairs(media.copies, items, kind)
        self._paths = [copy.file or copy.folder for copy in media.copies]
        self._jellyfin_paths = {item.path for item in items if item.kind is kind and item.path}
        self._mappings = tuple(propose(pairs) if present is None else present)
        self._confirmed: list[PathMapping] = []

    @property
    def mappings(self) -> tuple[PathMapping, ...]:
        """The mappings as they are now."""
        return self._mappings

    @property
    def suggested(self) -> list[dict[str, str]]:
        """The mappings, as a form and a subentry hold them."""
        return stored_mappings(self._mappings)

    def submit(self, rows: Sequence[Mapping[str, str]]) -> str | None:
        """Take the user's mappings; return the ones without effect, named, the first time they are sent.

        Whoever sends the same ones again means them: the media may be yet to come.
        """
        entered = entered_mappings(rows)
        self._mappings = tuple(one for one in entered if one.server_path and one.jellyfin_path)
        idle = [one for one in entered if one not in self._mappings] + self._without_effect()
        if not idle or idle == self._confirmed:
            return None
        self._confirmed = idle
        return ", ".join(
            f"{mapping.server_path or '–'} → {mapping.jellyfin_path or '–'}" for mapping in idle
        )

    def summary(self, name: str) -> str:
        """Say how many of the server's media Jellyfin has at the path that the mappings lead to."""
        found = sum(translate(path, self._mappings) in self._jellyfin_paths for path in self._paths)
        return f"- {name}: {found} / {len(self._paths)}"

    def _without_effect(self) -> list[PathMapping]:
        if not self._paths or not self._jellyfin_paths:
            # Nothing to judge by: a new server, or a Jellyfin that has yet to scan.
            return []
        return idle_mappings(self._mappings, self._paths, self._jellyfin_paths)
