"""The sentence files in docs/voice, said to Home Assistant's own conversation agent."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
import shutil
from typing import Any

from hassil import Intents, parse_sentence
from home_assistant_intents import get_intents
from homeassistant.components.conversation import async_converse, get_agent_manager
from homeassistant.components.conversation.models import ConversationInput
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.oxicleanarr.intent import (
    HowLongHandler,
    KeepHandler,
    LeavingSoonHandler,
    SyncHandler,
)
from simulator import Stack

from .household import WINDOW_DAYS, count, departures, media, start, with_libraries
from .voice import spoken

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = ("en", "de", "fr", "es", "nl")
HANDLERS = {
    handler.intent_type: handler
    for handler in (LeavingSoonHandler(), KeepHandler(), HowLongHandler(), SyncHandler())
}

LEAVING, KEEP, HOW_LONG, SYNC = "LeavingSoon", "Keep", "HowLong", "Sync"
# The language, what is said, what it is understood as, and the slots.
SAMPLES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("en", "What is leaving soon?", LEAVING, {}),
    ("en", "What's leaving this week?", LEAVING, {"days": 7}),
    (
        "en",
        "Which films are leaving in the next 10 days?",
        LEAVING,
        {"kind": "movie", "days": 10},
    ),
    ("en", "Which series disappear this month?", LEAVING, {"kind": "series", "days": 30}),
    ("en", "What leaves today?", LEAVING, {"days": 0}),
    ("en", "Keep Metropolis", KEEP, {"title": "Metropolis"}),
    ("en", "Keep the film Metropolis, please", KEEP, {"kind": "movie", "title": "Metropolis"}),
    ("en", "Keep Nosferatu from 1922", KEEP, {"title": "Nosferatu from 1922"}),
    ("en", "Don't let The Kid go", KEEP, {"title": "The Kid"}),
    ("en", "How long is Metropolis still here?", HOW_LONG, {"title": "Metropolis"}),
    (
        "en",
        "When does the series Sherlock Holmes leave?",
        HOW_LONG,
        {"kind": "series", "title": "Sherlock Holmes"},
    ),
    ("en", "Sync the media library", SYNC, {}),
    ("de", "Was verschwindet bald?", LEAVING, {}),
    ("de", "Was verschwindet diese Woche?", LEAVING, {"days": 7}),
    (
        "de",
        "Welche Filme verschwinden in den nächsten 10 Tagen?",
        LEAVING,
        {"kind": "movie", "days": 10},
    ),
    ("de", "Welche Serien verschwinden diesen Monat?", LEAVING, {"kind": "series", "days": 30}),
    ("de", "Was geht heute weg?", LEAVING, {"days": 0}),
    ("de", "Behalte Metropolis", KEEP, {"title": "Metropolis"}),
    ("de", "Behalte bitte den Film Metropolis", KEEP, {"kind": "movie", "title": "Metropolis"}),
    ("de", "Behalte Nosferatu von 1922", KEEP, {"title": "Nosferatu von 1922"}),
    ("de", "Lass Der müde Tod da", KEEP, {"title": "Der müde Tod"}),
    ("de", "Wie lange ist Metropolis noch da?", HOW_LONG, {"title": "Metropolis"}),
    (
        "de",
        "Wann verschwindet die Serie Sherlock Holmes?",
        HOW_LONG,
        {"kind": "series", "title": "Sherlock Holmes"},
    ),
    ("de", "Synchronisiere die Mediathek", SYNC, {}),
    ("fr", "Qu'est-ce qui part bientôt ?", LEAVING, {}),
    ("fr", "Qu'est-ce qui part cette semaine ?", LEAVING, {"days": 7}),
    (
        "fr",
        "Quels films partent dans les 10 prochains jours ?",
        LEAVING,
        {"kind": "movie", "days": 10},
    ),
    ("fr", "Quelles séries disparaissent ce mois-ci ?", LEAVING, {"kind": "series", "days": 30}),
    ("fr", "Qu'est-ce qui part aujourd'hui ?", LEAVING, {"days": 0}),
    ("fr", "Garde Metropolis", KEEP, {"title": "Metropolis"}),
    (
        "fr",
        "Garde le film Metropolis, s'il te plaît",
        KEEP,
        {"kind": "movie", "title": "Metropolis"},
    ),
    ("fr", "Il faut garder Nosferatu de 1922", KEEP, {"title": "Nosferatu de 1922"}),
    ("fr", "Ne laisse pas partir Les Vampires", KEEP, {"title": "Les Vampires"}),
    (
        "fr",
        "Combien de temps Metropolis reste-t-il encore ?",
        HOW_LONG,
        {"title": "Metropolis"},
    ),
    (
        "fr",
        "Quand part la série Sherlock Holmes ?",
        HOW_LONG,
        {"kind": "series", "title": "Sherlock Holmes"},
    ),
    ("fr", "Synchronise la médiathèque", SYNC, {}),
    ("es", "¿Qué se va pronto?", LEAVING, {}),
    ("es", "¿Qué se va esta semana?", LEAVING, {"days": 7}),
    (
        "es",
        "¿Qué películas se van en los próximos 10 días?",
        LEAVING,
        {"kind": "movie", "days": 10},
    ),
    ("es", "¿Qué series desaparecen este mes?", LEAVING, {"kind": "series", "days": 30}),
    ("es", "¿Qué se va hoy?", LEAVING, {"days": 0}),
    ("es", "Conserva Metropolis", KEEP, {"title": "Metropolis"}),
    (
        "es",
        "Conserva la película Metropolis, por favor",
        KEEP,
        {"kind": "movie", "title": "Metropolis"},
    ),
    ("es", "Guarda Nosferatu de 1922", KEEP, {"title": "Nosferatu de 1922"}),
    ("es", "No dejes que se vaya The Kid", KEEP, {"title": "The Kid"}),
    ("es", "¿Cuánto tiempo le queda a Metropolis?", HOW_LONG, {"title": "Metropolis"}),
    (
        "es",
        "¿Cuándo se va la serie Sherlock Holmes?",
        HOW_LONG,
        {"kind": "series", "title": "Sherlock Holmes"},
    ),
    ("es", "Sincroniza la mediateca", SYNC, {}),
    ("nl", "Wat verdwijnt er binnenkort?", LEAVING, {}),
    ("nl", "Wat verdwijnt er deze week?", LEAVING, {"days": 7}),
    (
        "nl",
        "Welke films verdwijnen in de komende 10 dagen?",
        LEAVING,
        {"kind": "movie", "days": 10},
    ),
    ("nl", "Welke series verdwijnen deze maand?", LEAVING, {"kind": "series", "days": 30}),
    ("nl", "Wat gaat er vandaag weg?", LEAVING, {"days": 0}),
    ("nl", "Bewaar Metropolis", KEEP, {"title": "Metropolis"}),
    (
        "nl",
        "Bewaar de film Metropolis alsjeblieft",
        KEEP,
        {"kind": "movie", "title": "Metropolis"},
    ),
    ("nl", "Bewaar Nosferatu uit 1922", KEEP, {"title": "Nosferatu uit 1922"}),
    ("nl", "Laat The Kid staan", KEEP, {"title": "The Kid"}),
    ("nl", "Hoe lang is Metropolis er nog?", HOW_LONG, {"title": "Metropolis"}),
    (
        "nl",
        "Wanneer verdwijnt de serie Sherlock Holmes?",
        HOW_LONG,
        {"kind": "series", "title": "Sherlock Holmes"},
    ),
    ("nl", "Synchroniseer de mediabibliotheek", SYNC, {}),
]

BUILT_IN = [
    ("en", "what time is it", "HassGetCurrentTime"),
    ("de", "wie spät ist es", "HassGetCurrentTime"),
    ("fr", "quelle heure est-il", "HassGetCurrentTime"),
    ("es", "qué hora es", "HassGetCurrentTime"),
    ("nl", "hoe laat is het", "HassGetCurrentTime"),
]


def _file(language: str) -> Path:
    return DOCS / "voice" / language / "oxicleanarr.yaml"


def _content(language: str) -> dict[str, Any]:
    return load_yaml_dict(str(_file(language)))


# The files


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_for_its_language_and_all_intents(language: str) -> None:
    content = _content(language)
    assert content["language"] == language
    assert content["intents"].keys() == HANDLERS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_fills_only_slots_that_the_intents_have(language: str) -> None:
    content = _content(language)
    rules = content["expansion_rules"]
    for name, data in content["intents"].items():
        sentences = " ".join(s for block in data["data"] for s in block["sentences"])
        for rule in rules:
            sentences = sentences.replace(f"<{rule}>", rules[rule])
        slots = set(re.findall(r"\{\w+:(\w+)\}", sentences))
        assert slots <= {str(key) for key in HANDLERS[name].slot_schema or {}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_file_is_understood_by_the_recogniser(language: str) -> None:
    content = _content(language)
    for rule in content["expansion_rules"].values():
        parse_sentence(rule)
    intents = Intents.from_dict(content)
    # They are parsed when they are first asked for.
    assert all(block.sentences for one in intents.intents.values() for block in one.data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["lists", "expansion_rules", "intents"])
def test_a_file_overwrites_nothing_of_home_assistants_own(language: str, part: str) -> None:
    own = get_intents(language)
    assert own
    assert not _content(language)[part].keys() & own[part].keys()


def test_the_samples_are_those_of_the_documentation() -> None:
    told = re.findall(
        r"^\| “(.+?)” \|", (DOCS / "voice.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert told == [sentence for _, sentence, _, _ in SAMPLES]


# What Home Assistant makes of them


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Use a configuration folder with our sentences in it, as docs/voice.md says."""
    for language in LANGUAGES:
        folder = Path(hass_tmp_config_dir) / "custom_sentences" / language
        folder.mkdir(parents=True)
        shutil.copy(_file(language), folder)
    return hass_tmp_config_dir


