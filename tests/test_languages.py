"""The texts in other languages: as many as in English, with the same placeholders, and really translated."""

from collections import Counter
from collections.abc import Iterator
import json
import re

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
import pytest

from custom_components.oxicleanarr.policy.texts import LANGUAGES
from simulator import Options, Stack

from .household import act, entity_id, media, start
from .texts import COMPONENT, DOMAIN, texts

OTHERS = sorted(LANGUAGES.keys() - {"en"})

NAMES = {
    "API",
    "Bridge",
    "Home Assistant",
    "Jellyfin",
    "OxiCleanarr",
    "Radarr",
    "Seerr",
    "Sonarr",
}
"""What is called the same everywhere."""

SAME = {
    "de": {
        "Film",
        "Genres",
        "Links in Jellyfin",
        "Medium",
        "Name",
        "Person",
        "Problem",
        "Tag",
        "Version",
    },
    "es": {"Series", "series"},
    "fr": {"Collection", "Date", "Film", "Films", "Genres", "Version", "films"},
    "nl": {
        "Film",
        "Films",
        "Genres",
        "Links in Jellyfin",
        "Medium",
        "Series",
        "films",
        "links",
        "series",
    },
}
"""Words that are spelt as in English."""


def _shape(text: str) -> tuple[Counter[str], int, int, int]:
    """Return what a translation must keep: placeholders, line breaks, emphasis, and steps of a path."""
    placeholders = Counter(set(re.findall(r"\{\w+\}", text)))
    return placeholders, text.count("\n"), text.count("**"), text.count("→")


GLOSSARY = {
    "leaving soon": "entity.sensor.leaving_soon.name",
    "keep": "services.keep.name",
    "let go": "services.unkeep.name",
    "snooze": "services.snooze.name",
    "schedule": "services.schedule.name",
    "verdict": "services.get_media.fields.verdict.name",
    "rule": "config_subentries.rule.entry_type",
    "collection": "options.step.display.data.collection_name",
    "household": "services.sync.fields.config_entry_id.name",
    "sync": "services.sync.name",
    "tag": "config_subentries.rule.step.tag.data.tag",
}
"""Words of the table in the documentation that stand alone in a text."""


def _glossary() -> dict[str, dict[str, str]]:
    """Return the words of the documentation's table by language and English word."""
    page = (COMPONENT.parents[1] / "docs" / "languages.md").read_text(encoding="utf-8")
    table = page[page.index("| English |") :].splitlines()
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table if "|" in row]
    languages = ("en", "de", "fr", "es", "nl")
    return {
        language: {row[0]: row[column] for row in rows[2:]}
        for column, language in enumerate(languages)
    }


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("word", sorted(GLOSSARY))
def test_a_word_is_the_one_of_the_table(language: str, word: str) -> None:
    assert texts(language)[GLOSSARY[word]] == _glossary()[language][word]


@pytest.mark.parametrize("language", OTHERS)
def test_the_card_uses_the_words_of_the_table(language: str) -> None:
    card = (COMPONENT / "frontend" / "texts.js").read_text(encoding="utf-8")
    part = card[card.index(f'"{language}": {{') :]
    for key, word in (("leaving_soon", "leaving soon"), ("keep", "keep"), ("snooze", "snooze")):
        said = re.search(rf'"{key}": "([^"]*)"', part)
        assert said is not None
        assert said[1] == _glossary()[language][word]


def test_our_languages_are_those_that_home_assistant_finds() -> None:
    found = {path.stem for path in (COMPONENT / "translations").glob("*.json")}
    assert found == LANGUAGES.keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_in_the_same_order(language: str) -> None:
    assert list(texts(language)) == list(texts())


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_placeholders_line_breaks_and_emphasis(language: str) -> None:
    translated = texts(language)
    assert not [key for key, text in texts().items() if _shape(text) != _shape(translated[key])]


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_none_of_the_english_texts(language: str) -> None:
    same = {text for key, text in texts(language).items() if text == texts()[key]}
    without_words = {text for text in same if not re.sub(r"\{\w+\}", "", text)}
    assert same - without_words - NAMES <= SAME[language]


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_typed_or_clicked_elsewhere_is_not_translated(language: str) -> None:
    kept = re.compile(r"http://\S+\d|/\w[\w/-]+|config\.toml|\b\d+d\b|\bnever\b|full_scan_\w+|:ro")
    translated = texts(language)
    changed = [
        key
        for key, text in texts().items()
        for word in kept.findall(text)
        if word not in translated[key]
    ]
    assert not changed


@pytest.mark.parametrize("language", OTHERS)
async def test_home_assistant_loads_a_language(hass: HomeAssistant, language: str) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    loaded = await async_get_translations(hass, language, "services", [DOMAIN])
    key = "services.keep.name"
    assert loaded[f"component.{DOMAIN}.{key}"] == texts(language)[key] != texts()[key]


@pytest.mark.parametrize("language", OTHERS)
def test_quotes_are_those_of_the_language(language: str) -> None:
    quotes = {"de": "„“", "es": "«»", "fr": "«»", "nl": "‘’"}
    used = set("".join(texts(language).values()))
    assert not used & (set('“”„«»‘"') - set(quotes[language]))


def _files() -> Iterator[str]:
    for path in sorted((COMPONENT / "translations").glob("*.json")):
        yield path.name


@pytest.mark.parametrize("name", list(_files()))
def test_a_file_of_texts_can_be_read_by_people(name: str) -> None:
    content = (COMPONENT / "translations" / name).read_text(encoding="utf-8")
    assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("stack", [Options(movies=6, series=2, users=1)], indirect=True)
@pytest.mark.parametrize(
    ("language", "keeps", "would_stay"),
    [
        ("de", "Jemand behält es für immer", "Wenn das Behalten zurückgenommen wird,"),
        ("de-CH", "Jemand behält es für immer", "Wenn das Behalten zurückgenommen wird,"),
        ("es", "Alguien conserva este título para siempre", "Si ya nadie lo conserva,"),
        ("fr", "Quelqu'un garde ce titre pour toujours", "Si la décision de le garder"),
        ("nl", "Iemand houdt het voor altijd", "Als niemand het meer houdt,"),
        ("pl", "Somebody keeps it for ever", "If the keep is taken back,"),
    ],
)
async def test_an_action_answers_in_the_language_of_home_assistant(
    hass: HomeAssistant, stack: Stack, language: str, keeps: str, would_stay: str
) -> None:
    hass.config.language = language
    await start(hass, stack)
    title = next(iter(await media(hass, kind="movie")))
    await act(hass, "keep", title=title)
    row = (await media(hass, explain=True))[title]
    assert row["reasons"] == [{"code": "kept", "text": keeps}]
    assert row["protected_by"][0] == {"code": "kept", "text": keeps}
    assert row["would_change"][0].startswith(would_stay)


@pytest.mark.parametrize("stack", [Options(movies=6, series=2, users=1)], indirect=True)
async def test_what_entities_tell_is_in_the_language_of_home_assistant(
    hass: HomeAssistant, stack: Stack
) -> None:
    hass.config.language = "de"
    await start(hass, stack)
    listed = await hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": entity_id(hass, "todo", "leaving_soon")},
        blocking=True,
        return_response=True,
    )
    assert listed is not None
    ((items,),) = [answer.values() for answer in listed.values() if isinstance(answer, dict)]
    assert isinstance(items, list)
    assert items
    for item in items:
        assert isinstance(item, dict)
        assert re.search(r"Hinzugefügt am|Zuletzt angesehen am|Nie angesehen", str(item))
        assert re.search(r"\d,\d GB$", str(item["description"]))
