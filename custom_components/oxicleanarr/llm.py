"""What language models can do here: the same as people by voice. Nothing lets anything go."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, override

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType
import probatio

from .answers import describe
from .calls import brief
from .const import DOMAIN
from .library.models import Kind, Medium
from .voice.abilities import (
    Found,
    Sought,
    async_keep,
    async_seek,
    async_sync,
    because,
    households,
    leaving,
    silent_servers,
)

# What a model can read without forgetting the question.
_MOST_MEDIA = 30
_TOLD = ("id", "title", "year", "kind", "verdict", "leaves_on", "days_left", "size_bytes", "stale")

_PROMPT = (
    "Films and series leave the household's Jellyfin on dates that the oxicleanarr tools tell. They can keep a "
    "title, but nobody can delete one with them. When a title is not found, try its original title."
)

_KIND = {
    probatio.Optional("kind", description="Only films, or only series"): probatio.In(
        [kind.value for kind in Kind]
    )
}
_TITLE = probatio.Schema(
    {
        probatio.Required(
            "title",
            description="The title, with the year after it if several are called so; or the id of an earlier answer",
        ): probatio.All(str, probatio.Length(min=1)),
        **_KIND,
    }
)
_READS = llm.ToolAnnotations(read_only=True, destructive=False, idempotent=True, open_world=False)


class LeavingSoonTool(llm.Tool):
    """What is leaving soon, or within so many days."""

    name = f"{DOMAIN}__leaving_soon"
    title = "Films and series that leave soon"
    description = (
        "List which films and series leave Jellyfin, the next departure first. "
        "Without days, what the household was told is leaving soon."
    )
    parameters = probatio.Schema(
        {
            probatio.Optional(
                "days", description="Only what leaves within so many days; 0 is today"
            ): probatio.All(probatio.Coerce(int), probatio.Range(min=0, max=3650)),
            **_KIND,
        }
    )
    annotations = _READS
    integration = DOMAIN

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: llm.ToolInput, llm_context: llm.LLMContext
    ) -> llm.ToolResult:
        asked = self.parameters(tool_input.tool_args)
        departures = leaving(hass, asked.get("days"), _kind(asked))
        media = _media(hass, (found for found, _ in departures[:_MOST_MEDIA]), llm_context)
        return llm.ToolResult(data={"total": len(departures), "media": media})


class HowLongTool(llm.Tool):
    """How long a title is still here."""

    name = f"{DOMAIN}__how_long"
    title = "How long a film or series stays"
    description = "Tell when one film or series leaves Jellyfin, or why it stays."
    parameters = _TITLE
    annotations = _READS
    integration = DOMAIN

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: llm.ToolInput, llm_context: llm.LLMContext
    ) -> llm.ToolResult:
        asked = self.parameters(tool_input.tool_args)
        sought = await async_seek(hass, asked["title"], _kind(asked))
        if not sought.found:
            return _not_one(sought)
        return llm.ToolResult(data={"media": _media(hass, sought.found, llm_context)})


class KeepTool(llm.Tool):
    """Keep a title."""

    name = f"{DOMAIN}__keep"
    title = "Keep a film or series"
    description = "Keep one film or series for ever: it does not leave Jellyfin."
    parameters = _TITLE
    annotations = llm.ToolAnnotations(destructive=False, idempotent=True, open_world=False)
    integration = DOMAIN

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: llm.ToolInput, llm_context: llm.LLMContext
    ) -> llm.ToolResult:
        asked = self.parameters(tool_input.tool_args)
        sought = await async_seek(hass, asked["title"], _kind(asked))
        if not sought.found:
            return _not_one(sought)
        new = await async_keep(hass, sought.found, llm_context.context)
        return llm.ToolResult(
            data={
                "kept": _brief(one.decision.medium for one in sought.found),
                "already": not new,
            }
        )


class SyncTool(llm.Tool):
    """Ask all servers again."""

    name = f"{DOMAIN}__sync"
    title = "Sync the media library"
    description = "Read Jellyfin, Radarr and Sonarr anew, and tell how much is leaving soon."
    annotations = llm.ToolAnnotations(destructive=False, idempotent=True)
    integration = DOMAIN

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: llm.ToolInput, llm_context: llm.LLMContext
    ) -> llm.ToolResult:
        reports = await async_sync(hass)
        if reports is None:
            return llm.ToolResult(data={"finished": False})
        return llm.ToolResult(
            data={
                "finished": True,
                "leaving_soon": sum(len(report.snapshot.plan.leaving_soon) for report in reports),
                "servers_without_complete_answer": list(silent_servers(reports)),
            }
        )


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools for Assist while a household is running."""
    if api_id != llm.LLM_API_ASSIST or not households(hass):
        return None
    return LLMTools(
        tools=[LeavingSoonTool(), HowLongTool(), KeepTool(), SyncTool()], prompt=_PROMPT
    )


def _kind(asked: dict[str, Any]) -> Kind | None:
    return Kind(asked["kind"]) if "kind" in asked else None


def _not_one(sought: Sought) -> llm.ToolResult:
    error = "several titles fit; ask which one is meant" if sought.several else "no title fits"
    return llm.ToolResult(
        data={"error": error, "candidates": _brief(sought.several or sought.nearest)}, error=True
    )


def _brief(media: Iterable[Medium]) -> list[JsonValueType]:
    return [brief(medium) for medium in islice(media, _MOST_MEDIA)]


def _media(
    hass: HomeAssistant, found: Iterable[Found], llm_context: llm.LLMContext
) -> list[JsonValueType]:
    language = llm_context.language or hass.config.language
    return [_told(one, language) for one in found]


def _told(found: Found, language: str) -> JsonObjectType:
    now = dt_util.now()
    told = describe(found.decision, found.coordinator.data.library, now, language)
    return {name: told[name] for name in _TOLD} | {
        "reason": because(found.decision, now, language),
        "household": found.household,
    }
