"""The set-up dialog is walked through, and what it complains about is told in its own words."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast, override

from aiohttp import ClientSession
import pytest

from harness.api import Api, Tokens, WebSocket
from harness.errors import HarnessError
from harness.flows import set_up

CREATED = {"type": "create_entry"}


class Texts:
    """A WebSocket that knows one text."""

    async def command(self, kind: str, **data: Any) -> Any:
        """Answer with the texts of the dialog."""
        prefix = "component.oxicleanarr.config"
        return {
            "resources": {
                f"{prefix}.error.unreachable": "Nothing answers at {url}.",
                f"{prefix}.abort.already_configured": "It is set up already.",
            }
        }


class Dialog(Api):
    """A Home Assistant that answers from a list, and remembers what it was sent."""

    def __init__(self, *answers: Mapping[str, Any]) -> None:
        """Answer with these, in turn."""
        super().__init__(cast("ClientSession", None), "", Tokens("", "", 0))
        self.answers = list(answers)
        self.sent: list[Mapping[str, Any]] = []

    @override
    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        self.sent.append(body)
        return self.answers.pop(0)

    @override
    @asynccontextmanager
    async def websocket(self) -> AsyncIterator[WebSocket]:
        yield cast("WebSocket", Texts())


def form(step: str, *fields: str, **more: Any) -> dict[str, Any]:
    schema = [{"name": field, "required": True} for field in fields]
    return {"type": "form", "flow_id": "1", "step_id": step, "data_schema": schema, **more}


async def test_each_step_gets_what_is_known_for_it() -> None:
    dialog = Dialog(form("user", "url"), form("radarr", "url"), CREATED)
    await set_up(dialog, "oxicleanarr", {"user": {"url": "a"}, "radarr": {"url": "b"}})
    assert dialog.sent == [{"handler": "oxicleanarr"}, {"url": "a"}, {"url": "b"}]


async def test_a_complaint_is_told_in_the_words_of_the_dialog() -> None:
    refused = form(
        "user", errors={"url": "unreachable"}, description_placeholders={"url": "http://a"}
    )
    with pytest.raises(HarnessError, match=r"'user': Nothing answers at http://a\. \(field url\)"):
        await set_up(Dialog(form("user"), refused), "oxicleanarr", {})


async def test_an_unknown_complaint_is_told_by_its_key() -> None:
    with pytest.raises(HarnessError, match="brand_new"):
        await set_up(Dialog(form("user", errors={"base": "brand_new"})), "oxicleanarr", {})


async def test_a_dialog_that_gives_up_says_why() -> None:
    dialog = Dialog({"type": "abort", "reason": "already_configured"})
    with pytest.raises(HarnessError, match=r"It is set up already\."):
        await set_up(dialog, "oxicleanarr", {})


async def test_the_same_form_again_without_a_word_is_no_endless_loop() -> None:
    with pytest.raises(HarnessError, match="again"):
        await set_up(Dialog(form("user"), form("user")), "oxicleanarr", {})
