"""The simulated OxiCleanarr server: syncs, what it shows meanwhile, what it remembers."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from simulator import Fault
from simulator.telling import addresses

from .conftest import Client, Starter
from .oxicleanarr_steps import NONE, begin, feed, one, server_of, sync_anew


async def test_nothing_is_known_before_a_sync(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    assert (await feed(client), server_of(client).media) == (None, {})


async def test_in_the_middle_of_a_sync_media_are_bare_and_the_feed_is_empty(start: Starter) -> None:
    client = await begin(start)
    before = await feed(client)
    await client.oxicleanarr("/api/media/radarr-2/exclude", "POST")
    server_of(client).hold_sync()
    await client.oxicleanarr("/api/sync/full", "POST")
    await server_of(client).until_held()
    status = (await client.oxicleanarr("/api/sync/status")).json
    medium = await one(client, "radarr-2")
    assert (await feed(client), status["in_progress"], status["media_count"]) == (None, True, 18)
    assert (medium["excluded"], medium["deletion_date"], "jellyfin_id" in medium) == (
        False,
        NONE,
        False,
    )
    server_of(client).release_sync()
    await server_of(client).settled()
    assert before is not None
    assert await feed(client) == [title for title in before if title != "Nosferatu"]


async def test_syncs_wait_for_each_other(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server = server_of(client)
    server.hold_sync()
    answers = [await client.oxicleanarr("/api/sync/full", "POST") for _ in range(3)]
    assert ([answer.status for answer in answers], len(server.jobs)) == ([202, 202, 202], 1)
    server.release_sync()
    await server.settled()
    assert [job.status for job in server.jobs] == ["completed"] * 3
    spans = sorted((job.started_at, job.completed_at) for job in server.jobs)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


async def test_old_versions_let_syncs_race(start: Starter) -> None:
    client = await start(oxicleanarr="1.0.0")
    server = server_of(client)
    server.hold_sync()
    for _ in range(3):
        await client.oxicleanarr("/api/sync/full", "POST")
    await server.until_held()
    assert [job.status for job in server.jobs] == ["running"] * 3
    server.release_sync()
    await server.settled()
    assert len(server.media) == 18


async def test_a_hundred_jobs_are_remembered(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2", movies=0, series=0)
    for _ in range(102):
        await server_of(client).sync()
    jobs = (await client.oxicleanarr("/api/jobs")).json
    assert (jobs["total"], len(jobs["jobs"])) == (100, 100)
    one_of_them = jobs["jobs"][-1]["id"]
    assert (await client.oxicleanarr(f"/api/jobs/{one_of_them}")).json["id"] == one_of_them


async def test_an_incremental_sync_is_no_job(start: Starter) -> None:
    client = await begin(start)
    assert (await client.oxicleanarr("/api/sync/incremental", "POST")).status == 202
    await server_of(client).settled()
    status = (await client.oxicleanarr("/api/sync/status")).json
    assert (status["last_incr_sync"], len(server_of(client).jobs)) == (NONE, 1)


async def test_what_is_deleted_elsewhere_stays_until_a_restart(start: Starter) -> None:
    client = await begin(start)
    await client.radarr("/movie/2", "DELETE")
    await server_of(client).sync()
    assert "radarr-2" in server_of(client).media
    await sync_anew(client)
    assert "radarr-2" not in server_of(client).media


async def test_a_restart_forgets_media_but_not_what_is_kept(start: Starter) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/media/radarr-2/exclude", "POST", {"reason": "Dear"})
    await client.oxicleanarr("/api/media/radarr-11/manual-leaving-soon", "POST")
    answer = await client.oxicleanarr("/api/system/restart", "POST")
    assert (answer.status, answer.json["status"]) == (200, "restarting")
    while server_of(client).media:
        await client.oxicleanarr("/health")
    assert server_of(client).exclusions["radarr-2"].reason == "Dear"
    await server_of(client).sync()
    assert (await one(client, "radarr-2"))["excluded"]
    assert (await one(client, "radarr-11"))["manual_leaving_soon"]


async def test_with_auto_start_a_restart_syncs(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.sync.auto_start = True
    await server_of(client).restart()
    await server_of(client).settled()
    assert len(server_of(client).media) == 18


async def test_a_restart_waits_for_no_sync_but_is_refused_unless_forced(start: Starter) -> None:
    client = await begin(start)
    server_of(client).hold_sync()
    await client.oxicleanarr("/api/sync/full", "POST")
    await server_of(client).until_held()
    refused = await client.oxicleanarr("/api/system/restart", "POST")
    broken = await client.ask(
        server_of(client).url + "/api/system/restart",
        "POST",
        {"Authorization": f"Bearer {server_of(client).api_key}"},
    )
    assert (refused.status, broken.status, refused.json["in_progress"]) == (409, 409, True)
    await client.oxicleanarr("/api/system/restart", "POST", {"force": True})
    while server_of(client).media:
        await client.oxicleanarr("/health")
    assert server_of(client).jobs[0].status == "running"


async def test_a_manual_flag_has_a_date_of_its_own(start: Starter) -> None:
    client = await begin(start)
    assert (await one(client, "radarr-11"))["days_until_deletion"] == 60
    await client.oxicleanarr("/api/media/radarr-11/manual-leaving-soon", "POST")
    flagged = await one(client, "radarr-11")
    assert (flagged["days_until_deletion"], flagged["manual_leaving_soon"]) == (13, True)
    await server_of(client).sync()
    assert (await one(client, "radarr-11"))["deletion_date"] == flagged["deletion_date"]
    await client.oxicleanarr("/api/media/radarr-11/manual-leaving-soon", "DELETE")
    assert (await one(client, "radarr-11"))["deletion_date"] == NONE
    await server_of(client).sync()
    assert (await one(client, "radarr-11"))["days_until_deletion"] == 60


async def test_what_is_kept_cannot_be_flagged(start: Starter) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/media/radarr-2/exclude", "POST")
    answer = await client.oxicleanarr("/api/media/radarr-2/manual-leaving-soon", "POST")
    assert (answer.status, answer.text[:9]) == (409, "conflict:")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_keeping_does_not_take_the_flag_back(start: Starter) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/media/radarr-11/manual-leaving-soon", "POST")
    await client.oxicleanarr("/api/media/radarr-11/exclude", "POST")
    await server_of(client).sync()
    assert (await one(client, "radarr-11"))["deletion_date"] == NONE
    client.stack.advance(20)
    await client.oxicleanarr("/api/media/radarr-11/exclude", "DELETE")
    await server_of(client).sync()
    assert (await one(client, "radarr-11"))["days_until_deletion"] == -6


@pytest.mark.parametrize("what", ["exclude", "manual-leaving-soon"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_changing_what_is_unknown_is_an_error(start: Starter, what: str, method: str) -> None:
    client = await begin(start)
    answer = await client.oxicleanarr(f"/api/media/radarr-999/{what}", method)
    assert (answer.status, answer.headers["Content-Type"][:10]) == (500, "text/plain")


async def test_a_put_that_names_one_setting_loses_the_others(start: Starter) -> None:
    client = await begin(start)
    body = {"app": {"leaving_soon_days": 7}}
    assert (await client.oxicleanarr("/api/config", "PUT", body)).status == 200
    app = (await client.oxicleanarr("/api/config")).json["app"]
    threshold = {"enabled": False, "free_space_gb": 0}
    assert app == {
        "dry_run": False,
        "enable_deletion": False,
        "leaving_soon_days": 7,
        "disk_threshold": threshold,
    }


async def test_a_put_merges_servers_and_refuses_nonsense(start: Starter) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/config", "PUT", {"integrations": {"radarr": {"timeout": "9s"}}})
    radarr = (await client.oxicleanarr("/api/config")).json["integrations"]["radarr"]
    assert (radarr["timeout"], radarr["has_api_key"]) == ("9s", True)
    for body in (
        {"rules": {"movie_retention": "3 months", "tv_retention": "90d"}},
        {"rules": {"movie_retention": "90d"}},
        {"server": {"host": "attic"}},
        {"app": {"dry_run": "yes"}},
        {"app": {"disk_threshold": {"enabled": True}}},
    ):
        answer = await client.oxicleanarr("/api/config", "PUT", body)
        assert (answer.status, set(answer.json)) == (400, {"error"})


async def test_a_put_of_retention_counts_at_once_one_of_deletion_after_a_restart(
    start: Starter,
) -> None:
    client = await begin(start)
    body = {
        "rules": {"movie_retention": "365d", "tv_retention": "365d"},
        "app": {"enable_deletion": True},
    }
    await client.oxicleanarr("/api/config", "PUT", body)
    await server_of(client).settled()
    assert (await one(client, "radarr-1"))["days_until_deletion"] == 164
    assert not server_of(client).state.started.app.deletes


@pytest.mark.parametrize(("auto_start", "jobs"), [(True, 2), (False, 1)])
async def test_other_intervals_bring_a_sync_at_once_unless_it_waits_to_be_told(
    start: Starter, auto_start: bool, jobs: int
) -> None:
    client = await begin(start)
    sync = {"full_interval": 30, "auto_start": auto_start}
    await client.oxicleanarr("/api/config", "PUT", {"sync": sync})
    await server_of(client).settled()
    assert len(server_of(client).jobs) == jobs


async def test_a_put_that_leaves_intervals_out_brings_the_default_and_a_sync(
    start: Starter,
) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/config", "PUT", {"sync": {"auto_start": True}})
    await server_of(client).settled()
    told = (await client.oxicleanarr("/api/config")).json["sync"]
    assert told == {"full_interval": 60, "incremental_interval": 15, "auto_start": True}
    assert len(server_of(client).jobs) == 2


@pytest.mark.parametrize(
    ("version", "usual", "unit"), [("1.0.0", 3600, "seconds"), ("1.5.0", 60, "minutes")]
)
async def test_intervals_are_taken_in_the_unit_in_which_they_are_told(
    start: Starter, version: str, usual: int, unit: str
) -> None:
    client = await begin(start, version)
    before = (await client.oxicleanarr("/api/config")).json["sync"]["full_interval"]
    sync = {"full_interval": 1800, "incremental_interval": 600}
    await client.oxicleanarr("/api/config", "PUT", {"sync": sync})
    after = (await client.oxicleanarr("/api/config")).json["sync"]["full_interval"]
    await server_of(client).restart()
    status = (await client.oxicleanarr("/api/sync/status")).json
    assert (before, after, status[f"full_interval_{unit}"]) == (usual, 1800, 1800)


async def test_days_that_pass_age_what_it_remembers(start: Starter) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/media/radarr-2/exclude", "POST")
    kept, job = server_of(client).exclusions["radarr-2"].excluded_at, server_of(client).jobs[0]
    overdue = job.summary["would_delete"][0]["delete_after"]
    done = job.completed_at
    client.stack.advance(3)
    assert server_of(client).exclusions["radarr-2"].excluded_at == kept - timedelta(days=3)
    assert job.completed_at == done - timedelta(days=3)
    assert job.summary["would_delete"][0]["delete_after"] == overdue - timedelta(days=3)
    told = (await client.oxicleanarr("/api/sync/status")).json["last_full_sync"]
    assert datetime.fromisoformat(told) < client.stack.world.now() - timedelta(days=2.9)


async def test_posters_are_jellyfins(start: Starter) -> None:
    client = await begin(start)
    server_of(client).media["radarr-4"].jellyfin_id = ""
    token = server_of(client).auth.issue("admin")
    wanted = [
        ("radarr-1/poster?maxWidth=200", 200),
        ("radarr-1/poster?type=Logo", 400),
        ("radarr-4/poster", 404),
        ("radarr-999/poster", 404),
    ]
    for path, status in wanted:
        url = f"{server_of(client).url}/api/media/{path}"
        headers = {"Authorization": f"Bearer {token}"}
        async with client.session.get(url, headers=headers) as answer:
            assert answer.status == status
            assert (answer.headers["Content-Type"] == "image/jpeg") == (status == 200)


async def test_services_are_asked_each_time(start: Starter) -> None:
    client = await begin(start)
    client.stack.break_("sonarr", Fault.REFUSE)
    rows = (await client.oxicleanarr("/api/system/services")).json["services"]
    found = {row["name"]: (row["enabled"], row["online"]) for row in rows}
    assert found == {
        "Jellyfin": (True, True),
        "Radarr": (True, True),
        "Sonarr": (True, False),
        "Jellyseerr": (False, False),
        "Jellystat": (False, False),
        "Streamystats": (False, False),
    }
    assert all("127.0.0.1" not in row.get("error", "") for row in rows)


async def test_it_breaks_like_the_others(start: Starter) -> None:
    client = await begin(start)
    client.stack.break_("oxicleanarr", Fault.UNAUTHORIZED, times=1)
    refused = await client.oxicleanarr("/api/sync/status")
    assert (refused.status, refused.headers["Content-Type"][:10]) == (401, "text/plain")
    assert set(refused.json) == {"error"}
    client.stack.break_("oxicleanarr", Fault.EMPTY_LIST, times=1)
    assert (await client.oxicleanarr("/api/media/movies")).json == {"items": [], "total": 0}
    client.stack.break_("oxicleanarr", Fault.NONSENSE_DATE, times=1)
    assert (await one(client, "radarr-2"))["deletion_date"] == "1601-01-01T00:00:00Z"
    client.stack.break_("oxicleanarr", Fault.ERROR, times=1)
    assert (await client.oxicleanarr("/api/jobs")).status == 500


async def test_the_control_server_steers_it(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    assert (await client.control("/oxicleanarr", "POST", {"sync": True})).json["media"] == 18
    await client.control("/oxicleanarr", "POST", {"hold": "rules"})
    await client.oxicleanarr("/api/sync/full", "POST")
    await server_of(client).until_held()
    assert (await client.control("/oxicleanarr", "POST", {})).json["in_progress"]
    released = await client.control("/oxicleanarr", "POST", {"release": True})
    assert not released.json["in_progress"]
    assert (await client.control("/oxicleanarr", "POST", {"hold": "tea"})).status == 400


async def test_without_one_there_is_nothing_to_steer(client: Client) -> None:
    assert client.stack.oxicleanarr is None
    assert (await client.control("/oxicleanarr", "POST", {})).status == 400
    assert "oxicleanarr" not in addresses(client.stack)
