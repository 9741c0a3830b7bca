from typing import Any

import aiohttp
import pytest

from custom_components.oxicleanarr.clients.errors import NotFound, NotUnderstood
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_models import (
    Deleted,
    DiskStatus,
    Job,
    JobSummary,
    ServerConfig,
    ServerMedium,
    ServerRule,
    Service,
    SyncStatus,
)
from custom_components.oxicleanarr.clients.rows import Rows

from .conftest import FakeServer, raw, reply
from .oxicleanarr_answers import FILM, HEALTH, KEY, NO_ROUTE, STATUS, a_list


@pytest.fixture
def client(server: FakeServer, session: aiohttp.ClientSession) -> OxiCleanarr:
    server.on("/health", reply(HEALTH))
    server.on("/api/sync/status", reply(STATUS))
    return OxiCleanarr(session, server.url, api_key=f" {KEY}\n")


# --- media


async def test_a_medium_is_read_with_all_that_it_tells(
    server: FakeServer, client: OxiCleanarr
) -> None:
    show = {
        **FILM,
        "type": "show",
        "id": "sonarr-12",
        "title": "Flash Gordon",
        "year": 1936,
        "last_watched": "2026-02-03T00:00:00Z",
        "watch_count": 7,
        "file_path": "/tv/Flash Gordon",
        "file_size": 9000,
        "tags": ["kids"],
        "excluded": True,
        "manual_leaving_soon": True,
        "deletion_date": "2026-03-01T00:00:00Z",
        "days_until_deletion": -3,
        "deletion_reason": "old",
        "episode_file_ids": [3, 4],
        "jellyfin_id": "ab" * 16,
        "radarr_id": 0,
        "sonarr_id": 12,
        "tvdb_id": 2001,
        "jellyfin_match_status": "metadata_mismatch",
        "jellyfin_mismatch_info": "another year",
    }
    server.on("/api/media/shows", a_list(show))
    assert await client.series() == Rows(
        (
            ServerMedium(
                id="sonarr-12",
                kind="show",
                title="Flash Gordon",
                year=1936,
                added_at="2026-01-02T03:04:05.123456789+02:00",
                last_watched="2026-02-03T00:00:00Z",
                watch_count=7,
                file_path="/tv/Flash Gordon",
                file_size_bytes=9000,
                tags=("kids",),
                excluded=True,
                manual_leaving_soon=True,
                deletion_date="2026-03-01T00:00:00Z",
                deletion_reason="old",
                episode_file_ids=(3, 4),
                jellyfin_id="ab" * 16,
                entry_id=12,
                tvdb_id=2001,
            ),
        ),
        total=1,
    )


async def test_what_is_nothing_is_absent(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/movies", a_list(FILM, {**FILM, "tags": None, "file_size": -1}))
    plain = ServerMedium(
        id="radarr-4", kind="movie", title="Faust", added_at=str(FILM["added_at"]), entry_id=4
    )
    assert (await client.movies()).rows == (plain, plain)


async def test_an_empty_list_is_null(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/unmatched", a_list())
    assert await client.unmatched() == Rows((), 0)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "radarr-0"},
        {"id": "radarr-4/exclude"},
        {"id": "lidarr-4"},
        {"id": "radarr-04"},
        {"id": 4},
        {"type": "show"},
        {"type": "album"},
        {"radarr_id": 5},
        {"title": None},
        {"deletion_date": 5},
        {"tags": "kids"},
    ],
)
async def test_a_row_that_makes_no_sense_is_skipped_and_counted(
    server: FakeServer, client: OxiCleanarr, change: dict[str, Any]
) -> None:
    server.on("/api/media/movies", a_list(FILM, {**FILM, "id": "radarr-4", **change}))
    movies = await client.movies()
    assert (len(movies.rows), movies.total, movies.skipped) == (1, 2, 1)
    assert movies.complete


