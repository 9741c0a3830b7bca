"""The card in a real browser: drawn, pressed, chosen and edited as people do it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import json
import re
from typing import Any

import aiohttp
from homeassistant.util.yaml import parse_yaml
import pytest

from harness import dashboard
from harness.browser import DESKTOP, PHONE, Look, Page, browser
from harness.simulator import PROJECT
from harness.stage import Stage, on_stage
from harness.waiting import until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("socket_enabled"),
]

CARD_TYPE = "oxicleanarr-leaving-soon-card"
CARD = f"deep.all('{CARD_TYPE}')[0]"
POSTERS = f"[...{CARD}.shadowRoot.querySelectorAll('li[role=listitem]')]"
FOCUSED = f"{CARD}.shadowRoot.activeElement?.getAttribute('aria-label')"


def poster(title: str) -> str:
    """Return the JavaScript that finds a medium's place on the card."""
    return f"{POSTERS}.find((li) => li.textContent.includes({json.dumps(title)}))"


async def titles(page: Page) -> list[str]:
    """Return what the card shows, in its order."""
    found: list[str] = await page.evaluate(
        f"{POSTERS}.map((li) => li.querySelector('.title').textContent)"
    )
    return found


def ours(page: Page) -> list[str]:
    """Return what the page complains about and has to do with us."""
    return [error for error in page.errors if "oxicleanarr" in error]


@asynccontextmanager
async def looking(stage: Stage, chromium: str, look: Look = DESKTOP) -> AsyncIterator[Page]:
    """Open the dashboard with the card, all posters in sight drawn."""
    api = stage.home_assistant.api
    path = await dashboard.create(api)
    async with browser(chromium, stage.folder) as chrome:
        page = await chrome.open(api, path, look)
        await dashboard.drawn(page, [medium.title for medium in await stage.leaving_soon()])
        yield page


