"""Every rule of Home Assistant's quality scale is kept, does not concern us, or is said to be missing."""

from pathlib import Path
import re
import shutil

from homeassistant.core import HomeAssistant
import pytest

from simulator import Options, Stack

from .quality.documented import DOCUMENTED
from .quality.rules import ROOT, RULES, TIERS, statuses
from .quality.seen import SEEN
from .quality.written import COMPONENT, WRITTEN

FILES = {**WRITTEN, **DOCUMENTED}
"""Evidence that can be read in the files."""

SAID = statuses()
DONE = [rule for rule in RULES if rule in SAID and SAID[rule].status == "done"]


def test_there_are_fifty_four_rules_and_each_is_spoken_of() -> None:
    assert [len(rules) for rules in TIERS.values()] == [20, 10, 21, 3]
    assert SAID.keys() == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_kept_with_evidence_or_there_is_a_reason(rule: str) -> None:
    said = SAID[rule]
    assert said.status in {"done", "exempt", "todo"}
    if said.status == "done":
        assert rule in FILES.keys() | SEEN.keys()
    else:
        assert len(said.comment) > 20
        assert rule not in FILES.keys() | SEEN.keys()


def test_no_evidence_is_for_nothing() -> None:
    assert FILES.keys() | SEEN.keys() <= set(RULES)
    assert not FILES.keys() & SEEN.keys()


