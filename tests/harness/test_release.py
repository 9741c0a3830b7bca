"""A release has the version of its tag, and the changelog tells of it."""

import json
from pathlib import Path

import pytest

from harness import release
from harness.release import NotReadyError, notes, sections

CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A dance

## 1.1.0

- A song

[1.2.0]: https://example.com
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "custom_components" / "oxicleanarr"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"version": "1.2.0"}))
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    return tmp_path


def test_a_changelog_is_read_by_versions() -> None:
    assert list(sections(CHANGELOG)) == ["Unreleased", "1.2.0", "1.1.0"]
    assert sections(CHANGELOG)["1.2.0"] == "### Added\n\n- A dance"
    assert sections(CHANGELOG)["Unreleased"] == ""


def test_a_release_tells_its_own_section(root: Path) -> None:
    assert notes(root, "v1.2.0") == "### Added\n\n- A dance"


@pytest.mark.parametrize("tag", ["1.2.0", "v1.2.1", "v1.1.0", ""])
def test_another_tag_than_the_version_is_refused(root: Path, tag: str) -> None:
    with pytest.raises(NotReadyError, match=r"version is 1\.2\.0"):
        notes(root, tag)


def test_a_release_that_the_changelog_does_not_tell_of_is_refused(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- A dance\n")
    with pytest.raises(NotReadyError, match=r"says nothing of 1\.2\.0"):
        notes(root, "v1.2.0")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["v1.2.0"], 0, "- A dance"),
        (["v2"], 1, "v1.2.0 is meant"),
        ([], 2, "Usage"),
        (["--help"], 2, "Usage"),
    ],
)
def test_the_command(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(release, "__file__", str(root / "harness" / "release.py"))
    assert release.main(arguments) == code
    out, err = capsys.readouterr()
    assert said in (err if code == 1 else out)
