import pytest

from .conftest import Client, Starter

FORMS = ["mediabrowser", "emby", "x-emby-token", "x-mediabrowser", "x-emby-auth", "query", "legacy"]
ACCEPTED = {"10.11": set(FORMS), "12": {"mediabrowser", "query"}}


async def ask_with(client: Client, form: str, key: str) -> int:
    url = f"{client.stack.jellyfin.url}/System/Info"
    headers = {
        "mediabrowser": {"Authorization": f'mediabrowser Client="a%2Cb", Token="{key}"'},
        "emby": {"Authorization": f'Emby Token="{key}"'},
        "x-emby-token": {"X-Emby-Token": key},
        "x-mediabrowser": {"X-MediaBrowser-Token": key},
        "x-emby-auth": {"X-Emby-Authorization": f'MediaBrowser Token="{key}"'},
        "bearer": {"Authorization": f"Bearer {key}"},
    }.get(form)
    query = {"query": f"?ApiKey={key}", "legacy": f"?api_key={key}"}.get(form, "")
    return (await client.ask(url + query, headers=headers)).status


@pytest.mark.parametrize("version", ["10.11", "12"])
@pytest.mark.parametrize("form", [*FORMS, "bearer"])
async def test_each_version_takes_the_key_in_its_own_forms(
    start: Starter, version: str, form: str
) -> None:
    client = await start(jellyfin_version=version)
    expected = 200 if form in ACCEPTED[version] else 401
    assert await ask_with(client, form, client.stack.jellyfin.api_key) == expected


async def test_a_wrong_key_is_refused(client: Client) -> None:
    assert await ask_with(client, "mediabrowser", "0" * 32) == 401


async def test_legacy_forms_end_when_the_setting_is_switched_off(client: Client) -> None:
    body = {"EnableLegacyAuthorization": False}
    await client.jellyfin("/System/Configuration", "POST", body)
    assert await ask_with(client, "x-emby-token", client.stack.jellyfin.api_key) == 401


async def test_login_gives_a_token_that_works(client: Client) -> None:
    login = (await client.log_in("admin", "popcorn")).json
    me = await client.jellyfin("/Users/Me", token=login["AccessToken"])
    assert (me.json["Name"], login["ServerId"]) == ("admin", client.stack.jellyfin.server_id)


async def test_login_with_a_wrong_password_is_refused(client: Client) -> None:
    assert (await client.log_in("admin", "wrong")).status == 401


async def test_login_of_a_disabled_user_is_refused(client: Client) -> None:
    client.stack.world.users[1].is_disabled = True
    assert (await client.log_in("Ada", "ada")).status == 401


async def test_login_without_a_device_is_a_bad_request(client: Client) -> None:
    url = f"{client.stack.jellyfin.url}/Users/AuthenticateByName"
    body = {"Username": "admin", "Pw": "popcorn"}
    assert (await client.ask(url, "POST", body=body)).status == 400


async def test_a_second_login_on_the_same_device_revokes_the_first(client: Client) -> None:
    first = (await client.log_in("admin", "popcorn")).json["AccessToken"]
    await client.log_in("admin", "popcorn")
    assert (await client.jellyfin("/Users", token=first)).status == 401


async def test_a_login_on_another_device_leaves_the_first(client: Client) -> None:
    first = (await client.log_in("admin", "popcorn")).json["AccessToken"]
    await client.log_in("admin", "popcorn", "d2")
    assert (await client.jellyfin("/Users", token=first)).status == 200


async def test_logout_revokes_the_token(client: Client) -> None:
    token = (await client.log_in("admin", "popcorn")).json["AccessToken"]
    await client.jellyfin("/Sessions/Logout", "POST", token=token)
    assert (await client.jellyfin("/Users", token=token)).status == 401


async def test_a_plain_user_may_not_administrate(client: Client) -> None:
    token = (await client.log_in("Ada", "ada")).json["AccessToken"]
    assert (await client.jellyfin("/Library/VirtualFolders", token=token)).status == 403


async def test_a_plain_user_may_not_look_through_another_users_eyes(client: Client) -> None:
    token = (await client.log_in("Ada", "ada")).json["AccessToken"]
    other = client.stack.world.users[0].id
    assert (await client.jellyfin(f"/Items?userId={other}", token=token)).status == 403


async def test_a_key_is_nobody(client: Client) -> None:
    assert (await client.jellyfin("/Users/Me")).status == 400


async def test_keys_are_made_listed_and_revoked(client: Client) -> None:
    await client.jellyfin("/Auth/Keys?app=test", "POST")
    listed = (await client.jellyfin("/Auth/Keys")).json["Items"]
    made = next(row["AccessToken"] for row in listed if row["AppName"] == "test")
    await client.jellyfin(f"/Auth/Keys/{made}", "DELETE")
    assert (await client.jellyfin("/Users", token=made)).status == 401
