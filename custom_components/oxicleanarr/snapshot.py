"""Everything that is shown at one moment: how it is decided, and what changed from one to the next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from homeassistant.exceptions import HomeAssistantError

from .cleanup.brake import mark
from .cleanup.evidence import DayMark
from .cleanup.frozen import candidates_of
from .clients.bridge import BridgeStatus
from .const import DOMAIN
from .display.models import DisplayReport
from .ledger import Ledger
from .library.facts import Fact, total
from .library.models import Kind, Library, Medium
from .policy.amounts import concerned_bytes
from .policy.kept import kept_from_leaving
from .policy.last_state import LastState
from .policy.models import Leaving, Plan, Settings
from .policy.names import Names, look_up
from .policy.plan import Circumstances, departures, make_plan
from .policy.sentences import joined
from .problems import problem_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What is leaving soon, in numbers: counted once for every plan, since thousands of media take a while."""

    media: Mapping[Kind, int] = field(default_factory=dict)
    """How many media of each kind are leaving soon."""
    size_bytes: Fact[int] = None
    """How much they hold; unknown as soon as one of them is unknown."""
    ready: int = 0
    """How many of them may go already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that is shown at one moment."""

    library: Library
    plan: Plan
    names: Names
    """What became of the tags, users, libraries and folders that the rules name."""
    bridge: BridgeStatus | None
    """`None` without a Jellyfin."""
    totals: Totals
    complete_at: datetime | None
    """When all servers last answered completely."""
    finished_at: datetime | None = None
    """When they last did so, and the first of them was read as a whole."""
    mark: DayMark | None = None
    """How large plan and library are, to notice what is abnormal; None while nothing was decided since the start."""
    display: DisplayReport | None = None
    """What the last pass over the displays in Jellyfin did; None before the first one."""
    departures: tuple[tuple[Medium, Leaving], ...] = ()
    """Everything that leaves at all, the next departure first."""
    kept_from_leaving: tuple[tuple[Medium, Leaving], ...] = ()
    """The kept media that would be leaving soon otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What comes of deciding: parts of a snapshot, made where the event loop is not held."""

    names: Names
    plan: Plan
    departures: tuple[tuple[Medium, Leaving], ...]
    kept_from_leaving: tuple[tuple[Medium, Leaving], ...]
    mark: DayMark
    totals: Totals
    last: LastState
    """What is to be shown after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync changed."""

    snapshot: Snapshot
    now_leaving: tuple[Medium, ...]
    no_longer_leaving: tuple[Medium, ...]

    def raise_for_problems(self, language: str) -> None:
        """Raise HomeAssistantError, with the reasons, when a server did not answer completely."""
        problems = [
            problem_sentence(source.problem, language)
            for source in self.snapshot.library.sources.values()
            if source.problem
        ]
        if problems:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="sync_incomplete",
                translation_placeholders={"problems": joined(problems)},
            )


def decide(
    library: Library, settings: Settings, ledger: Ledger, now: datetime, previous: Plan | None
) -> Plan:
    """Look up what the rules name, then give every medium its verdict."""
    names = look_up(library, settings.rules, ledger.rule_media)
    return make_plan(circumstances(library, settings, ledger, now, names), previous)


def circumstances(
    library: Library, settings: Settings, ledger: Ledger, now: datetime, names: Names
) -> Circumstances:
    """Return what a plan rests on."""
    return Circumstances(
        library=library,
        settings=settings,
        now=now,
        keeps=ledger.keeps,
        schedules=ledger.schedules,
        announced=ledger.announced,
        held=names.held,
        pauses=ledger.cleanup.pauses,
    )


def decide_for_all_to_see(
    library: Library,
    settings: Settings,
    ledger: Ledger,
    now: datetime,
    previous: Plan | None,
    complete_at: datetime | None,
) -> Decisions:
    """Decide, sort what leaves, find out what people's keeps hold back, and measure all that."""
    names = look_up(library, settings.rules, ledger.rule_media)
    given = circumstances(library, settings, ledger, now, names)
    plan = make_plan(given, previous)
    return Decisions(
        names=names,
        plan=plan,
        departures=departures(plan),
        kept_from_leaving=kept_from_leaving(plan, given),
        mark=mark(library, plan, now),
        totals=totals(plan),
        last=(ledger.last or LastState()).updated(plan, library, complete_at),
    )


def totals(plan: Plan) -> Totals:
    """Return what is leaving soon in numbers."""
    return Totals(
        media=Counter(medium.kind for medium, _ in plan.leaving_soon),
        size_bytes=total(concerned_bytes(medium, leaving) for medium, leaving in plan.leaving_soon),
        ready=len(candidates_of(plan, plan.announced)),
    )


def changes_between(before: Snapshot | None, after: Snapshot) -> SyncReport:
    """Return what a sync changed."""
    old = {medium.id: medium for medium, _ in before.plan.leaving_soon} if before else {}
    new = {medium.id: medium for medium, _ in after.plan.leaving_soon}
    return SyncReport(
        snapshot=after,
        now_leaving=tuple(medium for key, medium in new.items() if key not in old),
        no_longer_leaving=tuple(medium for key, medium in old.items() if key not in new),
    )


def mark_of(snapshot: Snapshot, now: datetime) -> DayMark:
    """Return how large plan and library are, as of now."""
    if snapshot.mark is None:
        return mark(snapshot.library, snapshot.plan, now)
    return replace(snapshot.mark, at=now)
