"""Libraries, settings and announcements of any kind, and what a plan of them says."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from custom_components.oxicleanarr.library.facts import UNKNOWN, Fact
from custom_components.oxicleanarr.library.models import Episode, Kind, Library, Medium
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Settings
from custom_components.oxicleanarr.policy.rules import RetentionBase
from tests.builders import a_medium, a_plan, days_ago

ages = st.floats(0, 3000, allow_nan=False).map(days_ago)
facts = st.one_of(st.none(), st.just(UNKNOWN), ages)
rules = st.builds(
    Settings,
    retention=st.fixed_dictionaries(
        {
            kind: st.one_of(st.none(), st.integers(1, 1000).map(lambda d: timedelta(days=d)))
            for kind in Kind
        }
    ),
    base=st.sampled_from(RetentionBase),
    window=st.integers(1, 60).map(lambda d: timedelta(days=d)),
)
media = st.builds(
    a_medium,
    st.sampled_from(["movie:tmdb:1", "series:tvdb:1"]),
    added=facts,
    last_watched=facts,
    jellyfin_ids=st.sampled_from([(), ("aa11",)]),
)
announcements = st.dictionaries(st.sampled_from(["movie:tmdb:1", "series:tvdb:1"]), ages)
silences = st.lists(st.sampled_from(["jellyfin", "radarr", "sonarr"]), unique=True)
episode_dates: st.SearchStrategy[Fact[datetime]] = st.one_of(
    st.none(), st.floats(0, 900, allow_nan=False).map(days_ago)
)
episodes_of_any_kind = st.lists(
    st.builds(
        Episode,
        file_id=st.integers(1, 6),
        season=st.integers(0, 3),
        number=st.integers(1, 20),
        aired=episode_dates,
        size_bytes=st.just(1),
        last_watched=episode_dates,
    ),
    max_size=12,
    unique_by=lambda episode: (episode.season, episode.number),
)


def plan_of(
    library: Library, settings: Settings, announced: Mapping[str, datetime], **changes: Any
) -> Plan:
    return a_plan(library, settings, announced=announced, **changes)


def leaves_at(plan: Plan, medium: Medium) -> datetime | None:
    verdict = plan.decisions[medium.id].verdict
    return verdict.leaves_at if isinstance(verdict, Leaving) else None


def later_or_never(a: datetime | None, b: datetime | None) -> bool:
    """Return whether `a` is at least as late as `b`."""
    return a is None or (b is not None and a >= b)
