"""What was found by trying: each answer that once did harm, by itself."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import aiohttp
import pytest

from custom_components.oxicleanarr.clients.bridge import PLUGIN_ID, Bridge
from custom_components.oxicleanarr.clients.errors import NotUnderstood, Redirected
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import itself
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .wire import Asked, Said, Wire

ENDLESS = b"9" * 4300
"""A number that Python reads and can do little with."""


def ascii_start(value: bytes) -> str:
    """Name a test case by the beginning of its bytes."""
    return ascii(value[:30])


def _answer(wire: Wire, body: bytes, head: bytes = b"HTTP/1.1 200 OK") -> None:
    async def speak(_: Asked) -> Said:
        return Said(head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    wire.speaker = speak


@pytest.fixture
def jellyfin(wire: Wire, session: aiohttp.ClientSession) -> Jellyfin:
    return Jellyfin(session, wire.url, device_id="d", token="t")


@pytest.fixture
def cleaner(wire: Wire, session: aiohttp.ClientSession) -> OxiCleanarr:
    return OxiCleanarr(session, wire.url, api_key="k")


async def test_a_version_with_more_digits_than_python_reads_is_none(
    wire: Wire, jellyfin: Jellyfin
) -> None:
    plugins = jellyfin.plugins
    version = b"1." + b"9" * 5000
    _answer(wire, b'[{"Name":"x","Id":"%b","Version":"%b"}]' % (PLUGIN_ID.encode(), version))
    installed = await plugins.installed(PLUGIN_ID)
    assert installed is not None
    assert installed.version == version.decode()
    _answer(wire, b'{"versions":[{"version":"%b"}]}' % version)
    assert await plugins.newest(PLUGIN_ID, "x", "10.11.0") is None


@pytest.mark.parametrize(
    "row",
    [
        b'{"id":1,"year":%b}' % ENDLESS,
        b'{"id":1,"year":"%b"}' % ENDLESS,
        b'{"id":%b}' % ENDLESS,
        b'{"id":1,"sizeOnDisk":-%b}' % ENDLESS,
        b'{"id":1,"ratings":{"imdb":{"value":"NaN"}}}',
        b'{"id":1,"ratings":{"imdb":{"value":"Infinity"}}}',
    ],
    ids=ascii_start,
)
async def test_a_movie_with_a_number_that_nobody_can_use_is_skipped(
    wire: Wire, session: aiohttp.ClientSession, row: bytes
) -> None:
    _answer(wire, b'[{"id":2},%b]' % row)
    rows = await Radarr(session, wire.url, "k").movies(itself)
    assert ([movie.id for movie in rows.rows], rows.skipped) == ([2], 1)


async def test_a_series_without_a_real_rating_is_skipped(
    wire: Wire, session: aiohttp.ClientSession
) -> None:
    _answer(wire, b'[{"id":1,"ratings":{"value":"nan"}}]')
    rows = await Sonarr(session, wire.url, "k").series(itself)
    assert (rows.rows, rows.skipped) == ((), 1)


async def test_a_number_of_media_without_end_is_not_understood(
    wire: Wire, cleaner: OxiCleanarr
) -> None:
    _answer(wire, b'{"media_count":%b}' % ENDLESS)
    with pytest.raises(NotUnderstood):
        await cleaner.sync_status()


@pytest.mark.parametrize(("days", "window"), [(10**12, 3650), (-3, 14), (0, 14), (30, 30)])
async def test_a_window_is_one_that_can_be_reckoned_with(
    wire: Wire, cleaner: OxiCleanarr, days: int, window: int
) -> None:
    app = b'{"dry_run":true,"enable_deletion":false,"leaving_soon_days":%d}' % days
    _answer(wire, b'{"app":%b}' % app)
    assert timedelta(days=(await cleaner.config()).leaving_soon_days).days == window


async def test_a_list_is_not_longer_than_any_number(wire: Wire, cleaner: OxiCleanarr) -> None:
    _answer(wire, b'{"items":[],"total":%b}' % ENDLESS)
    with pytest.raises(NotUnderstood):
        await cleaner.movies()


@pytest.mark.parametrize("total", [ENDLESS, b"1e300", b'"NaN"'], ids=ascii_start)
async def test_a_page_is_not_of_more_than_any_number(
    wire: Wire, jellyfin: Jellyfin, total: bytes
) -> None:
    _answer(wire, b'{"Items":[],"TotalRecordCount":%b}' % total)
    with pytest.raises(NotUnderstood):
        await jellyfin.movies_and_series(itself)


@pytest.mark.parametrize("count", [b"-" + ENDLESS, ENDLESS, b"-1", b"2"], ids=ascii_start)
async def test_the_bridge_makes_no_other_number_of_links_than_it_can(
    wire: Wire, jellyfin: Jellyfin, count: bytes
) -> None:
    _answer(wire, b'{"success":true,"created":%b}' % count)
    with pytest.raises(NotUnderstood):
        await Bridge(jellyfin.http).add_links([("/m/a", "/l")])


@pytest.mark.parametrize(
    "location", [b"/%0a%1b[31mAll is well", b"/" + b"a" * 7000], ids=ascii_start
)
async def test_a_redirect_is_told_in_one_short_line(
    wire: Wire, jellyfin: Jellyfin, location: bytes
) -> None:
    _answer(wire, b"", b"HTTP/1.1 302 Found\r\nLocation: " + location)
    with pytest.raises(Redirected) as caught:
        await jellyfin.favorite("a", "b")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("ends", ['"NaN"', '"Infinity"', '"-Infinity"'])
async def test_a_token_that_never_ends_is_used_as_long_as_it_is_accepted(
    wire: Wire, session: aiohttp.ClientSession, ends: str
) -> None:
    claims = urlsafe_b64encode(f'{{"iat":1,"exp":{ends}}}'.encode())
    _answer(wire, b'{"media_count":1,"token":"e30.%b.x"}' % claims)
    client = OxiCleanarr(session, wire.url, username="u", password="p")
    await client.sync_status()
    await client.sync_status()
    assert wire.requests == 3
