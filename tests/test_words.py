"""The texts of spoken answers: the same in every language."""

from dataclasses import fields
from string import Formatter

import pytest

from custom_components.oxicleanarr.policy.texts import texts_in
from custom_components.oxicleanarr.voice.words import WORDS, Words, words_in

LANGUAGES = ("en", "de", "fr", "es", "nl")


def _texts(words: Words) -> dict[str, str]:
    """Return every text of a language by its field, and what it is for."""
    texts: dict[str, str] = {}
    for field in fields(words):
        if field.name == "texts":
            continue
        match getattr(words, field.name):
            case str() as text:
                texts[field.name] = text
            case tuple() as names:
                texts |= {f"{field.name} {place}": name for place, name in enumerate(names)}
            case by_kind:
                texts |= {f"{field.name} {kind}": text for kind, text in by_kind.items()}
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    def blanks(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    english, texts = _texts(words_in("en")), _texts(words_in(language))
    assert all(texts.values())
    assert {name: blanks(text) for name, text in texts.items()} == {
        name: blanks(text) for name, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_those_of_the_same_language(language: str) -> None:
    assert words_in(language).texts is texts_in(language)


def test_the_languages_are_those_of_the_sentences() -> None:
    assert WORDS.keys() == set(LANGUAGES)
