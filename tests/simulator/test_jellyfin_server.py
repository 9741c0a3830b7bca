from .conftest import Client, Starter


async def test_anyone_may_ask_who_it_is(client: Client) -> None:
    info = (await client.ask(f"{client.stack.jellyfin.url}/System/Info/Public")).json
    assert (info["Id"], info["ProductName"]) == (client.stack.jellyfin.server_id, "Jellyfin Server")


async def test_an_unknown_path_is_not_found(client: Client) -> None:
    assert (await client.jellyfin("/api/v3/system/status")).status == 404


async def test_the_web_client_is_html(client: Client) -> None:
    answer = await client.ask(f"{client.stack.jellyfin.url}/web/index.html")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (200, "text/html")


async def test_without_its_base_a_call_is_led_to_the_web_client(start: Starter) -> None:
    client = await start(base_paths=True)
    answer = await client.ask(f"{client.stack.jellyfin.origin}/System/Info/Public")
    assert (answer.status, answer.headers["Location"]) == (302, "/jellyfin/web/")


async def test_below_its_base_it_answers(start: Starter) -> None:
    client = await start(base_paths=True)
    assert (await client.jellyfin("/Users")).status == 200


async def test_a_play_is_in_the_activity_log_twice_newest_first(client: Client) -> None:
    item = client.stack.play("Nosferatu", user="Ada")
    rows = (await client.jellyfin("/System/ActivityLog/Entries?limit=2&hasUserId=true")).json[
        "Items"
    ]
    assert [row["Type"] for row in rows] == ["VideoPlaybackStopped", "VideoPlayback"]
    assert {row["ItemId"] for row in rows} == {item}


async def test_the_activity_log_forgets_after_30_days(client: Client) -> None:
    client.stack.advance(31)
    page = (await client.jellyfin("/System/ActivityLog/Entries")).json
    assert page["TotalRecordCount"] == 0


async def test_who_is_watching_is_in_the_sessions(client: Client) -> None:
    client.stack.start_playing("Charade", user="Grace")
    rows = (await client.jellyfin("/Sessions?activeWithinSeconds=960")).json
    assert [(row["UserName"], row["NowPlayingItem"]["Name"]) for row in rows] == [
        ("Grace", "Charade")
    ]


async def test_old_idle_sessions_come_unless_only_active_ones_are_wanted(client: Client) -> None:
    counts = [
        len((await client.jellyfin(f"/Sessions{query}")).json)
        for query in ("", "?activeWithinSeconds=960")
    ]
    assert counts == [2, 0]


async def test_a_message_reaches_a_session(client: Client) -> None:
    client.stack.start_playing("Charade")
    (session,) = (await client.jellyfin("/Sessions?activeWithinSeconds=960")).json
    path = f"/Sessions/{session['Id']}/Message"
    statuses = [
        (await client.jellyfin(path, "POST", {"Text": text})).status for text in ("Hello", "")
    ]
    assert (statuses, len(client.stack.jellyfin.state.messages)) == ([204, 400], 1)


async def test_a_task_is_found_by_its_key(client: Client) -> None:
    tasks = (await client.jellyfin("/ScheduledTasks")).json
    task = next(row for row in tasks if row["Key"] == "RefreshLibrary")
    assert (await client.jellyfin(f"/ScheduledTasks/Running/{task['Id']}", "POST")).status == 204


async def library_task(client: Client) -> str:
    tasks = (await client.jellyfin("/ScheduledTasks")).json
    states: dict[str, str] = {row["Key"]: row["State"] for row in tasks}
    return states["RefreshLibrary"]


async def test_the_task_tells_of_a_scan_until_that_is_stopped(client: Client) -> None:
    idle = await library_task(client)
    await client.control("/scan", "POST", {"running": True})
    running = await library_task(client)
    await client.control("/scan", "POST", {"running": False})
    assert (idle, running, await library_task(client)) == ("Idle", "Running", "Idle")


async def test_a_scan_of_one_library_is_no_task(client: Client) -> None:
    await client.control("/scan", "POST", {"library": "Movies"})
    assert await library_task(client) == "Idle"


async def test_only_administrators_may_ask_for_tasks(client: Client) -> None:
    user = client.stack.world.users[1]
    token = (await client.log_in(user.name, user.password)).json["AccessToken"]
    assert (await client.jellyfin("/ScheduledTasks", token=token)).status == 403


async def test_marking_a_series_marks_its_episodes_and_not_itself(client: Client) -> None:
    user = client.stack.world.users[0].id
    series = client.stack.catalog.find("Fantômas")
    assert series is not None
    await client.jellyfin(f"/UserPlayedItems/{series.id}?userId={user}", "POST")
    rows = client.stack.world.watches[user]
    episodes = client.stack.catalog.episodes_of(series.id)
    assert all(rows[episode.id].played for episode in episodes)
    assert series.id not in rows


async def test_unmarking_forgets_the_date(client: Client) -> None:
    user = client.stack.world.users[0].id
    item = client.stack.play("Nosferatu")
    data = (await client.jellyfin(f"/UserPlayedItems/{item}?userId={user}", "DELETE")).json
    assert (data["Played"], data["PlayCount"], data.get("LastPlayedDate")) == (False, 0, None)


async def test_a_play_that_ends_halfway_can_be_resumed(client: Client) -> None:
    user = client.stack.world.users[0].id
    item = client.stack.play("Metropolis", position_percent=50)
    data = (await client.jellyfin(f"/UserItems/{item}/UserData?userId={user}")).json
    assert (data["Played"], data["PlayedPercentage"]) == (False, 50)
