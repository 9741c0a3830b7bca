"""Home Assistant's dialogs as people use them in the browser (2026.10)."""

import json

from .browser import Page

DIALOG = "deep.all('dialog').find((one) => one.open)"
AT_REST = f"{DIALOG} && document.getAnimations().every((one) => one.playState !== 'running')"


async def press(page: Page, *labels: str) -> None:
    """Press the button that is called like one of these."""
    wanted = json.dumps(labels)
    await page.click(
        f"deep.all('ha-button').find((one) => {wanted}.includes(one.textContent.trim()))",
        f"the button {' or '.join(labels)}",
    )


async def submit(page: Page, then: str) -> None:
    """Send the form that is open, and wait until the dialog shows the text ``then``."""
    await press(page, "Submit", "Finish")
    await shows(page, then)


async def choose(page: Page, text: str, then: str) -> None:
    """Choose the item of a menu that holds ``text``, and wait until the dialog shows ``then``."""
    item = json.dumps(text)
    await page.click(
        f"deep.all('ha-list-item').find((one) => one.textContent.includes({item}))", text
    )
    await shows(page, then)


async def fill(page: Page, **values: str) -> None:
    """Type into the fields with these names."""
    for name, text in values.items():
        await page.type(f"deep.all('input').find((one) => one.name === '{name}')", name, text)


async def shows(page: Page, text: str) -> None:
    """Wait until the dialog shows a text and moves no more, with the mouse where it touches nothing."""
    await page.wait_for_text(text)
    # It leaves an element only by a second move, when that has just come to lie under it.
    for place in (1, 0):
        await page.send("Input.dispatchMouseEvent", type="mouseMoved", x=place, y=place)
    await page.wait_for(AT_REST, "the dialog to come to rest")
