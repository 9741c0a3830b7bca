"""Items as jellyfin-rust writes them: every row has everything, and what is unknown is left out."""

from datetime import datetime
from typing import Any

from simulator.jellyfin.invented import community_rating, overview, premiere
from simulator.jellyfin.items import Item, Kind, season_name
from simulator.jellyfin.rows import sort_name
from simulator.jellyfin.state import State
from simulator.world import User, Watch

from .wire import SERVER_ID, stored_id, wire_id

_PROVIDERS = ("Tmdb", "Imdb")


def content(state: State, item: Item, user_id: str) -> dict[str, Any]:
    """Return an item with the data of a user."""
    made = bare(state, item) | {"UserData": user_data(state, item.id, user_id)}
    if item.kind is Kind.EPISODE and item.series_id:
        made["SeriesId"] = wire_id(item.series_id)
        made["SeriesName"] = item.series_name
        made["SeasonId"] = f"{wire_id(item.series_id)}_season_{item.parent_index}"
        made["SeasonName"] = season_name(item.parent_index or 0)
    if item.kind is Kind.SERIES:
        made["ChildCount"] = len(state.catalog.episodes_of(item.id))
    ids = {name: item.provider_ids[name] for name in _PROVIDERS if name in item.provider_ids}
    # Every third medium has not been found by any metadata provider.
    if ids and item.media is not None and item.media.id % 3 and item.kind is not Kind.EPISODE:
        made["ProviderIds"] = ids
    return made


def bare(state: State, item: Item) -> dict[str, Any]:
    """Return an item as sessions and collections show it: an episode's series is its parent only."""
    first = premiere(item)
    made: dict[str, Any] = {
        "Id": wire_id(item.id),
        "Name": item.name,
        "Type": item.kind.value,
        "ServerId": SERVER_ID,
        "ParentId": wire_id(item.series_id) if item.series_id else None,
        "Overview": overview(item),
        "Year": item.year,
        "ProductionYear": item.year,
        "IndexNumber": item.index,
        "ParentIndexNumber": item.parent_index,
        "RuntimeTicks": item.runtime_ticks,
        "CommunityRating": community_rating(item),
        "Path": None if item.is_folder else item.path,
        "PremiereDate": first.isoformat() if first else None,
        "SortName": None if item.kind is Kind.EPISODE else sort_name(item),
        "IsFolder": item.is_folder,
        "MediaType": None if item.is_folder else "Video",
        "UserData": user_data(state, item.id, ""),
        "ImageTags": {"Primary": wire_id(item.id)},
        "CanDownload": not item.is_folder,
        "SupportsMediaSourceDisplay": not item.is_folder,
    }
    return {key: value for key, value in made.items() if value is not None}


def collection(state: State, item: Item) -> dict[str, Any]:
    """Return a collection."""
    return {
        "Id": wire_id(item.id),
        "Name": item.name,
        "Type": "BoxSet",
        "ServerId": SERVER_ID,
        "SortName": item.name.lower(),
        "IsFolder": True,
        "ChildCount": len(state.catalog.members[item.id]),
        "CollectionType": "boxsets",
        "UserData": user_data(state, item.id, ""),
        "CanDownload": False,
        "SupportsMediaSourceDisplay": False,
    }


def user_data(state: State, item_id: str, user_id: str) -> dict[str, Any]:
    """Return what a user did with an item, by stored ids that may be nobody's; of a series only the favourite.

    What the world counts as plays are starts; here only plays to the end count.
    """
    watch = state.world.watches.get(user_id, {}).get(item_id, Watch())
    item = state.catalog.items.get(item_id)
    if item is not None and item.is_folder:
        watch = Watch(favorite=watch.favorite)
    made: dict[str, Any] = {
        "PlaybackPositionTicks": watch.position_ticks,
        "PlayCount": watch.play_count if watch.played else 0,
        "IsFavorite": watch.favorite,
        "Played": watch.played,
    }
    if watch.last_played is not None:
        made["LastPlayedDate"] = _nanoseconds(watch.last_played)
    return made


def _nanoseconds(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}789+00:00"


def user_id_of(user: User, asked: str | None) -> str:
    """Return whose data is shown: that of the user asked for, whoever asks.

    An id that is not spelled exactly as it was sent is nobody's, and nobody has watched anything.
    """
    return stored_id(asked) if asked else user.id
