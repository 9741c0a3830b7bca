"""Problems with servers and links are told in every language, whatever they are."""

from collections.abc import Iterator
from pathlib import Path
import re

from homeassistant.core import HomeAssistant
import pytest

from custom_components.oxicleanarr.clients.errors import (
    ANOTHER_APP,
    ClientError,
    NotUnderstood,
    Redirected,
    TimedOut,
    Unreachable,
    WrongApp,
)
from custom_components.oxicleanarr.display.models import Cause, Failure
from custom_components.oxicleanarr.journal import STOPPING, not_written
from custom_components.oxicleanarr.library.decided import NotSyncedError, SyncingError
from custom_components.oxicleanarr.library.models import Problem
from custom_components.oxicleanarr.library.reading import (
    AnotherServerError,
    ImplausibleError,
    IncompleteError,
    Reading,
    Size,
    UntrustedAnswerError,
    not_asked,
    problem_of,
)
from custom_components.oxicleanarr.policy.texts import LANGUAGES
from custom_components.oxicleanarr.problem_texts import DETAILS, FAILURES, PROBLEMS
from custom_components.oxicleanarr.problems import failure_sentence, problem_sentence, word
from simulator import Fault, Options, Stack
from tests.builders import NOW

from .household import act, connection, start
from .texts import COMPONENT, texts

REFUSED = "the connection was refused"
OTHERS = sorted(LANGUAGES.keys() - {"en"})

every_other_language = pytest.mark.parametrize("language", OTHERS)


def _client_errors(kind: type[ClientError] = ClientError) -> Iterator[ClientError]:
    for one in kind.__subclasses__():
        if issubclass(one, (WrongApp, Redirected)):
            yield one("Radarr", "Emby", "HTTP 500")
        else:
            yield one("Radarr", "HTTP 500")
        yield from _client_errors(one)


class _Answer:
    version = None
    skipped_rows = 0

    def __init__(self, size: Size) -> None:
        self.size = size


async def _doubt(accepted: Size, size: Size) -> Problem:
    async def fetch() -> _Answer:
        return _Answer(size)

    reading = Reading[_Answer]("radarr", "Radarr", accepted=accepted)
    problem = (await reading.renew(fetch, NOW)).problem
    assert problem is not None
    return problem


async def _problems() -> list[Problem]:
    """Return one of every kind."""
    ids = {"/a": "1", "/b": "2", "/c": "3", "/d": "4"}
    untrusted: tuple[UntrustedAnswerError, ...] = (
        IncompleteError("Radarr", "movies", 5, 9),
        ImplausibleError("Radarr", 6, 7),
        AnotherServerError("Radarr"),
        SyncingError(),
        NotSyncedError(),
    )
    return [
        *(problem_of(error) for error in _client_errors()),
        *(problem_of(error) for error in untrusted),
        await _doubt(Size(media=100), Size(media=1)),
        await _doubt(Size(media=1, people=frozenset({"u1"})), Size(media=1)),
        await _doubt(Size(media=1, plays={"u1": 9}), Size(media=1)),
        await _doubt(Size(media=4, ids=ids), Size(media=4, ids=dict.fromkeys(ids, "9"))),
        not_asked("Radarr"),
        Problem("bridge_not_answering", "The Bridge is silent (HTTP 502)", {"detail": "HTTP 502"}),
        STOPPING,
        not_written(Path("/config/journal")),
    ]


@every_other_language
async def test_every_problem_has_a_sentence_and_every_sentence_a_problem(language: str) -> None:
    assert {problem.said_as for problem in await _problems()} == PROBLEMS[language].keys()


@every_other_language
async def test_a_sentence_names_all_that_the_english_one_names(language: str) -> None:
    for problem in await _problems():
        said = problem_sentence(problem, language)
        names = [str(fact).strip(" ()") for fact in problem.facts.values() if fact]
        told = [word(name, language) for name in names if name in problem.message]
        assert said != problem.message
        assert [name for name in told if name not in said] == []


@every_other_language
def test_what_was_seen_is_told_in_the_language(language: str) -> None:
    said = problem_sentence(problem_of(Unreachable("Radarr", REFUSED)), language)
    assert f" ({DETAILS[language][REFUSED]})" in said
    assert REFUSED not in said


@every_other_language
def test_what_only_the_code_has_words_for_is_left_to_the_log(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", "custom_components.oxicleanarr"):
        problem = problem_of(NotUnderstood("Radarr", "an odd thing"))
    assert "(an odd thing)" in caplog.text
    assert "(" not in problem_sentence(problem, language)


@every_other_language
def test_what_was_found_instead_is_told_in_the_language(language: str) -> None:
    said = problem_sentence(problem_of(WrongApp("Radarr", ANOTHER_APP)), language)
    assert f"({DETAILS[language][ANOTHER_APP]})" in said


@every_other_language
def test_the_words_for_what_was_seen_are_those_of_the_code(language: str) -> None:
    code = "\n".join(_code())
    assert [said for said in DETAILS[language] if f'"{said}"' not in code] == []
    assert DETAILS[language].keys() == DETAILS["de"].keys()


@every_other_language
def test_everything_that_may_be_incomplete_has_a_name(language: str) -> None:
    code = "\n".join(_code())
    asked = set(re.findall(r'(?:require_\w+|IncompleteError)\([^,()]+, "([^"]+)"', code))
    assert len(asked) > 10
    assert asked <= DETAILS[language].keys()


def _code() -> Iterator[str]:
    """Yield the product's modules without the texts."""
    for path in COMPONENT.rglob("*.py"):
        if path.parent.name != "problem_texts":
            yield path.read_text(encoding="utf-8")


@every_other_language
def test_the_place_of_the_repairs_is_called_by_the_same_name_everywhere(language: str) -> None:
    elsewhere = texts(language)["exceptions.rebuild_obstructed.message"]
    place = re.findall(r"\w+ → \w+ → \w+", elsewhere)
    for key in ("shrunk", "rebuilt", "lost_users", "lost_plays"):
        assert re.findall(r"\w+ → \w+ → \w+", PROBLEMS[language][key]) == place


async def test_what_has_no_sentence_is_told_in_english() -> None:
    assert problem_sentence(Problem("new", "Something new"), "de") == "Something new"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("cause", Cause)
def test_every_failure_has_a_sentence(cause: Cause, language: str) -> None:
    said = failure_sentence(Failure("Faust", "/soon/Faust", cause, "/media/Faust", "no"), language)
    assert said.endswith(".")
    assert "{" not in said
    assert ("/soon/Faust" in said) is (cause is Cause.NOT_OURS)
    assert FAILURES[language].keys() == set(Cause)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Radarr hat nicht rechtzeitig geantwortet; versuche"),
        ("fr", "Radarr n'a pas répondu à temps ; réessayez"),
    ],
)
def test_a_problem_reads_like_the_language(language: str, words: str) -> None:
    assert problem_sentence(problem_of(TimedOut("Radarr")), language).startswith(words)


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
async def test_entities_and_actions_tell_problems_in_the_language_of_home_assistant(
    hass: HomeAssistant, stack: Stack
) -> None:
    hass.config.language = "nl"
    await start(hass, stack)
    stack.break_("radarr", Fault.STARTING)
    answer = await act(hass, "sync")
    words = "Radarr start op of is in onderhoud; wacht even"
    assert [server["problem"] for server in answer["servers"] if server["problem"]] == [words]
    assert connection(hass, "radarr").attributes["problem"] == words
