"""What real OxiCleanarr servers answered, read by the client."""

import json
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import KeyRefused, NotFound
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_models import (
    Contract,
    Deleted,
    DiskStatus,
    ServerMedium,
    ServerRule,
    SyncStatus,
)

from .conftest import FakeServer

FIXTURES = Path(__file__).parents[1] / "fixtures" / "oxicleanarr"
CONTRACTS = {"1.0.0": Contract.V1_0, "1.5.0": Contract.V1_4, "1.6.2": Contract.V1_6}
ZERO = "0001-01-01T00:00:00Z"

every_version = pytest.mark.parametrize("version", CONTRACTS)


class Recorded:
    """A server that answers what was answered last up to a moment; how it routes is its router's way."""

    def __init__(self, version: str) -> None:
        recording: dict[str, Any] = json.loads(
            (FIXTURES / f"recorded-{version}.json").read_text(encoding="utf-8")
        )
        self.version = version
        self.stack: dict[str, list[dict[str, Any]]] = recording["stack"]
        self.exchanges: list[dict[str, Any]] = recording["exchanges"]
        self._now = len(self.exchanges)

    def at(self, name: str) -> None:
        """Go to just after this exchange."""
        self._now = 1 + next(
            n for n, exchange in enumerate(self.exchanges) if exchange["name"] == name
        )

    def body(self, name: str) -> Any:
        return next(each["body"] for each in self.exchanges if each["name"] == name)

    async def answer(self, request: web.Request) -> web.Response:
        authorized = request.headers.get("Authorization") == "Bearer <jwt>"
        text = await request.text()
        body = json.loads(text) if request.path == "/api/auth/login" else None
        found = self._last(request.method, request.path_qs, body, authorized=authorized)
        if found is None:
            return web.Response(status=405 if self._has_flags(request.path) else 404)
        said = found["body"]
        return web.Response(
            body=(said if isinstance(said, str) else json.dumps(said)).encode(),
            status=found["status"],
            headers={"Content-Type": found["content_type"]},
        )

    def _last(
        self, method: str, path: str, body: object, *, authorized: bool
    ) -> dict[str, Any] | None:
        free = path in {"/health", "/api/auth/login"}
        exchange: dict[str, Any]
        for exchange in reversed(self.exchanges[: self._now]):
            asked = exchange["request"]
            if (asked["method"], asked["path"]) != (method, path):
                continue
            if body is not None and asked.get("body") != body:
                continue
            if free or asked.get("auth", True) is authorized:
                return exchange
        return None

    def _has_flags(self, path: str) -> bool:
        return path.endswith("/manual-leaving-soon") and self.version != "1.0.0"


@pytest.fixture
def recorded(server: FakeServer, version: str) -> Recorded:
    recorded = Recorded(version)
    server.always = recorded.answer
    return recorded


@pytest.fixture
def client(server: FakeServer, session: aiohttp.ClientSession, recorded: Recorded) -> OxiCleanarr:
    return OxiCleanarr(session, server.url, username="admin", password="changeme")


@every_version
async def test_who_answers(client: OxiCleanarr, version: str) -> None:
    assert await client.connect() is CONTRACTS[version]


@every_version
async def test_a_wrong_password(
    server: FakeServer, session: aiohttp.ClientSession, recorded: Recorded
) -> None:
    with pytest.raises(KeyRefused):
        await OxiCleanarr(session, server.url, username="admin", password="nope").connect()


@every_version
async def test_before_any_sync(client: OxiCleanarr, recorded: Recorded) -> None:
    recorded.at("latest job before any")
    assert await client.latest_job() is None
    status = await client.sync_status()
    assert (status.media_count, status.last_full_sync) == (0, None)


@every_version
async def test_during_a_sync(client: OxiCleanarr, recorded: Recorded, version: str) -> None:
    recorded.at("latest job during sync")
    await client.start_sync(full=True)
    job = await client.latest_job()
    assert job is not None
    assert (job.over, job.summary) == (False, None)
    tells = True if version == "1.6.2" else None
    assert (await client.sync_status()).in_progress is tells


@every_version
async def test_after_a_sync(client: OxiCleanarr, recorded: Recorded, version: str) -> None:
    assert await client.sync_status() == SyncStatus(
        in_progress=False if version == "1.6.2" else None,
        media_count=10,
        movies_count=7,
        series_count=3,
        last_full_sync=recorded.body("latest job")["completed_at"],
    )


def the_same(medium: ServerMedium, row: dict[str, Any], labels: dict[int, str]) -> None:
    """Compare a medium with the entry that it was made of."""
    assert (medium.entry_id, medium.title, medium.year) == (row["id"], row["title"], row["year"])
    assert medium.added_at == row["added"]
    assert medium.tags == tuple(labels[tag] for tag in row["tags"])
    assert (medium.last_watched, medium.watch_count, medium.excluded) == (None, 0, False)
    if medium.kind == "movie":
        assert medium.id == f"radarr-{row['id']}"
        assert medium.file_path == row["movieFile"]["path"]
        assert medium.file_size_bytes == row["sizeOnDisk"]
        assert (medium.tmdb_id, medium.tvdb_id) == (row["tmdbId"], None)
    else:
        assert medium.id == f"sonarr-{row['id']}"
        assert medium.file_path == row["path"]
        assert medium.file_size_bytes == row["statistics"]["sizeOnDisk"]
        assert (medium.tmdb_id, medium.tvdb_id) == (None, row["tvdbId"])


