"""Lists of rows as servers send them: tolerant of one bad row, honest about what is missing."""

from collections.abc import Buffer, Callable, Iterable, Mapping
from dataclasses import dataclass
import re
from typing import Annotated, Any, Final, NamedTuple

import msgspec

DECODE_ERRORS = (msgspec.MsgspecError, ValueError, RecursionError, OverflowError)
"""Everything that decoding foreign bytes can raise."""

type TextId = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text id; a row with a blank one does not decode."""

MOST: Final = 2**53
"""No number of these servers comes near; larger ones cannot be stored, shown or reckoned with."""

type Number = Annotated[int, msgspec.Meta(ge=-MOST, le=MOST)]
"""A whole number."""

type Real = Annotated[float, msgspec.Meta(ge=-MOST, le=MOST)]
"""A number with a fraction, and never NaN or infinity, which numbers that come as text could be."""

type NumberId = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
"""A database id of the *arr family, which count from 1."""

type ByteCount = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
"""A size in bytes."""

MAX_ROW_BYTES = 8 * 1024 * 1024
"""No row of these servers comes near; what goes beyond is not one of their lists."""

_MAX_MENDED_BYTES = 512 * 1024
_MIN_GROWTH_BYTES = 16 * 1024
_LONGEST_START = 1024
_MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Rows[T]:
    """The rows of one listing.

    `total` is what the server said there is (for unpaged lists: the rows in its answer), and
    `skipped` how many rows came but did not decode.
    """

    rows: tuple[T, ...]
    total: int
    skipped: int = 0

    @property
    def missing(self) -> int:
        """How many rows did not come, though the server says that there are so many."""
        return max(0, self.total - len(self.rows) - self.skipped)

    @property
    def complete(self) -> bool:
        """Whether as many rows came as the server says there are."""
        return not self.missing


def drawn_from[T](rows: Iterable[T], *listings: Rows[Any]) -> Rows[T]:
    """Return what was made of one or several listings: whatever these skipped, or miss, is skipped or missing in it."""
    made = tuple(rows)
    skipped = sum(listing.skipped for listing in listings)
    missing = sum(listing.missing for listing in listings)
    return Rows(made, len(made) + skipped + missing, skipped)


type Take[Row, T] = Callable[[Row], T | None]
"""What becomes of a row as soon as it is decoded; with `None` it is left out, and counts nowhere."""


def itself[T](row: T) -> T:
    """Return the row: for who wants it as it came."""
    return row


class RowDecoder[T]:
    """Decodes single rows into `row`; numbers may come as text, and null counts as missing."""

    def __init__(self, row: type[T]) -> None:
        """Prepare the decoder once for all rows of a list."""
        self._row = row
        self._strictly_shaped = msgspec.json.Decoder(row, strict=False)

    def decode(self, data: Buffer) -> T | None:
        """Decode one row; None for one that cannot be used."""
        try:
            return self._strictly_shaped.decode(data)
        except DECODE_ERRORS:
            pass
        # What is written of small values only takes a hundred times longer here.
        if memoryview(data).nbytes > _MAX_MENDED_BYTES:
            return None
        try:
            return msgspec.convert(
                _without_nulls(msgspec.json.decode(data)), self._row, strict=False
            )
        except DECODE_ERRORS:
            return None


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_nulls(part) for part in value if part is not None]
    return value


def _row_pattern() -> re.Pattern[bytes]:
    """Match one JSON value and the `,` or `]` after it.

    It only finds where a row ends (strings, and brackets down to a fixed depth); whether the
    row is good JSON is the decoder's business. All quantifiers are possessive: it never tracks
    back, so its time grows with the length of the text only.
    """
    string = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
    nested = rb"(?!)"
    for _ in range(_MAX_DEPTH):
        nested = rb"[\[{][^\[\]{}\"]*+(?:(?:" + string + rb"|" + nested + rb")[^\[\]{}\"]*+)*+[\]}]"
    scalar = rb'[^\s,"\[\]{}]++'
    return re.compile(
        rb"\s*+(" + nested + rb"|" + string + rb"|" + scalar + rb")\s*+([,\]])", re.DOTALL
    )


_ROW = _row_pattern()
_INDENTED_START = b"\n  {\n"
_INDENTED_END = b"\n  },"
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(\S)")
_FIRST = re.compile(rb"\s*+(\S)")


class NotAListError(ValueError):
    """The text does not begin like a JSON list; `start` is its first byte, empty for no text."""

    def __init__(self, start: bytes) -> None:
        """Remember how it begins instead."""
        super().__init__("not a list")
        self.start = start


class BrokenListError(ValueError):
    """The text begins like a JSON list but ends or goes on like none."""


class Cut[T](NamedTuple):
    """A row that was cut out of a list."""

    size_bytes: int
    row: T | None
    """What it is decoded; `None` for one that cannot be used."""


class RowReader[T]:
    """Cuts a JSON list into its rows while it still arrives, so that it is never held whole.

    Feed it pieces of the body, take rows until there is none left, feed the next piece; call
    `close` at the end of the body.
    """

    def __init__(self, decode: Callable[[bytes], T | None], key: str | None = None) -> None:
        """Begin before the list's opening bracket; with a `key`, before an object that begins with that list.

        What `decode` makes something of must be one whole JSON value.
        """
        self._decode = decode
        self._envelope = _envelope(key) if key else None
        self.rest: Mapping[str, object] = {}
        """What follows the list in its object, once all is read."""
        self._buffer = bytearray()
        self._position = 0
        self._opened = False
        self._closed = False
        self._ended = False
        self._enough_at = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        if self._position:
            del self._buffer[: self._position]
            self._position = 0
        self._buffer += piece

    def next_row(self) -> Cut[T] | None:
        """Return the next row, or None where more of the body is needed or the list has ended.

        Raises:
            NotAListError: the body does not begin like a list.
            BrokenListError: no row can be made out.
        """
        if self._closed or not self._open():
            return None
        # A row that is still incomplete is looked at again only once there is much more of it:
        # pieces may be as small as one byte, and rows as large as a megabyte.
        waiting = len(self._buffer) - self._position
        if waiting < self._enough_at:
            return None
        if self._buffer.startswith(_INDENTED_START, self._position):
            if (indented := self._indented_row()) is not None:
                return indented
            if waiting < _MIN_GROWTH_BYTES and not self._ended:
                self._enough_at = _MIN_GROWTH_BYTES
                return None
        match = _ROW.match(self._buffer, self._position)
        if match is None:
            if waiting > MAX_ROW_BYTES:
                raise BrokenListError
            self._enough_at = waiting + max(waiting, _MIN_GROWTH_BYTES)
            return None
        self._enough_at = 0
        self._position = match.end()
        self._closed = match[2] == b"]"
        return Cut(len(match[1]), self._decode(match[1]))

    def _indented_row(self) -> Cut[T] | None:
        """Return the next row as Radarr and Sonarr indent theirs, which is found at once; None for any other."""
        end = self._buffer.find(_INDENTED_END, self._position)
        if end < 0:
            return None
        end += len(_INDENTED_END)
        text = bytes(self._buffer[self._position : end - 1])
        # In a text that is indented otherwise it may be a part of a row; what decodes is a whole one.
        if (row := self._decode(text)) is None:
            return None
        self._enough_at = 0
        self._position = end
        return Cut(len(text), row)

    def close(self) -> list[Cut[T]]:
        """Take the end of the body; return the rows that were still waiting.

        Raises:
            NotAListError: there was no list.
            BrokenListError: the body ends before the list does, or goes on after it.
        """
        rows = []
        self._ended = True
        self._enough_at = 0
        while (row := self.next_row()) is not None:
            rows.append(row)
        if not self._opened and not self._buffer.strip():
            raise NotAListError(b"")
        rest = self._buffer[self._position :].strip()
        if not self._closed or (rest and self._envelope is None):
            raise BrokenListError
        if self._envelope:
            self.rest = _rest(rest)
        return rows

    def _open(self) -> bool:
        """Find the opening bracket and whether anything follows it but the closing one."""
        if self._opened:
            return True
        if self._envelope:
            return self._open_object(self._envelope)
        start = _START.match(self._buffer)
        if start is None or start[1] == b"\xef":
            return False
        if start[1] != b"[":
            raise NotAListError(start[1])
        first = _FIRST.match(self._buffer, start.end())
        if first is None:
            return False
        self._begin(start.end(), first)
        return not self._closed

    def _open_object(self, envelope: re.Pattern[bytes]) -> bool:
        """Find the list at the beginning of its object; a list of nothing may be null."""
        start = envelope.match(self._buffer)
        if start is None:
            first = _START.match(self._buffer)
            if first and first[1] not in b"\xef{":
                raise NotAListError(first[1])
            if len(self._buffer) > _LONGEST_START:
                raise BrokenListError
            return False
        if start[1] == b"null":
            self._opened = self._closed = True
            self._position = start.end()
            return False
        first = _FIRST.match(self._buffer, start.end())
        if first is None:
            return False
        self._begin(start.end(), first)
        return not self._closed

    def _begin(self, start: int, first: re.Match[bytes]) -> None:
        """Stand at the first row, or behind the list where there is none."""
        self._opened = True
        self._closed = first[1] == b"]"
        self._position = first.end() if self._closed else start


def _envelope(key: str) -> re.Pattern[bytes]:
    name = re.escape(key.encode())
    return re.compile(rb'(?:\xef\xbb\xbf)?\s*+\{\s*+"' + name + rb'"\s*+:\s*+(\[|null)')


def _rest(text: bytearray) -> Mapping[str, object]:
    """Decode what follows a list in its object.

    Raises:
        BrokenListError: It does not end like an object.
    """
    try:
        return msgspec.json.decode(b"{" + text.removeprefix(b","), type=dict[str, object])
    except DECODE_ERRORS:
        raise BrokenListError from None
