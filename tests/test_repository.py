"""What GitHub does with the repository: as little as it must be allowed to, by actions that cannot be exchanged."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import pytest

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def _workflow(path: Path) -> Any:
    content: dict[Any, Any] = dict(load_yaml_dict(path))
    # To YAML, the word "on" is a truth.
    return content | {"on": content.pop(True, content.get("on"))}


def _steps(workflow: Any) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", ())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_read_and_nothing_else_unless_a_job_says_so(path: Path) -> None:
    workflow = _workflow(path)
    assert workflow["permissions"] == {"contents": "read"}
    writing = {
        name: job["permissions"]
        for name, job in workflow["jobs"].items()
        if "write" in job.get("permissions", {}).values()
    }
    assert writing == ({"release": {"contents": "write"}} if path.stem == "release" else {})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_named_by_its_commit(path: Path) -> None:
    workflow = _workflow(path)
    used = [step["uses"] for step in _steps(workflow) if "uses" in step]
    assert used
    assert not [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)]
    text = path.read_text(encoding="utf-8")
    assert all(re.search(rf"{re.escape(name)} # \S+$", text, re.MULTILINE) for name in used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_that_strangers_write_is_put_into_a_command(path: Path) -> None:
    assert not [step for step in _steps(_workflow(path)) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", ["ci", "validate"])
def test_it_is_checked_with_every_change_and_every_night(name: str) -> None:
    on = _workflow(GITHUB / "workflows" / f"{name}.yml")["on"]
    assert {"push", "pull_request", "schedule"} <= on.keys()


def test_everything_that_must_hold_is_run() -> None:
    steps = list(_steps(_workflow(GITHUB / "workflows" / "ci.yml")))
    assert ".ci/run" in [step.get("run") for step in steps]
    used = {step.get("uses", "").partition("@")[0] for step in _steps(_workflow(WORKFLOWS[-1]))}
    assert {"home-assistant/actions/hassfest", "hacs/action"} <= used


def test_a_release_comes_after_all_checks() -> None:
    jobs = _workflow(GITHUB / "workflows" / "release.yml")["jobs"]
    assert jobs["check"]["uses"] == "./.github/workflows/ci.yml"
    assert jobs["release"]["needs"] == "check"
    assert "workflow_call" in _workflow(GITHUB / "workflows" / "ci.yml")["on"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_has_what_github_wants(path: Path) -> None:
    form = load_yaml_dict(path)
    assert {"name", "description", "body"} <= form.keys()
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids))
    for part in form["body"]:
        assert part["type"] in {"markdown", "textarea", "input", "dropdown", "checkboxes"}
        assert part["attributes"].get("value" if part["type"] == "markdown" else "label")


def test_whoever_reports_an_error_is_asked_for_diagnostics_versions_and_log() -> None:
    form = load_yaml_dict(GITHUB / "ISSUE_TEMPLATE" / "bug.yml")
    parts = {part["id"]: part for part in form["body"] if "id" in part}
    assert {"diagnostics", "version", "home_assistant", "servers", "log"} <= parts.keys()
    assert parts["diagnostics"]["validations"]["required"]


def test_dependencies_are_looked_after_where_they_are() -> None:
    updates = load_yaml_dict(GITHUB / "dependabot.yml")["updates"]
    folders = {one["package-ecosystem"]: one["directory"] for one in updates}
    assert folders == {"github-actions": "/", "pip": "/requirements"}
    assert list((ROOT / "requirements").glob("*.txt"))


def test_the_dev_container_has_the_right_python_and_sets_itself_up() -> None:
    content = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    assert content["image"].endswith(":3.14")
    assert content["postCreateCommand"].split()[0] == "scripts/setup"
    assert 8123 in content["forwardPorts"]


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "README.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    scripts = re.findall(r"`((?:scripts|\.ci)/[\w-]+)", text)
    assert not [name for name in (*links, *scripts) if not (ROOT / name).exists()]


def test_addresses_lead_to_the_repository_of_the_manifest() -> None:
    manifest = json.loads(
        (ROOT / "custom_components" / "oxicleanarr" / "manifest.json").read_text()
    )
    for page in (ROOT / "SECURITY.md", GITHUB / "ISSUE_TEMPLATE" / "config.yml"):
        assert f"{manifest['documentation']}/security" in page.read_text(encoding="utf-8")
