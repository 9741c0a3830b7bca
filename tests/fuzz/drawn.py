"""What becomes of answers, drawn by chance: values, edits and heads that real servers never send."""

import math
from typing import Any

from hypothesis import strategies as st

from .answers import CANARY, Coding, Do, Edit, Framing, Large, Script, Treatment

_VALUES: tuple[Any, ...] = (
    *(None, True, False, [], {}, [None], [[]], {"": None}, {"Id": None, "id": None}),
    *(
        0,
        -1,
        1,
        2,
        7,
        2**31,
        2**53,
        2**53 + 1,
        2**63,
        -(2**63),
        2**64,
    ),
    *(0.5, -0.0, 1e16, 1e308, math.nan, math.inf, -math.inf),
    *("", " ", "\t\n", "0", "1", "-1", "1.0", "1e5", "9" * 30, "nan", "Infinity", "true"),
    *("\0", "\ud800", "\udfff\ud800", "\ufeff", "\u202e", "é", "é", "🎬", "Ⅷ", "٣.٣", "a\r\nB: c"),
    *("..", "../..", "/", "//", "a/b?c#d", "%00", "%2e%2e", "{0}", "{server}", "%s", "<html>"),
    *(
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999-23:59",
        "2024-02-30",
        "2024-01-01T24:00:00",
    ),
    *("0001-01-02T00:00:00+23:59", "2024-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "20240101"),
    *("Movie", "Series", "Episode", "BoxSet", "movie", "show", "tv", "radarr-1", "sonarr-1"),
    *("jellyfin-rust-server", "running", "completed", "Radarr", "Sonarr", "10.11.0", "4.9.0.0"),
    *(CANARY, f"http://{CANARY}/", *Large),
)

_SCRATCH = st.recursive(
    st.sampled_from(_VALUES) | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Items", "TotalRecordCount", "items", "total", "results", "Id", "id"])
            | st.text(max_size=4),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)

_EDITS = st.builds(
    Edit,
    st.integers(0, 40) | st.integers(0, 3000),
    st.sampled_from([Do.REPLACE, Do.REPLACE, *Do]),
    st.sampled_from(_VALUES),
)

_STATUSES = (
    *(
        200,
        201,
        204,
        206,
        226,
        300,
        301,
        302,
        303,
        304,
        305,
        307,
        308,
        400,
        401,
        403,
        404,
        405,
        409,
    ),
    *(410, 416, 418, 429, 451, 500, 501, 502, 503, 504, 511, 599, 600, 999, 100, 101, 0, 1000, -1),
)
_CONTENT_TYPES = (
    "text/html",
    "",
    "x/y; charset=zz",
    "image/png",
    "image/svg+xml",
    CANARY,
    ";;=",
    "a",
)
_LOCATIONS = (
    *(
        "",
        "/",
        "//",
        "///",
        "?",
        "#",
        "/a/b",
        "../..",
        ".",
        "http://",
        "http://[",
        "http://[::1]:0/",
    ),
    *("ftp://x/", "javascript:1", "file:///etc", "http://127.0.0.1:1/", "https://127.0.0.1:1/x"),
    *(
        f"/x?key={CANARY}#{CANARY}",
        f"http://{CANARY}:{CANARY}@127.0.0.1:1/",
        "http://é/",
        "\x01",
        "%",
    ),
    *(
        "http://a b/",
        "http://x:99999/",
        "http://x:y/",
        "/%0a%0d%1b[31m",
        "/" + "a" * 7000,
        "/%ff%fe",
    ),
)

_JSON_CHANGED = st.builds(Treatment, edits=st.lists(_EDITS, min_size=1, max_size=4).map(tuple))
_SWAPPED = st.builds(Treatment, swapped=st.integers(0, 40))
_ON_THE_WAY = st.builds(
    Treatment,
    edits=st.just(()) | st.tuples(_EDITS),
    flips=st.just(())
    | st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=3).map(tuple),
    cut=st.none() | st.integers(0, 1000),
    coding=st.sampled_from(Coding),
    framing=st.sampled_from([Framing.LENGTH, Framing.CHUNKED, *Framing]),
)
_OTHER_HEAD = st.builds(
    Treatment,
    status=st.none() | st.sampled_from(_STATUSES),
    content_type=st.none() | st.sampled_from(_CONTENT_TYPES),
    location=st.none() | st.sampled_from(_LOCATIONS),
)
_FROM_SCRATCH = st.builds(
    Treatment, scratch=_SCRATCH, framing=st.sampled_from([*[Framing.LENGTH] * 4, Framing.CHUNKED])
)

_TREATMENTS = st.one_of(
    _JSON_CHANGED, _JSON_CHANGED, _JSON_CHANGED, _SWAPPED, _ON_THE_WAY, _OTHER_HEAD, _FROM_SCRATCH
)

_NUMBERS = st.integers(0, 12)

SCRIPTS: st.SearchStrategy[Script] = st.dictionaries(_NUMBERS, _TREATMENTS, min_size=1, max_size=3)
