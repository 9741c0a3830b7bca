"""What is hidden from strangers: whatever people typed, in whatever shape it comes."""

from collections.abc import Iterator
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.redaction import _NAMES, REDACTED, redacted, shown_version

SECRET = "Sesam-öffne-dich"

_keys = st.sampled_from(sorted(_NAMES)) | st.text(max_size=5).map(SECRET.__add__)
_texts = st.builds("{}{}{}".format, st.text(max_size=4), st.just(SECRET), st.text(max_size=4))
_addresses = st.sampled_from(
    [
        f"https://{SECRET}:8443/{SECRET}",
        f"http://jellyfin.{SECRET}.example",
        f"http://me:{SECRET}@house:80",
        f"{SECRET}://house",
        f"http://[{SECRET}",
        f"http://house:{SECRET}",
    ]
)
_contents = st.recursive(
    _texts | _addresses | st.none() | st.integers() | st.booleans() | st.just(b"bytes"),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(_keys, part, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(_keys, _contents, max_size=6))
def test_no_secret_is_in_what_is_shown(content: dict[str, Any]) -> None:
    shown = json.dumps(redacted(content), ensure_ascii=False)
    assert SECRET.casefold() not in shown.casefold()


@given(st.dictionaries(_keys, st.integers(min_value=1000), min_size=1))
def test_a_number_is_shown_only_where_it_is_no_secret(content: dict[str, Any]) -> None:
    secret = {"api_key", "password", "url", "username", "device_id", "tag", "name"}
    shown = redacted({key: value for key, value in content.items() if key in secret})
    assert all(value == REDACTED for value in shown.values())


def _leaves(content: Any) -> Iterator[Any]:
    if isinstance(content, dict):
        for part in content.values():
            yield from _leaves(part)
    elif isinstance(content, list):
        for part in content:
            yield from _leaves(part)
    else:
        yield content


def test_what_helps_is_shown() -> None:
    content = {
        "url": "http://192.168.1.5:8096",
        "api_key": SECRET,
        "verify_ssl": False,
        "movie_retention": "90d",
        "displays": ["libraries", "collection"],
        "run_at": "04:00:00",
        "max_items": 10,
        "base_path": "",
        "path_mappings": [{"server_path": "/movies", "jellyfin_path": "/media/Ada"}] * 2,
    }
    hidden = {"server_path": REDACTED, "jellyfin_path": REDACTED}
    assert redacted(content) == content | {
        "url": f"http://{REDACTED}:8096",
        "api_key": REDACTED,
        "path_mappings": [hidden, hidden],
    }


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://jellyfin.example", f"https://{REDACTED}:443"),
        ("https://me:word@jellyfin.example/", f"https://{REDACTED}:443"),
        ("http://jellyfin:8096/media?token=word#x", f"http://{REDACTED}:8096/{REDACTED}"),
        ("ftp://jellyfin", REDACTED),
        ("nonsense", REDACTED),
    ],
)
def test_an_address_keeps_scheme_and_port(address: str, shown: str) -> None:
    assert redacted({"url": address}) == {"url": shown}


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("movie_retention", "90 days of Ada"),
        ("run_at", "when Ada sleeps"),
        ("type", "adas"),
        ("kinds", "Ada"),
        ("api_key", "movie"),
    ],
)
def test_what_is_none_of_our_words_is_hidden(key: str, word: str) -> None:
    assert redacted({key: word}) == {key: REDACTED}


def test_fields_that_nobody_knows_are_only_counted() -> None:
    assert redacted({SECRET: True, "another": 1, "enabled": True}) == {
        "enabled": True,
        "other_fields": 2,
    }
    assert list(_leaves(redacted({"data": {"x": {SECRET: 1}}}))) == [1]


@pytest.mark.parametrize("version", ["10.11.11", "12.0.0", "3.2.6.0", "5.14.0.9383-beta.1", None])
def test_a_version_is_shown(version: str | None) -> None:
    assert shown_version(version) == version


@pytest.mark.parametrize("text", [SECRET, "10.11 of Ada", "192.168.1.5 (Ada)", "", "7"])
def test_what_is_no_version_is_hidden(text: str) -> None:
    assert shown_version(text) == REDACTED
