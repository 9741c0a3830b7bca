"""Evidence that can be read in the files. Each function fails when its rule is not kept below `root`."""

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import metadata
import json
from pathlib import Path
import re
import tomllib
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict, parse_yaml

from custom_components.oxicleanarr import PLATFORMS
from custom_components.oxicleanarr.polling import POLL_INTERVAL
from harness.check.brand import check_brand
from harness.check.icons import check_icons

COMPONENT: Final = Path("custom_components", "oxicleanarr")

type Evidence = Callable[[Path], None]


def _json(root: Path, name: str) -> Any:
    return json.loads((root / COMPONENT / name).read_text(encoding="utf-8"))


def texts_of(root: Path) -> Any:
    return _json(root, "translations/en.json")


@cache
def _parsed(text: str) -> ast.Module:
    """Return what a module says; one that did not change is not read again for each rule."""
    return ast.parse(text)


def _modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the integration with its name."""
    for path in sorted((root / COMPONENT).rglob("*.py")):
        name = path.relative_to(root / COMPONENT).as_posix()
        yield name, _parsed(path.read_text(encoding="utf-8"))


def section_of(root: Path, heading: str, page: str = "README.md") -> str:
    """Return what stands below a heading, up to the next one of its kind."""
    text = (root / page).read_text(encoding="utf-8")
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"{page} has no section {heading}"
    return found[1]


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def appropriate_polling(root: Path) -> None:
    """Twice an hour, for times that are counted in days; no field lets people change it."""
    assert timedelta(minutes=5) <= POLL_INTERVAL <= timedelta(days=1)
    assert "scan_interval" not in json.dumps(texts_of(root)["config"] | texts_of(root)["options"])


def brands(root: Path) -> None:
    """Icons of the right sizes are in `brand/`."""
    assert not list(check_brand(root / COMPONENT))


def common_modules(root: Path) -> None:
    """The coordinator is in `coordinator.py`, the base of the entities in `entity.py`, and platforms use it."""
    modules = dict(_modules(root))
    classes = {
        name: {node.name for node in ast.walk(code) if isinstance(node, ast.ClassDef)}
        for name, code in modules.items()
    }
    assert "OxiCleanarrCoordinator" in classes["coordinator.py"]
    assert "OxiCleanarrEntity" in classes["entity.py"]
    for platform in PLATFORMS:
        imported = {
            node.module
            for node in ast.walk(modules[f"{platform}.py"])
            if isinstance(node, ast.ImportFrom)
        }
        assert {"entity", "coordinator"} <= imported


def config_flow(root: Path) -> None:
    """It is set up in the user interface, and every field is explained."""
    assert _json(root, "manifest.json")["config_flow"] is True
    texts = texts_of(root)
    flows = [texts["config"], texts["options"], *texts["config_subentries"].values()]
    steps = [step for flow in flows for step in flow["step"].values() if "data" in step]
    assert len(steps) > 10
    assert not [step for step in steps if step["data"].keys() != step["data_description"].keys()]


def dependency_transparency(root: Path) -> None:
    """All that is required is on PyPI, under a licence that the OSI approves."""
    for requirement in _json(root, "manifest.json")["requirements"]:
        name = re.split(r"[=<>~]", requirement)[0]
        assert metadata(name).get("License-Expression") in {"BSD-3-Clause", "MIT", "Apache-2.0"}


def _described(root: Path, kind: str, heading: str) -> None:
    section = section_of(root, heading, "docs/automations.md")
    for name, content in load_yaml_dict(root / COMPONENT / f"{kind}.yaml").items():
        assert re.search(rf"\b{name}\b", section), f"{name} is not described"
        for option in content["fields"].keys() - {"config_entry_id"}:
            assert f"`{option}`" in section, f"{option} of {name} is not described"


def docs_triggers(root: Path) -> None:
    """Each trigger and its options are described in `docs/automations.md`."""
    _described(root, "triggers", "Triggers")


def docs_conditions(root: Path) -> None:
    """Each condition and its options are described in `docs/automations.md`."""
    _described(root, "conditions", "Conditions")


def docs_high_level_description(root: Path) -> None:
    """The README begins with what it is, and for whom."""
    intro = (root / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert len(intro) > 500
    assert not [one for one in ("Jellyfin", "Radarr", "Sonarr", "Seerr") if one not in intro]


def docs_installation_instructions(root: Path) -> None:
    """The README says what is needed and how to install it, with and without HACS."""
    section = section_of(root, "Install")
    assert "You need" in section
    assert "HACS" in section
    assert "Without HACS" in section
    assert len(re.findall(r"^\d\. ", section, re.MULTILINE)) >= 3


def docs_removal_instructions(root: Path) -> None:
    """The README says how to remove it, and what stays on the servers."""
    section = section_of(root, "Remove")
    assert "Delete" in section
    assert "Jellyfin" in section


def docs_installation_parameters(root: Path) -> None:
    """The README has a row for each step of the set-up, and names what is entered."""
    section = section_of(root, "Set up")
    steps = texts_of(root)["config"]["step"].items()
    titles = {step["title"] for name, step in steps if not name.startswith(("reauth", "reconf"))}
    assert not [title for title in titles if title not in section]
    assert not [word for word in ("address", "API key", "password") if word not in section]


def docs_examples(root: Path) -> None:
    """The README has examples in YAML that can be read, and there are blueprints."""
    text = (root / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(examples) >= 4
    assert all(parse_yaml(example) for example in examples)
    assert len(list((root / "blueprints").rglob("*.yaml"))) >= 5


def entity_event_setup(root: Path) -> None:
    """Entities subscribe in `async_added_to_hass`, in a way that ends with them."""
    subscribing = {"async_dispatcher_connect", "async_track_time_change", "async_listen"}
    found = 0
    for platform in PLATFORMS:
        code = ast.parse((root / COMPONENT / f"{platform}.py").read_text(encoding="utf-8"))
        for function in ast.walk(code):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            ended = {
                id(argument)
                for call in calls
                if _called(call) == "async_on_remove"
                for argument in call.args
            }
            for call in calls:
                if _called(call) in subscribing:
                    found += 1
                    assert function.name == "async_added_to_hass"
                    assert id(call) in ended
    assert found


def runtime_data(root: Path) -> None:
    """What belongs to an entry is in its typed `runtime_data`, nothing in `hass.data`."""
    text = (root / COMPONENT / "__init__.py").read_text(encoding="utf-8")
    assert "entry.runtime_data = coordinator" in text
    coordinator = (root / COMPONENT / "coordinator.py").read_text(encoding="utf-8")
    assert "type OxiCleanarrConfigEntry = ConfigEntry[OxiCleanarrCoordinator]" in coordinator
    for name, code in _modules(root):
        for node in ast.walk(code):
            match node:
                case ast.Subscript(value=ast.Attribute(attr="data", value=ast.Name(id="hass"))):
                    raise AssertionError(f"{name} uses hass.data")


def integration_owner(root: Path) -> None:
    """The manifest names an owner."""
    assert all(owner.startswith("@") for owner in _json(root, "manifest.json")["codeowners"])
    assert _json(root, "manifest.json")["codeowners"]


def parallel_updates(root: Path) -> None:
    """Each platform says how many of its entities may act at once."""
    for platform in PLATFORMS:
        code = (root / COMPONENT / f"{platform}.py").read_text(encoding="utf-8")
        assert re.search(r"^PARALLEL_UPDATES = [01]$", code, re.MULTILINE), platform


def exception_translations(root: Path) -> None:
    """Every exception of Home Assistant's that we raise has a text by key."""
    kinds = {"HomeAssistantError", "ServiceValidationError", "UpdateFailed", "ConfigEntryNotReady"}
    kinds |= {"ConfigEntryAuthFailed", "ConfigEntryError"}
    calls = [
        (name, node)
        for name, code in _modules(root)
        for node in ast.walk(code)
        if isinstance(node, ast.Call) and _called(node) in kinds
    ]
    assert len(calls) > 10
    for name, call in calls:
        keys = {keyword.arg for keyword in call.keywords}
        assert {"translation_domain", "translation_key"} <= keys, f"{name}:{call.lineno}"


