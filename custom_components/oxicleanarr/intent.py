"""What people can say to Home Assistant: what is leaving, keep this, how long is that here, sync."""

from typing import Any, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.util import dt as dt_util
import probatio

from .library.models import Kind
from .voice import speech
from .voice.abilities import Found, Sought, async_keep, async_seek, async_sync, households, leaving
from .voice.words import words_in

INTENT_LEAVING_SOON = "OxiCleanarrLeavingSoon"
INTENT_KEEP = "OxiCleanarrKeep"
INTENT_HOW_LONG = "OxiCleanarrHowLong"
INTENT_SYNC = "OxiCleanarrSync"

SLOT_DAYS = "days"
SLOT_KIND = "kind"
SLOT_TITLE = "title"

# Enough to be shown; the answer itself names fewer.
_MOST_TARGETS = 50

_KIND = {probatio.Optional(SLOT_KIND): probatio.Coerce(Kind)}


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register all that can be said."""
    for handler in (LeavingSoonHandler(), KeepHandler(), HowLongHandler(), SyncHandler()):
        intent.async_register(hass, handler)


class _Handler(intent.IntentHandler):
    """Answers in the language of the question, and says so when no household is running."""

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        response = intent_obj.create_response()
        if households(intent_obj.hass):
            slots = self.async_validate_slots(intent_obj.slots)
            values = {name: slot["value"] for name, slot in slots.items()}
            await self.async_answer(intent_obj, values, response)
        else:
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE,
                words_in(intent_obj.language).not_running,
            )
        return response

    async def async_answer(
        self, asked: intent.Intent, slots: dict[str, Any], response: intent.IntentResponse
    ) -> None:
        """Do what was asked, and put the answer into the response."""
        raise NotImplementedError


class _TitleHandler(_Handler):
    """What is said about one title, which must be clear first."""

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        return {probatio.Required(SLOT_TITLE): intent.non_empty_string, **_KIND}

    @override
    async def async_answer(
        self, asked: intent.Intent, slots: dict[str, Any], response: intent.IntentResponse
    ) -> None:
        sought = await async_seek(asked.hass, slots[SLOT_TITLE], slots.get(SLOT_KIND))
        if not sought.found:
            _ask_back(asked, slots[SLOT_TITLE], sought, response)
            return
        response.async_set_speech(await self.async_answer_found(asked, sought.found))
        response.async_set_results([_target(one) for one in sought.found])

    async def async_answer_found(self, asked: intent.Intent, found: tuple[Found, ...]) -> str:
        """Do what was asked with the title, and return what to say."""
        raise NotImplementedError


class LeavingSoonHandler(_Handler):
    """What is leaving soon, or within so many days."""

    intent_type = INTENT_LEAVING_SOON
    description = "Tells which films and series leave Jellyfin soon, or within a number of days"

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        days = probatio.All(probatio.Coerce(int), probatio.Range(min=0))
        return {probatio.Optional(SLOT_DAYS): days, **_KIND}

    @override
    async def async_answer(
        self, asked: intent.Intent, slots: dict[str, Any], response: intent.IntentResponse
    ) -> None:
        days, kind = slots.get(SLOT_DAYS), slots.get(SLOT_KIND)
        departures = leaving(asked.hass, days, kind)
        response.response_type = intent.IntentResponseType.QUERY_ANSWER
        response.async_set_speech(
            speech.leaving_soon(words_in(asked.language), departures, days, kind, dt_util.now())
        )
        response.async_set_results([_target(found) for found, _ in departures[:_MOST_TARGETS]])


class KeepHandler(_TitleHandler):
    """Keep a title."""

    intent_type = INTENT_KEEP
    description = "Keeps a film or series: it does not leave Jellyfin"

    @override
    async def async_answer_found(self, asked: intent.Intent, found: tuple[Found, ...]) -> str:
        new = await async_keep(asked.hass, found, asked.context)
        return speech.kept(words_in(asked.language), found, already=not new)


class HowLongHandler(_TitleHandler):
    """How long a title is still here."""

    intent_type = INTENT_HOW_LONG
    description = "Tells when a film or series leaves Jellyfin, or why it stays"

    @override
    async def async_answer(
        self, asked: intent.Intent, slots: dict[str, Any], response: intent.IntentResponse
    ) -> None:
        response.response_type = intent.IntentResponseType.QUERY_ANSWER
        await super().async_answer(asked, slots, response)

    @override
    async def async_answer_found(self, asked: intent.Intent, found: tuple[Found, ...]) -> str:
        return speech.how_long(words_in(asked.language), found, dt_util.now(), asked.language)


class SyncHandler(_Handler):
    """Ask all servers again."""

    intent_type = INTENT_SYNC
    description = "Reads Jellyfin, Radarr and Sonarr anew"

    @override
    async def async_answer(
        self, asked: intent.Intent, slots: dict[str, Any], response: intent.IntentResponse
    ) -> None:
        reports = await async_sync(asked.hass)
        response.async_set_speech(speech.synced(words_in(asked.language), reports))


def _ask_back(
    asked: intent.Intent, title: str, sought: Sought, response: intent.IntentResponse
) -> None:
    # Not a failure: with this code a pipeline lets a language model try that may know the title better.
    response.async_set_error(
        intent.IntentResponseErrorCode.NO_VALID_TARGETS,
        speech.not_one(words_in(asked.language), title, sought),
    )


def _target(found: Found) -> intent.IntentResponseTarget:
    medium = found.decision.medium
    return intent.IntentResponseTarget(
        name=medium.title, type=intent.IntentResponseTargetType.CUSTOM, id=medium.id
    )
