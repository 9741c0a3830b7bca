import asyncio

import aiohttp
import pytest

from simulator import Fault

from .conftest import Client, exists

MOVIES = "/Items?recursive=true&includeItemTypes=Movie&collapseBoxSetItems=false&fields=DateCreated"


async def test_a_refusing_server_closes_the_connection(client: Client) -> None:
    client.stack.break_("radarr", Fault.REFUSE)
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.radarr("/tag")


async def test_a_hanging_server_answers_nothing_until_healed(client: Client) -> None:
    client.stack.break_("radarr", Fault.HANG)
    call = asyncio.create_task(client.radarr("/tag"))
    done, _ = await asyncio.wait([call], timeout=0.2)
    client.stack.heal()
    assert (done, (await call).status) == (set(), 200)


async def test_a_hang_that_strikes_once_lets_later_calls_through(client: Client) -> None:
    client.stack.break_("radarr", Fault.HANG, times=1)
    call = asyncio.create_task(client.radarr("/tag"))
    await asyncio.wait([call], timeout=0.2)
    later = await client.radarr("/tag")
    client.stack.heal()
    assert (later.status, (await call).status) == (200, 200)


async def test_unauthorized_is_401(client: Client) -> None:
    client.stack.break_("jellyfin", Fault.UNAUTHORIZED)
    assert (await client.jellyfin("/Users")).status == 401


async def test_an_error_is_500_in_each_servers_own_shape(client: Client) -> None:
    for server in ("jellyfin", "radarr"):
        client.stack.break_(server, Fault.ERROR)
    jellyfin, radarr = await client.jellyfin("/Users"), await client.radarr("/tag")
    assert (jellyfin.status, jellyfin.text) == (500, "Error processing request.")
    assert (radarr.status, set(radarr.json)) == (500, {"message", "description"})


async def test_html_comes_with_200(client: Client) -> None:
    client.stack.break_("sonarr", Fault.HTML)
    answer = await client.sonarr("/series")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (200, "text/html")


async def test_cut_json_cannot_be_decoded(client: Client) -> None:
    client.stack.break_("radarr", Fault.CUT_JSON)
    answer = await client.radarr("/movie")
    with pytest.raises(ValueError, match=r"."):
        _ = answer.json


async def test_a_short_page_tells_a_total_that_it_does_not_keep(client: Client) -> None:
    client.stack.break_("jellyfin", Fault.SHORT_PAGE)
    page = (await client.jellyfin(MOVIES)).json
    assert (len(page["Items"]), page["TotalRecordCount"]) == (6, 12)


async def test_a_short_list_is_cut(client: Client) -> None:
    client.stack.break_("radarr", Fault.SHORT_PAGE)
    assert len((await client.radarr("/movie")).json) == 6


async def test_nonsense_dates_lie_in_1601(client: Client) -> None:
    for server in ("jellyfin", "radarr"):
        client.stack.break_(server, Fault.NONSENSE_DATE)
    items = (await client.jellyfin(MOVIES)).json["Items"]
    movies = (await client.radarr("/movie")).json
    years = {row["DateCreated"][:4] for row in items} | {row["added"][:4] for row in movies}
    assert years | {row["movieFile"]["dateAdded"][:4] for row in movies} == {"1601"}


async def test_an_empty_list_is_a_good_answer_with_nothing_in_it(client: Client) -> None:
    client.stack.break_("jellyfin", Fault.EMPTY_LIST)
    page = (await client.jellyfin(MOVIES)).json
    assert (page["Items"], page["TotalRecordCount"]) == ([], 0)


async def test_a_starting_jellyfin_is_503_but_tells_its_version_in_camel_case(
    client: Client,
) -> None:
    client.stack.break_("jellyfin", Fault.STARTING)
    users, public = await client.jellyfin("/Users"), await client.jellyfin("/System/Info/Public")
    assert (users.status, users.headers["Retry-After"]) == (503, "005")
    assert (public.status, public.json["startupWizardCompleted"]) == (200, False)


async def test_a_starting_radarr_is_503_with_a_message(client: Client) -> None:
    client.stack.break_("radarr", Fault.STARTING)
    answer = await client.radarr("/tag")
    assert (answer.status, list(answer.json)) == (503, ["errorMessage"])


