"""Real answers, and everything that can become of one on its way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
import gzip
from itertools import islice
import json
from typing import Any
import zlib

from .wire import Said

CANARY = "zk9CANARYx"
"""Stands in whatever a test makes a server say; none of our errors may repeat it."""


@dataclass(frozen=True)
class Answer:
    """What a server said to a request."""

    method: str
    path: str
    status: int
    content_type: str
    body: bytes = field(repr=False)
    location: str | None = None


class Large(Enum):
    """Values that are too long to be shown."""

    TEXT = auto()
    ESCAPES = auto()
    ROWS = auto()
    DEEP = auto()
    DEEPER = auto()
    INTEGER = auto()
    LARGER_INTEGER = auto()
    LARGEST_INTEGER = auto()
    DIGITS = auto()


_LARGE: Mapping[Large, str] = {
    Large.TEXT: '"' + "x" * 300_000 + '"',
    Large.ESCAPES: '"' + r"\u00e9\n\"" * 20_000 + '"',
    Large.ROWS: "[" + ",".join(['{"Id":"a","id":1,"Type":"Movie"}'] * 3000) + "]",
    Large.DEEP: "[" * 40 + "]" * 40,
    Large.DEEPER: '{"a":' * 100_000 + "1" + "}" * 100_000,
    Large.INTEGER: "9" * 400,
    Large.LARGER_INTEGER: "-" + "9" * 4300,
    Large.LARGEST_INTEGER: "9" * 5000,
    Large.DIGITS: '"' + "9" * 5000 + '"',
}


class Do(StrEnum):
    """What can be done to a value within an answer."""

    REPLACE = auto()
    DROP = auto()
    AS_TEXT = auto()
    AS_LIST = auto()
    TWICE = auto()
    """Once more: the element, or the name with another value."""
    ELSEWHERE = auto()
    """The value of another place."""


@dataclass(frozen=True)
class Edit:
    place: int
    do: Do
    value: Any = None


class Framing(StrEnum):
    """How a body is delimited, rightly or wrongly."""

    LENGTH = auto()
    CHUNKED = auto()
    UNTIL_CLOSED = auto()
    SHORTER = auto()
    LONGER = auto()
    STALLED = auto()
    NO_LAST_CHUNK = auto()
    BAD_CHUNK = auto()
    NEGATIVE = auto()
    BOTH = auto()
    HEAD_ONLY = auto()
    HALF_HEAD = auto()
    NO_HEAD = auto()
    SILENT = auto()


class Coding(StrEnum):
    """How a body is encoded, or only called so."""

    PLAIN = auto()
    BOM = auto()
    UTF16 = auto()
    LATIN1 = auto()
    GZIP = auto()
    GZIP_CUT = auto()
    GZIP_LIE = auto()
    DEFLATE_LIE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What becomes of one answer."""

    swapped: int | None = None
    """The number of another answer that comes in its place, of whichever server."""
    scratch: Any = ...
    edits: tuple[Edit, ...] = ()
    flips: tuple[tuple[int, int], ...] = ()
    cut: int | None = None
    """How many thousandths of the body arrive."""
    status: int | None = None
    content_type: str | None = None
    location: str | None = None
    coding: Coding = Coding.PLAIN
    framing: Framing = Framing.LENGTH

    def said(self, answer: Answer, others: tuple[Answer, ...]) -> Said:
        """Return the answer as it goes over the wire."""
        if self.swapped is not None:
            answer = others[self.swapped % len(others)]
        body = self._body(answer.body)
        coded, header = _coded(body, self.coding)
        status = self.status or answer.status
        content_type = answer.content_type if self.content_type is None else self.content_type
        lines = [f"HTTP/1.1 {status} {CANARY}", f"X-Secret: {CANARY}", f"Set-Cookie: a={CANARY}"]
        if content_type:
            lines.append(f"Content-Type: {content_type}")
        location = answer.location if self.location is None else self.location
        if location is not None:
            lines.append(f"Location: {location}")
        if header:
            lines.append(f"Content-Encoding: {header}")
        head = "\r\n".join(lines).encode("latin-1", "replace")
        return _framed(head, coded, self.framing)

    def _body(self, body: bytes) -> bytes:
        if self.scratch is not ...:
            body = _written(self.scratch)
        elif self.edits:
            body = _edited(body, self.edits)
        if self.flips and body:
            flipped = bytearray(body)
            for place, byte in self.flips:
                flipped[place % len(body)] = byte
            body = bytes(flipped)
        return body if self.cut is None else body[: len(body) * self.cut // 1000]


def _places(holder: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield where a value stands, the outermost first."""
    waiting: list[Any] = [holder]
    for container in waiting:
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            yield container, key
            if isinstance(container[key], (dict, list)):
                waiting.append(container[key])


def _edited(body: bytes, edits: tuple[Edit, ...]) -> bytes:
    try:
        holder = [json.loads(body)]
    except ValueError:
        return body
    for edit in edits:
        places = list(islice(_places(holder), 3000))
        if not places:
            break
        container, key = places[edit.place % len(places)]
        _edit(container, key, edit, places)
    return _written(holder[0]) if holder else b""


def _edit(container: Any, key: Any, edit: Edit, places: list[tuple[Any, Any]]) -> None:
    old = container[key]
    match edit.do:
        case Do.REPLACE:
            container[key] = edit.value
        case Do.DROP:
            del container[key]
        case Do.AS_TEXT:
            container[key] = old if isinstance(old, Large) else json.dumps(old, default=str)
        case Do.AS_LIST:
            container[key] = [old, edit.value]
        case Do.TWICE if isinstance(container, list):
            container.insert(0, old)
        case Do.TWICE:
            container[f"{key}{_AGAIN}"] = edit.value
        case Do.ELSEWHERE:
            other, place = places[(edit.place * 7 + 3) % len(places)]
            # A copy, so that no value holds itself.
            container[key] = json.loads(json.dumps(other[place], default=str))


_AGAIN = "@again"


def _written(value: Any) -> bytes:
    text = json.dumps(value, default=lambda large: f"@{large.name}@")
    text = text.replace(f'{_AGAIN}"', '"')
    for large, written in _LARGE.items():
        text = text.replace(f'"@{large.name}@"', written)
    return text.encode()


def _coded(body: bytes, coding: Coding) -> tuple[bytes, str]:
    match coding:
        case Coding.BOM:
            return b"\xef\xbb\xbf" + body, ""
        case Coding.UTF16:
            return body.decode("latin-1").encode("utf-16"), ""
        case Coding.LATIN1:
            return body + "é".encode("latin-1"), ""
        case Coding.GZIP:
            return gzip.compress(body, 1), "gzip"
        case Coding.GZIP_CUT:
            return gzip.compress(body, 1)[:-9], "gzip"
        case Coding.GZIP_LIE:
            return body, "gzip"
        case Coding.DEFLATE_LIE:
            return zlib.compress(body)[3:], "deflate"
        case Coding.UNKNOWN:
            return body, CANARY
    return body, ""


def _framed(head: bytes, body: bytes, framing: Framing) -> Said:
    length = len(body)
    lengths = {
        Framing.SHORTER: length // 2,
        Framing.LONGER: length + 7,
        Framing.STALLED: length + 7,
        Framing.NEGATIVE: -1,
    }
    chunks = b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n%b\r\n" % (length, body) if body else b""
    match framing:
        case Framing.CHUNKED:
            return Said(head + b"\r\n" + chunks + chunk + b"0\r\n\r\n")
        case Framing.NO_LAST_CHUNK:
            return Said(head + b"\r\n" + chunks + chunk, closes=True)
        case Framing.BAD_CHUNK:
            return Said(head + b"\r\n" + chunks + chunk + b"zz\r\nx", closes=True)
        case Framing.BOTH:
            both = b"\r\nContent-Length: 3\r\n" + chunks
            return Said(head + both + chunk + b"0\r\n\r\n", closes=True)
        case Framing.UNTIL_CLOSED:
            return Said(head + b"\r\n\r\n" + body, closes=True)
        case Framing.HEAD_ONLY:
            return Said(head + b"\r\nContent-Length: 9\r\n\r\n", closes=True)
        case Framing.HALF_HEAD:
            return Said(head[: len(head) // 2], closes=True)
        case Framing.NO_HEAD:
            return Said(body, closes=True)
        case Framing.SILENT:
            return Said(b"", closes=True)
    said = head + b"\r\nContent-Length: %d\r\n\r\n" % lengths.get(framing, length) + body
    return Said(said, closes=framing is not Framing.LENGTH, stalls=framing is Framing.STALLED)


type Script = Mapping[int, Treatment]
"""What becomes of which answer of a conversation, by its number, counted around."""
