"""What a user has done with single items up to now (Jellyfin 10.11, 12 and jellyfin-rust).

Jellyfin is asked for the very items. jellyfin-rust passes over `ids`, and of a single item it tells the
token's owner's data whoever is asked for: there the list is read that holds them.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from .http import Http, id_in_path
from .jellyfin_listing import Query, in_chunks, listing, take_listing
from .jellyfin_models import Dialect, Part, Played, WirePlayed, plain_id
from .rows import Rows

# jellyfin-rust never sends more.
_PAGE: Final = 1000


class JellyfinStates:
    """The states of single items on one server; `http` is that server's client's."""

    def __init__(self, http: Http, dialect: Dialect) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http
        self._rust = dialect is Dialect.RUST

    async def parts(self, series_id: str) -> Rows[Part]:
        """Read the seasons of a series and those of its episodes that have files.

        It asks for no user: of a series that a user may not see, Jellyfin answers 401 to a user's token.
        """
        query = {
            "parentId": self._checked(series_id),
            "includeItemTypes": "Season,Episode",
            "isMissing": "false",
            "enableUserData": "false",
            "enableImages": "false",
        }
        return await listing(self._http, Part, query, _PAGE)

    async def of(
        self, user_id: str, item_ids: Sequence[str], series_id: str | None = None
    ) -> Rows[Played]:
        """Read what a user has done with these movies, or with these episodes of a series.

        One row for each that the user may see, whether the user left a trace on it or not. On a
        jellyfin-rust everybody sees everything: what does not come there counts as announced.

        Raises:
            NotUnderstood: one of the ids is none.
            ClientError: as for every request.
        """
        wanted = {plain_id(self._checked(item_id)) for item_id in item_ids}

        def state(row: WirePlayed) -> Played | None:
            return row.state() if plain_id(row.id) in wanted else None

        rows: dict[str, Played] = {}
        skipped = missing = 0
        for question in self._questions(item_ids, series_id):
            query = {**question, "userId": user_id, "enableUserData": "true"}
            found = await take_listing(self._http, WirePlayed, state, query, _PAGE)
            rows |= {row.id: row for row in found.rows}
            skipped += found.skipped
            missing += max(0, found.total - len(found.rows) - found.skipped)
        if self._rust:
            missing += len(wanted) - len(rows)
        return Rows(tuple(rows.values()), len(rows) + skipped + missing, skipped)

    async def traces(self, user_id: str, item_ids: Sequence[str]) -> Rows[Played]:
        """Read what a user has done with these movies and episodes, whichever of them they are.

        Whatever else an id belongs to, or to nothing, does not come. Not on a jellyfin-rust, which passes over ids.
        """
        rows: dict[str, Played] = {}
        skipped = missing = 0
        for chunk in in_chunks(map(self._checked, item_ids)):
            query = {
                "ids": ",".join(chunk),
                "includeItemTypes": "Movie,Episode",
                "userId": user_id,
                "enableUserData": "true",
                "enableImages": "false",
            }
            found = await listing(self._http, WirePlayed, query, _PAGE)
            wanted = {plain_id(item_id) for item_id in chunk}
            rows |= {row.id: row.state() for row in found.rows if plain_id(row.id) in wanted}
            skipped += found.skipped
            missing += max(0, found.total - len(found.rows) - found.skipped)
        return Rows(tuple(rows.values()), len(rows) + skipped + missing, skipped)

    def _questions(self, item_ids: Sequence[str], series_id: str | None) -> Iterable[Query]:
        kind = "Movie" if series_id is None else "Episode"
        query: Query = {"includeItemTypes": kind, "enableImages": "false"}
        if not self._rust:
            return ({**query, "ids": ",".join(chunk)} for chunk in in_chunks(item_ids))
        if series_id is None:
            return (query,)
        return ({**query, "parentId": self._checked(series_id)},)

    def _checked(self, some_id: str) -> str:
        return id_in_path(some_id, self._http.server)
