"""Answers of real OxiCleanarr servers: our verdicts on the same stack are the same, but for listed rows.

A fixture holds what a recorded server's Radarr, Sonarr and Jellyfin had, its configuration and rules, and
what it answered. Our own clients read the same rows over HTTP.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
import json
from pathlib import Path
import re
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.managed import ManagedSource, read_radarr, read_sonarr
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import JELLYFIN, Kind, Library, Medium
from custom_components.oxicleanarr.library.paths import PathMapping
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Protected, Settings, Why
from custom_components.oxicleanarr.policy.rules import Unwatched
from custom_components.oxicleanarr.rule_store import in_order, read_rule
from custom_components.oxicleanarr.settings import household_settings
from tests.builders import a_keep, a_plan

FIXTURES = Path(__file__).parents[1] / "fixtures"
DECISIONS = Path(__file__).parents[2] / "docs" / "decisions.md"

VERSIONS = ("1.0.0", "1.6.2")

# What differs, by the row of the table in docs/decisions.md that says so.
DIFFERENT_VERDICTS = {
    "1.0.0": {"radarr-7": "not-in-jellyfin", "radarr-3": "never-keeps"},
    "1.6.2": {"radarr-7": "not-in-jellyfin"},
}
DIFFERENT_LISTING = {
    "radarr-1": "leaving-soon",
    "radarr-2": "leaving-soon",
    "radarr-4": "leaving-soon",
    "sonarr-2": "leaving-soon",
    "radarr-7": "not-in-jellyfin",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a medium: when a rule lets it go and what kind of rule; no date is protected."""

    due_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded server, and what our clients read from the same stack."""

    version: str
    fixture: Mapping[str, Any]
    library: Library
    settings: Settings

    @property
    def now(self) -> datetime:
        """The moment of the recording."""
        return datetime.fromisoformat(self.fixture["moment"])

    @property
    def theirs(self) -> dict[str, Verdict]:
        """What the server answered, by its ids."""
        return {
            answer["id"]: Verdict(_moment(answer["deletion_date"]), answer["reason"])
            for answer in self.fixture["answers"]
        }

    def medium(self, server_id: str) -> Medium:
        """Return our medium by the server's id."""
        [found] = [one for one in self.library.media.values() if _server_id(one) == server_id]
        return found

    def plan(self, *kept: str) -> Plan:
        """Return our plan, with keeps on some media."""
        keeps = [replace(a_keep(self.medium(one)), kept_at=self.now) for one in kept]
        return a_plan(self.library, self.settings, keeps=keeps, now=self.now)

    def ours(self, plan: Plan) -> dict[str, Verdict]:
        """Return what our plan says, by the server's ids."""
        kinds = {rule.name: str(rule.type) for rule in self.settings.rules}
        verdicts = {}
        for decision in plan.decisions.values():
            verdict = decision.verdict
            verdicts[_server_id(decision.medium)] = (
                Verdict(verdict.due_at, kinds.get(verdict.rule, verdict.rule))
                if isinstance(verdict, Leaving)
                else Verdict(None, None)
            )
        return verdicts


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _server_id(medium: Medium) -> str:
    [copy] = medium.copies
    return f"{copy.source_id}-{copy.entry_id}"


def table_rows() -> set[str]:
    """Return the names of the rows of the table in docs/decisions.md."""
    return set(re.findall(r"^\| `([a-z-]+)` \|", DECISIONS.read_text(), re.MULTILINE))


class _Stack:
    """Radarr, Sonarr and Jellyfin in one web server, below a path each."""

    def __init__(self, fixture: Mapping[str, Any]) -> None:
        self._fixture = fixture
        self._answers: dict[str, Any] = {
            "/radarr/api/v3/system/status": {"appName": "Radarr", "version": "6"},
            "/radarr/api/v3/tag": fixture["radarr"]["tags"],
            "/radarr/api/v3/movie": fixture["radarr"]["movies"],
            "/radarr/api/v3/diskspace": [],
            "/sonarr/api/v3/system/status": {"appName": "Sonarr", "version": "4"},
            "/sonarr/api/v3/tag": fixture["radarr"]["tags"],
            "/sonarr/api/v3/series": fixture["sonarr"]["series"],
            "/sonarr/api/v3/history/since": [],
            "/sonarr/api/v3/diskspace": [],
            "/jellyfin/System/Info/Public": {"Id": "j1", "Version": "10.11.11"},
            "/jellyfin/Users": [{"Id": "u1", "Name": "Ada"}],
            "/jellyfin/Sessions": [],
            "/jellyfin/Library/VirtualFolders": [],
        }

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/jellyfin/Items":
            # Nobody watched or loved anything: the recorded server knew of no plays.
            rows = [] if "userId" in request.query else self._fixture["jellyfin"]
            return web.json_response({"Items": rows, "TotalRecordCount": len(rows)})
        return web.json_response(self._answers[request.path])


