"""Jellyfin's API (10.11, 12 and jellyfin-rust): who answers, users, library, watch state.

Parameter names are camelCase to the letter: jellyfin-rust ignores all others in silence.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
import re
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from .bodies import Picture
from .errors import A_LOGIN, ANOTHER_APP, KeyRefused, NotAllowed, NotFound, StartingUp, WrongApp
from .http import Http, Params
from .ids import id_in_path
from .jellyfin_collections import JellyfinCollections
from .jellyfin_folders import JellyfinFolders
from .jellyfin_listing import ALL, MOST_PER_PAGE, listing, take_listing
from .jellyfin_log import JellyfinLog
from .jellyfin_models import (
    Dialect,
    EpisodePath,
    Favorite,
    Item,
    Login,
    Played,
    PublicInfo,
    Session,
    Task,
    User,
    WireItem,
    WireLogin,
    WirePlayed,
    WireUser,
)
from .jellyfin_plugins import JellyfinPlugins
from .jellyfin_states import JellyfinStates
from .rows import Rows, Take, drawn_from

_SESSION_SECONDS: Final = 960

_POSTER_WIDTH: Final = 400

# Emby answers the same path in the same shape; Jellyfin began at 10.
_EMBY_VERSION: Final = re.compile(r"\d\.")

_PLAYABLE: Final = ("Movie", "Episode")

_LIBRARY: Final[Params] = {
    "includeItemTypes": "Movie,Series",
    # A user's token means that user: for each series Jellyfin 12 would count for seconds.
    "enableUserData": "false",
    "isMissing": "false",
}

_LOVABLE: Final = ("Movie", "Series", "Season", "Episode", "BoxSet")

# What is being replayed is in the second one only. jellyfin-rust ignores both and lists everything.
_PLAYED: Final[Mapping[Dialect, tuple[Params, ...]]] = {
    Dialect.JELLYFIN: ({"filters": "IsPlayed"}, {"filters": "IsResumable"}),
    Dialect.RUST: ({},),
}


class Jellyfin:
    """One Jellyfin, asked with an API key or with a user's token.

    `device_id` must be stable and unique to this use of the server: a login with the same one
    revokes the older token. `server_id` is the id of the one server that may see the token: nobody is
    shown it before `public_info` has met that one at the address, or once it has met another one.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        *,
        device_id: str,
        token: str | None = None,
        server_id: str | None = None,
        version: str = "0",
    ) -> None:
        """Use the session, which stays its owner's; `version` is our own."""
        self._client = (
            f'MediaBrowser Client="Home Assistant", Device="OxiCleanarr",'
            f' DeviceId="{_encoded(device_id)}", Version="{_encoded(version)}"'
        )
        self._anonymous = {"Authorization": self._client}
        self.http = Http(session, url, "Jellyfin", self._anonymous)
        self.dialect = Dialect.JELLYFIN
        """Which program answers, as far as `public_info` has found out."""
        self._server_id = server_id
        self._answering: str | None = None
        """The id of the server that answered `public_info` last."""
        self._token: str | None = None
        if token is not None:
            self._use_token(token.strip())

    def _use_token(self, token: str) -> None:
        """Send a token from now on."""
        self._token = token
        self._show_token()

    @property
    def met(self) -> bool:
        """Whether the server that may see the token answered `public_info` last."""
        return self._server_id in {None, self._answering}

    @property
    def replaced(self) -> bool:
        """Whether another server than ours answered `public_info` last."""
        return self._answering is not None and not self.met

    def _show_token(self) -> None:
        """Send the token the way that all versions take; older servers may want it the old way."""
        token = self._token
        if token is None or not self.met:
            self.http.use_headers(self._anonymous)
            return
        # A header that is empty, or holds what none can, is refused before it is sent.
        sendable = token and token.isascii() and token.isprintable()
        authorization = f'{self._client}, Token="{_encoded(token)}"' if sendable else token
        self.http.use_headers({"Authorization": authorization}, {"X-Emby-Token": token})

    async def public_info(self) -> PublicInfo:
        """Ask who answers; the token is not shown to whoever it may be.

        Raises:
            WrongApp: not a Jellyfin.
            StartingUp: a Jellyfin that does not know its own name yet.
            ClientError: as for every request.
        """
        try:
            answer = await self.http.get(
                "/System/Info/Public", dict[str, object], headers=self._anonymous
            )
        except NotFound:
            raise WrongApp("Jellyfin", ANOTHER_APP) from None
        except KeyRefused, NotAllowed:  # Jellyfin itself lets everybody ask this
            raise WrongApp("Jellyfin", A_LOGIN) from None
        if not {"Id", "Version"} <= answer.keys():
            # While starting it answers this one path itself, with camelCase names.
            if {"version", "startupWizardCompleted"} <= answer.keys():
                raise StartingUp("Jellyfin")
            raise WrongApp("Jellyfin", ANOTHER_APP)
        info = PublicInfo(
            id=_text(answer, "Id"),
            name=_text(answer, "ServerName"),
            version=_text(answer, "Version"),
        )
        if not info.id or not info.version:
            raise StartingUp("Jellyfin")
        if _EMBY_VERSION.match(info.version):
            raise WrongApp("Jellyfin", "Emby")
        self.dialect = info.dialect
        self._meet(info.id)
        return info

    def _meet(self, server_id: str) -> None:
        """Take notice of which server answers."""
        before, self._answering = self.met, server_id
        if self.met is not before:
            self._show_token()

    async def login(self, username: str, password: str) -> Login:
        """Log a user in and use that session's token from now on.

        Raises:
            KeyRefused: wrong user name or password.
            ClientError: as for every request.
        """
        answer = await self.http.post(
            "/Users/AuthenticateByName",
            {"Username": username, "Pw": password},
            WireLogin,
            headers=self._anonymous,
        )
        login = answer.login()
        self._use_token(login.token)
        return login

    async def logout(self) -> None:
        """Revoke the user's token; one that is revoked already is fine."""
        with suppress(KeyRefused):
            await self.http.post_only("/Sessions/Logout")
        self._token = None
        self._show_token()

    async def users(self) -> Rows[User]:
        """Read all users; it also proves that the token is good, which not every call does."""
        users = await self.http.get_rows("/Users", WireUser)
        return drawn_from((user.user() for user in users.rows), users)

    async def movies_and_series[T](
        self, take: Take[Item, T], saved_since: datetime | None = None
    ) -> Rows[T]:
        """Read the whole library, as the server sees it and not as one user does, or what changed in it.

        Returned is what `take` makes of the movies and series.

        What changed is what Jellyfin has written anew since then (aware), by its own clock; jellyfin-rust
        sends everything.
        """
        since: Params = {} if saved_since is None else {"minDateLastSaved": saved_since}

        def taken(row: WireItem) -> T | None:
            return take(item) if (item := row.item()) else None

        return await take_listing(
            self.http,
            WireItem,
            taken,
            {
                **_LIBRARY,
                "fields": "Path,DateCreated,ProviderIds",
                "enableImages": "true",
                "enableImageTypes": "Primary",
                "imageTypeLimit": 1,
                **since,
            },
        )

    async def count_movies_and_series(self) -> int:
        """Count what `movies_and_series` lists; Jellyfin's own call for that takes minutes for a user's token."""
        page = await self.http.get_page("/Items", WireItem, {**ALL, **_LIBRARY, "limit": 1})
        return page.total

    async def poster(self, item_id: str, tag: str) -> Picture:
        """Read an item's poster, at most as wide as a card on a dashboard.

        jellyfin-rust ignores the width and sends what it has.

        Raises:
            NotFound: there is no such item, or it has no poster.
            ClientError: as for every request.
        """
        return await self.http.get_picture(
            f"/Items/{id_in_path(item_id)}/Images/Primary",
            {"maxWidth": _POSTER_WIDTH, "quality": 90, "tag": tag},
        )

    async def episode_paths(self) -> Rows[EpisodePath]:
        """Read where every episode lies: what tells the folder of a jellyfin-rust's series."""
        return await listing(
            self.http,
            EpisodePath,
            {
                "includeItemTypes": "Episode",
                "fields": "Path",
                "enableUserData": "false",
                "enableImages": "false",
                "isMissing": "false",
            },
            MOST_PER_PAGE,
        )

    async def played(self, user_id: str) -> Rows[Played]:
        """Read what a user has played, or begun, of movies and episodes, one row per item.

        It is drawn from two listings where the server can filter.
        """
        listings = [
            await take_listing(
                self.http,
                WirePlayed,
                _trace,
                {
                    "userId": user_id,
                    "includeItemTypes": ",".join(_PLAYABLE),
                    **filters,
                    "enableUserData": "true",
                    "enableImages": "false",
                },
                MOST_PER_PAGE,
            )
            for filters in _PLAYED[self.dialect]
        ]
        played: dict[str, Played] = {}
        for trace in (trace for found in listings for trace in found.rows):
            # Of two rows, the one that cannot be read counts.
            if trace.id not in played or not trace.readable:
                played[trace.id] = trace
        return drawn_from(played.values(), *listings)

    async def favorites(self, user_id: str) -> Rows[Favorite]:
        """Read what a user has marked with the heart: movies, series, seasons, episodes, collections.

        jellyfin-rust has no seasons and no collections among its items, and no paths of series.
        """
        return await take_listing(
            self.http,
            Favorite,
            lambda row: row if row.type in _LOVABLE else None,
            {
                "userId": user_id,
                "includeItemTypes": ",".join(_LOVABLE),
                "isFavorite": "true",
                "fields": "Path",
                "enableUserData": "false",
                "enableImages": "false",
            },
        )

    async def favorite(self, item_id: str, user_id: str) -> None:
        """Mark an item with a user's heart; one that it has already is fine.

        Raises:
            NotFound: there is no such item, or that user may not see it.
            ClientError: as for every request.
        """
        await self.http.post_only(self._heart(item_id), {"userId": user_id})

    async def unfavorite(self, item_id: str, user_id: str) -> None:
        """Take a user's heart off an item, and nothing else; none there is fine.

        Raises:
            ClientError: as for every request.
        """
        await self.http.delete_only(self._heart(item_id), {"userId": user_id})

    def _heart(self, item_id: str) -> str:
        """Return the path of an item's heart."""
        return f"/UserFavoriteItems/{id_in_path(item_id)}"

    @property
    def collections(self) -> JellyfinCollections:
        """The server's collections, in the dialect that `public_info` has found."""
        return JellyfinCollections(self.http, self.dialect)

    @property
    def folders(self) -> JellyfinFolders:
        """The folders and libraries."""
        return JellyfinFolders(self.http)

    @property
    def log(self) -> JellyfinLog:
        """The activity log; jellyfin-rust has none."""
        return JellyfinLog(self.http)

    @property
    def plugins(self) -> JellyfinPlugins:
        """The plugins, and the catalogue of them; jellyfin-rust has none."""
        return JellyfinPlugins(self.http)

    @property
    def states(self) -> JellyfinStates:
        """What users have done with single items, in the dialect that `public_info` has found."""
        return JellyfinStates(self.http, self.dialect)

    async def sessions(self) -> Rows[Session]:
        """Read who is connected, or was in the last 16 minutes, and what plays there now.

        A plain user's token sees that user's sessions only.
        """
        return await self.http.get_rows(
            "/Sessions", Session, {"activeWithinSeconds": _SESSION_SECONDS}
        )

    async def tasks(self) -> Rows[Task]:
        """Read the scheduled tasks; needs an administrator. What a jellyfin-rust tells of them is invented."""
        return await self.http.get_rows("/ScheduledTasks", Task)

    async def media_updated(self, paths: Sequence[str]) -> None:
        """Say that what lay at these paths, as Jellyfin writes them, is gone; it answers before it looks.

        Jellyfin (10.11, 12) looks at the nearest folder that is still there, after a minute of quiet.
        jellyfin-rust has no such call and is told nothing: every 15 minutes it looks for missing files by
        itself, unless that was switched off.
        """
        if self.dialect is Dialect.RUST or not paths:
            return
        updates = [{"Path": path, "UpdateType": "Deleted"} for path in paths]
        await self.http.post_only("/Library/Media/Updated", body={"Updates": updates})


def _trace(row: WirePlayed) -> Played | None:
    """Return what a user left on a movie or an episode."""
    return row.played() if row.type in _PLAYABLE else None


def _encoded(value: str) -> str:
    """Percent-encode a value of the Authorization header, as Jellyfin decodes it.

    jellyfin-rust does not decode, but no id or token of either needs it.
    """
    return quote(value, safe=" ", errors="replace")


def _text(answer: Mapping[str, object], name: str) -> str:
    value = answer.get(name)
    return value.strip() if isinstance(value, str) else ""
