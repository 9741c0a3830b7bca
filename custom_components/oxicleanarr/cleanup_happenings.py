"""What cleaning up brings that people are told: a list to approve, what is gone or back, and what did not go."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID

from .cleanup.models import FrozenItem, FrozenPlan, GuardName, Objection
from .cleanup.removed import Removed
from .cleanup.report import Outcome, RunReport
from .happenings import Happening, HappeningKind, Scene, media_of, media_of_missing
from .library.models import Problem
from .objections import objection_sentence
from .policy.sentences import joined
from .policy.texts import texts_in
from .problems import problem_sentence

# More are not read one by one; the action that prepares a cleanup names all of them.
_TOLD_BLOCKED: Final = 20
# What is only waiting its turn is no news.
_TURNS: Final = frozenset({GuardName.CAP_ITEMS, GuardName.CAP_BYTES, GuardName.CAP_SHARE})


def deleted(removed: Removed, scene: Scene) -> Happening:
    """Return that a medium is gone, with what went wrong while it went."""
    return _happening(HappeningKind.DELETED, scene, media_of_removed(removed, scene), removed)


def restored(removed: Removed, scene: Scene) -> Happening:
    """Return that a medium was put back into Radarr or Sonarr."""
    return _happening(HappeningKind.RESTORED, scene, media_of_removed(removed, scene), removed)


def prepared(plan: FrozenPlan, scene: Scene) -> Happening:
    """Return that there is a list to approve."""
    return Happening(
        kind=HappeningKind.CLEANUP_PREPARED,
        at=scene.now,
        config_entry_id=scene.entry_id,
        plan=plan_of(plan, scene),
    )


def run_happenings(
    report: RunReport, scene: Scene, before: RunReport | None = None
) -> tuple[Happening, ...]:
    """Return what a run did and what it could not do; a dry run did nothing.

    What blocked the run before it in the same way is not told again.
    """
    if report.dry:
        return ()
    happenings = [
        deleted(outcome.removed, scene)
        for outcome in report.outcomes
        if outcome.removed and outcome.removed.done
    ]
    happenings += islice(_blocked_media(report, scene, before), _TOLD_BLOCKED)
    guards = _guards(report.objections)
    if guards and not (before and guards == _guards(before.objections)):
        happenings.append(_blocked(scene, {}, sentences(report.objections, scene.language)))
    return tuple(happenings)


def told_run(report: RunReport, language: str) -> str:
    """Return what a run did as a list that people read."""
    lines = [f"- {sentences(report.objections, language)}"] if report.objections else []
    for outcome in report.outcomes:
        title = outcome.candidate.medium.title
        if outcome.removed and outcome.removed.done:
            lines.append(f"- ✓ {title}, {texts_in(language).size(outcome.removed.freed_bytes)}")
        lines += [f"- ✗ {title}: {reason}" for reason in reasons_of(outcome, language)]
    lines += [
        f"- ✗ {missing.item.title}: {objection_sentence(missing.objection, language)}"
        for missing in report.missing
    ]
    ended = joined(why_it_ended(report, language))
    lines += [f"- ✗ {candidate.medium.title}: {ended}" for candidate in report.rest]
    return "\n".join(lines) or "–"


def plan_of(plan: FrozenPlan, scene: Scene) -> dict[str, Any]:
    """Return a list to approve as automations and actions see it."""
    return {
        "plan_id": plan.id,
        "expires_at": plan.expires_at.isoformat(),
        "titles": len(plan.items),
        "size_bytes": plan.size_bytes,
        "items": [item_of(item, scene) for item in plan.items],
        ATTR_CONFIG_ENTRY_ID: scene.entry_id,
    }


def item_of(item: FrozenItem, scene: Scene) -> dict[str, Any]:
    """Return one medium of such a list; a size that nobody knows is `None`."""
    return {
        "id": item.medium_id,
        "title": item.title,
        "year": item.year,
        "kind": item.kind.value,
        "rule": item.rule,
        "leaves_on": item.leaves_at.astimezone(scene.now.tzinfo).date().isoformat(),
        "size_bytes": item.size_bytes,
        "episode_files": item.episode_files,
    }


def media_of_removed(removed: Removed, scene: Scene) -> dict[str, Any]:
    """Return a removed medium as events and automations see it."""
    leaves_at = removed.leaves_at.astimezone(scene.now.tzinfo)
    return {
        **media_of_missing(removed.medium_id, removed.title, removed.year, scene.entry_id),
        "kind": removed.kind.value,
        "leaves_on": leaves_at.date().isoformat(),
        "size_bytes": sum(part.size_bytes for part in removed.parts),
        "rule": removed.rule,
        "removal": removed.removal.value,
        "freed_bytes": removed.freed_bytes,
    }


def reasons_of(outcome: Outcome, language: str) -> list[str]:
    """Return why a medium did not go, in one sentence each."""
    problem = _problem(outcome)
    problems = [problem_sentence(problem, language)] if problem else []
    return [*(objection_sentence(one, language) for one in outcome.objections), *problems]


def why_it_ended(report: RunReport, language: str) -> list[str]:
    """Return why a run did not come to everything, in one sentence each."""
    problems = [outcome.problem for outcome in report.outcomes if outcome.problem]
    said = [objection_sentence(one, language) for one in report.objections]
    return said + [problem_sentence(problem, language) for problem in problems]


def sentences(objections: Iterable[Objection], language: str) -> str:
    """Return what speaks against a run as one text."""
    return joined(objection_sentence(one, language) for one in objections)


def _blocked_media(
    report: RunReport, scene: Scene, before: RunReport | None
) -> Iterator[Happening]:
    told = dict(map(_obstacle, before.outcomes)) if before else {}
    for outcome in report.outcomes:
        if outcome.removed and outcome.removed.done:
            continue
        medium_id, guards = _obstacle(outcome)
        if _problem(outcome) or not (guards <= _TURNS or told.get(medium_id) == guards):
            media = media_of(outcome.candidate.decision, scene)
            yield _blocked(scene, media, joined(reasons_of(outcome, scene.language)))


def _problem(outcome: Outcome) -> Problem | None:
    """Return what a server said, whether or not the run ended there."""
    return outcome.problem or (outcome.removed.problem if outcome.removed else None)


def _obstacle(outcome: Outcome) -> tuple[str, frozenset[GuardName]]:
    return outcome.candidate.medium.id, _guards(outcome.objections)


def _guards(objections: Iterable[Objection]) -> frozenset[GuardName]:
    return frozenset(one.guard for one in objections)


def _blocked(scene: Scene, media: Mapping[str, Any], problem: str) -> Happening:
    return Happening(
        kind=HappeningKind.BLOCKED,
        at=scene.now,
        config_entry_id=scene.entry_id,
        media=media,
        problem=problem,
    )


def _happening(
    kind: HappeningKind, scene: Scene, media: Mapping[str, Any], removed: Removed
) -> Happening:
    problem = removed.problem
    return Happening(
        kind=kind,
        at=scene.now,
        config_entry_id=scene.entry_id,
        media=media,
        problem=problem_sentence(problem, scene.language) if problem else None,
    )
