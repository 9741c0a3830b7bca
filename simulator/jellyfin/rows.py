"""Items as Jellyfin writes them."""

from dataclasses import dataclass
from typing import Any

import msgspec

from simulator.world import Episode, Movie, Series, User, Watch

from .invented import community_rating, overview, premiere
from .items import Item, Kind, season_name
from .state import State, wire_date


@dataclass(frozen=True, slots=True)
class Shape:
    """Which optional parts a row has: ``fields`` in lower case."""

    fields: frozenset[str]
    images: bool


ALL = Shape(
    frozenset(
        {"path", "datecreated", "providerids", "parentid", "overview", "genres", "tags"}
        | {"sortname", "mediasources", "settings"}
    ),
    images=True,
)


ON_REQUEST = frozenset({"Overview", "Genres", "Tags", "ProviderIds"})
"""What an editor can change and a row has only when its field is asked for."""

ALWAYS = frozenset({"CommunityRating", "OfficialRating", "PremiereDate", "ProductionYear"})
"""What an editor can change and a row has unasked."""


def row(state: State, item: Item, shape: Shape) -> bytes:
    """Return an item as JSON, without anyone's user data."""
    made = item.rows.get(shape)
    if made is None:
        made = msgspec.json.encode(content(state, item, shape))
        item.rows[shape] = made
    return made


def row_for(state: State, item: Item, shape: Shape, user: User | None) -> bytes:
    """Return an item as JSON, with a user's data when there is a user."""
    plain = row(state, item, shape)
    if user is None:
        return plain
    data = msgspec.json.encode(user_data(state, item, user))
    return b"".join((plain[:-1], b',"UserData":', data, b"}"))


def sort_name(item: Item) -> str:
    """Return what names are sorted by."""
    if item.kind is Kind.EPISODE:
        return f"{item.parent_index or 0:03d} - {item.index or 0:04d} - {item.name}".lower()
    low = item.name.lower()
    for article in ("the ", "a ", "an "):
        low = low.removeprefix(article)
    return low


def content(state: State, item: Item, shape: Shape) -> dict[str, Any]:
    """Return an item as an object; nulls are left out, but a guid is sometimes null."""
    made: dict[str, Any] = {"Name": item.name, "ServerId": state.server_id, "Id": item.id}
    made |= _wanted(item, shape)
    made["ChannelId"] = None
    made |= _always(item)
    if item.kind in {Kind.EPISODE, Kind.SEASON}:
        made["SeriesName"] = item.series_name
        made["SeriesId"] = item.series_id
        if item.kind is Kind.EPISODE:
            made["SeasonId"] = item.season_id
            made["SeasonName"] = season_name(item.parent_index or 0)
        made["SeriesPrimaryImageTag"] = image_tag(item.series_id or "")
    if shape.images:
        pictured = item.kind not in {Kind.FOLDER, Kind.SEASON}
        made["ImageTags"] = {"Primary": image_tag(item.id)} if pictured else {}
        made["BackdropImageTags"] = []
        made["ImageBlurHashes"] = {}
    made["LocationType"] = "Virtual" if item.is_virtual else "FileSystem"
    made["MediaType"] = "Unknown" if item.is_folder else "Video"
    return made if item.edited is None else _edited(made, item.edited, shape)


def _edited(made: dict[str, Any], edited: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Return a row with what an editor saved; what the editor left out is gone."""
    asked = {key for key in edited if key.lower() in shape.fields or key not in ON_REQUEST}
    left = {key: value for key, value in made.items() if key not in edited}
    return left | {key: edited[key] for key in asked if edited[key] is not None}


def image_tag(item_id: str) -> str:
    """Return the tag of an item's poster."""
    return item_id[::-1]


def _wanted(item: Item, shape: Shape) -> dict[str, Any]:
    """Return the parts that ``fields`` asks for."""
    made: dict[str, Any] = {}
    wanted = shape.fields
    if "datecreated" in wanted:
        made["DateCreated"] = wire_date(item.created)
    if "sortname" in wanted:
        made["SortName"] = sort_name(item)
    if "path" in wanted and item.path is not None:
        made["Path"] = item.path
    if "providerids" in wanted:
        made["ProviderIds"] = item.provider_ids
    if "parentid" in wanted:
        made["ParentId"] = item.parent_id
    if "overview" in wanted:
        made["Overview"] = overview(item)
    if "genres" in wanted and isinstance(item.media, Movie | Series):
        made["Genres"] = list(item.media.genres)
    if "tags" in wanted:
        made["Tags"] = []
    if "settings" in wanted:
        made["LockData"] = item.is_locked
        made["LockedFields"] = []
    if "mediasources" in wanted and isinstance(item.media, Movie | Episode) and item.path:
        source = {"Protocol": "File", "Id": item.id, "Path": item.path, "Type": "Default"}
        made["MediaSources"] = [source | {"Container": "mkv", "Size": item.media.size_bytes}]
    return made


def _always(item: Item) -> dict[str, Any]:
    """Return the parts that come unasked."""
    made: dict[str, Any] = {"IsFolder": item.is_folder, "Type": item.kind.value}
    media = item.media
    first = premiere(item)
    if first is not None:
        made["PremiereDate"] = f"{first}T00:00:00.0000000Z"
    if isinstance(media, Movie):
        made["OfficialRating"] = "PG"
    elif isinstance(media, Series):
        made["Status"] = "Ended" if media.ended else "Continuing"
    numbers = {
        "CommunityRating": community_rating(item),
        "RunTimeTicks": item.runtime_ticks,
        "ProductionYear": item.year,
        "IndexNumber": item.index,
        "IndexNumberEnd": item.last_index,
        "ParentIndexNumber": item.parent_index,
    }
    made |= {key: value for key, value in numbers.items() if value is not None}
    if not item.is_folder and not item.is_virtual:
        made["Container"] = "mkv"
        made["VideoType"] = "VideoFile"
    return made


def user_data(state: State, item: Item, user: User) -> dict[str, Any]:
    """Return one person's data; of a folder only the favourite is its own."""
    watch = state.world.watches.get(user.id, {}).get(item.id, Watch())
    made: dict[str, Any] = {}
    if item.kind in {Kind.SERIES, Kind.SEASON}:
        unplayed = unplayed_below(state, item, user)
        total = len(state.catalog.playable_below(item.id))
        made["UnplayedItemCount"] = unplayed
        # 10.11 tells it only to those who ask for RecursiveItemCount.
        if total and state.is_12:
            made["PlayedPercentage"] = 100 * (total - unplayed) / total
        made |= {"PlaybackPositionTicks": 0, "PlayCount": 0, "IsFavorite": watch.favorite}
        made["Played"] = unplayed == 0
    else:
        if watch.position_ticks and item.runtime_ticks:
            made["PlayedPercentage"] = 100 * watch.position_ticks / item.runtime_ticks
        made["PlaybackPositionTicks"] = watch.position_ticks
        made["PlayCount"] = watch.play_count
        made["IsFavorite"] = watch.favorite
        if watch.last_played is not None:
            made["LastPlayedDate"] = wire_date(watch.last_played)
        made["Played"] = watch.played
    made["Key"] = item.watch_key
    made["ItemId"] = item.id
    return made


def unplayed_below(state: State, item: Item, user: User) -> int:
    """Count the episodes of a series or season that a person has not played; missing ones do not count."""
    watches = state.world.watches.get(user.id, {})
    return sum(
        1
        for episode in state.catalog.playable_below(item.id)
        if episode.id not in watches or not watches[episode.id].played
    )
