"""A release has the version of its tag, and the changelog tells of it."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from harness import release
from harness.release import NotReadyError, notes, sections

ROOT = Path(__file__).parents[2]
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
    [(["v2"], 1, "v1.2.0 is meant"), ([], 2, "Usage"), (["--help"], 2, "Usage")],
)
def test_the_command_refuses(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(release, "__file__", str(root / "harness" / "release.py"))
    target = root / "dist"
    assert release.main([*arguments, str(target)][: 2 if code == 1 else 1]) == code
    out, err = capsys.readouterr()
    assert said in (err if code == 1 else out)
    assert not target.exists()


def test_the_command_writes_what_is_published(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "__file__", str(root / "harness" / "release.py"))
    (root / "hacs.json").write_text('{"filename": "it.zip"}')
    assert release.main(["v1.2.0", str(root / "dist")]) == 0
    assert (root / "dist" / "notes.md").read_text() == "### Added\n\n- A dance\n"
    with ZipFile(root / "dist" / "it.zip") as archive:
        assert archive.namelist() == ["manifest.json"]


def test_the_zip_holds_what_the_repository_holds(tmp_path: Path) -> None:
    release.build(ROOT, tmp_path / "it.zip")
    folder = ROOT / "custom_components" / "oxicleanarr"
    files = [path for path in folder.rglob("*") if path.is_file()]
    with ZipFile(tmp_path / "it.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert set(names) == {
        path.relative_to(folder).as_posix() for path in files if "__pycache__" not in path.parts
    }
    assert {"manifest.json", "translations/en.json", "brand/icon.png"} <= set(names)


def test_the_same_files_make_the_same_zip(root: Path) -> None:
    for name in ("a.zip", "b.zip"):
        release.build(root, root / name)
    assert (root / "a.zip").read_bytes() == (root / "b.zip").read_bytes()