@every_version
async def test_all_media(client: OxiCleanarr, recorded: Recorded) -> None:
    labels = {tag["id"]: tag["label"] for tag in recorded.stack["tags"]}
    movies, series = await client.movies(), await client.series()
    assert (movies.total, movies.skipped, series.total, series.skipped) == (7, 0, 3, 0)
    for rows, entries in ((movies.rows, "movies"), (series.rows, "series")):
        ordered = sorted(rows, key=lambda medium: medium.entry_id)
        for medium, entry in zip(ordered, recorded.stack[entries], strict=True):
            the_same(medium, entry, labels)


@every_version
async def test_dates_and_reasons(client: OxiCleanarr, recorded: Recorded, version: str) -> None:
    told = {row["id"]: row for name in ("movies", "shows") for row in recorded.body(name)["items"]}
    for medium in (*(await client.movies()).rows, *(await client.series()).rows):
        date = told[medium.id]["deletion_date"]
        assert medium.deletion_date == (None if date == ZERO else date)
        assert medium.deletion_reason == told[medium.id].get("deletion_reason")
    kept = next(row for row in (await client.movies()).rows if row.title == "The General")
    # What is never to go went at once in 1.0.
    assert (kept.deletion_date is None) is (version != "1.0.0")


@every_version
async def test_what_jellyfin_does_not_have(client: OxiCleanarr) -> None:
    [medium] = (await client.unmatched()).rows
    assert (medium.id, medium.jellyfin_id) == ("radarr-7", None)
    assert (await client.medium("radarr-2")).jellyfin_id == f"{2:032}"


@every_version
async def test_an_unknown_medium(client: OxiCleanarr) -> None:
    with pytest.raises(NotFound):
        await client.medium("radarr-999")
    with pytest.raises(NotFound):
        await client.exclude("radarr-999", "A reason")


@every_version
async def test_the_newest_job(client: OxiCleanarr, recorded: Recorded, version: str) -> None:
    job = await client.latest_job()
    assert job is not None
    assert job.summary is not None
    assert (job.status, job.over, job.error) == ("completed", True, None)
    found = job.summary
    assert (found.movies, found.series, found.total_media) == (7, 3, 10)
    assert (found.dry_run, found.enable_deletion) == (version == "1.6.2", False)
    assert found.leaving_soon == (3 if version == "1.6.2" else 4)
    assert len(found.would_delete) == found.scheduled_deletions
    assert (found.deleted, found.failed_count) == ((), 0)


@every_version
async def test_what_it_would_delete(client: OxiCleanarr, recorded: Recorded, version: str) -> None:
    candidates = await client.would_delete()
    ids = {"radarr-1", "sonarr-2"} | ({"radarr-3"} if version == "1.0.0" else set())
    assert {candidate.id for candidate in candidates} == ids
    assert (
        Deleted(id="radarr-1", title="Metropolis", year=1927, file_size_bytes=2000000001)
        in candidates
    )
    await client.would_delete_one("radarr-1")


@every_version
async def test_its_settings(client: OxiCleanarr, version: str) -> None:
    config = await client.config()
    assert (config.dry_run, config.enable_deletion) == (version == "1.6.2", False)
    assert (config.leaving_soon_days, config.disk_threshold, config.stats) == (14, False, None)
    assert config.manages_links is (version != "1.6.2")
    assert config.rules == (
        ServerRule(name="Keep forever", type="tag", tag="keep"),
        ServerRule(name="Kids content", type="tag", tag="kids"),
    )


@every_version
async def test_the_servers_behind_it_and_its_disk(client: OxiCleanarr, version: str) -> None:
    services, disk = await client.services(), await client.disk()
    if version == "1.0.0":
        assert (services, disk) == (None, None)
        return
    assert services is not None
    online = {service.name for service in services if service.online}
    assert online == {service.name for service in services if service.enabled}
    assert online == {"Jellyfin", "Radarr", "Sonarr"}
    assert disk == DiskStatus()


@every_version
async def test_keeping_and_letting_go(client: OxiCleanarr, version: str) -> None:
    await client.exclude("radarr-2", "A reason")
    await client.unexclude("radarr-2")
    await client.unexclude("radarr-5")
    await client.start_sync(full=False)
    for tell in (client.flag, client.unflag):
        if version != "1.0.0":
            await tell("radarr-5")
            continue
        with pytest.raises(NotFound) as caught:
            await tell("radarr-5")
        assert "1.4" in caught.value.detail