@pytest.fixture(scope="module")
def parsed_once() -> Iterator[None]:
    """Parse the same sentences once: each test's Home Assistant would parse all of a language anew."""
    parse, parsed = Intents.from_dict, dict[str, Intents]()

    def parse_once(content: dict[str, Any]) -> Intents:
        key = json.dumps(content, sort_keys=True)
        if key not in parsed:
            parsed[key] = parse(content)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Intents, "from_dict", parse_once)
        yield


@pytest.fixture
async def assist(hass: HomeAssistant, parsed_once: None) -> None:
    """A Home Assistant that one can talk to."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})


async def _understood(hass: HomeAssistant, language: str, text: str) -> tuple[str, dict[str, Any]]:
    """Return the intent that a sentence is understood as, and its slots."""
    agent = get_agent_manager(hass).default_agent
    assert agent is not None
    said = ConversationInput(
        text=text,
        context=Context(),
        conversation_id=None,
        device_id=None,
        satellite_id=None,
        language=language,
        agent_id="conversation.home_assistant",
    )
    result = await agent.async_recognize_intent(said, strict_intents_only=True)
    assert result is not None
    return result.intent.name, {slot.name: slot.value for slot in result.entities_list}


async def _say(hass: HomeAssistant, language: str, text: str) -> intent.IntentResponse:
    result = await async_converse(hass, text, None, Context(), language)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result.response


@pytest.mark.usefixtures("assist")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_samples_are_understood(hass: HomeAssistant, language: str) -> None:
    understood = {
        text: await _understood(hass, language, text)
        for other, text, _, _ in SAMPLES
        if other == language
    }
    assert understood == {
        text: (f"OxiCleanarr{name}", slots)
        for other, text, name, slots in SAMPLES
        if other == language
    }


@pytest.mark.usefixtures("assist")
@pytest.mark.parametrize(("language", "text", "name"), BUILT_IN)
async def test_other_sentences_are_left_alone(
    hass: HomeAssistant, language: str, text: str, name: str
) -> None:
    assert (await _understood(hass, language, text))[0] == name


@pytest.mark.usefixtures("assist")
@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "Keep Metropolis, please", "All right, Metropolis (1927) stays."),
        ("de", "Behalte den Film Metropolis", "Gut, Metropolis (1927) bleibt."),
        ("fr", "Garde Metropolis de 1927", "D'accord, Metropolis (1927) reste."),
        ("es", "Conserva Metropolis", "De acuerdo, Metropolis (1927) se queda."),
        ("nl", "Laat Metropolis staan", "Goed, Metropolis (1927) blijft."),
    ],
)
async def test_a_sentence_keeps_a_film(
    hass: HomeAssistant, stack: Stack, language: str, text: str, answer: str
) -> None:
    await start(hass, stack)
    assert spoken(await _say(hass, language, text)) == answer
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"
    assert count(hass) == str(len(departures(stack)) - 1)


@pytest.mark.usefixtures("assist")
async def test_a_sentence_takes_the_link_out_of_jellyfin(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=with_libraries(stack))
    await hass.async_block_till_done(wait_background_tasks=True)
    folder = stack.world.movies_dir.with_name("leaving-soon")
    assert list(folder.rglob("*Metropolis*"))
    await _say(hass, "en", "Keep Metropolis")
    assert not list(folder.rglob("*Metropolis*"))


@pytest.mark.usefixtures("assist")
async def test_a_question_by_sentence_is_answered(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    told = spoken(await _say(hass, "en", "How long is the film Metropolis still here?"))
    assert told.startswith(f"Metropolis (1927) leaves in {WINDOW_DAYS} days, on ")


@pytest.mark.usefixtures("assist")
async def test_a_question_back_is_answered_by_the_whole_sentence(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    asked = spoken(await _say(hass, "en", "Keep Sherlock"))
    assert asked == "Which one: Sherlock Jr. (1924) or Sherlock Holmes (1954)?"
    told = spoken(await _say(hass, "en", "Keep Sherlock from 1924"))
    assert told == "All right, Sherlock Jr. (1924) stays."


@pytest.mark.usefixtures("assist")
@pytest.mark.parametrize("text", ["Delete Metropolis", "Let Metropolis go", "Schedule Metropolis"])
async def test_no_sentence_lets_anything_go(hass: HomeAssistant, stack: Stack, text: str) -> None:
    await start(hass, stack)
    before = await media(hass)
    response = await _say(hass, "en", text)
    assert response.response_type is intent.IntentResponseType.ERROR
    assert await media(hass) == before
