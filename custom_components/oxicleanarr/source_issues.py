"""Repair issues about servers that are not believed: a library made anew, or smaller than it was."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .clients.jellyfin_models import Dialect
from .issues import Issue, report_issue
from .library.models import Problem, SourceStatus
from .library.reading import REBUILT, SHRUNK
from .problems import problem_sentence
from .sources import Sources

_KINDS: Final = {REBUILT: "library_rebuilt", SHRUNK: "library_smaller"}
"""The issue of each problem that ends when somebody says that the server is right."""


@callback
def report_sources(hass: HomeAssistant, entry: ConfigEntry, sources: Sources) -> None:
    """Raise an issue for each server that is not believed, and take it back once it is; other troubles do not alter it."""
    rust = sources.jellyfin is not None and sources.jellyfin.dialect is Dialect.RUST
    for status in sources.statuses:
        problem = status.problem
        if problem and problem.key not in _KINDS:
            continue
        for key, kind in _KINDS.items():
            issue = None
            if problem and problem.key == key:
                issue = _issue(status, problem, hass.config.language, rust=rust)
            report_issue(hass, entry, f"{kind}_{status.id}", issue)


def _issue(status: SourceStatus, problem: Problem, language: str, *, rust: bool) -> Issue:
    names = {"name": status.name}
    if problem.key == SHRUNK:
        names["problem"] = problem_sentence(problem, language)
        return Issue(text=_KINDS[SHRUNK], names=names)
    text = _KINDS[REBUILT]
    # A jellyfin-rust does so every day, unless its owner switches that off.
    return Issue(text=f"{text}_jellyfin_rust" if rust else text, names=names)