@pytest.mark.parametrize("rule", [rule for rule in DONE if rule in FILES])
def test_it_is_written(rule: str) -> None:
    FILES[rule](ROOT)


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=2)], indirect=True)
@pytest.mark.parametrize("rule", [rule for rule in DONE if rule in SEEN])
async def test_it_is_seen(hass: HomeAssistant, stack: Stack, rule: str) -> None:
    await SEEN[rule](hass, stack)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the evidence is written in; who damages a file of it mends it again."""
    copy = tmp_path_factory.mktemp("repository")
    for folder in (COMPONENT, Path("docs"), Path("blueprints"), Path("scripts"), Path(".ci")):
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "images")
        )
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


CODE = "custom_components/oxicleanarr/"
DAMAGE = [
    (
        "appropriate-polling",
        f"{CODE}translations/en.json",
        '"data": {',
        '"data": {"scan_interval": "x",',
    ),
    ("brands", f"{CODE}brand/icon.png", None, None),
    ("common-modules", f"{CODE}entity.py", "class OxiCleanarrEntity", "class Other"),
    ("config-flow", f"{CODE}manifest.json", '"config_flow": true', '"config_flow": false'),
    ("config-flow", f"{CODE}translations/en.json", '"data": {', '"data": {"colour": "x",'),
    ("dependency-transparency", f"{CODE}manifest.json", "msgspec>=", "certifi>="),
    ("docs-actions", "README.md", "`oxicleanarr.snooze`", "that"),
    ("docs-actions", "docs/actions.md", "| `explain` |", "| more |"),
    ("docs-actions", "docs/actions.md", "0–3,650", "some days"),
    ("docs-actions", "docs/actions.md", "| `days` | 30 |", "| `days` | 31 |"),
    (
        "docs-actions",
        f"{CODE}services.yaml",
        "  fields:\n",
        "  fields:\n    colour:\n      selector:\n",
    ),
    ("docs-triggers", "docs/automations.md", "about_to_leave", "it"),
    ("docs-triggers", "docs/automations.md", "`larger_than_gb`", "a size"),
    ("docs-conditions", "docs/automations.md", "plan_is_stale", "it"),
    ("docs-high-level-description", "README.md", "\n\n", "\n## More\n"),
    ("docs-installation-instructions", "README.md", "Without HACS", "Else"),
    ("docs-removal-instructions", "README.md", "## Remove", "## Go"),
    ("docs-installation-parameters", "README.md", "Path mappings", "Paths"),
    ("docs-examples", "README.md", "```yaml", "```"),
    ("docs-configuration-parameters", "docs/configuration.md", "| Genres |", "| Kinds |"),
    ("docs-configuration-parameters", "docs/configuration.md", "| 1–365 |", "| some |"),
    ("docs-configuration-parameters", "docs/configuration.md", "| `120d` |", "| `90d` |"),
    (
        "docs-configuration-parameters",
        f"{CODE}translations/en.json",
        '"data": {',
        '"data": {"x": "X",',
    ),
    ("docs-data-update", "docs/how-data-is-updated.md", "| Seerr |", "| That |"),
    ("docs-data-update", "docs/how-data-is-updated.md", "30 %", "half"),
    ("docs-known-limitations", "README.md", "(docs/limits.md)", "(docs)"),
    ("docs-known-limitations", "docs/limits.md", "250", "300"),
    ("docs-supported-devices", "docs/servers.md", "| jellyfin-rust |", "| another |"),
    ("docs-supported-functions", "docs/entities.md", "Regrets", "Tears"),
    ("docs-supported-functions", "docs/entities.md", "*Not authorised*", "no"),
    ("docs-troubleshooting", "docs/troubleshooting.md", "| Add at least one person |", "| Add |"),
    ("docs-troubleshooting", "docs/troubleshooting.md", "**Library empty**", "Nothing"),
    ("docs-troubleshooting", f"{CODE}translations/en.json", "is still starting", "sleeps"),
    ("docs-use-cases", "README.md", "## What people use it for", "## Why"),
    ("entity-event-setup", f"{CODE}event.py", "self.async_on_remove(", "str("),
    ("entity-event-setup", f"{CODE}event.py", "async_added_to_hass", "__init__"),
    ("runtime-data", f"{CODE}card.py", "hass: HomeAssistant", "hass: HomeAssistant = hass.data[1]"),
    ("integration-owner", f"{CODE}manifest.json", '["@oxicleanarr"]', "[]"),
    ("parallel-updates", f"{CODE}update.py", "PARALLEL_UPDATES = 0", ""),
    ("exception-translations", f"{CODE}coordinator.py", "translation_key=", "text="),
    ("icon-translations", f"{CODE}update.py", 'key="bridge"', 'key="bridge", icon="mdi:x"'),
    ("repair-issues", f"{CODE}repairs.py", "async_create_fix_flow", "create"),
    ("async-dependency", f"{CODE}card.py", "from pathlib import Path", "import requests"),
    ("inject-websession", f"{CODE}connection.py", "async_get_clientsession(", "ClientSession("),
    ("strict-typing", "pyproject.toml", "strict = true", "strict = false"),
    ("strict-typing", f"{CODE}py.typed", None, None),
    ("test-coverage", "pyproject.toml", "fail_under = 98", "fail_under = 80"),
    ("test-coverage", ".ci/run", "--coverage\n", "\n"),
    ("config-flow-test-coverage", ".ci/run", "*_flow.py", "config_flow.py"),
]


@pytest.mark.parametrize(("rule", "name", "old", "new"), DAMAGE)
def test_evidence_that_is_missing_is_noticed(
    repository: Path, rule: str, name: str, old: str | None, new: str | None
) -> None:
    FILES[rule](repository)
    path = repository / name
    intact = path.read_bytes()
    try:
        if old is None:
            path.unlink()
        else:
            text = intact.decode()
            assert old in text
            path.write_text(text.replace(old, new or ""), encoding="utf-8")
        with pytest.raises(AssertionError):
            FILES[rule](repository)
    finally:
        path.write_bytes(intact)


def test_all_that_is_written_can_be_damaged() -> None:
    assert {rule for rule, *_ in DAMAGE} == FILES.keys()


def _row(rule: str) -> str:
    said = SAID[rule]
    if said.status != "done":
        return f"| {rule} | {said.status} | {' '.join(said.comment.split())} |"
    evidence = FILES[rule] if rule in FILES else SEEN[rule]
    what = " ".join((evidence.__doc__ or "").split())
    place = evidence.__module__.rpartition(".")[2]
    return f"| {rule} | done | {what} (`tests/quality/{place}.py`) |"


def test_the_page_about_quality_says_the_same() -> None:
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    rows = [
        line
        for line in page.splitlines()
        if re.match(r"\| [a-z]+(-[a-z]+)+ \||\| (brands|devices|diagnostics|discovery) \|", line)
    ]
    assert rows == [_row(rule) for rule in RULES]
