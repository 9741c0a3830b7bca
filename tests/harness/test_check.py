"""The rules of hassfest and HACS: this repository keeps them, and each of them is noticed when it is broken."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil
import struct
from typing import Any

import pytest

from harness.check import __main__ as command, findings
from harness.check.brand import png_size

ROOT = Path(__file__).parents[2]
COMPONENT = "custom_components/oxicleanarr"
ROOMS = ("clients", "library", "policy", "display", "cleanup", "voice", "frontend")
"""What has nothing to be checked in it, and takes time to copy."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Copy what is checked."""
    shutil.copytree(
        ROOT / COMPONENT, tmp_path / COMPONENT, ignore=shutil.ignore_patterns("__pycache__", *ROOMS)
    )
    for name in ("README.md", "LICENSE", "hacs.json", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def _told(root: Path) -> list[str]:
    return list(findings(root))


def test_this_repository_keeps_all_rules(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main() == 0
    assert capsys.readouterr().out == ""


def test_whoever_breaks_a_rule_is_told(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "LICENSE").unlink()
    monkeypatch.setattr(command, "__file__", str(repository / "harness" / "check" / "__main__.py"))
    assert command.main() == 1
    assert capsys.readouterr().out == "LICENSE is missing\n"


def _change(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text())
    path.write_text(json.dumps(change(content) or content))


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda m: m.pop("iot_class") and m, "iot_class is missing"),
        (lambda m: m.pop("version") and m, "version is missing"),
        (lambda m: m.pop("issue_tracker") and m, "issue_tracker is missing"),
        (lambda m: m | {"zzz": 1}, "zzz is not known"),
        (lambda m: dict(reversed(m.items())), "the keys are not in their order"),
        (lambda m: m | {"domain": "other"}, "the domain is other, the folder oxicleanarr"),
        (lambda m: m | {"iot_class": "sometimes"}, "iot_class may not be sometimes"),
        (lambda m: m | {"integration_type": "toy"}, "integration_type may not be toy"),
        (lambda m: m | {"documentation": "http://x"}, "documentation is no https address"),
        (
            lambda m: m | {"documentation": "https://www.home-assistant.io/integrations/x"},
            "documentation is no https address",
        ),
        (lambda m: m | {"codeowners": []}, "codeowners are names"),
        (lambda m: m | {"codeowners": ["somebody"]}, "codeowners are names"),
        (lambda m: m | {"version": "new"}, "new is no version"),
        (lambda m: m | {"requirements": ["msgspec"]}, "the requirement msgspec names"),
        (lambda m: m | {"requirements": ["msgspec >= 1"]}, "the requirement msgspec >= 1"),
        (lambda m: m | {"dependencies": []}, "card.py uses http"),
    ],
)
def test_a_manifest_with_a_mistake(repository: Path, change: Any, finding: str) -> None:
    _change(repository / COMPONENT / "manifest.json", change)
    assert any(one.startswith(f"manifest.json: {finding}") for one in _told(repository))


def test_what_is_only_imported_for_types_is_no_dependency(repository: Path) -> None:
    path = repository / COMPONENT / "card.py"
    path.write_text(
        path.read_text()
        + "\nif TYPE_CHECKING:\n    from homeassistant.components import zha\n"
        + "\ndef f():\n    import homeassistant.components.mqtt\n"
    )
    assert _told(repository) == ["manifest.json: card.py uses mqtt, which is among no dependencies"]


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("config_flow.py", "manifest.json: config_flow is promised"),
        ("services.yaml", "services.yaml: services.yaml is missing"),
        ("triggers.yaml", "triggers.yaml is missing"),
        ("conditions.yaml", "conditions.yaml is missing"),
        ("translations/en.json", "translations/en.json is missing"),
        ("brand/icon.png", "brand/icon.png is missing"),
        ("brand/icon@2x.png", "brand/icon@2x.png is missing"),
    ],
)
def test_a_file_that_is_missing(repository: Path, name: str, finding: str) -> None:
    (repository / COMPONENT / name).unlink()
    assert any(finding.removeprefix("services.yaml: ") in one for one in _told(repository))


