"""Names for the media: real public-domain works first, invented ones when those run out.

The years are true; ids that are not well known are merely plausible. Names that are hard on
programs are in on purpose: umlauts, apostrophes, colons, commas, question marks, and three dots
in a row, which the Bridge takes for a path traversal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Title:
    """A work: name, year, the id that Radarr (TMDB) or Sonarr (TVDB) uses, and an IMDb id."""

    name: str
    year: int
    number: int
    imdb_id: str
    genres: tuple[str, ...]
    runtime_minutes: int
    episodes: tuple[int, ...] = ()
    """Episodes in each season, for series."""


MOVIES: tuple[Title, ...] = (
    Title("Metropolis", 1927, 19, "tt0017136", ("Drama", "Science Fiction"), 153),
    Title("Nosferatu", 1922, 653, "tt0013442", ("Fantasy", "Horror"), 95),
    Title("The General", 1926, 961, "tt0017925", ("Action", "Comedy"), 79),
    Title("Safety Last!", 1923, 22596, "tt0014429", ("Comedy",), 74),
    Title("Sherlock Jr.", 1924, 992, "tt0015324", ("Comedy", "Fantasy"), 45),
    Title("The Kid", 1921, 10098, "tt0012349", ("Comedy", "Drama"), 68),
    Title("Night of the Living Dead", 1968, 10331, "tt0063350", ("Horror",), 96),
    Title("Charade", 1963, 4808, "tt0056923", ("Comedy", "Mystery"), 113),
    Title("His Girl Friday", 1940, 3085, "tt0032599", ("Comedy", "Romance"), 92),
    Title("Once Upon a Time... in Arcadia", 1925, 990001, "tt9900001", ("Adventure",), 88),
    Title("Der müde Tod", 1921, 2973, "tt0012494", ("Drama", "Fantasy"), 98),
    Title("The Cabinet of Dr. Caligari", 1920, 234, "tt0010323", ("Horror",), 77),
    Title("Dr. Mabuse, the Gambler", 1922, 5998, "tt0013086", ("Crime",), 242),
    Title("Sunrise: A Song of Two Humans", 1927, 631, "tt0018455", ("Drama", "Romance"), 95),
    Title("Tol'able David", 1921, 43893, "tt0012763", ("Drama",), 99),
    Title("Why Change Your Wife?", 1920, 70801, "tt0011865", ("Comedy",), 90),
    Title("Berlin: Symphony of a Great City", 1927, 222, "tt0017668", ("Documentary",), 65),
    Title("Steamboat Bill, Jr.", 1928, 25768, "tt0019421", ("Comedy",), 70),
    Title("The Phantom of the Opera", 1925, 964, "tt0016220", ("Drama", "Horror"), 93),
    Title("Häxan", 1922, 57283, "tt0013257", ("Documentary", "Horror"), 105),
    Title("The Gold Rush", 1925, 962, "tt0015864", ("Adventure", "Comedy"), 95),
    Title("A Trip to the Moon", 1902, 775, "tt0000417", ("Adventure", "Fantasy"), 15),
    Title("Battleship Potemkin", 1925, 643, "tt0015648", ("Drama", "History"), 75),
    Title("The Lost World", 1925, 2981, "tt0016039", ("Adventure",), 92),
    Title("My Man Godfrey", 1936, 13562, "tt0028010", ("Comedy",), 94),
    Title("D.O.A.", 1950, 18995, "tt0042369", ("Film-Noir", "Thriller"), 84),
    Title("Detour", 1945, 20367, "tt0037638", ("Crime", "Film-Noir"), 68),
    Title("House on Haunted Hill", 1959, 22744, "tt0051744", ("Horror",), 75),
    Title("Carnival of Souls", 1962, 16093, "tt0055830", ("Horror",), 78),
    Title("The Last Man on Earth", 1964, 21159, "tt0058700", ("Horror",), 86),
    Title("Wings", 1927, 28966, "tt0018578", ("Drama", "War"), 144),
    Title("Greed", 1924, 1405, "tt0015881", ("Drama", "Western"), 140),
    Title("Faust", 1926, 10728, "tt0016847", ("Fantasy", "Horror"), 107),
    Title("Lady Windermere's Fan", 1925, 52270, "tt0016004", ("Comedy", "Drama"), 89),
    Title("The Thief of Bagdad", 1924, 28963, "tt0015400", ("Adventure",), 149),
    Title("Die Nibelungen: Siegfried", 1924, 5627, "tt0015175", ("Adventure",), 143),
    Title("Plan 9 from Outer Space", 1957, 10513, "tt0052077", ("Science Fiction",), 79),
    Title("Meet John Doe", 1941, 32574, "tt0033891", ("Comedy", "Drama"), 122),
    Title("Seven Chances", 1925, 32318, "tt0016332", ("Comedy",), 56),
    Title("Girl Shy", 1924, 42359, "tt0014945", ("Comedy", "Romance"), 82),
)

SERIES: tuple[Title, ...] = (
    Title("Les Vampires", 1915, 990101, "tt0006206", ("Crime",), 41, (10,)),
    Title("The Phantom Empire", 1935, 990102, "tt0026867", ("Western",), 20, (12,)),
    Title("Zorro's Fighting Legion", 1939, 990103, "tt0032156", ("Western",), 17, (12,)),
    Title("Sherlock Holmes", 1954, 77780, "tt0046643", ("Crime", "Mystery"), 26, (20, 19)),
    Title("Fantômas", 1913, 990105, "tt0002844", ("Crime",), 60, (5,)),
    Title("Radar Men from the Moon", 1952, 990106, "tt0044954", ("Science Fiction",), 14, (12,)),
    Title("Undersea Kingdom", 1936, 990107, "tt0028445", ("Adventure",), 18, (12,)),
    Title("The Perils of Pauline", 1914, 990108, "tt0004465", ("Adventure",), 22, (9,)),
    Title("Judex", 1916, 990109, "tt0006886", ("Crime",), 25, (12,)),
    Title("The Hazards of Helen", 1914, 990110, "tt0003973", ("Action",), 12, (26, 24)),
    Title("The Hurricane Express", 1932, 990111, "tt0023032", ("Action",), 19, (12,)),
    Title("Die Spinnen: Der goldene See", 1919, 990112, "tt0010726", ("Adventure",), 69, (2,)),
)

_FIRST = (
    "Silent", "Crimson", "Wandering", "Forgotten", "Golden", "Hollow", "Midnight", "Paper",
    "Distant", "Electric", "Winter", "Velvet", "Burning", "Glass", "Iron", "Blue", "Quiet",
    "Broken", "Laughing", "Northern", "Müller's", "O'Hara's", "Señor Ruiz's", "Père Noël's",
)  # fmt: skip
_SECOND = (
    "Harbour", "Clockmaker", "Orchard", "Lantern", "Voyage", "Carousel", "Station", "Garden",
    "Letter", "Mirror", "Mountain", "Tram", "Island", "Violin", "Circus", "Bridge", "Window",
    "Shadow", "River", "Detective", "Lighthouse", "Telegraph", "Café", "Straße",
)  # fmt: skip
_SHAPES = ("{a} {b}", "The {a} {b}", "{a} {b}: Part Two", "The {b}, the {a} One", "{b}... {a}!")
_GENRES = ("Action", "Adventure", "Comedy", "Crime", "Drama", "Fantasy", "Mystery", "Romance")


def movies(count: int, random: Random) -> Iterator[Title]:
    """Yield ``count`` movies, no name and year twice."""
    yield from MOVIES[:count]
    taken = {(title.name, title.year) for title in MOVIES}
    for index in range(len(MOVIES), count):
        name, year = _invented(random, taken)
        yield Title(
            name,
            year,
            500_000 + index,
            f"tt7{index:06d}",
            tuple(random.sample(_GENRES, 2)),
            random.randint(60, 170),
        )


def series(count: int, random: Random, episodes_each: int = 50) -> Iterator[Title]:
    """Yield ``count`` series; invented ones have about ``episodes_each`` episodes."""
    yield from SERIES[:count]
    taken = {(title.name, title.year) for title in SERIES}
    for index in range(len(SERIES), count):
        name, year = _invented(random, taken)
        total = random.randint(episodes_each // 2, episodes_each * 3 // 2)
        per_season = random.choice((6, 8, 10, 13, 22))
        seasons = [per_season] * (total // per_season)
        if total % per_season:
            seasons.append(total % per_season)
        yield Title(
            name,
            year,
            700_000 + index,
            f"tt8{index:06d}",
            tuple(random.sample(_GENRES, 2)),
            random.choice((22, 30, 45, 60)),
            tuple(seasons),
        )


def _invented(random: Random, taken: set[tuple[str, int]]) -> tuple[str, int]:
    while True:
        shape = random.choices(_SHAPES, weights=(30, 50, 10, 5, 5))[0]
        name = shape.format(a=random.choice(_FIRST), b=random.choice(_SECOND))
        year = random.randint(1905, 2024)
        if (name, year) not in taken:
            taken.add((name, year))
            return name, year


def folder_name(name: str) -> str:
    """Return the name as Radarr and Sonarr write it to a disk: no characters that Windows bars."""
    for bad, good in ((": ", " - "), (":", "-"), ("/", "+"), ("?", ""), ("*", "-"), ('"', "")):
        name = name.replace(bad, good)
    return name.strip().rstrip(".")
