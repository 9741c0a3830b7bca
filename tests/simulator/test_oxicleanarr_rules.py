"""The rules of the simulated OxiCleanarr server, of both generations."""

from typing import Any

import pytest

from simulator import Fault
from simulator.oxicleanarr import DiskThreshold
from simulator.oxicleanarr.times import BadDuration, retention, timeout_seconds

from .conftest import Client, Starter
from .oxicleanarr_steps import NONE, begin, one, server_of, sync_anew

KIDS = {"name": "Kids", "type": "tag", "enabled": True, "tag": "KIDS"}
EPISODES = {"name": "Few", "type": "episode", "enabled": True, "max_episodes": 10}


async def with_rules(start: Starter, *rules: dict[str, Any], version: str = "1.6.2") -> Client:
    client = await start(oxicleanarr=version)
    server_of(client).config.advanced_rules = list(rules)
    await sync_anew(client)
    return client


async def days(client: Client, number: str) -> int | None:
    """Return in how many days something goes; None is never."""
    row = await one(client, number)
    return None if row["deletion_date"] == NONE else row.get("days_until_deletion", 0)


@pytest.mark.parametrize(
    ("version", "more", "expected"),
    [
        ("1.6.2", {"retention": "never"}, None),
        ("1.6.2", {"retention": "0d"}, -76),
        ("1.6.2", {"retention": "100d"}, 23),
        ("1.6.2", {"retention": "100d", "enabled": False}, 13),
        ("1.6.2", {"retention": "100d", "require_watched": True}, None),
        ("1.0.0", {"retention": "never"}, -76),
        ("1.0.0", {"retention": "100d"}, 23),
        ("1.0.0", {"retention": "100d", "require_watched": True}, None),
    ],
)
async def test_a_tag_rule(
    start: Starter, version: str, more: dict[str, Any], expected: int | None
) -> None:
    client = await with_rules(start, KIDS | more, version=version)
    assert await days(client, "radarr-4") == expected


async def test_rules_are_those_of_the_start(start: Starter) -> None:
    client = await begin(start)
    server_of(client).config.advanced_rules = [KIDS | {"retention": "never"}]
    await server_of(client).sync()
    assert await days(client, "radarr-4") == 13


async def test_whatever_protects_beats_whatever_schedules(start: Starter) -> None:
    watched = {"name": "Seen", "type": "watched", "enabled": True, "retention": "30d"}
    client = await with_rules(
        start, KIDS | {"retention": "1d"}, watched | {"require_watched": True}
    )
    assert await days(client, "radarr-4") is None


async def test_a_watched_rule_that_never_lets_go_protects_everything(start: Starter) -> None:
    client = await with_rules(
        start, {"name": "All", "type": "watched", "enabled": True, "retention": "never"}
    )
    assert server_of(client).state.overdue() == []


