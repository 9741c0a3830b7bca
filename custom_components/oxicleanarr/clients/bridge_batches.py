"""Many links at once: requests of a bearable size, and what became of each link in them.

The Bridge says `Success: true` whatever happened. What was done is in a list of paths; what was
not has a line "what was sent: why" and no number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
import json
import re
from typing import Final, Self

from .errors import NotUnderstood

_MAX_LINKS: Final = 500
_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One link of a request: `given` by the caller, `named` so in the Bridge's lines."""

    given: str
    named: str
    path: str
    wire: object


@dataclass(frozen=True, slots=True)
class Told:
    """Paths that were done, and of each that is not known to be done the reason."""

    done: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def nothing(cls, asked: Sequence[Asked], line: str) -> Self:
        """Say that nothing was done, for one reason."""
        return cls((), {one.given: line for one in asked})

    def __add__(self, other: Told) -> Told:
        """Put together what two requests told."""
        return Told(self.done + other.done, {**self.failed, **other.failed})


def batches(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Cut a long list into requests that Jellyfin takes, and that end before its patience does."""
    batch: list[Asked] = []
    size = 0
    for one in asked:
        length = len(json.dumps(one.wire))
        if batch and (len(batch) >= _MAX_LINKS or size + length > _MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    if batch:
        yield batch


def read_answer(
    server: str, answer: Mapping[str, object], names: tuple[str, str], asked: Sequence[Asked]
) -> Told:
    """Tell what was done from what was not; the answer's names are in lower case.

    Raises:
        NotUnderstood: the answer proves nothing.
    """
    done = next((answer[name] for name in names if name in answer), None)
    lines = answer.get("errors")
    errors = _texts(lines) if isinstance(lines, list) else ()
    if isinstance(done, list):
        paths = _texts(done)
        return Told(paths, _failed(paths, errors, asked))
    if type(done) is not int or not 0 <= done <= len(asked):
        raise NotUnderstood(server, "an answer about links without links")
    if done == len(asked) and not errors:
        return Told(tuple(one.path for one in asked))
    # The documented dialect only counts: with one failed, none is known to be done.
    counted = errors or (f"{len(asked) - done} of {len(asked)} links failed",)
    return Told((), {one.given: counted[0] for one in asked} | _failed((), counted, asked))


def _failed(paths: Sequence[str], lines: Sequence[str], asked: Sequence[Asked]) -> dict[str, str]:
    """Find the line on each link that is not among the paths.

    Names may hold ": " themselves, so of several that a line begins with the longest is meant.
    """
    done = {path_parts(path) for path in paths}
    missing = [one for one in asked if path_parts(one.path) not in done]
    named = {one.named: one.given for one in missing}
    failed = {
        one.given: f"{one.named}: the Bridge does not tell what became of it" for one in missing
    }
    for line in lines:
        ends = [match.start() for match in re.finditer(":", line)]
        for end in reversed(ends):
            if (given := named.get(line[:end])) is not None:
                failed[given] = line
                break
    return failed


def path_parts(path: str) -> tuple[str, ...]:
    """Cut a path of Unix or Windows into its names; what changes nothing is left out."""
    return tuple(part for part in re.split(r"[/\\]", path) if part not in {"", "."})


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))
