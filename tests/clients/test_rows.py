import json

from hypothesis import given, strategies as st
import msgspec
import pytest

from custom_components.oxicleanarr.clients.rows import (
    MAX_ROW_BYTES,
    BrokenListError,
    NotAListError,
    NumberId,
    RowDecoder,
    RowReader,
    Rows,
    TextId,
)

from .conftest import short

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def decoded(text: bytes) -> tuple[object] | None:
    try:
        return (json.loads(text),)
    except ValueError:
        return None


def split(body: bytes, size: int) -> list[object]:
    reader = RowReader(decoded)
    rows = []
    for start in range(0, len(body), size):
        reader.feed(body[start : start + size])
        while (cut := reader.next_row()) is not None:
            rows.append(cut.row)
    rows += [cut.row for cut in reader.close()]
    return [row[0] if row else None for row in rows]


@given(
    rows=st.lists(JSON, max_size=8),
    size=st.integers(1, 200),
    indent=st.none() | st.integers(0, 3),
    ascii_only=st.booleans(),
    bom=st.booleans(),
)
def test_a_list_is_cut_into_exactly_its_rows_whatever_the_pieces(
    rows: list[object], size: int, indent: int | None, ascii_only: bool, bom: bool
) -> None:
    body = json.dumps(rows, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "ignore")
    if bom:
        body = b"\xef\xbb\xbf" + body
    expected = json.loads(body.decode("utf-8-sig"))
    assert split(b" \r\n" * (not bom) + body + b" \n", size) == expected


@given(rows=st.lists(JSON, min_size=1, max_size=5), data=st.data(), size=st.integers(1, 50))
def test_a_list_cut_anywhere_is_broken(rows: list[object], data: st.DataObject, size: int) -> None:
    body = json.dumps(rows).encode()
    cut = data.draw(st.integers(1, len(body) - 1))
    with pytest.raises(BrokenListError):
        split(body[:cut], size)


@pytest.mark.parametrize("body", [b"", b"  \n", b"\xef\xbb\xbf"[:0]])
def test_no_text_is_no_list(body: bytes) -> None:
    with pytest.raises(NotAListError) as caught:
        split(body, 10)
    assert caught.value.start == b""


@pytest.mark.parametrize("body", [b'{"a": []}', b"null", b"<html>", b'"[]"', b"1"])
def test_other_text_is_no_list(body: bytes) -> None:
    with pytest.raises(NotAListError) as caught:
        split(body, 3)
    assert caught.value.start == body[:1]


@pytest.mark.parametrize(
    "body",
    [
        b"[] []",
        b"[1] x",
        b"[1,]",
        b"[,1]",
        b"[1 2]",
        b"[",
        b"[1",
        b'["a',
        b"[{]",
        b"[[[]",
        b"[\xef",
    ],
)
def test_a_list_that_goes_wrong_is_broken(body: bytes) -> None:
    with pytest.raises(BrokenListError):
        split(body, 4)


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    "row",
    [
        b'{\n    "name": "}",\n    "part": {\n  },\n    "id": 1\n  }',
        b'{\n    "name": "]",\n    "tags": [{\n  },\n    {}],\n    "id": 1\n  }',
        b"{\n  }",
    ],
    ids=short,
)
def test_what_only_looks_like_the_end_of_an_indented_row_is_none(row: bytes, size: int) -> None:
    body = b"[\n  " + row + b",\n  " + row + b",\n  {},\n  " + row + b"\n]"
    assert split(body, size) == json.loads(body)


def test_deep_nesting_is_refused_and_not_followed() -> None:
    with pytest.raises(BrokenListError):
        split(b"[" * 100_000 + b"]" * 100_000, 65536)


def test_a_row_without_end_is_given_up_instead_of_kept() -> None:
    reader = RowReader(decoded)
    reader.feed(b'["' + b"x" * MAX_ROW_BYTES)
    with pytest.raises(BrokenListError):
        reader.next_row()


class Row(msgspec.Struct, frozen=True):
    id: NumberId
    name: str = "unnamed"
    tags: list[int] = msgspec.field(default_factory=list)
    part: Part | None = None


class Part(msgspec.Struct, frozen=True):
    count: int = 0


class Named(msgspec.Struct, frozen=True):
    id: TextId


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (b'{"id": 1, "other": [{}]}', Row(1)),
        (b'{"id": "7", "tags": ["1", 2]}', Row(7, tags=[1, 2])),
        (b'{"id": 1, "name": null, "tags": null, "part": null}', Row(1)),
        (b'{"id": 1, "tags": [null, 3], "part": {"count": null}}', Row(1, tags=[3], part=Part())),
    ],
)
def test_a_row_decodes_with_text_numbers_and_nulls(text: bytes, row: Row) -> None:
    assert RowDecoder(Row).decode(text) == row


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"null",
        b"7",
        b"[]",
        b'"text"',
        b'{"id": null}',
        b'{"id": 0}',
        b'{"id": -1}',
        b'{"id": "x"}',
        b'{"id": 1, "name": {}}',
        b'{"id": 1, "name": "\xff"}',
        b'{"id": 1e400}',
        b'{"id": 1, "part": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"id": 1',
    ],
    ids=short,
)
def test_a_row_that_does_not_decode_is_nothing(text: bytes) -> None:
    assert RowDecoder(Row).decode(text) is None


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_a_blank_id_does_not_decode(name: str) -> None:
    assert RowDecoder(Named).decode(json.dumps({"id": name}).encode()) is None


@given(st.binary(max_size=300))
def test_decoding_any_bytes_raises_nothing(data: bytes) -> None:
    assert isinstance(RowDecoder(Row).decode(data), Row | None)


@pytest.mark.parametrize(
    ("rows", "total", "skipped", "complete"),
    [
        ((), 0, 0, True),
        ((1, 2), 2, 0, True),
        ((1,), 2, 1, True),
        ((1,), 2, 0, False),
        ((1, 2), 1, 0, True),
    ],
)
def test_rows_are_complete_when_as_many_came_as_were_announced(
    rows: tuple[int, ...], total: int, skipped: int, complete: bool
) -> None:
    assert Rows(rows, total, skipped).complete is complete