async def happens(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until something holds outside of the page."""
    await until(holds, what, timeout_seconds=30)


async def count(stage: Stage) -> int:
    """Return what the sensor counts."""
    states = await stage.home_assistant.api.states()
    (found,) = (
        state["state"]
        for entity_id, state in states.items()
        if entity_id.endswith("_leaving_soon") and "_films_" not in entity_id
        if "_series_" not in entity_id and "_size_" not in entity_id
        if entity_id.startswith("sensor.")
    )
    return int(found)


async def linked(stage: Stage) -> set[str]:
    """Return the titles that have a link in Jellyfin's Leaving Soon libraries."""
    return {
        title
        for shelf in await stage.shelves()
        if shelf.name.startswith("Leaving Soon - ")
        for title in shelf.titles
    }


@pytest.mark.xdist_group("e2e looks")
async def test_keeping_a_film_takes_it_off_the_card_the_count_and_jellyfin(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        before = await count(stage)

        async def is_linked() -> bool:
            return "Metropolis" in await linked(stage)

        await happens(is_linked, "the link")
        async with looking(stage, chromium) as page:
            await page.click(f"{poster('Metropolis')}.querySelector('.keep')", "Keep")
            await page.wait_for(f"!{poster('Metropolis')}", "the poster to go")

            async def fell() -> bool:
                return await count(stage) == before - 1

            async def unlinked() -> bool:
                return "Metropolis" not in await linked(stage)

            await happens(fell, "the count to fall")
            await happens(unlinked, "the link to go")
            assert not ours(page)

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_what_was_kept_by_mistake_is_let_go_again_from_the_message(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        async with looking(stage, chromium) as page:
            before = await titles(page)
            await page.click(f"{poster('Metropolis')}.querySelector('.keep')", "Keep")
            await page.wait_for_text("Metropolis stays.")
            await page.click(
                "deep.all('ha-toast ha-button').find((b) => b.textContent.includes('Let it go'))",
                "the message's button",
            )
            await page.wait_for(poster("Metropolis"), "the poster to come back")
            assert set(await titles(page)) == set(before)
            assert not ours(page)

    await on_stage(play)


@pytest.mark.xdist_group("e2e looks")
async def test_snoozing_says_until_when(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        async with looking(stage, chromium) as page:
            await page.click(f"{poster('Metropolis')}.querySelector('.snooze')", "Snooze")
            await page.wait_for(f"!{poster('Metropolis')}", "the poster to go")
            await page.wait_for_text("Metropolis stays until ")
            assert not ours(page)

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_tab_and_enter_keep_and_the_focus_goes_to_the_next(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        async with looking(stage, chromium) as page:
            first, second, *_ = await titles(page)
            await page.evaluate(f"{CARD}.shadowRoot.querySelector('[role=radio]').focus()")
            await page.press("Tab")
            assert (await page.evaluate(FOCUSED)).startswith(f"Keep {first}")
            await page.press("Enter")
            await page.wait_for(f"!{poster(first)}", "the poster to go")
            assert (await page.evaluate(FOCUSED)).startswith(f"Keep {second}")
            await page.wait_for_text(f"{first} stays.")

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_the_arrows_choose_what_is_shown(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        media = await stage.leaving_soon()
        async with looking(stage, chromium) as page:
            await page.evaluate(f"{CARD}.shadowRoot.querySelector('[role=radio]').focus()")
            await page.press("ArrowRight")
            films = [medium.title for medium in media if medium.kind == "movie"]
            await page.wait_for(f"{POSTERS}.length === {len(films)}", "the films alone")
            assert await titles(page) == films
            checked = f"{CARD}.shadowRoot.querySelector('[aria-checked=true]')"
            assert await page.evaluate(f"{checked} === {CARD}.shadowRoot.activeElement")

    await on_stage(play)


@pytest.mark.xdist_group("e2e looks")
async def test_on_a_phone_everything_fits_and_can_be_touched(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        async with looking(stage, chromium, PHONE) as page:
            sizes = await page.evaluate(
                f"[...{CARD}.shadowRoot.querySelectorAll('button')].map((button) =>"
                " Math.min(button.offsetWidth, button.offsetHeight))"
            )
            assert min(sizes) >= 44
            spilt = await page.evaluate(
                f"[...{CARD}.shadowRoot.querySelectorAll('*')].filter((part) =>"
                " part.getBoundingClientRect().right > innerWidth).map((part) => part.outerHTML)"
            )
            assert spilt == []
            lefts = await page.evaluate(f"{POSTERS}.map((li) => li.getBoundingClientRect().left)")
            assert len(set(lefts)) in {2, 3}

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_no_key_of_a_server_reaches_the_browser(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        addresses = stage.simulator.addresses
        async with looking(stage, chromium) as page:
            await page.click(f"{poster('Metropolis')}.querySelector('.keep')", "Keep")
            await page.wait_for_text("Metropolis stays.")
            told = [await page.evaluate("deep.markup()"), *page.traffic]
        # What is looked through is what it should be: pictures' addresses, and what the card heard.
        assert any("/poster/" in part for part in told)
        assert any("not_answering" in part for part in told)
        for server in (addresses.jellyfin, addresses.radarr, addresses.sonarr):
            assert not [part for part in told if server.api_key in part]
            assert not [part for part in told if part.startswith(server.url)]

    await on_stage(play)


async def own_dashboard(stage: Stage, config: dict[str, Any]) -> str:
    """Make a dashboard with one card, and return its path."""
    async with stage.home_assistant.api.websocket() as websocket:
        await websocket.command(
            "lovelace/dashboards/create",
            url_path="my-own",
            title="My own",
            mode="storage",
            show_in_sidebar=True,
            require_admin=False,
        )
        await websocket.command(
            "lovelace/config/save",
            url_path="my-own",
            config={"views": [{"type": "masonry", "title": "Home", "cards": [config]}]},
        )
    return "/my-own/0"


@pytest.mark.xdist_group("e2e sync")
async def test_the_example_of_the_readme_shows_what_it_says(chromium: str) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(rf"```yaml\n(type: custom:{CARD_TYPE}\n.*?)```", readme, re.DOTALL)
    config: Any = parse_yaml(example)

    async def play(stage: Stage) -> None:
        films = [m.title for m in await stage.leaving_soon() if m.kind == config["kind"]]
        path = await own_dashboard(stage, config)
        async with browser(chromium, stage.folder) as chrome:
            page = await chrome.open(stage.home_assistant.api, path)
            await page.wait_for_text(config["title"], *films[: config["limit"]])
            assert await titles(page) == films[: config["limit"]]
            await page.click(f"{CARD}.shadowRoot.querySelector('.more')", "Show more")
            await page.wait_for_text(*films)
            assert not ours(page)

    await on_stage(play)


@pytest.mark.xdist_group("e2e looks")
async def test_a_server_that_does_not_answer_is_named_and_nothing_goes(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        control = stage.simulator.addresses.control.url
        async with looking(stage, chromium) as page, aiohttp.ClientSession() as session:
            before = await titles(page)
            broken = {"server": "radarr", "fault": "error"}
            async with session.post(f"{control}/break", json=broken) as answer:
                assert answer.ok
            await stage.home_assistant.api.ask("oxicleanarr", "sync")
            await page.wait_for_text("Radarr: no complete answer.")
            assert await titles(page) == before

    await on_stage(play)


@pytest.mark.xdist_group("e2e looks")
async def test_the_picker_shows_the_card_and_its_editor_changes_it(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        api = stage.home_assistant.api
        path = await own_dashboard(stage, {"type": "markdown", "content": "Hello"})
        offer = f"deep.all('.card').find((card) => card.querySelector('{CARD_TYPE}'))"
        async with browser(chromium, stage.folder) as chrome:
            page = await chrome.open(api, f"{path}?edit=1")
            await page.wait_for_text("Add card")
            await page.click(
                "deep.all('ha-button').find((b) => /Add card/.test(b.textContent))", "Add card"
            )
            # Not with the mouse: the dialog is still moving into its place.
            tab = "deep.all('ha-tab-group-tab').find((tab) => /By card/.test(tab.textContent))"
            await page.wait_for(tab, "the list of all cards")
            await page.evaluate(f"{tab}.click()")
            await page.wait_for(f"{offer}?.textContent.includes('OxiCleanarr')", "our card")
            await page.wait_for(f"{POSTERS}.length", "its preview")
            await page.evaluate(f"{offer}.querySelector('.overlay').click()")
            form = "deep.all('hui-form-editor')[0]?.shadowRoot.querySelector('ha-form')"
            await page.wait_for(f"{form}?.schema.length", "the editor")
            changed = json.dumps({"type": f"custom:{CARD_TYPE}", "kind": "series", "title": "TV"})
            await page.evaluate(
                f"{form}.dispatchEvent(new CustomEvent('value-changed',"
                f" {{bubbles: true, composed: true, detail: {{value: {changed}}}}}))"
            )
            series = [m.title for m in await stage.leaving_soon() if m.kind == "series"]
            await page.wait_for(
                f"deep.all('{CARD_TYPE}').some((card) => [...card.shadowRoot"
                ".querySelectorAll('.title')].map((title) => title.textContent).join()"
                f" === {json.dumps(','.join(series))})",
                "the preview to follow",
            )
            assert not ours(page)

    await on_stage(play)


@pytest.mark.xdist_group("e2e sync")
async def test_the_dashboard_is_offered_to_be_made(chromium: str) -> None:
    async def play(stage: Stage) -> None:
        async with browser(chromium, stage.folder) as chrome:
            page = await chrome.open(stage.home_assistant.api, "/config/lovelace/dashboards")
            await page.wait_for_text("Add dashboard", "UI controlled")
            await page.click(
                "deep.all('ha-button').find((b) => /Add dashboard/.test(b.textContent))",
                "Add dashboard",
            )
            await page.wait_for(
                "deep.all('dashboard-card').some((card) => card.name.includes('OxiCleanarr'))",
                "our dashboard among them",
            )
            assert not ours(page)

    await on_stage(play)
