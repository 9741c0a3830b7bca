"""Evidence that the documentation is complete: the product's own texts, forms and numbers say what it must hold."""

from collections.abc import Iterator, Mapping, Set as AbstractSet
from pathlib import Path
import re
from typing import Any, Final

from homeassistant.helpers.selector import NumberSelector, SelectSelector
from homeassistant.util.yaml import load_yaml_dict
import probatio

from custom_components.oxicleanarr.cleanup_forms import CLEANUP_FORM
from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.clients.http import DISK_SECONDS, HEAVY_SECONDS, QUICK_SECONDS
from custom_components.oxicleanarr.display_forms import DISPLAY_OPTIONS_FORM
from custom_components.oxicleanarr.forms import OPTIONS_FORM
from custom_components.oxicleanarr.library.reading import REMARKABLE_SHARE, UntrustedAnswerError
from custom_components.oxicleanarr.objection_texts.en import ENGLISH as OBJECTIONS
from custom_components.oxicleanarr.polling import POLL_INTERVAL
from custom_components.oxicleanarr.problem_texts import FAILURES, PROBLEMS
from custom_components.oxicleanarr.todo import MOST_ITEMS as MOST_TODO_ITEMS
from custom_components.oxicleanarr.upcoming import MOST_ITEMS as MOST_UPCOMING

from .written import COMPONENT, Evidence, section_of, texts_of

SERVERS: Final = ("Jellyfin", "Bridge", "Radarr", "Sonarr", "Seerr", "OxiCleanarr")
KINDS: Final = {"todo": "To-do list", "binary_sensor": "Binary sensor"}
# What the OxiCleanarr project's own documentation tells of, and everybody asks.
JELLYFIN_TROUBLES: Final = (
    "Plugin not detected",
    "Connection refused",
    "401",
    "Symlink failed",
    "Path mapping",
    "Library empty",
)
# The English of problems that no class of errors stands for.
OTHER_PROBLEMS: Final = {
    "rebuilt": "{server} has made its library anew, and may have forgotten what was watched",
    "not_asked": "{server} has not been asked yet since the start",
    "shrunk": "{server} has {after} media where it had {before} before",
    "lost_users": "{server} no longer has {people} of its users, nor what they watched",
    "lost_plays": "{server} no longer knows what {people} of its users watched",
    "bridge_not_answering": "The Bridge does not answer",
    "journal_stopping": "Home Assistant is stopping, so nothing is deleted any more",
    "journal_not_written": "The journal of deletions could not be written to {path}",
}


def _page(root: Path, name: str) -> str:
    """Return a page for users, which the README leads to."""
    assert f"(docs/{name})" in (root / "README.md").read_text(encoding="utf-8"), name
    return (root / "docs" / name).read_text(encoding="utf-8")


def _rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table, without the headings' underlines."""
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if set("".join(row)) - set(" -")]


def _first_cells(text: str) -> set[str]:
    return {part for row in _rows(text) for part in row[0].split("<br>")}


def docs_actions(root: Path) -> None:
    """The README has a row for each action, and `docs/actions.md` one for each field, with its range."""
    summary, page = section_of(root, "What you get"), _page(root, "actions.md")
    assert "`config_entry_id`" in page
    for action, content in load_yaml_dict(root / COMPONENT / "services.yaml").items():
        assert f"`oxicleanarr.{action}`" in summary, action
        found = re.search(
            rf"^### `oxicleanarr\.{action}`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL
        )
        assert found, f"{action} is not described"
        rows = {row[0]: row for row in _rows(found[1])}
        for name, field in content["fields"].items():
            if name != "config_entry_id":
                assert f"`{name}`" in rows, f"{name} of {action} is not described"
                _tells(rows[f"`{name}`"], field.get("default"), field["selector"].get("number"))


def _tells(row: list[str], default: Any, number: Mapping[str, Any] | None) -> None:
    """Check that a row has the default and the range of its field."""
    match default:
        case bool():
            assert row[1].casefold() == ("on" if default else "off"), row
        case int() | float():
            assert re.match(rf"{default:g}\b", row[1]), row
        case str():
            assert default in row[1], row
    if number and "max" in number:
        assert f"{number['min']:,g}–{number['max']:,g}" in " ".join(row), row


def docs_configuration_parameters(root: Path) -> None:
    """`docs/configuration.md` has a row for each field of every form, options with default and range."""
    page = _page(root, "configuration.md")
    told, found = _first_cells(page), texts_of(root)
    flows = [found["config"], found["options"], *found["config_subentries"].values()]
    labels = {label for flow in flows for step in flow["step"].values() for label in _labels(step)}
    selectors = found["selector"].values()
    labels |= {one["name"] for choice in selectors for one in choice.get("fields", {}).values()}
    assert len(labels) > 50
    assert not labels - told, labels - told
    options = section_of(root, "Options of a household", "docs/configuration.md")
    rows = {row[0]: row for row in _rows(options)}
    forms = {"retention": OPTIONS_FORM, "display": DISPLAY_OPTIONS_FORM, "cleanup": CLEANUP_FORM}
    for step, form in forms.items():
        for marker, selector in form.schema.items():
            row = rows[found["options"]["step"][step]["data"][marker.schema]]
            number = selector.config if isinstance(selector, NumberSelector) else None
            _tells(row, _shown(marker, selector, found["selector"]), number)


def _labels(step: Mapping[str, Any]) -> Iterator[str]:
    yield from step.get("data", {}).values()


def _shown(marker: probatio.Marker, selector: object, choices: Mapping[str, Any]) -> Any:
    """Return the default of a field as people see it."""
    default = None
    if isinstance(marker, probatio.Required) and callable(marker.default):
        default = marker.default()
    if isinstance(selector, SelectSelector) and isinstance(default, str):
        return choices[selector.config["translation_key"]]["options"][default]
    # A time of the day, without its seconds.
    return default.removesuffix(":00") if isinstance(default, str) else default


