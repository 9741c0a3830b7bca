from contextlib import suppress

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.address import AddressError, parse_address, same_origin


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://host:8096", "http://host:8096"),
        ("https://host", "https://host"),
        ("HTTP://Host:8096", "http://host:8096"),
        ("  host:8096\n", "http://host:8096"),
        ("host:8096/", "http://host:8096"),
        ("//host:8096/", "http://host:8096"),
        ("192.168.1.10:8096", "http://192.168.1.10:8096"),
        ("http://[::1]:8096/", "http://[::1]:8096"),
        ("::1", "http://[::1]"),
        ("fe80::1", "http://[fe80::1]"),
        ("http://jelly_fin:8096", "http://jelly_fin:8096"),
        ("http://müller.example", "http://xn--mller-kva.example"),
        ("http://host/jellyfin/", "http://host/jellyfin"),
        ("http://host//jellyfin//", "http://host/jellyfin"),
        ("http://host/a/b", "http://host/a/b"),
        ("http://host/my%20base", "http://host/my%20base"),
        ("http://host:8096/web/index.html#!/home", "http://host:8096"),
        ("http://host:8096/web/#/home.html", "http://host:8096"),
        ("http://host:8096/web", "http://host:8096"),
        ("http://host/jellyfin/web/index.html", "http://host/jellyfin"),
        ("http://host:7878/api/v3", "http://host:7878"),
        ("http://host:7878/api/v3/", "http://host:7878"),
        ("http://host/radarr/api/v3/system/status", "http://host/radarr"),
        ("http://host/radarr/api", "http://host/radarr"),
        ("http://host/?a=b#c", "http://host"),
        ("http://host/webdav", "http://host/webdav"),
        ("http://host/apis", "http://host/apis"),
    ],
)
def test_what_people_paste_becomes_the_address(typed: str, address: str) -> None:
    assert parse_address(typed) == URL(address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("host", "http://host:8096"),
        ("host:1", "http://host:1"),
        ("http://host", "http://host"),
        ("https://host", "https://host"),
        ("::1", "http://[::1]:8096"),
    ],
)
def test_the_default_port_is_only_for_addresses_typed_without_a_scheme(
    typed: str, address: str
) -> None:
    assert parse_address(typed, default_port=8096) == URL(address)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "address_empty"),
        (" \t\n", "address_empty"),
        ("http://", "address_not_understood"),
        ("http:///path", "address_not_understood"),
        ("ftp://host", "address_not_understood"),
        ("file:///etc/passwd", "address_not_understood"),
        ("http:/host", "address_not_understood"),
        ("http//host", "address_not_understood"),
        ("http:\\\\host", "address_not_understood"),
        ("host:99999", "address_not_understood"),
        ("host:0", "address_not_understood"),
        ("host:abc", "address_not_understood"),
        ("http://my server", "address_not_understood"),
        ("http://a..b", "address_not_understood"),
        ("http://[::g]", "address_not_understood"),
        ("http://user:secret@host", "address_has_credentials"),
        ("user@host", "address_has_credentials"),
        ("http://:secret@host", "address_has_credentials"),
        ("user:secret@host:abc", "address_has_credentials"),
    ],
)
def test_what_is_no_address_is_refused_with_its_own_reason(typed: str, key: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(typed)
    assert caught.value.key == key
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_an_address_error(text: str) -> None:
    for typed in (text, f"http://{text}", f"http://host/{text}", f"host:{text}"):
        with suppress(AddressError):
            url = parse_address(typed)
            assert url.scheme in {"http", "https"}
            assert url.raw_host
            assert url.user is None
            assert url.password is None
            assert not url.query_string
            assert not url.fragment
            assert str(url) == str(url).rstrip("/")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("http://h:80", "http://h"),
        ("https://h:443/base", "https://h/base"),
        ("h:80/base", "http://h/base"),
    ],
)
def test_a_port_that_goes_without_saying_makes_no_other_address(typed: str, plain: str) -> None:
    assert parse_address(typed, 8096) == parse_address(plain)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://h:80/a", "http://h/b", True),
        ("https://h/a", "https://h:443/b", True),
        ("http://h:8096/a", "http://h:8096", True),
        ("http://h:443", "https://h:443", False),
        ("http://h:8096", "http://h", False),
        ("http://h", "http://i", False),
    ],
)
def test_an_origin_is_scheme_host_and_port_written_or_not(one: str, other: str, same: bool) -> None:
    assert same_origin(URL(one), URL(other)) is same


@given(
    host=st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9](\.[a-z][a-z0-9]{1,5})?", fullmatch=True),
    port=st.none() | st.integers(1, 65535),
    base=st.lists(st.from_regex(r"[a-z]{5,8}", fullmatch=True), max_size=3),
    tail=st.sampled_from(["", "/", "/web/index.html#!/home", "/api/v3/", "?x=1"]),
)
def test_parsing_an_address_again_changes_nothing(
    host: str, port: int | None, base: list[str], tail: str
) -> None:
    address = "http://" + host + (f":{port}" if port else "") + "".join(f"/{part}" for part in base)
    parsed = parse_address(address + tail)
    assert str(parsed) == str(URL(address))
    assert parse_address(str(parsed)) == parsed
