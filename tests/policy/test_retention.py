"""The retention texts that people write."""

from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.policy.retention import LONGEST, RetentionError, parse_retention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90d", timedelta(days=90)),
        ("12h", timedelta(hours=12)),
        ("3m", timedelta(minutes=3)),
        ("45s", timedelta(seconds=45)),
        (" 90D ", timedelta(days=90)),
        ("106751d", LONGEST),
    ],
)
def test_a_retention_is_a_number_and_a_unit(text: str, expected: timedelta) -> None:
    assert parse_retention(text) == expected


@pytest.mark.parametrize("text", ["never", "Never", "0d", "0h", "00s"])
def test_never_and_zero_switch_the_retention_off(text: str) -> None:
    assert parse_retention(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "90", "d", "-1d", "1.5d", "90 d", "1y", "2w", "1d12h", "106752d", "9" * 40 + "d", "٣d"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RetentionError):
        parse_retention(text)


@given(st.text())
def test_no_text_gives_anything_but_a_positive_time_or_a_refusal(text: str) -> None:
    try:
        retention = parse_retention(text)
    except RetentionError:
        return
    assert retention is None or timedelta() < retention <= LONGEST