async def test_what_nobody_watched_can_be_kept(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    rules = server_of(client).config.rules
    rules.retention_base, rules.unwatched_behavior = "last_watched", "never"
    assert (await sync_anew(client))["summary"]["scheduled_deletions"] == 0


async def test_unwatched_media_can_have_a_retention_of_their_own(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    rules = server_of(client).config.rules
    rules.retention_base, rules.unwatched_retention = "last_watched", "365d"
    await sync_anew(client)
    assert await days(client, "radarr-2") == 5 + 275


@pytest.mark.parametrize("text", ["never", "0d"])
async def test_no_retention_schedules_nothing(start: Starter, text: str) -> None:
    client = await start(oxicleanarr="1.6.2")
    rules = server_of(client).config.rules
    rules.movie_retention = rules.tv_retention = text
    assert (await sync_anew(client))["summary"]["scheduled_deletions"] == 0


@pytest.mark.parametrize(
    ("entry", "protects"),
    [
        ({"username": "ADA"}, True),
        ({"email": "ADA@example.invalid"}, True),
        ({"user_id": 2}, True),
        ({"user_id": 99}, False),
    ],
)
async def test_a_user_rule_follows_who_asked(
    start: Starter, entry: dict[str, Any], protects: bool
) -> None:
    client = await start(oxicleanarr="1.6.2")
    config = server_of(client).config
    config.integrations["jellyseerr"].enabled = True
    rule = {"name": "Ada", "type": "user", "enabled": True}
    config.advanced_rules = [rule | {"users": [entry | {"retention": "never"}]}]
    await sync_anew(client)
    asked = {r["title"]: r for r in (await client.oxicleanarr("/api/media/movies")).json["items"]}
    general = asked["The General"]
    assert (general["requested_by_username"], general["requested_by_user_id"]) == ("Ada", 2)
    assert (await days(client, general["id"]) is None) == protects


async def test_a_dead_seerr_takes_the_wishes_away(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.integrations["jellyseerr"].enabled = True
    client.stack.break_("seerr", Fault.ERROR)
    job = await sync_anew(client)
    assert (job["status"], (await one(client, "radarr-3"))["is_requested"]) == ("failed", False)


async def test_tags_that_cannot_be_read_protect_nothing_and_nobody_is_told(start: Starter) -> None:
    client = await with_rules(start, KIDS | {"retention": "never"})
    assert await days(client, "radarr-6") is None
    client.stack.break_("radarr", Fault.ERROR, "/api/v3/tag")
    await server_of(client).sync()
    assert (await days(client, "radarr-6"), server_of(client).jobs[0].status) == (-310, "completed")
    assert "tags" not in await one(client, "radarr-6")


@pytest.mark.parametrize(
    ("threshold", "scheduled"),
    [
        (DiskThreshold(True, 1, "radarr"), 0),
        (DiskThreshold(True, 999_999, "radarr"), 12),
        (DiskThreshold(True, 999_999, "lowest"), 12),
        (DiskThreshold(False, 1, "radarr"), 12),
    ],
)
async def test_while_there_is_room_nothing_is_scheduled(
    start: Starter, threshold: DiskThreshold, scheduled: int
) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.app.disk_threshold = threshold
    job = await sync_anew(client)
    told = (await client.oxicleanarr("/api/system/disk")).json
    assert job["summary"]["scheduled_deletions"] == scheduled
    assert told["enabled"] == threshold.enabled
    if threshold.enabled:
        assert told["threshold_breached"] == (scheduled > 0)
        assert told["free_space_gb"] > 0


async def test_a_disk_that_cannot_be_read_protects(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.app.disk_threshold = DiskThreshold(True, 999_999)
    client.stack.break_("radarr", Fault.ERROR, "/api/v3/diskspace")
    assert (await sync_anew(client))["summary"]["scheduled_deletions"] == 0


async def test_an_episode_rule_lets_the_oldest_files_go_and_not_the_series(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    config = server_of(client).config
    config.advanced_rules = [EPISODES | {"tag": "kids"}]
    config.rules.movie_retention = config.rules.tv_retention = "never"
    config.app.dry_run, config.app.enable_deletion = False, True
    # The disk does not stop it.
    config.app.disk_threshold = DiskThreshold(True, 1)
    before = [e for e in client.stack.world.series_by_id[2].episodes if e.has_file]
    job = await sync_anew(client)
    left = [e for e in client.stack.world.series_by_id[2].episodes if e.has_file]
    assert job["summary"]["episode_files_deleted"] == len(before) - 10
    assert left == before[-10:]
    assert "sonarr-2" in server_of(client).media


async def test_what_an_episode_rule_has_chosen_is_told(start: Starter) -> None:
    client = await with_rules(start, EPISODES | {"max_episodes": 4})
    row = await one(client, "sonarr-5")
    oldest = client.stack.world.series_by_id[5].episodes[0]
    assert row["episode_file_ids"] == [oldest.file_id]
    assert "episode_file_ids" not in await one(client, "radarr-1")


async def test_an_episode_rule_can_be_about_some_seasons(start: Starter) -> None:
    client = await with_rules(start, EPISODES | {"max_episodes": 1, "season_numbers": [2]})
    world = client.stack.world
    files = (await one(client, "sonarr-4"))["episode_file_ids"]
    assert {e.season for e in world.series_by_id[4].episodes if e.file_id in files} == {2}
    assert "episode_file_ids" not in await one(client, "sonarr-5")


@pytest.mark.parametrize(
    ("more", "chosen"),
    [
        ({"episode_delete_strategy": "by_age", "max_age": "1s"}, True),
        ({"episode_delete_strategy": "by_age", "max_age": "never"}, True),
        ({"episode_delete_strategy": "by_season_age", "max_age": "1s"}, True),
        (
            {"episode_delete_strategy": "by_season_age", "max_age": "1s"}
            | {"keep_latest_season": True},
            False,
        ),
        ({"episode_delete_strategy": "by_age", "max_age": "soon"}, False),
        ({"max_episodes": 0}, False),
    ],
)
async def test_episodes_by_age(start: Starter, more: dict[str, Any], chosen: bool) -> None:
    rule = {"name": "Old", "type": "episode", "enabled": True}
    client = await with_rules(start, rule | more)
    assert ("episode_file_ids" in await one(client, "sonarr-5")) == chosen


async def test_a_series_that_goes_on_can_be_left_out(start: Starter) -> None:
    client = await with_rules(start, EPISODES | {"exclude_continuing_series": True})
    continuing, ended = await one(client, "sonarr-3"), await one(client, "sonarr-4")
    assert ("episode_file_ids" in continuing, "episode_file_ids" in ended) == (False, True)


async def test_when_sonarr_fails_the_whole_series_is_judged(start: Starter) -> None:
    client = await with_rules(start, EPISODES)
    client.stack.break_("sonarr", Fault.ERROR, "/api/v3/episode")
    await server_of(client).sync()
    assert await days(client, "sonarr-4") == -280


async def test_wishes_alone_protected_once(start: Starter) -> None:
    client = await start(oxicleanarr="1.0.0")
    server_of(client).config.integrations["jellyseerr"].enabled = True
    await sync_anew(client)
    assert await days(client, "radarr-3") is None
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.integrations["jellyseerr"].enabled = True
    await sync_anew(client)
    assert await days(client, "radarr-3") == -210


@pytest.mark.parametrize(
    ("text", "seconds"), [("2d", 172_800), ("3h", 10_800), ("4m", 240), ("5s", 5), ("never", 0)]
)
def test_durations(text: str, seconds: int) -> None:
    assert retention(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "3", "3w", "1y", "3 d", "1d2h", "D", "200000d"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(BadDuration):
        retention(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("", 30), ("1m30s", 90), ("500ms", 0.5), ("soon", 30), ("5", 30)]
)
def test_timeouts(text: str, seconds: float) -> None:
    assert timeout_seconds(text) == seconds