async def test_a_series_is_no_film(server: FakeServer, client: OxiCleanarr) -> None:
    show = {**FILM, "id": "sonarr-4", "type": "show", "radarr_id": 0}
    for path in ("movies", "shows", "unmatched"):
        server.on(f"/api/media/{path}", a_list(FILM, show))
    for answer, kinds in (
        (client.movies(), ["movie"]),
        (client.series(), ["show"]),
        (client.unmatched(), ["movie", "show"]),
    ):
        found = await answer
        assert [medium.kind for medium in found.rows] == kinds
        assert found.skipped == 2 - len(kinds)


async def test_a_list_shorter_than_its_total_is_not_complete(
    server: FakeServer, client: OxiCleanarr
) -> None:
    server.on("/api/media/movies", reply({"items": [FILM], "total": 2}))
    assert not (await client.movies()).complete


@pytest.mark.parametrize(
    "answer", [[FILM], {"items": [FILM]}, {"total": 0}, {"items": None, "total": -1}, {}]
)
async def test_a_list_of_another_shape_is_not_understood(
    server: FakeServer, client: OxiCleanarr, answer: object
) -> None:
    server.on("/api/media/movies", reply(answer))
    with pytest.raises(NotUnderstood):
        await client.movies()


async def test_one_medium_is_read(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/radarr-4", reply(FILM))
    assert (await client.medium("radarr-4")).title == "Faust"


async def test_an_unknown_medium_is_not_found(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/radarr-9", raw(b"Media not found", 404, "text/plain"))
    with pytest.raises(NotFound):
        await client.medium("radarr-9")


async def test_another_medium_is_not_the_one_asked_for(
    server: FakeServer, client: OxiCleanarr
) -> None:
    server.on("/api/media/radarr-5", reply(FILM))
    with pytest.raises(NotUnderstood):
        await client.medium("radarr-5")


# --- syncs and what else it tells


async def test_the_sync_status_is_read(server: FakeServer, client: OxiCleanarr) -> None:
    assert await client.sync_status() == SyncStatus(
        in_progress=False,
        media_count=3,
        movies_count=2,
        series_count=1,
    )


async def test_an_older_server_does_not_tell_whether_it_syncs(
    server: FakeServer, client: OxiCleanarr
) -> None:
    early = {"running": True, "media_count": 0, "full_interval_seconds": 3600}
    server.on("/api/sync/status", reply(early))
    assert await client.sync_status() == SyncStatus(in_progress=None)


async def test_a_job_is_read(server: FakeServer, client: OxiCleanarr) -> None:
    overdue = {
        "id": "sonarr-2",
        "title": "Gang Busters",
        "type": "tv_show",
        "year": 1942,
        "file_size": 9,
        "delete_after": "2026-05-24T23:38:19Z",
        "reason": "old",
        "requested_by_email": None,
    }
    server.on(
        "/api/jobs/latest",
        reply(
            {
                "id": "j",
                "type": "full_sync",
                "status": "completed",
                "started_at": "2026-05-25T00:00:00Z",
                "completed_at": "2026-05-25T00:00:01Z",
                "duration_ms": 1000,
                "summary": {
                    "movies": 7,
                    "tv_shows": 3,
                    "total_media": 10,
                    "scheduled_deletions": 2,
                    "leaving_soon_count": 4,
                    "dry_run": False,
                    "enable_deletion": True,
                    "would_delete": [overdue, {"id": "radarr-1"}],
                    "deleted_items": [{"title": "Faust", "id": "radarr-4"}],
                    "deleted_count": 1,
                    "episode_files_deleted": 5,
                    "failed_count": 6,
                    "protected_count": 7,
                },
            }
        ),
    )
    job = await client.latest_job()
    assert job == Job(
        id="j",
        status="completed",
        started_at="2026-05-25T00:00:00Z",
        duration_ms=1000,
        summary=JobSummary(
            movies=7,
            series=3,
            total_media=10,
            scheduled_deletions=2,
            leaving_soon=4,
            dry_run=False,
            enable_deletion=True,
            would_delete=(
                Deleted(
                    id="sonarr-2",
                    title="Gang Busters",
                    year=1942,
                    file_size_bytes=9,
                ),
            ),
            deleted=(Deleted(id="radarr-4", title="Faust"),),
            episode_files_deleted=5,
            failed_count=6,
            protected_count=7,
        ),
    )
    assert job.over


async def test_a_running_job_has_no_summary(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/jobs/latest", reply({"id": "j", "type": "full_sync", "status": "running"}))
    job = await client.latest_job()
    assert job is not None
    assert (job.summary, job.over) == (None, False)


async def test_what_an_older_server_does_not_have_is_none(
    server: FakeServer, client: OxiCleanarr
) -> None:
    for path in ("jobs/latest", "system/services", "system/disk"):
        server.on(f"/api/{path}", NO_ROUTE)
    for answer in (client.latest_job(), client.services(), client.disk()):
        assert await answer is None


async def test_services_are_read_in_one_order(server: FakeServer, client: OxiCleanarr) -> None:
    rows = [
        {"name": "Sonarr", "enabled": True, "online": False, "error": "timeout"},
        {"name": "Jellyfin", "enabled": True, "online": True, "latency": "1ms"},
        {"enabled": True},
    ]
    server.on("/api/system/services", reply({"services": rows}))
    assert await client.services() == (
        Service(name="Jellyfin", enabled=True, online=True),
        Service(name="Sonarr", enabled=True, error="timeout"),
    )


async def test_the_disk_is_read(server: FakeServer, client: OxiCleanarr) -> None:
    on = {
        "enabled": True,
        "free_space_gb": 1,
        "total_space_gb": 2,
        "threshold_gb": 3,
        "threshold_breached": True,
        "check_source": "radarr",
    }
    server.on("/api/system/disk", reply(on), reply({"enabled": False, "message": "off"}))
    assert await client.disk() == DiskStatus(
        enabled=True, free_gib=1, threshold_gib=3, breached=True
    )
    assert await client.disk() == DiskStatus()


async def test_of_the_settings_no_secret_is_read(server: FakeServer, client: OxiCleanarr) -> None:
    settings = {
        "admin": {"username": "admin", "api_key": KEY},
        "app": {
            "dry_run": False,
            "enable_deletion": True,
            "leaving_soon_days": 0,
            "disk_threshold": {"enabled": True},
        },
        "integrations": {
            "jellyfin": {"enabled": True, "symlink_library": {"enabled": True}},
            "streamystats": {"enabled": True},
        },
        "advanced_rules": [{"name": "Kids", "type": "tag", "enabled": False, "tag": "kids"}, {}],
    }
    server.on("/api/config", reply(settings))
    config = await client.config()
    assert config == ServerConfig(
        dry_run=False,
        enable_deletion=True,
        leaving_soon_days=14,
        manages_links=True,
        disk_threshold=True,
        stats="streamystats",
        rules=(ServerRule(name="Kids", type="tag", enabled=False, tag="kids"),),
    )
    assert KEY not in repr(config)


@pytest.mark.parametrize(
    ("dry_run", "jellyfin"),
    [
        (True, {"enabled": True, "symlink_library": {"enabled": True}}),
        (False, {"enabled": False, "symlink_library": {"enabled": True}}),
        (False, {"enabled": True, "symlink_library": {"enabled": False}}),
        (False, {"enabled": True}),
        (False, None),
    ],
)
async def test_links_are_its_own_business_only_where_it_makes_any(
    server: FakeServer, client: OxiCleanarr, dry_run: bool, jellyfin: object
) -> None:
    app = {"dry_run": dry_run, "enable_deletion": False}
    settings: dict[str, object] = {"app": app, "advanced_rules": None}
    if jellyfin is not None:
        settings["integrations"] = {"jellyfin": jellyfin}
    server.on("/api/config", reply(settings))
    assert not (await client.config()).manages_links


@pytest.mark.parametrize("settings", [{}, {"app": {}}, {"app": {"dry_run": True}}, []])
async def test_settings_that_do_not_say_whether_it_deletes_are_not_understood(
    server: FakeServer, client: OxiCleanarr, settings: object
) -> None:
    server.on("/api/config", reply(settings))
    with pytest.raises(NotUnderstood):
        await client.config()