async def test_the_wrong_app_tells_its_own_name_and_lacks_the_paths(client: Client) -> None:
    client.stack.break_("radarr", Fault.WRONG_APP)
    client.stack.break_("jellyfin", Fault.WRONG_APP)
    assert (await client.radarr("/system/status")).json["appName"] == "Sonarr"
    assert (await client.radarr("/movie")).status == 404
    assert "ProductName" not in (await client.jellyfin("/System/Info/Public")).json


async def test_a_redirect_leads_to_another_origin_that_notes_what_it_gets(client: Client) -> None:
    client.stack.break_("jellyfin", Fault.REDIRECT_ELSEWHERE)
    location = (await client.jellyfin("/Users")).headers["Location"]
    await client.ask(location)
    last = client.stack.requests[-1]
    assert not location.startswith(client.stack.jellyfin.origin)
    assert (last.server, last.path, "Authorization" in last.headers) == (
        "elsewhere",
        "/elsewhere/Users",
        False,
    )


async def test_a_bad_row_is_the_only_bad_one(client: Client) -> None:
    client.stack.break_("radarr", Fault.BAD_ROW)
    rows = (await client.radarr("/movie")).json
    assert [isinstance(row["id"], int) for row in rows] == [False] + [True] * 11


async def test_a_fault_strikes_only_below_its_path(client: Client) -> None:
    client.stack.break_("radarr", Fault.ERROR, "/api/v3/movie")
    assert (await client.radarr("/movie")).status == 500
    assert (await client.radarr("/tag")).status == 200


async def test_a_fault_strikes_only_as_often_as_told(client: Client) -> None:
    client.stack.break_("radarr", Fault.ERROR, times=2)
    assert [(await client.radarr("/tag")).status for _ in range(3)] == [500, 500, 200]


async def test_a_fault_can_let_calls_through_before_it_strikes(client: Client) -> None:
    client.stack.break_("radarr", Fault.ERROR, times=1, after=2)
    statuses = [(await client.radarr("/tag")).status for _ in range(4)]
    assert statuses == [200, 200, 500, 200]


async def test_a_lost_answer_comes_after_the_deed(client: Client) -> None:
    client.stack.break_("bridge", Fault.LOST_ANSWER, times=1)
    made = client.stack.root / "made"
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.bridge("/directories/create", "POST", {"directory": str(made)})
    assert exists(made)


async def test_breaking_the_bridge_leaves_jellyfin_whole(client: Client) -> None:
    client.stack.break_("bridge", Fault.ERROR)
    assert (await client.bridge("/status")).status == 500
    assert (await client.jellyfin("/Users")).status == 200


async def test_healing_one_server_leaves_the_others_broken(client: Client) -> None:
    for server in ("radarr", "sonarr"):
        client.stack.break_(server, Fault.ERROR)
    client.stack.heal("radarr")
    assert (await client.radarr("/tag")).status == 200
    assert (await client.sonarr("/tag")).status == 500


async def test_an_unknown_server_cannot_be_broken(client: Client) -> None:
    with pytest.raises(ValueError, match="no server 'plex'"):
        client.stack.break_("plex", Fault.ERROR)


async def test_every_fault_of_seerr_has_its_own_shape(client: Client) -> None:
    answers = {}
    for fault in (Fault.UNAUTHORIZED, Fault.ERROR, Fault.STARTING, Fault.WRONG_APP):
        client.stack.break_("seerr", fault, times=1)
        answer = await client.seerr("/status")
        answers[fault] = (answer.status, "version" in answer.text)
    assert answers == {
        Fault.UNAUTHORIZED: (403, False),
        Fault.ERROR: (500, False),
        Fault.STARTING: (503, False),
        Fault.WRONG_APP: (200, False),
    }


async def test_lists_of_seerr_are_spoilt_like_others(client: Client) -> None:
    whole = (await client.seerr("/request?take=200")).json
    client.stack.break_("seerr", Fault.SHORT_PAGE, times=1)
    short = (await client.seerr("/request?take=200")).json
    client.stack.break_("seerr", Fault.EMPTY_LIST, times=1)
    empty = (await client.seerr("/request?take=200")).json
    client.stack.break_("seerr", Fault.NONSENSE_DATE, times=1)
    nonsense = (await client.seerr("/request?take=200")).json
    total = whole["pageInfo"]["results"]
    assert (len(short["results"]), short["pageInfo"]["results"]) == (total // 2, total)
    assert (empty["results"], empty["pageInfo"]["results"]) == ([], 0)
    assert {row["createdAt"][:4] for row in nonsense["results"]} == {"1601"}
