"""The simulated OxiCleanarr server deletes, and what it deletes when others fail it."""

import asyncio
from pathlib import Path

import pytest

from simulator import Fault
from simulator.telling import addresses
from simulator.wire import Arrival

from .conftest import Client, Starter, any_in, exists
from .oxicleanarr_steps import begin, feed, one, server_of, sync_anew

OVERDUE = 12


async def radarr_titles(client: Client) -> set[str]:
    return {row["title"] for row in (await client.radarr("/movie")).json}


async def delete_in_syncs(client: Client) -> None:
    app = server_of(client).config.app
    app.dry_run, app.enable_deletion = False, True
    await server_of(client).restart()


async def test_executing_deletes_for_real_although_the_server_says_dry_run(start: Starter) -> None:
    client = await begin(start, same_paths=True)
    gone = Path(server_of(client).media["radarr-1"].file_path)
    preview = (await client.oxicleanarr("/api/deletions/execute?dry_run=true", "POST")).json
    assert (preview["scheduled_count"], preview["dry_run"]) == (OVERDUE, True)
    assert len(preview["candidates"]) == OVERDUE
    done = (await client.oxicleanarr("/api/deletions/execute", "POST")).json
    assert (done["success"], done["deleted_count"], done["failed_count"]) == (True, OVERDUE, 0)
    await client.stack.radarr.settled()
    assert "Metropolis" not in await radarr_titles(client)
    assert not exists(gone)
    assert len(server_of(client).media) == 18 - OVERDUE
    scans = [r for r in client.stack.requests if r.path == "/Library/Refresh"]
    assert (len(scans), len(server_of(client).jobs)) == (OVERDUE, 1)


async def test_when_nothing_is_overdue_nothing_is_done(start: Starter) -> None:
    client = await begin(start, movies=0, series=0)
    done = (await client.oxicleanarr("/api/deletions/execute", "POST")).json
    assert (done["success"], done["candidates"], done["scheduled_count"]) == (True, [], 0)


async def test_who_waits_for_rest_waits_for_a_deletion_whose_asker_is_gone(start: Starter) -> None:
    client = await begin(start)
    arrived = asyncio.Event()

    async def hesitate(arrival: Arrival) -> bool:
        if (arrival.server, arrival.method) == ("radarr", "DELETE"):
            arrived.set()
            await asyncio.sleep(0.1)
        return True

    client.stack.watch(hesitate)
    asking = asyncio.create_task(client.oxicleanarr("/api/media/radarr-1", "DELETE"))
    await arrived.wait()
    asking.cancel()
    await client.stack.settled()
    assert "Metropolis" not in await radarr_titles(client)
    assert "radarr-1" not in server_of(client).media


async def test_while_a_sync_runs_nothing_can_be_executed(start: Starter) -> None:
    client = await begin(start)
    server_of(client).hold_sync("radarr")
    await client.oxicleanarr("/api/sync/full", "POST")
    await server_of(client).until_held()
    refused = await client.oxicleanarr("/api/deletions/execute", "POST")
    assert (refused.status, refused.json["success"]) == (409, False)
    assert "Metropolis" in await radarr_titles(client)
    preview = await client.oxicleanarr("/api/deletions/execute?dry_run=true", "POST")
    assert preview.status == 200


@pytest.mark.parametrize("query", ["", "?dry_run=1", "?dry_run=True"])
async def test_only_the_exact_word_makes_a_dry_run(start: Starter, query: str) -> None:
    client = await begin(start)
    await client.oxicleanarr("/api/media/radarr-2/exclude", "POST")
    kept = await client.oxicleanarr("/api/media/radarr-2?dry_run=true", "DELETE")
    assert (kept.json["dry_run"], "Nosferatu" in await radarr_titles(client)) == (True, True)
    gone = await client.oxicleanarr(f"/api/media/radarr-2{query}", "DELETE")
    assert (gone.status, gone.json["dry_run"]) == (200, False)
    assert "Nosferatu" not in await radarr_titles(client)
    assert (await client.oxicleanarr("/api/media/radarr-2")).status == 404
    assert (await client.oxicleanarr("/api/media/radarr-2", "DELETE")).status == 500


async def test_a_sync_deletes_only_when_both_switches_say_so(start: Starter) -> None:
    client = await begin(start)
    summary = server_of(client).jobs[0].summary
    assert (summary["scheduled_deletions"], "deleted_count" in summary) == (OVERDUE, False)
    await delete_in_syncs(client)
    await server_of(client).sync()
    summary = (await client.oxicleanarr("/api/jobs/latest")).json["summary"]
    assert (summary["deleted_count"], len(summary["deleted_items"])) == (OVERDUE, OVERDUE)
    assert len(await radarr_titles(client)) == 4


