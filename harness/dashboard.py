"""The demo's dashboard: the one that the integration itself builds."""

from collections.abc import Iterable
from typing import Final

from .api import Api
from .browser import Page

URL_PATH: Final = "leaving-soon"
TITLE: Final = "Leaving soon"
ICON: Final = "mdi:door-open"
CONFIG: Final = {"strategy": {"type": "custom:oxicleanarr-leaving-soon"}}

# Those below the window are loaded when somebody scrolls to them.
POSTERS_IN_SIGHT: Final = """(() => {
  const seen = deep.all("oxicleanarr-leaving-soon-card")
    .flatMap((card) => [...card.shadowRoot.querySelectorAll("img")])
    .filter((image) => image.getBoundingClientRect().top < innerHeight);
  return seen.length > 0 && seen.every((image) => image.complete && image.naturalWidth > 0);
})()"""


async def create(api: Api) -> str:
    """Make the dashboard and return its path."""
    async with api.websocket() as websocket:
        await websocket.command(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title=TITLE,
            icon=ICON,
            mode="storage",
            show_in_sidebar=True,
            require_admin=False,
        )
        await websocket.command("lovelace/config/save", url_path=URL_PATH, config=CONFIG)
    return f"/{URL_PATH}/0"


async def drawn(page: Page, titles: Iterable[str]) -> None:
    """Wait until a page with the card shows these titles, and the posters that are in sight."""
    await page.wait_for_text(TITLE, *titles)
    await page.wait_for(POSTERS_IN_SIGHT, "the posters")
