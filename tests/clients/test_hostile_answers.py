"""Whatever a server answers, a client gives a proper result or raises ClientError."""

import json
from typing import Any

import aiohttp
from aiohttp import web
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.oxicleanarr.clients.arr import ArrStatus
from custom_components.oxicleanarr.clients.bridge import (
    AddResult,
    Bridge,
    BridgeStatus,
    LinkList,
    RemoveResult,
)
from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin, Login, PublicInfo
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .conftest import FakeServer

SECRET = "c0ffee0123456789"

# One answer that holds everything any method looks for, so that mutations of it reach deep.
ITEM = {
    "Id": "a1",
    "Name": "N",
    "Type": "Movie",
    "Path": "/p",
    "ProviderIds": {"Tmdb": "1"},
    "ImageTags": {"Primary": "t"},
    "UserData": {"Played": True, "PlayCount": 1, "LastPlayedDate": "2024-01-01T00:00:00Z"},
    "Policy": {"IsAdministrator": True},
    "Locations": ["/m"],
    "Version": "1",
    "Status": "Active",
}
OBJECT: dict[str, object] = {
    **ITEM,
    "Items": [ITEM, ITEM],
    "TotalRecordCount": 2,
    "AccessToken": "t",
    "User": ITEM,
    "appName": "Radarr",
    "Symlinks": [{"Path": "/l/a", "Target": "/m/a"}],
    "CreatedSymlinks": ["/l/a"],
    "RemovedSymlinks": ["/l/a"],
    "Errors": ["x: y"],
    "Created": True,
}
ARR = {
    "id": 1,
    "title": "T",
    "year": 1999,
    "tmdbId": 1,
    "tags": [1],
    "path": "/p",
    "label": "x",
    "movieFile": {"id": 1, "size": 1},
    "statistics": {"episodeCount": 1},
}

CALLS: dict[str, tuple[Any, type | tuple[type, ...]]] = {
    "public_info": (lambda j, _b, _r, _s: j.public_info(), PublicInfo),
    "login": (lambda j, _b, _r, _s: j.login("u", SECRET), Login),
    "logout": (lambda j, _b, _r, _s: j.logout(), type(None)),
    "users": (lambda j, _b, _r, _s: j.users(), Rows),
    "movies_and_series": (lambda j, _b, _r, _s: j.movies_and_series(), Rows),
    "played": (lambda j, _b, _r, _s: j.played("u"), Rows),
    "virtual_folders": (lambda j, _b, _r, _s: j.virtual_folders(), Rows),
    "plugins": (lambda j, _b, _r, _s: j.plugins(), Rows),
    "bridge_status": (lambda _j, b, _r, _s: b.status(), BridgeStatus),
    "list_links": (lambda _j, b, _r, _s: b.list_links("/l"), LinkList),
    "add_links": (lambda _j, b, _r, _s: b.add_links([("/m/a", "/l")]), AddResult),
    "remove_links": (lambda _j, b, _r, _s: b.remove_links(["/l/a"]), RemoveResult),
    "create_directory": (lambda _j, b, _r, _s: b.create_directory("/l"), bool),
    "radarr_status": (lambda _j, _b, r, _s: r.status(), ArrStatus),
    "movies": (lambda _j, _b, r, _s: r.movies(), Rows),
    "tags": (lambda _j, _b, r, _s: r.tags(), Rows),
    "root_folders": (lambda _j, _b, r, _s: r.root_folders(), Rows),
    "sonarr_status": (lambda _j, _b, _r, s: s.status(), ArrStatus),
    "series": (lambda _j, _b, _r, s: s.series(), Rows),
}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def mutated(draw: st.DrawFn) -> object:
    """A good answer in which some values, at any depth, are others or gone."""
    answer = draw(st.sampled_from([OBJECT, [ITEM, ITEM], [ARR, ARR]]))

    def change(value: object) -> object:
        if draw(st.integers(0, 9)) == 0:
            return draw(VALUES)
        if isinstance(value, dict):
            return {k: change(v) for k, v in value.items() if draw(st.integers(0, 14))}
        if isinstance(value, list):
            return [change(part) for part in value]
        return value

    return change(answer)


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    kind = draw(st.sampled_from(["mutated", "mutated", "cut", "flipped", "any json", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    answer = draw(VALUES if kind == "any json" else mutated())
    body = bytearray(json.dumps(answer).encode("utf-8", "surrogatepass"))
    if kind == "cut":
        return bytes(body[: draw(st.integers(0, len(body)))])
    if kind == "flipped" and body:
        for _ in range(draw(st.integers(1, 3))):
            body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body)


@pytest.mark.parametrize("name", CALLS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=bodies(),
    status=st.sampled_from([200] * 8 + [201, 204, 302, 401, 404, 500]),
    content_type=st.sampled_from(["application/json"] * 4 + ["text/html", "", "x/y; charset=zz"]),
)
async def test_any_answer_gives_a_result_or_a_client_error(
    server: FakeServer,
    session: aiohttp.ClientSession,
    name: str,
    body: bytes,
    status: int,
    content_type: str,
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers={"Content-Type": content_type})

    server.always = answer
    jellyfin = Jellyfin(session, server.url, device_id="d", token=SECRET)
    call, kind = CALLS[name]
    failure: ClientError | None = None
    try:
        result = await call(
            jellyfin,
            Bridge(jellyfin.http),
            Radarr(session, server.url, SECRET),
            Sonarr(session, server.url, SECRET),
        )
    except ClientError as error:
        failure = error
    else:
        assert isinstance(result, kind)
        if isinstance(result, Rows):
            assert result.skipped >= 0
            assert result.total >= 0
    if failure is not None:
        assert name != "bridge_status", "it never raises"
        assert SECRET not in str(failure) + repr(failure)
