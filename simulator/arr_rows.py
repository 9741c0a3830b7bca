"""Parts of answers that Radarr and Sonarr write in the same way."""

from datetime import date, datetime
from typing import Any

from aiohttp import web

from .wire import Call, indented_answer

ASCENDING, DESCENDING = "ascending", "descending"


def paged(call: Call, rows: list[dict[str, Any]], usual: str = ASCENDING) -> web.Response:
    """Return one page of rows, which come in their usual direction unless the other one is wanted."""
    page = max(call.query.number("page") or 1, 1)
    size = call.query.number("pageSize") or 10
    asked = (call.query.text("sortDirection") or "").lower()
    direction = asked if asked in {ASCENDING, DESCENDING} else usual
    ordered = rows if direction == usual else rows[::-1]
    return indented_answer(
        {
            "page": page,
            "pageSize": size,
            "sortKey": call.query.text("sortKey") or "id",
            "sortDirection": direction,
            "totalRecords": len(rows),
            "records": ordered[(page - 1) * size : page * size],
        }
    )


def wire_date(moment: datetime) -> str:
    """Write a date as Radarr and Sonarr do."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def quality(name: str, number: int, resolution: int) -> dict[str, Any]:
    """Return a quality as both write it."""
    inner = {"id": number, "name": name, "source": "bluray", "resolution": resolution}
    return {"quality": inner, "revision": {"version": 1, "real": 0, "isRepack": False}}


def media_info(runtime_minutes: int, size_bytes: int) -> dict[str, Any]:
    """Return what is inside a file as both write it."""
    hours, minutes = divmod(runtime_minutes, 60)
    return {
        "audioBitrate": 1_509_000,
        "audioChannels": 5.1,
        "audioCodec": "DTS",
        "audioLanguages": "eng/ger",
        "audioStreamCount": 2,
        "videoBitDepth": 10,
        "videoBitrate": size_bytes * 8 // max(runtime_minutes * 60, 1),
        "videoCodec": "x265",
        "videoFps": 23.976,
        "videoDynamicRange": "",
        "videoDynamicRangeType": "",
        "resolution": "1920x1080",
        "runTime": f"{hours}:{minutes:02d}:07",
        "scanType": "Progressive",
        "subtitles": "eng/ger/fre/spa/ita/dut/dan/swe/nor/fin",
    }


def images(kind: str, number: int) -> list[dict[str, str]]:
    """Return the pictures of a medium; the remote ones lead nowhere."""
    return [
        {
            "coverType": cover,
            "url": f"/MediaCover/{number}/{cover}.jpg?lastWrite=638700000000000000",
            "remoteUrl": f"https://images.invalid/{kind}/{number}/original/{cover}.jpg",
        }
        for cover in ("poster", "fanart", "banner", "clearlogo")
    ]


def day(moment: date) -> str:
    """Write a date without a time as a moment."""
    return f"{moment:%Y-%m-%d}T00:00:00Z"


def slug(title: str, number: int) -> str:
    """Return a title as it stands in addresses."""
    kept = "".join(c if c.isalnum() else "-" for c in title.lower())
    return f"{kept}-{number}"
