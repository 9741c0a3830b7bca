"""The configuration over HTTP: told without most secrets, and taken section by section."""

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from simulator.wire import Call, Route

from .answers import answer, body_of, wrong
from .config import App, Config, DiskThreshold, Integration, Listening, Rules, Sync, services_of
from .state import State
from .times import BadDuration, retention

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# As a section is that the sender left out of his mind: not the defaults, but nothing at all.
_EMPTY_APP = App(dry_run=False, leaving_soon_days=0)
_EMPTY_SYNC = Sync(0, 0, auto_start=False)
_EMPTY_RULES = Rules("", "")
_EMPTY_SERVER = Listening("", 0)


class ConfigRoutes:
    """Answers /api/config, and lists the rules; single rules cannot be changed here.

    ``changed`` happens after every change, and is told whether one of the intervals is another.
    """

    def __init__(self, state: State, changed: Callable[[bool], None]) -> None:
        """Remember the state, and what is to happen after a change."""
        self._state = state
        self._changed = changed

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/api/config", self.config),
            Route("PUT", "/api/config", self.change),
            Route("GET", "/api/rules", self.rules),
        ]

    async def rules(self, _call: Call) -> web.Response:
        """List the rules."""
        return answer({"rules": self._state.config.advanced_rules or None})

    async def config(self, _call: Call) -> web.Response:
        """Tell the configuration, since 1.6.2 with the programs' key in clear."""
        return answer(config_row(self._state))

    async def change(self, call: Call) -> web.Response:
        """Take a configuration: whole sections are replaced, what they leave out becomes nothing.

        Of ``admin`` and of each integration only what is given changes.
        """
        body = await body_of(call)
        if not isinstance(body, dict):
            raise wrong("The body cannot be read", 400)
        config = self._state.config
        try:
            made = changed_config(config, body)
            _check(made)
        except (TypeError, ValueError) as error:
            raise wrong(str(error), 400) from None
        # One that was left out counts as another one, though the default is the same in the end.
        other_intervals = _intervals(made) != _intervals(config)
        for field in fields(made):
            setattr(config, field.name, getattr(made, field.name))
        config.fill_in(self._state.edition)
        self._changed(other_intervals)
        return answer({"message": "The configuration is changed"})


def changed_config(config: Config, body: dict[str, Any]) -> Config:
    """Return a configuration after a change."""
    made = replace(config)
    if isinstance(body.get("admin"), dict):
        names = {"username", "password", "disable_auth"}
        given = {name: value for name, value in body["admin"].items() if name in names}
        made.admin = replace(config.admin, **given)
    if isinstance(body.get("app"), dict):
        given = dict(body["app"])
        threshold = _taken(DiskThreshold(), given.pop("disk_threshold", None) or {})
        made.app = replace(_taken(_EMPTY_APP, given), disk_threshold=threshold)
    if isinstance(body.get("sync"), dict):
        made.sync = _taken(_EMPTY_SYNC, body["sync"])
    if isinstance(body.get("rules"), dict):
        made.rules = _taken(_EMPTY_RULES, body["rules"])
    if isinstance(body.get("server"), dict):
        made.server = _taken(_EMPTY_SERVER, body["server"])
    if isinstance(body.get("integrations"), dict):
        made.integrations = {
            name: _taken(known, body["integrations"].get(name) or {})
            for name, known in config.integrations.items()
        }
    if isinstance(body.get("advanced_rules"), list):
        made.advanced_rules = list(body["advanced_rules"])
    return made


def _taken[T: DataclassInstance](section: T, given: dict[str, Any]) -> T:
    """Return a section with what is given of it; ValueError for a value of another kind."""
    known = {field.name: getattr(section, field.name) for field in fields(section)}
    for name, value in given.items():
        if name in known and not isinstance(value, type(known[name])):
            raise ValueError(f"{name} is of the wrong kind")
    return replace(section, **{name: value for name, value in given.items() if name in known})


def _intervals(config: Config) -> tuple[int, int]:
    return config.sync.full_interval, config.sync.incremental_interval


def _check(config: Config) -> None:
    """Refuse with ValueError what cannot be; the defaults come too late for what was left out."""
    rules = config.rules
    optional = [rules.unwatched_retention] if rules.unwatched_retention else []
    for text in (rules.movie_retention, rules.tv_retention, *optional):
        try:
            retention(text)
        except BadDuration as error:
            raise ValueError(f"rules: {error}") from None
    if not 1 <= config.server.port <= 65_535:
        raise ValueError("server.port: must be between 1 and 65535")
    threshold = config.app.disk_threshold
    if threshold.enabled and threshold.free_space_gb <= 0:
        raise ValueError("app.disk_threshold.free_space_gb: must be more than 0")


def config_row(state: State) -> dict[str, Any]:
    """Return the configuration as this version tells it."""
    edition, config = state.edition, state.config
    admin: dict[str, Any] = {
        "username": config.admin.username,
        "disable_auth": config.admin.disable_auth,
    }
    if edition.since("1.6.2"):
        admin["api_key"] = config.admin.api_key
    app = asdict(config.app)
    threshold = app.pop("disk_threshold")
    if edition.since("1.3.0"):
        app["disk_threshold"] = _without_empty(threshold, {"check_source"})
    optional = {"retention_base", "unwatched_behavior", "unwatched_retention"}
    return {
        "admin": admin,
        "app": app,
        "sync": asdict(config.sync),
        "rules": _without_empty(asdict(config.rules), optional),
        "server": _without_empty(asdict(config.server), {"cors_origins"}),
        "integrations": _integrations(state),
        "advanced_rules": config.advanced_rules or None,
    }


def _integrations(state: State) -> dict[str, Any]:
    known = state.config.integrations
    rows = {name: _integration(name, known[name]) for name in services_of(state.edition)}
    if not state.edition.since("1.6.0"):
        rows["jellyfin"]["symlink_library"] = asdict(state.config.symlink_library)
    return rows


def _integration(name: str, integration: Integration) -> dict[str, Any]:
    row: dict[str, Any] = {
        "enabled": integration.enabled,
        "url": integration.url,
        "has_api_key": bool(integration.api_key),
        "timeout": integration.timeout,
    }
    if name == "streamystats":
        row["has_server_id"] = bool(integration.server_id)
        row["server_id"] = integration.server_id
    return row


def _without_empty(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value or name not in names}
