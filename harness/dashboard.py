"""The demo's dashboard, made of Home Assistant's own cards."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .api import Api
from .media import Medium, days, size

URL_PATH = "leaving-soon"
TITLE = "Leaving soon"
ICON = "mdi:door-open"
# The order in which kinds of entities are read best.
DOMAINS = ("sensor", "todo", "calendar", "binary_sensor", "button")
HEADINGS = {
    "sensor": ("At a glance", "mdi:eye-outline"),
    "binary_sensor": ("Servers", "mdi:server-network"),
    "button": ("Actions", "mdi:gesture-tap"),
}
DEFAULT_HEADING = ("More", "mdi:dots-horizontal")


async def create(api: Api, entities: Iterable[str], media: Sequence[Medium]) -> str:
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
    await fill(api, entities, media)
    return f"/{URL_PATH}/0"


async def fill(api: Api, entities: Iterable[str], media: Sequence[Medium]) -> None:
    """Show these on the dashboard; open browsers follow at once."""
    async with api.websocket() as websocket:
        await websocket.command(
            "lovelace/config/save", url_path=URL_PATH, config=config(entities, media)
        )


def config(entities: Iterable[str], media: Sequence[Medium]) -> dict[str, Any]:
    """Return the dashboard's configuration: what leaves on the left, the entities beside it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for entity_id in sorted(entities, key=_rank):
        heading = HEADINGS.get(entity_id.partition(".")[0], DEFAULT_HEADING)
        groups.setdefault(heading, []).append(entity_id)
    view = {
        "type": "sections",
        "title": TITLE,
        "icon": ICON,
        "max_columns": 3,
        "sections": [
            {
                "type": "grid",
                "column_span": 2,
                "cards": [
                    _heading(TITLE, ICON),
                    {
                        "type": "markdown",
                        "content": markdown(media),
                        "grid_options": {"columns": "full"},
                    },
                ],
            },
            {
                "type": "grid",
                "cards": [
                    card
                    for (title, icon), members in groups.items()
                    for card in (_heading(title, icon), *map(_tile, members))
                ],
            },
        ],
    }
    return {"title": TITLE, "views": [view]}


def markdown(media: Sequence[Medium]) -> str:
    """Return what is about to leave as a Markdown table."""
    if not media:
        return "Nothing is about to leave. 🍿"
    head = ["| | What, and why | Leaves | Size |", "|:-:|:--|:--|--:|"]
    icons = {"movie": "mdi:movie-open-outline", "series": "mdi:television-classic"}
    rows = [
        f'| <ha-icon icon="{icons.get(medium.kind, "mdi:play")}"></ha-icon> '
        f"| **{_cell(medium.name)}**<br>{_cell(medium.why)} "
        f"| {_when(medium)} | {_nowrap(size(medium.size_bytes))} |"
        for medium in media
    ]
    return "\n".join([*head, *rows])


def _when(medium: Medium) -> str:
    return f"{_nowrap(days(medium.days_left))}<br>{_nowrap(f'{medium.leaves_on:%d %b}')}"


def _nowrap(text: str) -> str:
    return text.replace(" ", "&nbsp;")


def _cell(text: str) -> str:
    """Return a text that is only a text in a Markdown table, and in Home Assistant's templates."""
    for sign, spelled in (("&", "&amp;"), ("<", "&lt;"), ("|", "&#124;"), ("{", "&#123;")):
        text = text.replace(sign, spelled)
    return text


def _heading(title: str, icon: str) -> Mapping[str, Any]:
    return {"type": "heading", "heading": title, "icon": icon}


def _tile(entity_id: str) -> Mapping[str, Any]:
    domain = entity_id.partition(".")[0]
    if domain == "binary_sensor":  # one for each server: its device says which
        return {"type": "tile", "entity": entity_id, "name": {"type": "device"}}
    tile: dict[str, Any] = {
        "type": "tile",
        "entity": entity_id,
        "name": {"type": "entity"},
        "grid_options": {"columns": "full"},
    }
    if domain == "button":  # its state is when it was pressed last, which nobody asks for
        tile |= {"hide_state": True, "tap_action": {"action": "toggle"}}
    return tile


def _rank(entity_id: str) -> int:
    domain = entity_id.partition(".")[0]
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)
