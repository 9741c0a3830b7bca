"""The main job in a real browser: the dashboard of a real Home Assistant, set up as a person does."""

import msgspec
import pytest

from harness import dashboard, dialogs
from harness.browser import DARK, DESKTOP, PHONE, Look, Page, browser
from harness.flows import set_up
from harness.simulator import Addresses
from harness.stage import DOMAIN, Stage, known_answers, on_stage
from harness.waiting import until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("socket_enabled"),
]

TILES = frozenset({"binary_sensor", "button", "event", "select", "sensor"})
TILE_NAME = "shadowRoot.querySelector('[slot=primary]')?.textContent.trim()"


def entity(states: dict[str, object], ending: str) -> str:
    """Return the one entity whose id ends so."""
    (found,) = (entity_id for entity_id in states if entity_id.endswith(ending))
    return found


@pytest.mark.xdist_group("e2e looks")
async def test_dashboard_shows_all_that_is_leaving_bright_dark_and_on_a_phone(
    chromium: str,
) -> None:
    async def play(stage: Stage) -> None:
        media = await stage.leaving_soon()
        path = await dashboard.create(stage.home_assistant.api)
        async with browser(chromium, stage.folder) as chrome:
            for look in (DESKTOP, DARK, PHONE):
                page = await chrome.open(stage.home_assistant.api, path, look)
                await dashboard.drawn(page, [medium.title for medium in media])
                assert not _ours(page), look
        assert media

    await on_stage(play)


@pytest.mark.xdist_group("e2e looks")
async def test_every_tile_has_a_name_of_its_own_with_an_oxicleanarr_server_and_with_a_second_household(
    chromium: str,
) -> None:
    async def play(stage: Stage) -> None:
        house = stage.home_assistant.api
        path = await dashboard.create(house)
        async with browser(chromium, stage.folder) as chrome:
            for second in (False, True):
                if second:
                    await set_up(house, DOMAIN, known_answers(_without_server(stage)))
                shown = [name for name in await stage.entities() if name.split(".")[0] in TILES]
                page = await chrome.open(house, path, Look(height=2000))
                for name in shown:
                    await page.wait_for(f"{_tile(name)}?.{TILE_NAME}", f"the tile of {name}")
                names = [await page.evaluate(f"{_tile(name)}.{TILE_NAME}") for name in shown]
                assert sorted(names) == sorted(set(names))

    await on_stage(play, oxicleanarr="1.6.2")


@pytest.mark.xdist_group("e2e sync")
async def test_pressing_sync_on_the_dashboard_syncs(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        house = stage.home_assistant.api
        states = await stage.entities()
        button, last_sync = entity(dict(states), "_sync_now"), entity(dict(states), "_last_sync")
        path = await dashboard.create(house)
        async with browser(chromium, stage.folder) as chrome:
            page = await chrome.open(house, path, Look(height=1400))
            await page.wait_for_text(dashboard.TITLE)
            await page.click(_tile(button), "the tile of the sync button")

            async def synced() -> bool:
                now = (await house.states())[last_sync]["state"]
                return bool(now != states[last_sync]["state"])

            await until(synced, "a newer last sync", timeout_seconds=30)

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_a_full_sync_which_may_delete_is_asked_about_first(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        house = stage.home_assistant.api
        await stage.entities()
        button = "button.oxicleanarr_server_full_sync"
        path = await dashboard.create(house)
        async with browser(chromium, stage.folder) as chrome:
            page = await chrome.open(house, path, Look(height=2000))
            await page.wait_for_text(dashboard.TITLE)
            await page.click(_tile(button), "the tile of the full sync")
            await page.wait_for_text("deletes what is due if the server is allowed to")
            assert (await house.states())[button]["state"] == "unknown"
            await dialogs.press(page, "OK")

            async def pressed() -> bool:
                return bool((await house.states())[button]["state"] != "unknown")

            await until(pressed, "the full sync", timeout_seconds=30)

    await on_stage(play, oxicleanarr="1.6.2")


def _without_server(stage: Stage) -> Addresses:
    return msgspec.structs.replace(stage.simulator.addresses, oxicleanarr=None)


def _tile(entity_id: str) -> str:
    """Return the JavaScript that finds an entity's tile."""
    return f"deep.all('hui-tile-card').find((card) => card._config?.entity === '{entity_id}')"


def _ours(page: Page) -> list[str]:
    """Return what the page complains about and has to do with us."""
    return [error for error in page.errors if "oxicleanarr" in error]
