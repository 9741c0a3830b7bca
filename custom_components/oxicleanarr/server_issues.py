"""Repair issues about an OxiCleanarr server: the states in which it deletes what it should not.

We cannot mend any of them, because we never write its settings. Each says what to do there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .clients.oxicleanarr_models import Service
from .const import SUBENTRY_RULE
from .issues import Issue, report_issue
from .library.decided import ServerMedia
from .library.facts import UNKNOWN
from .library.models import JELLYFIN, Kind, Library, Medium, Problem
from .problems import problem_sentence

PLAYS_LOST: Final = "server_plays_lost"
PLAYS_LOST_12: Final = "server_plays_lost_jellyfin_12"
PLAYS_UNSEEN: Final = "server_plays_unseen"
DELETES_BLIND: Final = "server_deletes_blind"
TAGS_LOST: Final = "server_tags_lost"
TAGS_MISSING: Final = "server_tags_missing"
UNTOLD: Final = "server_untold"
RULES_IGNORED: Final = "server_rules_ignored"

# Since then Jellyfin takes the old header only when it is told to; no server up to 1.6.2 sends another one.
_WITHOUT_OLD_HEADER: Final = 12
# So many watched media cannot all have been watched since the server's last sync.
_MANY: Final = 3
# As many titles as a person reads in a sentence.
_NAMED: Final = 5

_WARNING, _ERROR = ir.IssueSeverity.WARNING, ir.IssueSeverity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the household knows at the end of a sync, or after a keep."""

    answer: ServerMedia | None
    """What the server last told."""
    server_id: str
    library: Library
    untold: tuple[Medium, ...]
    """The kept media that the server could not be told of."""
    problem: Problem | None
    """Why not."""


class ServerIssues:
    """The issues of one household about its server. It remembers which kinds of media had tags."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Prepare; nothing is raised yet."""
        self._hass = hass
        self._entry = entry
        self._tagged: set[Kind] = set()

    @callback
    def report(self, situation: Situation) -> None:
        """Raise what is dangerous, and take back what is over."""
        answer = situation.answer
        found = {UNTOLD: self._untold(situation), RULES_IGNORED: self._rules()}
        if answer is not None:
            # Without an answer nobody knows whether the others are over.
            found[PLAYS_LOST] = _plays_lost(answer, situation.library)
            found[DELETES_BLIND] = _deletes_blind(answer)
            found[TAGS_LOST] = self._tags(answer, situation)
        for kind, danger in found.items():
            report_issue(self._hass, self._entry, kind, danger)

    def _untold(self, situation: Situation) -> Issue | None:
        if not situation.untold or situation.problem is None:
            return None
        deletes = situation.answer is not None and situation.answer.deletes
        names = {
            "titles": _some(medium.title for medium in situation.untold),
            "problem": problem_sentence(situation.problem, self._hass.config.language),
        }
        return Issue(text=UNTOLD, names=names, severity=_ERROR if deletes else _WARNING)

    def _rules(self) -> Issue | None:
        rules = [
            one.title
            for one in self._entry.subentries.values()
            if one.subentry_type == SUBENTRY_RULE
        ]
        return Issue(text=RULES_IGNORED, names={"rules": _some(rules)}) if rules else None

    def _tags(self, answer: ServerMedia, situation: Situation) -> Issue | None:
        """Return what speaks for tags that the server could not read, and so protects nothing by."""
        tags = [rule.tag for rule in answer.config.rules if rule.enabled and rule.tag]
        kinds = {decided.kind for _, decided in answer.media}
        tagged = {decided.kind for copy, decided in answer.media if copy.tags}
        known = self._known(situation)
        self._tagged |= tagged
        if not tags:
            return None
        names = {"tags": _some(dict.fromkeys(tags))}
        if (kinds - tagged) & known:
            return Issue(
                text=TAGS_LOST, names=names, severity=_ERROR if answer.deletes else _WARNING
            )
        if kinds and not tagged:
            return Issue(text=TAGS_MISSING, names=names)
        return None

    def _known(self, situation: Situation) -> set[Kind]:
        """Return the kinds that should have tags: as our own Radarrs and Sonarrs say, else as it was before."""
        own = {
            (medium.kind, copy.tags is not UNKNOWN and bool(copy.tags))
            for medium in situation.library.media.values()
            for copy in medium.copies
            if copy.source_id != situation.server_id
        }
        seen = {kind for kind, _ in own}
        return {kind for kind, has_tags in own if has_tags} | (self._tagged - seen)


def _plays_lost(answer: ServerMedia, library: Library) -> Issue | None:
    """Return whether the server reads no plays, although Jellyfin has them.

    With a mere API key Jellyfin tells it of none (10.11 and 12): a key stands for nobody. Plays that it has all the same come from Jellystat or Streamystats, or from a sync that went well.
    """
    jellyfin = _service(answer, "Jellyfin")
    if jellyfin is not None and not jellyfin.enabled:
        return None
    ours = library.sources.get(JELLYFIN)
    old = ours is not None and _major(ours.version) >= _WITHOUT_OLD_HEADER
    watched = any(one.play_count or one.last_watched for _, one in answer.media)
    linked = any(one.jellyfin_id for _, one in answer.media)
    blind = bool(answer.media) and not watched and not linked
    refused = (
        jellyfin is not None
        and not jellyfin.online
        and ours is not None
        and ours.fresh
        and not (answer.config.stats and watched)
    )
    unread = blind and (answer.doubted or (old and not (jellyfin and jellyfin.online)))
    severity = _ERROR if answer.deletes else _WARNING
    if refused or unread:
        return Issue(text=PLAYS_LOST_12 if old else PLAYS_LOST, severity=severity)
    if not watched and not answer.config.stats and _watched_in_jellyfin(library) >= _MANY:
        return Issue(text=PLAYS_UNSEEN, severity=severity)
    return None


def _watched_in_jellyfin(library: Library) -> int:
    """Return how many media of the server somebody has watched, as our own Jellyfin tells."""
    if JELLYFIN not in library.sources:
        return 0
    return sum(
        medium.decided is not None and isinstance(medium.play_count, int) and medium.play_count > 0
        for medium in library.media.values()
    )


def _deletes_blind(answer: ServerMedia) -> Issue | None:
    if not answer.deletes or not (answer.doubted or answer.offline):
        return None
    return Issue(
        text=DELETES_BLIND, names={"services": _some(answer.offline) or "–"}, severity=_ERROR
    )


def _service(answer: ServerMedia, name: str) -> Service | None:
    return next((one for one in answer.services or () if one.name == name), None)


def _major(version: str | None) -> int:
    first = (version or "").partition(".")[0]
    return int(first) if first.isdecimal() else 0


def _some(names: Iterable[str]) -> str:
    """Return the first names, and that there are more."""
    every = list(names)
    return ", ".join(every[:_NAMED]) + (", …" if len(every) > _NAMED else "")
