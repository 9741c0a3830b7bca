"""Repair issues about servers that are not believed: a library made anew, or smaller than it was."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .clients.jellyfin_models import Dialect
from .issues import Issue, report_issue
from .library.reading import NOT_BELIEVED
from .sources import Sources

_TEXTS: Final = {
    "rebuilt": "library_rebuilt",
    "shrunk": "library_smaller",
    "lost_users": "users_lost",
    "lost_plays": "plays_lost",
}
"""The issue of each problem that ends when somebody says that the server is right, by the name of its sentence."""


@callback
def report_sources(hass: HomeAssistant, entry: ConfigEntry, sources: Sources) -> None:
    """Raise an issue for each server that is not believed, and take it back once it is; other troubles do not alter it."""
    for status in sources.statuses:
        problem = status.problem
        if problem and problem.key not in NOT_BELIEVED:
            continue
        for variant, text in _TEXTS.items():
            doubted = problem and problem.said_as == variant
            issue = doubt_about(status.id, sources) if doubted else None
            report_issue(hass, entry, f"{text}_{status.id}", issue)


def doubt_about(source_id: str, sources: Sources) -> Issue | None:
    """Return what a person is told of a server that is not believed; `None` where nothing is doubted."""
    problem = sources.problem(source_id)
    if problem is None or problem.key not in NOT_BELIEVED:
        return None
    text = _TEXTS[problem.said_as]
    # A jellyfin-rust does so every day, unless its owner switches that off.
    rust = sources.jellyfin is not None and sources.jellyfin.dialect is Dialect.RUST
    return Issue(
        text=f"{text}_jellyfin_rust" if text == "library_rebuilt" and rust else text,
        names={name: str(fact) for name, fact in problem.facts.items()},
        fixable=True,
        about={"doubted": source_id},
    )