def icon_translations(root: Path) -> None:
    """Icons are in `icons.json`, none in the code."""
    assert not list(check_icons(root / COMPONENT))
    for name, code in _modules(root):
        for node in ast.walk(code):
            match node:
                case ast.keyword(arg="icon") | ast.Name(id="_attr_icon"):
                    raise AssertionError(f"{name} has an icon in it")


def repair_issues(root: Path) -> None:
    """What people can mend by a click has a flow, and what they cannot a description."""
    repairs = (root / COMPONENT / "repairs.py").read_text(encoding="utf-8")
    assert "async def async_create_fix_flow(" in repairs
    issues: Mapping[str, Any] = texts_of(root)["issues"]
    flows = {name for name, issue in issues.items() if issue.get("fix_flow", {}).get("step")}
    assert flows
    assert all(issue.get("description") for name, issue in issues.items() if name not in flows)


def async_dependency(root: Path) -> None:
    """Nothing in it waits for the network without asyncio."""
    blocking = {"requests", "urllib.request", "http.client", "socket", "httplib2", "urllib3"}
    for name, code in _modules(root):
        for node in ast.walk(code):
            match node:
                case ast.Import(names=names):
                    assert not blocking & {one.name for one in names}, name
                case ast.ImportFrom(module=str(module)):
                    assert module not in blocking, name


