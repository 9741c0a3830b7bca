"""What people watch: marking, playing, favourites."""

from datetime import datetime

from aiohttp import web

from simulator.wire import Call, Route, json_answer, parse_date
from simulator.world import Play, User

from .items import Item, Kind
from .rows import user_data
from .state import State

_MAX_RESUME_PERCENT = 90
_MIN_RESUME_PERCENT = 5


def play(state: State, user: User, item: Item, at: datetime, percent: float = 100) -> Item:
    """Let a person play an item up to ``percent`` of it from ``at`` on; return what was played.

    Below 5 % no position is kept, above 90 % the item counts as played. A series stands for its
    first episode that the person has not played.
    """
    if item.kind in {Kind.SERIES, Kind.SEASON}:
        item = _next_episode(state, user, item)
    watch = state.world.watch(user.id, item.id)
    watch.play_count += 1
    watch.last_played = at
    watch.played = percent >= _MAX_RESUME_PERCENT
    kept = _MIN_RESUME_PERCENT <= percent < _MAX_RESUME_PERCENT
    watch.position_ticks = int((item.runtime_ticks or 0) * percent / 100) if kept else 0
    state.world.plays.append(Play(user.id, item.id, item.name, at))
    state.world.plays.sort(key=lambda entry: entry.at, reverse=True)
    if user.last_activity is None or user.last_activity < at:
        user.last_activity = at
    state.world.watch_revision += 1
    return item


def _next_episode(state: State, user: User, item: Item) -> Item:
    episodes = state.catalog.playable_below(item.id)
    for episode in episodes:
        if not state.world.watch(user.id, episode.id).played:
            return episode
    return episodes[0] if episodes else item


def set_favorite(state: State, user: User, item: Item, *, favorite: bool) -> None:
    """Set or clear a person's favourite."""
    state.world.watch(user.id, item.id).favorite = favorite
    state.world.watch_revision += 1


class Watching:
    """Answers for user data."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("POST", "/UserPlayedItems/{id}", self.mark, "any"),
            Route("DELETE", "/UserPlayedItems/{id}", self.unmark, "any"),
            Route("POST", "/UserFavoriteItems/{id}", self.favor, "any"),
            Route("DELETE", "/UserFavoriteItems/{id}", self.unfavor, "any"),
            Route("GET", "/UserItems/{id}/UserData", self.data, "any"),
        ]

    async def data(self, call: Call) -> web.Response:
        """Tell a person's data on an item."""
        return self._answer(call, self._state.must_user(call))

    async def mark(self, call: Call) -> web.Response:
        """Mark as played by hand: a series' episodes each, the series itself not."""
        user = self._state.must_user(call)
        given = parse_date(call.query.text("datePlayed"))
        for item in self._leaves(call):
            watch = self._state.world.watch(user.id, item.id)
            watch.played = True
            watch.play_count = max(watch.play_count, 1)
            watch.last_played = given or watch.last_played or self._state.world.now()
            watch.position_ticks = 0
        return self._changed(call, user)

    async def unmark(self, call: Call) -> web.Response:
        """Mark as not played."""
        user = self._state.must_user(call)
        for item in self._leaves(call):
            watch = self._state.world.watch(user.id, item.id)
            watch.played, watch.play_count = False, 0
            watch.last_played, watch.position_ticks = None, 0
        return self._changed(call, user)

    async def favor(self, call: Call) -> web.Response:
        """Make a favourite."""
        return self._favorite(call, favorite=True)

    async def unfavor(self, call: Call) -> web.Response:
        """Make no favourite any more."""
        return self._favorite(call, favorite=False)

    def _favorite(self, call: Call, *, favorite: bool) -> web.Response:
        user = self._state.must_user(call)
        set_favorite(self._state, user, self._state.item(call.parts["id"]), favorite=favorite)
        return self._answer(call, user)

    def _leaves(self, call: Call) -> list[Item]:
        item = self._state.item(call.parts["id"])
        if item.kind in {Kind.SERIES, Kind.SEASON}:
            return self._state.catalog.playable_below(item.id)
        return [item]

    def _changed(self, call: Call, user: User) -> web.Response:
        self._state.world.watch_revision += 1
        return self._answer(call, user)

    def _answer(self, call: Call, user: User) -> web.Response:
        item = self._state.item(call.parts["id"])
        return json_answer(user_data(self._state, item, user))
