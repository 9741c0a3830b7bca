"""Answers as sentences, short enough to be spoken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ..answers import days_left, label
from ..library.models import Kind, Medium
from ..policy.models import Leaving
from ..snapshot import SyncReport
from .abilities import Found, Sought, because, silent_servers
from .words import Words

_NAMED = 5
_DAYS_IN_WEEK = 7


def leaving_soon(
    words: Words,
    departures: Sequence[tuple[Found, Leaving]],
    days: int | None,
    kind: Kind | None,
    now: datetime,
) -> str:
    """Return what leaves within so many days, today being 0, or soon."""
    period = _period(words, days)
    if not departures:
        return words.nothing_leaves[kind].format(period=period)
    if len(departures) == 1:
        return _departure(words, *departures[0], now)
    titles = _by_day(words, departures[:_NAMED], now)
    if len(departures) > _NAMED:
        titles.append(words.more.format(count=len(departures) - _NAMED))
    answer = words.titles_leave[kind].format(
        count=len(departures), period=period, titles="; ".join(titles)
    )
    return _with_doubt(words, answer, (found for found, _ in departures))


def how_long(words: Words, found: Sequence[Found], now: datetime, language: str) -> str:
    """Return how long a title is still here, in each household that has it."""
    answers = [_stay(words, one, now, language) for one in found]
    if len({one.household for one in found}) > 1:
        answers = [f"{one.household}: {answer}" for one, answer in zip(found, answers, strict=True)]
    return " ".join(answers)


def kept(words: Words, found: Sequence[Found], *, already: bool) -> str:
    """Return that a title is kept."""
    text = words.kept_already if already else words.kept
    return text.format(title=label(found[0].decision.medium))


def not_one(words: Words, title: str, sought: Sought) -> str:
    """Return what a title may have meant that fits several or none."""
    if sought.several:
        return words.several.format(titles=_candidates(words, sought.several))
    if sought.nearest:
        titles = _candidates(words, sought.nearest)
        return words.nearest.format(title=title.strip(), titles=titles)
    return words.not_found.format(title=title.strip())


def synced(words: Words, reports: Sequence[SyncReport] | None) -> str:
    """Return what came of a sync; of `None`, that it is not over."""
    if reports is None:
        return words.still_syncing
    if silent := silent_servers(reports):
        return words.synced_in_part.format(servers=_listed(words, silent, words.and_))
    count = sum(len(report.snapshot.plan.leaving_soon) for report in reports)
    return words.synced.format(count=count)


def _stay(words: Words, found: Found, now: datetime, language: str) -> str:
    decision = found.decision
    if isinstance(decision.verdict, Leaving):
        return _departure(words, found, decision.verdict, now)
    reason = because(decision, now, language)
    answer = words.stays.format(title=label(decision.medium), reason=reason)
    return _with_doubt(words, answer, [found])


def _departure(words: Words, found: Found, verdict: Leaving, now: datetime) -> str:
    title = label(found.decision.medium)
    days, day = days_left(verdict, now), _day(words, verdict, now)
    if days > 1:
        text = words.episodes_leave_in if verdict.episode_files else words.leaves_in
    else:
        text = words.episodes_leave if verdict.episode_files else words.leaves
    return _with_doubt(words, text.format(title=title, days=days, day=day), [found])


def _by_day(words: Words, departures: Iterable[tuple[Found, Leaving]], now: datetime) -> list[str]:
    """Return the titles of each day with the day after them."""
    days: dict[str, list[str]] = {}
    for found, verdict in departures:
        title = found.decision.medium.title
        if verdict.episode_files:
            title = words.episodes_of.format(title=title)
        days.setdefault(_day(words, verdict, now), []).append(title)
    return [f"{_listed(words, titles, words.and_)} {day}" for day, titles in days.items()]


def _with_doubt(words: Words, answer: str, found: Iterable[Found]) -> str:
    return f"{answer} {words.stale}" if any(one.decision.stale for one in found) else answer


def _period(words: Words, days: int | None) -> str:
    match days:
        case None:
            return words.soon
        case 0:
            return words.today
        case 1:
            return words.until_tomorrow
    return words.within_days.format(days=days)


def _day(words: Words, verdict: Leaving, now: datetime) -> str:
    left = days_left(verdict, now)
    if left < 0:
        return words.overdue
    if left < 2:
        return words.tomorrow if left else words.today
    day: date = verdict.leaves_at.astimezone(now.tzinfo).date()
    if left < _DAYS_IN_WEEK:
        return words.on_weekday.format(weekday=words.weekdays[day.weekday()])
    return words.on_date.format(date=words.texts.date(day, year=day.year != now.year))


def _candidates(words: Words, media: Iterable[Medium]) -> str:
    media = list(media)
    alike = Counter(label(medium) for medium in media)
    names = (
        f"{name}, {words.kinds[medium.kind]}" if alike[name] > 1 else name
        for medium in media
        if (name := label(medium))
    )
    return _listed(words, names, words.or_)


def _listed(words: Words, names: Iterable[str], joint: str) -> str:
    """Return the first few names, and how many more there are."""
    names = list(names)
    if len(names) > _NAMED:
        names = [*names[:_NAMED], words.more.format(count=len(names) - _NAMED)]
    *first, last = names
    return joint.join((", ".join(first), last)) if first else last