def _put(content: Any, place: str, value: object) -> None:
    *way, last = place.split(".")
    for key in way:
        content = content.setdefault(key, {})
    content[last] = value


@pytest.mark.parametrize(
    ("place", "value", "finding"),
    [
        ("notes", "x", "notes: nobody looks for it there"),
        ("config.step.user.help", "x", "config.step.user.help: nobody looks"),
        ("options.abort.Big", "x", "options.abort.Big: names are of"),
        ("options.abort.a__b", "x", "options.abort.a__b: names are of"),
        ("config.error", "x", "config.error holds no texts"),
        ("config.title", {"a": "x"}, "config.title: nobody looks"),
        ("title", {"a": "x"}, "title is no text"),
        ("title", " ", "title says nothing"),
        ("title", "x ", "title begins or ends with a space"),
        ("title", "<b>x</b>", "title has HTML in it"),
        ("title", "x '{name}'", "title has a placeholder in single quotes"),
        ("title", "[%key:common::x%]", "title refers to another text"),
        ("options.step.init.data_description.nothing", "x", "options.step.init.data_description"),
        ("issues.no_permission.fix_flow", {}, "issues.no_permission has either"),
        ("issues.new", {"description": "x"}, "issues.new has no title"),
        ("exceptions.new", {}, "exceptions.new has no message"),
    ],
)
def test_texts_with_a_mistake(repository: Path, place: str, value: Any, finding: str) -> None:
    path = repository / COMPONENT / "translations" / "nl.json"
    _change(path, lambda content: _put(content, place, value))
    assert any(one.startswith(f"nl.json: {finding}") for one in _told(repository))


def test_a_key_that_is_there_twice(repository: Path) -> None:
    path = repository / COMPONENT / "translations" / "nl.json"
    path.write_text('{"title": "a", "title": "b"}')
    assert _told(repository) == ["nl.json: a key is there twice among title, title"]


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("icons.json", "[]", "icons.json: no object"),
        ("manifest.json", "{", "manifest.json: Expecting"),
        ("services.yaml", "- a", "services.yaml: "),
        ("triggers.yaml", "a: [", "triggers.yaml: "),
    ],
)
def test_a_file_that_cannot_be_read(
    repository: Path, name: str, content: str, finding: str
) -> None:
    (repository / COMPONENT / name).write_text(content)
    assert any(one.startswith(finding) for one in _told(repository))


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("dance:\n  fields: {}\n", "dance has not a text"),
        ("dance:\n  fields: {}\n", "dance has not an icon"),
        ("dance:\n  steps: 3\n", "dance.steps is not known"),
        ("dance:\n  fields:\n    step:\n      selector:\n", "dance.step: a field has one selector"),
        ("dance:\n  fields:\n    step:\n      colour: red\n", "dance.step.colour is not known"),
        (
            (
                "dance:\n  fields:\n    step:\n      selector:\n        select:\n"
                "          translation_key: tango\n"
            ),
            "dance.step: there are no texts for the selector tango",
        ),
        (
            (
                "dance:\n  fields:\n    step:\n      selector:\n        select:\n"
                "          translation_key: kind\n          options: [opera]\n"
            ),
            "dance.step: the selector kind has no text for opera",
        ),
        (
            (
                "dance:\n  fields:\n    a:\n      selector: {text: }\n"
                "    more:\n      fields:\n        a:\n          selector: {text: }\n"
            ),
            "dance.a is there twice",
        ),
    ],
)
@pytest.mark.parametrize("name", ["services", "triggers", "conditions"])
def test_a_description_with_a_mistake(repository: Path, name: str, text: str, finding: str) -> None:
    path = repository / COMPONENT / f"{name}.yaml"
    path.write_text(f"{path.read_text()}\n{text}")
    assert f"{name}.yaml: {finding}" in _told(repository)


