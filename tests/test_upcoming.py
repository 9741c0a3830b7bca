"""The sensor for cards that show upcoming media: bounded, unrecorded, and shaped as such cards read it."""

from collections.abc import Callable
from datetime import date
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr import upcoming
from custom_components.oxicleanarr.sensor import UpcomingSensor
from simulator import Options, Stack

from .household import (
    ENTRY_ID,
    OPTIONS,
    act,
    count,
    departures,
    entity_id,
    leaving_dates,
    media,
    start,
    state,
)

KEYS = {
    "airdate",
    "deep_link",
    "fanart",
    "genres",
    "number",
    "poster",
    "rating",
    "release",
    "summary",
    "title",
}


def data(hass: HomeAssistant) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = state(hass, "sensor", "upcoming").attributes["data"]
    return rows


def row_of(hass: HomeAssistant, title: str = "Metropolis (1927)") -> dict[str, Any]:
    return next(row for row in data(hass)[1:] if row["title"] == title)


async def test_it_is_for_those_who_switch_it_on(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    entry = er.async_get(hass).async_get(entity_id(hass, "sensor", "upcoming"))
    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("every_entity_enabled")
class TestSwitchedOn:
    async def test_it_counts_what_is_leaving_soon(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(hass, stack)
        assert count(hass, "upcoming") == str(len(departures(stack)))

    async def test_the_first_row_says_what_stands_on_which_line(
        self, hass: HomeAssistant, stack: Stack
    ) -> None:
        await start(hass, stack)
        lines = {"title_default", *(f"line{number}_default" for number in range(1, 5)), "icon"}
        assert set(data(hass)[0]) == lines
        # The card fills in the words with a dollar sign from the fields of the same name.
        named = set(re.findall(r"\$(\w+)", " ".join(data(hass)[0].values())))
        assert named <= KEYS

    async def test_every_departure_has_a_row_the_next_first(
        self, hass: HomeAssistant, stack: Stack
    ) -> None:
        await start(hass, stack)
        shown = [row["title"].rpartition(" (")[0] for row in data(hass)[1:]]
        assert shown == list(await leaving_dates(hass))
        assert all(set(row) == KEYS for row in data(hass)[1:])

    @pytest.mark.parametrize("zone", ["US/Pacific", "Pacific/Auckland"])
    async def test_the_air_date_is_the_day_of_departure_where_the_household_lives(
        self, hass: HomeAssistant, stack: Stack, zone: str
    ) -> None:
        await hass.config.async_set_time_zone(zone)
        await start(hass, stack)
        airdate = row_of(hass)["airdate"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", airdate)
        moment = dt_util.as_local(dt_util.parse_datetime(airdate, raise_on_error=True))
        assert moment.date() == date.fromisoformat((await leaving_dates(hass))["Metropolis"])

    async def test_a_row_tells_size_and_reason(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(hass, stack)
        row = (await media(hass))["Metropolis"]
        assert row_of(hass)["number"] == f"{row['size_bytes'] / 1e9:.1f} GB"
        assert row["reasons"][0]["text"] in row_of(hass)["summary"]

    async def test_a_poster_is_shown_without_a_login(
        self, hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
    ) -> None:
        await start(hass, stack)
        answer = await (await hass_client_no_auth()).get(row_of(hass)["poster"])
        assert (answer.status, answer.content_type) == (200, "image/jpeg")

    async def test_a_row_leads_to_the_page_in_jellyfin(
        self, hass: HomeAssistant, stack: Stack
    ) -> None:
        await start(hass, stack)
        item_id = (await media(hass))["Metropolis"]["jellyfin_ids"][0]
        assert row_of(hass)["deep_link"] == f"{stack.jellyfin.url}/web/#/details?id={item_id}"

    async def test_no_key_is_in_it(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(hass, stack)
        for server in (stack.jellyfin, stack.radarr, stack.sonarr):
            assert server.api_key not in str(data(hass))

    async def test_what_is_kept_has_no_row(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(hass, stack)
        await act(hass, "keep", title="Metropolis")
        assert "Metropolis (1927)" not in [row["title"] for row in data(hass)[1:]]

    async def test_it_never_holds_more_than_its_most(
        self, hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(upcoming, "MOST_ITEMS", 3)
        await start(hass, stack)
        assert len(data(hass)) == 4
        assert int(count(hass, "upcoming")) > 3

    @pytest.mark.parametrize("stack", [Options(movies=30, series=6)], indirect=True)
    async def test_its_most_are_twenty(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(
            hass, stack, options=OPTIONS | {"movie_retention": "1d", "series_retention": "1d"}
        )
        assert len(data(hass)) == 21

    @pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
    async def test_an_empty_library_has_no_rows(self, hass: HomeAssistant, stack: Stack) -> None:
        await start(hass, stack)
        assert len(data(hass)) == 1

    async def test_it_does_not_follow_a_household_that_is_gone(
        self, hass: HomeAssistant, stack: Stack
    ) -> None:
        await start(hass, stack)
        assert await hass.config_entries.async_unload(ENTRY_ID)
        assert state(hass, "sensor", "upcoming").state == "unavailable"


def test_its_rows_are_not_recorded() -> None:
    assert "data" in UpcomingSensor._unrecorded_attributes
