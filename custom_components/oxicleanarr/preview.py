"""What a rule would catch now, in the words that a form can show."""

from collections.abc import Iterator
from datetime import datetime

from .answers import label, leaves_on
from .library.facts import UNKNOWN
from .policy.amounts import Amount, concerned_bytes
from .policy.compare import Change, Comparison
from .policy.texts import Texts, texts_in

# As many titles as a person reads before saving.
NAMED_TITLES = 10

# Stands for "it stays" in a list that is not translated.
_STAYS = "∞"


def preview_texts(
    name: str, caught: Amount, comparison: Comparison, now: datetime, language: str
) -> dict[str, str]:
    """Return the placeholders of the preview; days are those of the time zone of `now`."""
    changes = list(_changes(comparison))
    texts = texts_in(language)
    titles = [_line(change, now, texts) for change in changes[:NAMED_TITLES]]
    if len(changes) > NAMED_TITLES:
        titles.append("- …")
    return {
        "name": name,
        "count": str(caught.count),
        "size": texts.size(caught.size_bytes),
        "protected": str(len(comparison.newly_protected)),
        "leaving": str(len(comparison.newly_leaving)),
        "changed": str(len(comparison.dates_changed)),
        "titles": "\n".join(titles),
    }


def _changes(comparison: Comparison) -> Iterator[Change]:
    # What would be lost matters most to whoever is about to save.
    yield from comparison.newly_leaving
    yield from comparison.dates_changed
    yield from comparison.newly_protected


def _line(change: Change, now: datetime, texts: Texts) -> str:
    title = label(change.medium)
    before, after = (leaves_on(one.verdict, now) or _STAYS for one in (change.before, change.after))
    if before != after:
        return f"- {title}: {before} → {after}"
    # The day is the same, but other episodes go.
    sizes = (concerned_bytes(change.medium, one.verdict) for one in (change.before, change.after))
    before, after = ("?" if size is UNKNOWN or size is None else texts.size(size) for size in sizes)
    return f"- {title}: {leaves_on(change.after.verdict, now)}, {before} → {after}"
