"""The lines of the logbook in each language. The household's name stands before each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from .happenings import HappeningKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The texts of one language; details follow a line after commas."""

    kinds: Mapping[HappeningKind, str]
    """What happened, by its kind; `sync_finished` has no line."""
    unmonitored: str
    """Instead of a deletion, where a household only ends the monitoring."""
    run_blocked: str
    """Instead of one medium that was held back, when nothing at all was looked at."""
    on: str
    by_rule: str
    titles: str
    because: str
    """A line, and why it came to that."""


_ENGLISH = Lines(
    kinds={
        HappeningKind.ANNOUNCED: "announced {title} as leaving soon",
        HappeningKind.ABOUT_TO_LEAVE: "reminded everybody that {title} is about to leave",
        HappeningKind.NO_LONGER_LEAVING: "lets {title} stay after all",
        HappeningKind.KEPT: "kept {title}",
        HappeningKind.LET_GO: "let go of {title}",
        HappeningKind.SCHEDULED: "scheduled {title}",
        HappeningKind.UNSCHEDULED: "took back the date of {title}",
        HappeningKind.CLEANUP_PREPARED: "prepared a cleanup for approval",
        HappeningKind.DELETED: "deleted {title}",
        HappeningKind.RESTORED: "put {title} back",
        HappeningKind.BLOCKED: "did not delete {title}",
        HappeningKind.SYNC_FAILED: "could not read every server",
    },
    unmonitored="stopped monitoring {title}",
    run_blocked="did not clean up",
    on="on {day}",
    by_rule="by the rule {rule}",
    titles="titles: {count}",
    because="{line}: {problem}",
)

_GERMAN = Lines(
    kinds={
        HappeningKind.ANNOUNCED: "hat {title} als „Bald weg“ angekündigt",
        HappeningKind.ABOUT_TO_LEAVE: "hat daran erinnert, dass {title} bald verschwindet",
        HappeningKind.NO_LONGER_LEAVING: "lässt {title} nun doch bleiben",
        HappeningKind.KEPT: "hat {title} behalten",
        HappeningKind.LET_GO: "hat {title} gehen lassen",
        HappeningKind.SCHEDULED: "hat {title} eingeplant",
        HappeningKind.UNSCHEDULED: "hat den Termin von {title} zurückgenommen",
        HappeningKind.CLEANUP_PREPARED: "hat ein Aufräumen zur Freigabe vorbereitet",
        HappeningKind.DELETED: "hat {title} gelöscht",
        HappeningKind.RESTORED: "hat {title} zurückgeholt",
        HappeningKind.BLOCKED: "hat {title} nicht gelöscht",
        HappeningKind.SYNC_FAILED: "konnte nicht alle Server lesen",
    },
    unmonitored="überwacht {title} nicht mehr",
    run_blocked="hat nicht aufgeräumt",
    on="am {day}",
    by_rule="nach der Regel {rule}",
    titles="Titel: {count}",
    because="{line}: {problem}",
)

_FRENCH = Lines(
    kinds={
        HappeningKind.ANNOUNCED: "a annoncé le départ prochain de {title}",
        HappeningKind.ABOUT_TO_LEAVE: "a rappelé que {title} va bientôt partir",
        HappeningKind.NO_LONGER_LEAVING: "laisse finalement {title} en place",
        HappeningKind.KEPT: "a gardé {title}",
        HappeningKind.LET_GO: "a laissé partir {title}",
        HappeningKind.SCHEDULED: "a planifié {title}",
        HappeningKind.UNSCHEDULED: "a retiré la date de {title}",
        HappeningKind.CLEANUP_PREPARED: "a préparé un nettoyage à approuver",
        HappeningKind.DELETED: "a supprimé {title}",
        HappeningKind.RESTORED: "a remis {title} en place",
        HappeningKind.BLOCKED: "n'a pas supprimé {title}",
        HappeningKind.SYNC_FAILED: "n'a pas pu lire tous les serveurs",
    },
    unmonitored="ne surveille plus {title}",
    run_blocked="n'a pas fait de nettoyage",
    on="le {day}",
    by_rule="selon la règle {rule}",
    titles="titres : {count}",
    because="{line} : {problem}",
)

_SPANISH = Lines(
    kinds={
        HappeningKind.ANNOUNCED: "anunció que {title} se va pronto",
        HappeningKind.ABOUT_TO_LEAVE: "recordó que {title} está a punto de irse",
        HappeningKind.NO_LONGER_LEAVING: "deja que {title} se quede después de todo",
        HappeningKind.KEPT: "conservó {title}",
        HappeningKind.LET_GO: "dejó ir {title}",
        HappeningKind.SCHEDULED: "programó {title}",
        HappeningKind.UNSCHEDULED: "retiró la fecha de {title}",
        HappeningKind.CLEANUP_PREPARED: "preparó una limpieza para aprobar",
        HappeningKind.DELETED: "eliminó {title}",
        HappeningKind.RESTORED: "recuperó {title}",
        HappeningKind.BLOCKED: "no eliminó {title}",
        HappeningKind.SYNC_FAILED: "no pudo leer todos los servidores",
    },
    unmonitored="ya no monitoriza {title}",
    run_blocked="no hizo limpieza",
    on="el {day}",
    by_rule="según la regla {rule}",
    titles="títulos: {count}",
    because="{line}: {problem}",
)

_DUTCH = Lines(
    kinds={
        HappeningKind.ANNOUNCED: "heeft {title} aangekondigd als binnenkort weg",
        HappeningKind.ABOUT_TO_LEAVE: "heeft eraan herinnerd dat {title} bijna verdwijnt",
        HappeningKind.NO_LONGER_LEAVING: "laat {title} toch blijven",
        HappeningKind.KEPT: "heeft {title} gehouden",
        HappeningKind.LET_GO: "heeft {title} laten gaan",
        HappeningKind.SCHEDULED: "heeft {title} ingepland",
        HappeningKind.UNSCHEDULED: "heeft de datum van {title} ingetrokken",
        HappeningKind.CLEANUP_PREPARED: "heeft een opruiming ter goedkeuring voorbereid",
        HappeningKind.DELETED: "heeft {title} verwijderd",
        HappeningKind.RESTORED: "heeft {title} teruggezet",
        HappeningKind.BLOCKED: "heeft {title} niet verwijderd",
        HappeningKind.SYNC_FAILED: "kon niet alle servers lezen",
    },
    unmonitored="bewaakt {title} niet meer",
    run_blocked="heeft niet opgeruimd",
    on="op {day}",
    by_rule="volgens de regel {rule}",
    titles="titels: {count}",
    because="{line}: {problem}",
)

LINES: Mapping[str, Lines] = {
    "de": _GERMAN,
    "en": _ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "nl": _DUTCH,
}
"""By the two letters of the language."""