@pytest.fixture(params=VERSIONS)
async def recording(
    request: pytest.FixtureRequest, socket_enabled: None
) -> AsyncGenerator[Recording]:
    """Read the stack of a recording with our own clients."""
    text = (FIXTURES / f"oxicleanarr-{request.param}.json").read_text()
    fixture = json.loads(text)
    app = web.Application()
    app.router.add_get("/{path:.*}", _Stack(fixture).answer)
    server = TestServer(app)
    await server.start_server()
    async with aiohttp.ClientSession() as session:
        library = await _read(
            session, server.make_url("/"), datetime.fromisoformat(fixture["moment"])
        )
    yield Recording(request.param, fixture, library, _settings(fixture))
    await server.close()


async def _read(session: aiohttp.ClientSession, url: URL, now: datetime) -> Library:
    jellyfin = Jellyfin(session, url / "jellyfin", device_id="d1", token="key")
    radarr = Radarr(session, url / "radarr", "key")
    sonarr = Sonarr(session, url / "sonarr", "key")
    movies = await read_radarr(radarr, "radarr", now)
    series = await read_sonarr(sonarr, "sonarr", now)
    return build_library(
        Reading(JELLYFIN, "Jellyfin", await read_jellyfin(jellyfin, now), now),
        [
            ManagedSource(
                Kind.MOVIE,
                (PathMapping("/movies", "/data/movies"),),
                Reading("radarr", "Radarr", movies, now),
            ),
            ManagedSource(
                Kind.SERIES,
                (PathMapping("/tv", "/data/tv"),),
                Reading("sonarr", "Sonarr", series, now),
            ),
        ],
    )


def _settings(fixture: Mapping[str, Any]) -> Settings:
    """Say in our words what the server's configuration says."""
    config = fixture["config"]
    rules = in_order(
        read_rule(rule["name"], rule["name"], _stored(rule, place))
        for place, rule in enumerate(fixture["rules"])
    )
    return household_settings(
        {
            "movie_retention": config["movie_retention"],
            "series_retention": config["tv_retention"],
            "retention_base": "last_watched_or_added",
            "unwatched": Unwatched.ADDED,
            "window_days": config["leaving_soon_days"],
        },
        rules,
    )


def _stored(rule: Mapping[str, Any], place: int) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key != "name"} | {"priority": place}


def test_every_known_difference_is_a_row_of_the_table() -> None:
    named = {
        *DIFFERENT_LISTING.values(),
        *(row for rows in DIFFERENT_VERDICTS.values() for row in rows.values()),
    }
    assert named <= table_rows()


def test_the_same_media_are_known(recording: Recording) -> None:
    assert recording.ours(recording.plan()).keys() == recording.theirs.keys()


def test_dates_rules_and_protections_are_the_same_but_for_rows_of_the_table(
    recording: Recording,
) -> None:
    ours, theirs = recording.ours(recording.plan()), recording.theirs
    different = {one for one in theirs if ours[one] != theirs[one]}
    assert different == DIFFERENT_VERDICTS[recording.version].keys()


def test_what_jellyfin_does_not_show_is_protected(recording: Recording) -> None:
    verdict = recording.plan().decisions[recording.medium("radarr-7").id].verdict
    assert isinstance(verdict, Protected)
    assert verdict.reasons[0].why is Why.NOT_IN_JELLYFIN


def test_what_is_tagged_to_be_kept_is_protected_for_every_version(recording: Recording) -> None:
    verdict = recording.plan().decisions[recording.medium("radarr-3").id].verdict
    assert isinstance(verdict, Protected)
    assert verdict.rule == "Keep forever"


def test_leaving_soon_is_the_same_but_for_rows_of_the_table(recording: Recording) -> None:
    ours = {_server_id(medium) for medium, _ in recording.plan().leaving_soon}
    assert ours ^ set(recording.fixture["leaving_soon"]) == DIFFERENT_LISTING.keys()


def test_a_keep_protects_what_the_server_excludes(recording: Recording) -> None:
    kept = recording.fixture["kept"]
    plan = recording.plan(*kept)
    assert recording.ours(plan).items() >= dict.fromkeys(kept, Verdict(None, None)).items()


def test_a_keep_changes_no_other_verdict(recording: Recording) -> None:
    kept = recording.fixture["kept"]
    before, after = recording.ours(recording.plan()), recording.ours(recording.plan(*kept))
    assert [one for one in before if before[one] != after[one]] == kept
