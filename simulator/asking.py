"""Who asked Seerr for what.

Of the household it is told title by title; elsewhere a third of the media was asked for. One
series has the number at TMDB that a movie has, too, and one thing is wanted that is not there.
"""

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from .options import Options
from .scripted import WISHES, Wish
from .world import MediaRequest, Movie, Requester, Series, World

STRANGER = "Granny Odd"
_WANTED_TMDB_ID = 990_777
_STATUSES = (5, 5, 5, 2, 2, 1, 3, 4)


def ask(world: World, options: Options) -> None:
    """Give everyone an account on Seerr, one person more than Jellyfin has, and let them ask."""
    random = Random(f"requests {options.seed}")
    people = [Requester(n, user.name, user) for n, user in enumerate(world.users, 1)]
    world.requesters = [*people, Requester(len(people) + 1, STRANGER)]
    media: list[Movie | Series] = [*world.movies, *world.series]
    for medium in media:
        for wish in _wishes(medium, random, len(people)):
            world.requests.append(_request(world, medium, wish))
    world.requests.append(
        MediaRequest(
            id=0,
            kind="movie",
            status=1,
            requester=world.requesters[-1],
            created=world.now() - timedelta(hours=5),
            tmdb_id=_WANTED_TMDB_ID,
        )
    )
    world.requests.sort(key=lambda request: request.created)
    for number, request in enumerate(world.requests, 1):
        request.id = number


def _wishes(medium: Movie | Series, random: Random, people: int) -> Iterable[Wish]:
    told = WISHES.get(medium.title)
    if told is not None:
        return told
    count = random.choice((0, 0, 0, 0, 1, 1, 2))
    return [
        Wish(random.choice((*range(people), -1)), random.choice(_STATUSES)) for _ in range(count)
    ]


def _request(world: World, medium: Movie | Series, wish: Wish) -> MediaRequest:
    requester = world.requesters[-1]
    if wish.who >= 0:
        requester = world.requesters[wish.who % len(world.users)]
    made = MediaRequest(
        id=0,
        kind="movie",
        status=wish.status,
        requester=requester,
        created=medium.added - timedelta(minutes=20),
        tmdb_id=medium.tmdb_id,
        imdb_id=medium.imdb_id,
        entry_id=medium.id,
        is_4k=wish.is_4k,
    )
    if isinstance(medium, Series):
        made.kind, made.tvdb_id = "tv", medium.tvdb_id
        # TMDB knows every series that Seerr can be asked for, even where Sonarr does not say so.
        made.tmdb_id = medium.tmdb_id or 300_000 + medium.id
        made.seasons = wish.seasons or tuple(medium.seasons[-1:])
    return made
