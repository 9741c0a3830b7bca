"""What leaves next, and in how many days, in the language of the household."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..policy.texts import spoken, texts_in
from .models import Shown

# Longer than a person reads on a television.
_DESCRIBED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one language counts down."""

    any_day: str
    tomorrow: str
    in_days: str
    """With `{days}`, at least two, and `{date}`."""
    line: str
    more: str


_WORDS: Mapping[str, _Words] = {
    "de": _Words(
        any_day="verschwindet in Kürze",
        tomorrow="verschwindet morgen",
        in_days="verschwindet in {days} Tagen, am {date}",
        line="{title}: {countdown}",
        more="… und {count} mehr",
    ),
    "en": _Words(
        any_day="leaves any day now",
        tomorrow="leaves tomorrow",
        in_days="leaves in {days} days, on {date}",
        line="{title}: {countdown}",
        more="… and {count} more",
    ),
    "es": _Words(
        any_day="se va en cualquier momento",
        tomorrow="se va mañana",
        in_days="se va dentro de {days} días, el {date}",
        line="{title}: {countdown}",
        more="… y {count} más",
    ),
    "fr": _Words(
        any_day="part d'un jour à l'autre",
        tomorrow="part demain",
        in_days="part dans {days} jours, le {date}",
        line="{title} : {countdown}",
        more="… et {count} de plus",
    ),
    "nl": _Words(
        any_day="verdwijnt elk moment",
        tomorrow="verdwijnt morgen",
        in_days="verdwijnt over {days} dagen, op {date}",
        line="{title}: {countdown}",
        more="… en nog {count}",
    ),
}


def description(shown: Iterable[Shown], now: datetime, language: str) -> str:
    """Return what leaves next, and in how many days, one line each; days are those of the zone of `now`."""
    words = _WORDS[spoken(language)]
    soonest = sorted(shown, key=lambda one: (one.leaves_at, one.title.casefold()))
    lines = [
        words.line.format(title=one.title, countdown=_countdown(one.leaves_at, now, language))
        for one in soonest[:_DESCRIBED]
    ]
    if len(soonest) > _DESCRIBED:
        lines.append(words.more.format(count=len(soonest) - _DESCRIBED))
    return "\n".join(lines)


def _countdown(leaves_at: datetime, now: datetime, language: str) -> str:
    words = _WORDS[spoken(language)]
    day = leaves_at.astimezone(now.tzinfo).date()
    days = (day - now.date()).days
    if days <= 0:
        return words.any_day
    if days == 1:
        return words.tomorrow
    return words.in_days.format(days=days, date=texts_in(language).date(day, year=False))