async def test_a_dead_radarr_is_told_and_the_rest_is_deleted_all_the_same(start: Starter) -> None:
    client = await begin(start)
    await delete_in_syncs(client)
    client.stack.break_("radarr", Fault.ERROR)
    await server_of(client).sync()
    job = (await client.oxicleanarr("/api/jobs/latest")).json
    assert (job["status"], "Radarr" in job["error"]) == ("failed", True)
    assert (job["summary"]["movies"], job["summary"]["deleted_count"]) == (0, 4)
    assert len(client.stack.world.series) == 2


async def test_ghosts_fail_to_be_deleted_and_stay(start: Starter) -> None:
    client = await begin(start)
    await client.radarr("/movie/1", "DELETE")
    done = (await client.oxicleanarr("/api/deletions/execute", "POST")).json
    counts = (done["success"], done["failed_count"], done["deleted_count"])
    assert counts == (False, 1, OVERDUE - 1)
    assert "radarr-1" in server_of(client).media


async def test_old_versions_call_every_deletion_a_success(start: Starter) -> None:
    client = await begin(start, "1.0.0")
    client.stack.break_("radarr", Fault.ERROR, "/api/v3/movie/")
    done = (await client.oxicleanarr("/api/deletions/execute", "POST")).json
    assert (done["success"], done["failed_count"], "protected_count" in done) == (True, 8, False)


async def test_a_server_that_is_off_counts_as_asked(start: Starter) -> None:
    client = await begin(start)
    server_of(client).state.started.integrations["radarr"].enabled = False
    gone = await client.oxicleanarr("/api/media/radarr-1", "DELETE")
    assert (gone.status, "radarr-1" in server_of(client).media) == (200, False)
    assert "Metropolis" in await radarr_titles(client)


async def test_jellyfin_12_refuses_its_key_and_all_is_unmatched_and_unwatched(
    start: Starter,
) -> None:
    seen = {}
    for version in ("10.11", "12"):
        client = await start(oxicleanarr="1.6.2", jellyfin_version=version)
        # Only a person's token is told what was watched.
        told = await client.log_in(
            "admin", addresses(client.stack)["jellyfin"]["admin"]["password"]
        )
        server_of(client).config.integrations["jellyfin"].api_key = told.json["AccessToken"]
        client.stack.play("Metropolis")
        job = await sync_anew(client)
        medium = await one(client, "radarr-1")
        seen[version] = (job["status"], medium["watch_count"], "jellyfin_id" in medium)
        assert (await feed(client) is None) == (version == "12")
        assert ("Metropolis" in str(job["summary"]["would_delete"])) == (version == "12")
    assert seen == {"10.11": ("completed", 2, True), "12": ("failed", 0, False)}


async def test_a_key_learns_nothing_about_watching(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    client.stack.play("Metropolis")
    await server_of(client).sync()
    medium = await one(client, "radarr-1")
    assert (medium["watch_count"], medium["jellyfin_match_status"]) == (0, "matched")


async def test_only_provider_ids_match(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    client.stack.world.movies_by_id[2].tmdb_id = 1
    client.stack.world.touch()
    client.stack.world.movies_by_id[5].tmdb_id = 2
    client.stack.world.movies_by_id[5].title = "Zzz"
    await server_of(client).sync()
    rows = (await client.oxicleanarr("/api/media/unmatched")).json["items"]
    statuses = {row["id"]: row["jellyfin_match_status"] for row in rows}
    assert statuses == {"radarr-2": "metadata_mismatch", "radarr-5": "not_found"}
    assert list(statuses) == ["radarr-2", "radarr-5"]


async def test_links_show_what_leaves_soon_and_go_with_it(start: Starter) -> None:
    client = await start(oxicleanarr="1.5.0", same_paths=True)
    config = server_of(client).config
    config.app.dry_run = False
    config.symlink_library.enabled = True
    server_of(client).links.pause_s = 0
    folder = Path(config.symlink_library.base_path) / "movies"
    job = await sync_anew(client)
    assert job["status"] == "completed"
    assert job["summary"]["leaving_soon_count"] == 4
    assert client.stack.catalog.library("Leaving Soon - Movies") is not None
    assert any_in(folder)
    config.rules.movie_retention = "never"
    await sync_anew(client)
    assert client.stack.catalog.library("Leaving Soon - Movies") is None
    assert not any_in(folder)


async def test_a_dry_run_links_nothing(start: Starter) -> None:
    client = await start(oxicleanarr="1.5.0", same_paths=True)
    server_of(client).config.symlink_library.enabled = True
    await sync_anew(client)
    assert not exists(client.stack.root / "leaving-soon")


async def test_without_a_bridge_the_links_are_an_error_of_the_sync(start: Starter) -> None:
    client = await start(oxicleanarr="1.5.0", same_paths=True, bridge="none")
    server_of(client).config.app.dry_run = False
    server_of(client).config.symlink_library.enabled = True
    assert (await sync_anew(client))["status"] == "failed"
