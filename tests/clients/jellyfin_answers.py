"""Answers of a Jellyfin."""

from collections.abc import Callable

from aiohttp import web

from .conftest import Handler, reply


def movie(number: int, **more: object) -> dict[str, object]:
    return {"Id": f"{number:032x}", "Name": f"Movie {number}", "Type": "Movie", **more}


def episode(number: int, **data: object) -> dict[str, object]:
    told = {"Played": False, **data}
    return {"Id": f"{number:032x}", "Type": "Episode", "SeriesId": "s1", "UserData": told}


def paged(rows: Callable[[dict[str, str]], list[dict[str, object]]]) -> Handler:
    """Answer pages of a listing as Jellyfin does."""

    async def answer(request: web.Request) -> web.Response:
        query = dict(request.query)
        everything = rows(query)
        start, limit = int(query["startIndex"]), int(query["limit"])
        page = everything[start : start + limit]
        return reply({"Items": page, "TotalRecordCount": len(everything), "StartIndex": start})

    return answer


def pages(*answers: tuple[int, list[dict[str, object]]]) -> list[web.Response]:
    return [reply({"Items": rows, "TotalRecordCount": total}) for total, rows in answers]
