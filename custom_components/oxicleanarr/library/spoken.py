"""Finding media by what people say: without articles, with numbers as words, misheard, or with the year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
import re

from .models import Kind, Medium
from .search import spelling

# Measured on the titles in the tests: what is misheard scores above, other titles score below.
_FITS = 0.8
# What scores that little less than the best may be meant as well.
_AS_GOOD = 0.05
# Below this, two words or titles have nothing in common that a person would hear.
_ALIKE = 0.6
# Shorter words sound like too many others: "et" like "meet".
_SHORTEST = 4
_NEAREST = 3

_ARTICLES = frozenset((
    "the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "l", "un", "une", "el", "los",
    "las", "una", "de", "het", "een",
))  # fmt: skip
_AND = frozenset(("and", "und", "et", "y"))
_PART = frozenset(("part", "teil", "partie", "parte", "deel"))
_BEFORE_YEAR = frozenset((
    "from", "of", "the", "year", "von", "vom", "aus", "dem", "jahr", "jahre", "de", "l", "annee", "an", "del",
    "ano", "uit", "van", "het", "jaar",
))  # fmt: skip
_NUMBERS = {
    word: str(number)
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "i ii iii iv v vi vii viii ix x xi xii",
    )
    for number, word in enumerate(words.split(), 1)
    # These alone are more often something else.
    if word not in {"i", "v", "x", "un", "een"}
}
_LAST_NUMBERS = _NUMBERS | {"v": "5", "x": "10"}
_SHORT = {
    "doctor": "dr", "doktor": "dr", "docteur": "dr", "junior": "jr", "mister": "mr", "monsieur": "mr",
    "saint": "st", "sankt": "st",
}  # fmt: skip
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("x", "ks"), ("y", "i"), ("z", "s"))
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a spoken title may mean."""

    meant: tuple[Medium, ...] = ()
    """The media that it fits equally well; empty when it fits none."""
    nearest: tuple[Medium, ...] = ()
    """What sounds most like it when it fits none, the nearest first."""


@dataclass(frozen=True, slots=True)
class _Title:
    medium: Medium
    spelled: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand what was said: as a title, or as a title and a year."""

    spelled: str
    words: tuple[str, ...]
    year: int | None = None


def hear(media: Iterable[Medium], text: str, kind: Kind | None = None) -> Heard:
    """Return which media a spoken title means, of one kind if it was said.

    An id, a whole title and a part of a title count, in this order, then what sounds like one. Capitals,
    accents, punctuation, leading articles, and whether a number is a word do not matter; the year may follow.
    """
    media = [medium for medium in media if kind is None or medium.kind is kind]
    if by_id := [medium for medium in media if medium.id == text.strip()]:
        return Heard(meant=tuple(by_id))
    readings = list(_readings(text))
    if not readings:
        return Heard()
    titles = [title for medium in media for title in _titles(medium)]
    for fits in (_is_spelled, _is_whole, _is_part):
        for reading in readings:
            if meant := _media(title for title in titles if fits(title, reading)):
                return Heard(meant=meant)
    return _sounding(titles, readings[-1])


def _readings(text: str) -> Iterator[_Reading]:
    spelled = spelling(text)
    words = spelled.split()
    if not words:
        return
    yield _Reading(spelled, _loosened(words))
    if len(words) > 1 and len(words[-1]) == 4 and words[-1].isdecimal():
        year = int(words.pop())
        while len(words) > 1 and words[-1] in _BEFORE_YEAR:
            words.pop()
        yield _Reading(" ".join(words), _loosened(words), year)


def _titles(medium: Medium) -> Iterator[_Title]:
    # Radarr and Sonarr often know a film by a title of another language than Jellyfin.
    names = {medium.title, *(copy.title for copy in medium.copies)}
    for spelled in {spelling(name) for name in names}:
        if spelled:
            yield _Title(medium, spelled, _loosened(spelled.split()))


def _media(titles: Iterable[_Title]) -> tuple[Medium, ...]:
    """Return whose titles these are, each once."""
    return tuple({title.medium.id: title.medium for title in titles}.values())


def _loosened(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that distinguish a title, its numbers as digits."""
    kept = [_SHORT.get(word, word) for word in words if word not in _AND]
    if len(kept) > 1 and kept[0] in _ARTICLES:
        kept = kept[1:]
    last = len(kept) - 1
    kept = [
        (_LAST_NUMBERS if 0 < place == last else _NUMBERS).get(word, word)
        for place, word in enumerate(kept)
    ]
    following = [*kept[1:], ""]
    kept = [
        word
        for word, after in zip(kept, following, strict=False)
        if not (word in _PART and after.isdecimal())
    ]
    return tuple(kept) or tuple(words)