def inject_websession(root: Path) -> None:
    """All clients use Home Assistant's own session."""
    for name, code in _modules(root):
        for node in ast.walk(code):
            assert not (isinstance(node, ast.Call) and _called(node) == "ClientSession"), name
    connection = (root / COMPONENT / "connection.py").read_text(encoding="utf-8")
    assert "async_get_clientsession(hass" in connection


def strict_typing(root: Path) -> None:
    """Mypy checks all of it strictly with every change, and nothing is excused without a reason."""
    mypy = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert mypy["strict"] is True
    assert "custom_components.oxicleanarr" in mypy["packages"]
    assert "ignore-without-code" in mypy["enable_error_code"]
    assert re.search(r"^mypy$", (root / "scripts/lint").read_text(encoding="utf-8"), re.MULTILINE)
    assert (root / COMPONENT / "py.typed").is_file()


def test_coverage(root: Path) -> None:
    """CI measures which lines and branches the tests reach, all modules together at least 98 %."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    coverage = settings["coverage"]
    assert coverage["run"]["branch"]
    assert coverage["run"]["source"] == [COMPONENT.as_posix()]
    assert coverage["report"]["fail_under"] >= 98
    assert not coverage["run"].get("omit")
    assert "step scripts/test --coverage\n" in _ci(root)


def config_flow_test_coverage(root: Path) -> None:
    """CI wants every line and branch of the flows to be reached, those of subentries and options too."""
    step = next(line for line in _ci(root).splitlines() if "--fail-under=100" in line)
    named = re.findall(r"[\w*]+\.py", step)
    flows = {path.name for path in (root / COMPONENT).glob("*_flow.py")}
    assert flows
    assert not [name for name in flows if not any(fnmatch(name, one) for one in named)]


def _ci(root: Path) -> str:
    return (root / ".ci" / "run").read_text(encoding="utf-8")


WRITTEN: Final[Mapping[str, Evidence]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        *(appropriate_polling, brands, common_modules, config_flow, dependency_transparency),
        *(docs_triggers, docs_conditions, docs_high_level_description),
        *(docs_installation_instructions, docs_removal_instructions),
        *(docs_installation_parameters, docs_examples),
        *(entity_event_setup, runtime_data, integration_owner, parallel_updates),
        *(exception_translations, icon_translations, repair_issues, async_dependency),
        *(inject_websession, strict_typing, test_coverage, config_flow_test_coverage),
    )
}
