"""Snooze and what is leaving soon: the actions that notifications and dashboards are made of."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import probatio
import pytest

from simulator import Stack

from .household import Clock, act, departures, leaving_dates, media, spelled, start, sync
from .texts import DOMAIN, sentence


def in_days(days: int) -> date:
    return dt_util.now().date() + timedelta(days=days)


async def verdict(hass: HomeAssistant) -> str:
    return str((await media(hass))["Metropolis"]["verdict"])


async def why(hass: HomeAssistant) -> str:
    return str((await media(hass))["Metropolis"]["reasons"][0]["text"])


def last_day(answer: dict[str, Any]) -> date:
    until: str = answer["snoozed"]["until"]
    return dt_util.as_local(dt_util.parse_datetime(until, raise_on_error=True)).date()


@pytest.mark.parametrize("name", [{"title": "metropolis"}, {"medium_id": "movie:tmdb:19"}])
async def test_a_snooze_keeps_for_thirty_days(
    hass: HomeAssistant, stack: Stack, name: dict[str, str]
) -> None:
    await start(hass, stack)
    answer = await act(hass, "snooze", **name)
    assert (answer["snoozed"]["title"], last_day(answer)) == ("Metropolis", in_days(30))
    assert await verdict(hass) == "protected"


@pytest.mark.parametrize("days", [1, 7, 365])
async def test_a_snooze_keeps_for_as_many_days_as_one_says(
    hass: HomeAssistant, stack: Stack, days: int
) -> None:
    await start(hass, stack)
    assert last_day(await act(hass, "snooze", title="Metropolis", days=days)) == in_days(days)


async def test_a_snooze_holds_through_its_last_day_and_no_longer(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await act(hass, "snooze", title="Metropolis", days=2)
    end = dt_util.start_of_local_day(in_days(3))
    await clock.advance(hass, end - dt_util.utcnow() - timedelta(minutes=2))
    await sync(hass)
    assert await verdict(hass) == "protected"
    await clock.advance(hass, timedelta(hours=2))
    assert await verdict(hass) == "leaving_soon"


async def test_a_snooze_names_who_asked_for_it(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    user = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    await hass.services.async_call(
        DOMAIN,
        "snooze",
        {"title": "Metropolis"},
        blocking=True,
        context=Context(user_id=user.id),
    )
    assert await why(hass) == f"Anna keeps it until {spelled(in_days(30))}"


async def test_a_snooze_never_shortens_a_keep_for_ever(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    answer = await act(hass, "snooze", title="Metropolis")
    assert answer["snoozed"]["until"] is None
    assert "for ever: For the film club" in await why(hass)


async def test_a_snooze_never_shortens_a_longer_one(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "snooze", title="Metropolis", days=60)
    assert last_day(await act(hass, "snooze", title="Metropolis", days=7)) == in_days(60)
    assert spelled(in_days(60)) in await why(hass)


async def test_a_snooze_lengthens_a_shorter_one(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "snooze", title="Metropolis", days=7)
    await act(hass, "snooze", title="Metropolis", days=60)
    assert spelled(in_days(60)) in await why(hass)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"title": "Metropolis", "medium_id": "movie:tmdb:19"}, id="both"),
        *(
            pytest.param({"title": "Metropolis", "days": days}, id=f"{days} days")
            for days in (0, -1, 366, "soon")
        ),
    ],
)
async def test_a_snooze_that_makes_no_sense_is_refused(
    hass: HomeAssistant, stack: Stack, wrong: dict[str, Any]
) -> None:
    await start(hass, stack)
    with pytest.raises(probatio.Invalid):
        await act(hass, "snooze", **wrong)
    assert await verdict(hass) == "leaving_soon"


@pytest.mark.parametrize(
    ("title", "told"), [("Sherlock", "Sherlock Jr. (1924)"), ("Casablanca", "Casablanca")]
)
async def test_a_snooze_of_none_or_several_is_refused(
    hass: HomeAssistant, stack: Stack, title: str, told: str
) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "snooze", title=title)
    assert told in sentence(caught.value)


async def leaving_soon(hass: HomeAssistant, **filters: Any) -> dict[str, dict[str, Any]]:
    rows: Any = (await act(hass, "get_leaving_soon", **filters))["media"]
    return {row["title"]: row for row in rows}


async def test_what_is_leaving_soon_is_told_in_order(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert list(await leaving_soon(hass)) == list(await leaving_dates(hass))
    assert set(await leaving_soon(hass)) == set(departures(stack))


async def test_what_is_leaving_soon_is_told_like_any_medium(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    row = (await leaving_soon(hass))["Metropolis"]
    row.pop("poster")
    assert row == (await media(hass))["Metropolis"]


async def test_what_is_leaving_soon_has_its_poster(
    hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
) -> None:
    await start(hass, stack)
    client = await hass_client_no_auth()
    for row in (await leaving_soon(hass)).values():
        assert (await client.get(row["poster"])).status == 200


@pytest.mark.parametrize("kind", ["movie", "series"])
async def test_only_one_kind_is_told(hass: HomeAssistant, stack: Stack, kind: str) -> None:
    await start(hass, stack)
    expected = {title for title, one in departures(stack).items() if one.kind == kind}
    assert set(await leaving_soon(hass, kind=kind)) == expected != set()


@pytest.mark.parametrize(("days", "told"), [(13, False), (14, True)])
async def test_only_what_leaves_within_days_is_told(
    hass: HomeAssistant, stack: Stack, days: int, told: bool
) -> None:
    await start(hass, stack)
    assert ("Metropolis" in await leaving_soon(hass, days=days)) is told


async def test_no_more_than_asked_for_is_told(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    answer = await act(hass, "get_leaving_soon", limit=2)
    assert (len(answer["media"]), answer["total"]) == (2, len(departures(stack)))


@pytest.mark.parametrize("wrong", [{"kind": "music"}, {"days": -1}, {"limit": "all"}])
async def test_a_question_that_makes_no_sense_is_refused(
    hass: HomeAssistant, stack: Stack, wrong: dict[str, Any]
) -> None:
    await start(hass, stack)
    with pytest.raises(probatio.Invalid):
        await act(hass, "get_leaving_soon", **wrong)