def _is_spelled(title: _Title, reading: _Reading) -> bool:
    return title.spelled == reading.spelled and _of_year(title, reading)


def _is_whole(title: _Title, reading: _Reading) -> bool:
    # Without spaces: "night mare" is how a nightmare may be written down.
    return "".join(title.words) == "".join(reading.words) and _of_year(title, reading)


def _is_part(title: _Title, reading: _Reading) -> bool:
    return f" {' '.join(reading.words)} " in f" {' '.join(title.words)} " and _of_year(
        title, reading
    )


def _of_year(title: _Title, reading: _Reading) -> bool:
    return reading.year is None or title.medium.year == reading.year


def _sounding(titles: Sequence[_Title], reading: _Reading) -> Heard:
    """Return what sounds like it; where a year was said, only what is of that year fits."""
    near = _near_words(titles, reading.words)
    whole = SequenceMatcher(b=_sound("".join(reading.words)), autojunk=False)
    scores = sorted(
        ((_likeness(title, reading.words, near, whole), title) for title in titles),
        key=lambda scored: (-scored[0], scored[1].spelled, scored[1].medium.year or 0),
    )
    fitting = [
        (score, title) for score, title in scores if score >= _FITS and _of_year(title, reading)
    ]
    if fitting:
        least = fitting[0][0] - _AS_GOOD
        return Heard(meant=_media(title for score, title in fitting if score >= least))
    alike = _media(title for score, title in scores if score >= _ALIKE)
    return Heard(nearest=alike[:_NEAREST])


def _near_words(titles: Sequence[_Title], spoken: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return for each spoken word how much the words of all titles sound like it, where they do."""
    vocabulary = {word: _sound(word) for title in titles for word in title.words}
    near: dict[str, dict[str, float]] = {}
    for word in spoken:
        matcher = SequenceMatcher(b=_sound(word), autojunk=False)
        near[word] = {
            other: alike
            for other, sound in vocabulary.items()
            if word == other or min(len(word), len(other)) >= _SHORTEST
            if (alike := _ratio(matcher, sound))
        }
    return near


def _likeness(
    title: _Title,
    spoken: Sequence[str],
    near: dict[str, dict[str, float]],
    whole: SequenceMatcher[str],
) -> float:
    """Return how much a title sounds like what was said, as a whole or in some of its words; 1 is alike."""
    letters = sum(map(len, spoken))
    heard = sum(
        len(word) * max(near[word].get(other, 0.0) for other in title.words) for word in spoken
    )
    return max(heard / letters, _ratio(whole, _sound("".join(title.words))))


def _sound(text: str) -> str:
    """Return how a text sounds, roughly, in any of the languages."""
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    return _DOUBLED.sub(r"\1", text)


def _ratio(matcher: SequenceMatcher[str], text: str) -> float:
    """Return how much two texts are alike, and 0 where that is little."""
    matcher.set_seq1(text)
    # The cheap upper bounds first: most pairs need no more.
    for ratio in (matcher.real_quick_ratio, matcher.quick_ratio):
        if ratio() < _ALIKE:
            return 0.0
    alike = matcher.ratio()
    return alike if alike >= _ALIKE else 0.0
