"""Moving hearts from twins to their originals, where people see them and can take them back.

A heart on a twin protects the original, so its link goes, and Jellyfin parks the heart with the twin until
the link is back (10.11, 12): the original would be loved and not loved in turns.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from ..clients.errors import ClientError, NotAllowed, NotFound
from ..clients.ids import item_key
from ..clients.jellyfin import Jellyfin
from ..library.jellyfin_media import JellyfinMedia, TwinHeart
from ..library.models import Library, Medium


async def move_hearts(client: Jellyfin, answer: JellyfinMedia, library: Library) -> None:
    """Move each heart that `answer` tells of a twin, or a part of it, to the original of the twin.

    To be called before links are removed. Without hearts on twins nothing is asked. What fails is left for
    the next time; until then the heart is where it was. A heart that is gone meanwhile is not moved: its
    owner has taken it back, or it was moved by the last call with the same answer.
    """
    originals = _originals(library)
    hearts = [heart for heart in answer.twin_hearts if heart.twin in originals]
    for user_id in dict.fromkeys(heart.user_id for heart in hearts):
        with suppress(ClientError):
            loved = {item_key(row.id) for row in (await client.favorites(user_id)).rows}
            for heart in hearts:
                if heart.user_id == user_id and item_key(heart.item_id) in loved:
                    with suppress(ClientError):
                        await _move(client, heart, originals[heart.twin], loved)


def _originals(library: Library) -> Mapping[str, Sequence[Medium]]:
    """Return the media of each twin, where Jellyfin shows all of them as themselves."""
    found: dict[str, list[Medium]] = {}
    for medium in library.media.values():
        for twin in medium.twin_ids:
            found.setdefault(item_key(twin), []).append(medium)
    return {
        twin: media for twin, media in found.items() if all(medium.jellyfin_ids for medium in media)
    }


async def _move(
    client: Jellyfin, heart: TwinHeart, media: Sequence[Medium], loved: set[str]
) -> None:
    for medium in media:
        if loved.isdisjoint(map(item_key, medium.jellyfin_ids)):
            await _love(client, medium.jellyfin_ids, heart.user_id)
    await client.unfavorite(heart.item_id, heart.user_id)


async def _love(client: Jellyfin, item_ids: Sequence[str], user_id: str) -> None:
    """Put a heart on the first of a medium's items that the user may see."""
    *others, last = item_ids
    for item_id in others:
        with suppress(NotFound, NotAllowed):
            await client.favorite(item_id, user_id)
            return
    await client.favorite(last, user_id)