def docs_supported_functions(root: Path) -> None:
    """`docs/entities.md` has a row for each entity with its kind, and names each of its states."""
    table = _page(root, "entities.md")
    page = " ".join(table.split())
    rows = {(row[0], row[1].partition(",")[0]) for row in _rows(table)}
    for platform, entities in texts_of(root)["entity"].items():
        kind = KINDS.get(platform, platform.capitalize())
        for entity in entities.values():
            name = re.sub(r"\{\w+\}", "…", entity["name"])
            assert (name, kind) in rows, f"{name} ({kind}) is not described"
            events = entity.get("state_attributes", {}).get("event_type", {})
            for state in {**entity.get("state", {}), **events.get("state", {})}.values():
                assert f"*{state}*" in page, f"{state} of {name} is not described"


def docs_data_update(root: Path) -> None:
    """`docs/how-data-is-updated.md` says what each server is asked when, and what happens when one fails."""
    page = _page(root, "how-data-is-updated.md")
    assert POLL_INTERVAL.total_seconds() == 1800
    assert "**every half hour**" in page
    what = _first_cells(section_of(root, "What", "docs/how-data-is-updated.md"))
    assert all(any(server in cell for cell in what) for server in SERVERS)
    fails = section_of(root, "When a server fails", "docs/how-data-is-updated.md")
    assert "one line when it goes and one when it is back" in fails
    assert f"More than {REMARKABLE_SHARE:.0%}".replace("%", " %") in fails
    for seconds in (QUICK_SECONDS, DISK_SECONDS, HEAVY_SECONDS):
        assert f"{seconds} seconds" in page


def docs_known_limitations(root: Path) -> None:
    """`docs/limits.md` lists what it cannot do, with the true numbers."""
    page = _page(root, "limits.md")
    assert len(re.findall(r"^- \*\*", page, re.MULTILINE)) >= 10
    assert f"at most {MOST_TODO_ITEMS} titles" in page
    assert f"*Upcoming departures* {MOST_UPCOMING}" in page


def docs_supported_devices(root: Path) -> None:
    """`docs/servers.md` names every server that can be set up, with its versions, and what is not supported."""
    rows = {row[0]: row for row in _rows(_page(root, "servers.md"))}
    subentries = texts_of(root)["config_subentries"]
    servers = {name.capitalize() for name in subentries.keys() - {"rule", "oxicleanarr"}}
    servers |= {"OxiCleanarr", "Jellyfin", "jellyfin-rust", "Jellyseerr, Overseerr"}
    assert servers <= rows.keys()
    assert all(rows[server][1] for server in servers)
    assert "Not supported:" in _page(root, "servers.md")


def docs_use_cases(root: Path) -> None:
    """The README says what people use it for."""
    cases = section_of(root, "What people use it for")
    assert len(re.findall(r"^- \*\*", cases, re.MULTILINE)) >= 4


def docs_troubleshooting(root: Path) -> None:
    """`docs/troubleshooting.md` has a row for each message that a person can meet, and for each Jellyfin trouble."""
    page = _page(root, "troubleshooting.md")
    told = _first_cells(page)
    missing = [text for text in _messages(root) if not _is_told(text, told)]
    assert not missing, missing
    troubles = section_of(root, "Jellyfin does not show Leaving Soon", "docs/troubleshooting.md")
    assert not [one for one in JELLYFIN_TROUBLES if f"**{one}" not in troubles]
    # Two columns where the message says the cause by itself.
    assert all(len(row) in {2, 3} and row[-1] for row in _rows(page) if row[0] != _BY_ITSELF)


_BY_ITSELF: Final = "The OxiCleanarr server did not do it"


def _messages(root: Path) -> Iterator[str]:
    """Yield every message in English, with its placeholders."""
    found = texts_of(root)
    for flow in (found["config"], found["options"], *found["config_subentries"].values()):
        yield from (*flow.get("error", {}).values(), *flow.get("abort", {}).values())
    yield from (one["message"] for one in found["exceptions"].values())
    for issue in found["issues"].values():
        yield issue["title"]
        yield from issue.get("fix_flow", {}).get("abort", {}).values()
    yield from OBJECTIONS.values()
    yield from FAILURES["en"].values()
    said = {kind.key: kind.sentence for kind in _kinds(ClientError, UntrustedAnswerError)}
    said |= OTHER_PROBLEMS
    assert said.keys() == PROBLEMS["de"].keys()
    yield from said.values()


_ANOTHER_MESSAGE: Final = re.compile(r"\{problem\}(; try again\.)?")


def _kinds(*kinds: type[Any]) -> Iterator[type[Any]]:
    for kind in kinds:
        for one in kind.__subclasses__():
            yield one
            yield from _kinds(one)


def _is_told(text: str, told: AbstractSet[str]) -> bool:
    """Return whether a message has a row; one that is nothing but another message is told where that one is."""
    return bool(_ANOTHER_MESSAGE.fullmatch(text)) or not told.isdisjoint(_beginnings(text))


def _beginnings(text: str) -> set[str]:
    """Return a message up to its first break, with or without what follows a colon; what varies is three dots."""
    plain = re.sub(r"\{\w+\}", "…", text.replace("{detail}", ""))
    sentence = re.split(r"[;(]|\. |\.$", plain)[0].strip()
    return {sentence, sentence.partition(":")[0].strip()}


DOCUMENTED: Final[Mapping[str, Evidence]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        *(docs_actions, docs_configuration_parameters, docs_supported_functions, docs_data_update),
        *(docs_known_limitations, docs_supported_devices, docs_use_cases, docs_troubleshooting),
    )
}