def test_texts_and_icons_of_what_does_not_exist(repository: Path) -> None:
    _change(
        repository / COMPONENT / "icons.json",
        lambda icons: _put(icons, "services.dance", {"service": "mdi:dance-ballroom"}),
    )
    path = repository / COMPONENT / "translations" / "en.json"
    _change(path, lambda texts: _put(texts, "services.sync.fields.speed", {"name": "Speed"}))
    assert _told(repository) == [
        "services.yaml: there is an icon for dance, which does not exist",
        "services.yaml: sync: there is a text for speed, which does not exist",
    ]


@pytest.mark.parametrize(
    ("place", "value", "finding"),
    [
        ("colours", {}, "colours is not known"),
        ("services.sync.service", "hass:sync", "services.sync.service is hass:sync"),
        ("services.sync.colour", "mdi:sync", "services.sync.colour is not known"),
        ("triggers.kept.service", "mdi:sync", "triggers.kept.service is not known"),
        ("entity.sensor.dance.default", "mdi:dance-ballroom", "sensor.dance is an icon of"),
        ("entity.sensor.bridge.colour", "mdi:x", "sensor.bridge.colour is not known"),
        ("entity.sensor.bridge", {"state": {}}, "sensor.bridge has no default"),
        ("entity.sensor.bridge.state.unauthorized", "mdi:bridge", "sensor.bridge: the icon of"),
        ("entity.sensor.bridge.state.asleep", "mdi:sleep", "sensor.bridge: there is an icon"),
    ],
)
def test_an_icon_with_a_mistake(repository: Path, place: str, value: Any, finding: str) -> None:
    path = repository / COMPONENT / "icons.json"
    _change(path, lambda icons: _put(icons, place, value))
    assert any(one.startswith(f"icons.json: {finding}") for one in _told(repository))


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + struct.pack(">II", width, height)


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("icon.png", _png(255, 256), "brand/icon.png is 255×256"),
        ("dark_icon@2x.png", _png(256, 256), "brand/dark_icon@2x.png is 256×256"),
        ("logo.png", _png(800, 64), "brand/logo.png is 800×64"),
        ("icon.png", b"GIF89a", "brand/icon.png is no PNG"),
        ("photo.png", _png(256, 256), "brand/photo.png: nobody looks for it"),
    ],
)
def test_a_picture_with_a_mistake(
    repository: Path, name: str, content: bytes, finding: str
) -> None:
    (repository / COMPONENT / "brand" / name).write_bytes(content)
    (told,) = _told(repository)
    assert told.startswith(finding)


def test_the_size_of_a_real_picture_is_read() -> None:
    assert png_size(ROOT / COMPONENT / "brand" / "icon.png") == (256, 256)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda h: h.pop("name") and h, "hacs.json: the name is missing"),
        (lambda h: h | {"domains": []}, "hacs.json: domains is not known"),
        (
            lambda h: h | {"zip_release": True, "filename": ""},
            "hacs.json: a zip_release needs a filename",
        ),
        (
            lambda h: h | {"homeassistant": "2025.1.0"},
            "README.md says Home Assistant 2026.10, hacs.json 2025.1.0",
        ),
    ],
)
def test_hacs_settings_with_a_mistake(repository: Path, change: Any, finding: str) -> None:
    _change(repository / "hacs.json", change)
    assert _told(repository) == [finding]


def test_what_hacs_wants_around_the_integration(repository: Path) -> None:
    (repository / "README.md").write_text("Hello")
    (repository / "custom_components" / "another").mkdir()
    (repository / "CHANGELOG.md").write_text("# Changelog\n")
    (repository / "pyproject.toml").write_text('[project]\nversion = "1"\n')
    assert _told(repository) == [
        "README.md does not say which Home Assistant is needed",
        "custom_components holds another, oxicleanarr, not one integration",
        "custom_components/another has no manifest",
        "pyproject.toml: the version is told by the manifest alone",
        "CHANGELOG.md has no section",
    ]
    (repository / "README.md").unlink()
    (repository / "CHANGELOG.md").unlink()
    assert {"README.md is missing", "CHANGELOG.md is missing"} <= set(_told(repository))


def test_settings_that_cannot_be_read_are_one_finding(repository: Path) -> None:
    (repository / "hacs.json").write_text("{")
    assert len(_told(repository)) == 1
