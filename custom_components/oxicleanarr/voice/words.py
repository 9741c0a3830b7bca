"""What is said in answer to a person, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..library.models import Kind
from ..policy.texts import LANGUAGES, Texts, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of one language. A title is filled in with its year; a day as one of the days below."""

    texts: Texts
    """How dates are written."""
    today: str
    tomorrow: str
    overdue: str
    """The day of what could have left already."""
    on_weekday: str
    on_date: str
    """With the year where it is another than this one."""
    weekdays: tuple[str, ...]
    """From Monday."""

    soon: str
    until_tomorrow: str
    within_days: str
    nothing_leaves: Mapping[Kind | None, str]
    titles_leave: Mapping[Kind | None, str]
    leaves: str
    leaves_in: str
    episodes_leave: str
    episodes_leave_in: str
    episodes_of: str

    stays: str
    kept: str
    kept_already: str
    several: str
    not_found: str
    nearest: str
    kinds: Mapping[Kind, str]
    and_: str
    or_: str
    more: str

    synced: str
    synced_in_part: str
    still_syncing: str
    not_running: str
    stale: str


_ENGLISH = Words(
    texts=LANGUAGES["en"],
    today="today",
    tomorrow="tomorrow",
    overdue="any day now",
    on_weekday="on {weekday}",
    on_date="on {date}",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    soon="soon",
    until_tomorrow="by tomorrow",
    within_days="in the next {days} days",
    nothing_leaves={
        None: "Nothing leaves {period}.",
        Kind.MOVIE: "No film leaves {period}.",
        Kind.SERIES: "No series leaves {period}.",
    },
    titles_leave={
        None: "{count} titles leave {period}: {titles}.",
        Kind.MOVIE: "{count} films leave {period}: {titles}.",
        Kind.SERIES: "{count} series leave {period}: {titles}.",
    },
    leaves="{title} leaves {day}.",
    leaves_in="{title} leaves in {days} days, {day}.",
    episodes_leave="Episodes of {title} leave {day}.",
    episodes_leave_in="Episodes of {title} leave in {days} days, {day}.",
    episodes_of="episodes of {title}",
    stays="{title} stays: {reason}.",
    kept="All right, {title} stays.",
    kept_already="{title} is kept already.",
    several="Which one: {titles}?",
    not_found="Nothing here is called {title}.",
    nearest="Nothing here is called {title}. The nearest is {titles}.",
    kinds={Kind.MOVIE: "film", Kind.SERIES: "series"},
    and_=" and ",
    or_=" or ",
    more="{count} more",
    synced="Synced. Leaving soon: {count}.",
    synced_in_part="Synced, but without a complete answer from {servers}.",
    still_syncing="The sync is running, and takes a little longer.",
    not_running="OxiCleanarr is not running. Look at its settings in Home Assistant.",
    stale="Not every server answers, so this may have changed.",
)  # fmt: skip

_GERMAN = Words(
    texts=LANGUAGES["de"],
    today="heute",
    tomorrow="morgen",
    overdue="in Kürze",
    on_weekday="am {weekday}",
    on_date="am {date}",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    soon="bald",
    until_tomorrow="bis morgen",
    within_days="in den nächsten {days} Tagen",
    nothing_leaves={
        None: "Es verschwindet {period} nichts.",
        Kind.MOVIE: "Es verschwindet {period} kein Film.",
        Kind.SERIES: "Es verschwindet {period} keine Serie.",
    },
    titles_leave={
        None: "{count} Titel verschwinden {period}: {titles}.",
        Kind.MOVIE: "{count} Filme verschwinden {period}: {titles}.",
        Kind.SERIES: "{count} Serien verschwinden {period}: {titles}.",
    },
    leaves="{title} verschwindet {day}.",
    leaves_in="{title} verschwindet in {days} Tagen, {day}.",
    episodes_leave="Folgen von {title} verschwinden {day}.",
    episodes_leave_in="Folgen von {title} verschwinden in {days} Tagen, {day}.",
    episodes_of="Folgen von {title}",
    stays="{title} bleibt: {reason}.",
    kept="Gut, {title} bleibt.",
    kept_already="{title} wird schon behalten.",
    several="Was davon: {titles}?",
    not_found="Hier heißt nichts {title}.",
    nearest="Hier heißt nichts {title}. Am ähnlichsten klingt {titles}.",
    kinds={Kind.MOVIE: "Film", Kind.SERIES: "Serie"},
    and_=" und ",
    or_=" oder ",
    more="noch {count}",
    synced="Synchronisiert. Bald verschwinden: {count}.",
    synced_in_part="Synchronisiert, aber ohne vollständige Antwort von {servers}.",
    still_syncing="Die Synchronisierung läuft und dauert noch etwas.",
    not_running="OxiCleanarr läuft nicht. Sieh in Home Assistant bei seinen Einstellungen nach.",
    stale="Nicht jeder Server antwortet, es kann sich also geändert haben.",
)  # fmt: skip

_FRENCH = Words(
    texts=LANGUAGES["fr"],
    today="aujourd'hui",
    tomorrow="demain",
    overdue="d'un jour à l'autre",
    on_weekday="{weekday}",
    on_date="le {date}",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    soon="bientôt",
    until_tomorrow="d'ici demain",
    within_days="dans les {days} prochains jours",
    nothing_leaves={
        None: "Rien ne part {period}.",
        Kind.MOVIE: "Aucun film ne part {period}.",
        Kind.SERIES: "Aucune série ne part {period}.",
    },
    titles_leave={
        None: "{count} titres partent {period} : {titles}.",
        Kind.MOVIE: "{count} films partent {period} : {titles}.",
        Kind.SERIES: "{count} séries partent {period} : {titles}.",
    },
    leaves="{title} part {day}.",
    leaves_in="{title} part dans {days} jours, {day}.",
    episodes_leave="Des épisodes de {title} partent {day}.",
    episodes_leave_in="Des épisodes de {title} partent dans {days} jours, {day}.",
    episodes_of="des épisodes de {title}",
    stays="{title} reste : {reason}.",
    kept="D'accord, {title} reste.",
    kept_already="Quelqu'un garde déjà {title}.",
    several="Que voulez-vous dire : {titles} ?",
    not_found="Rien ici ne s'appelle {title}.",
    nearest="Rien ici ne s'appelle {title}. Le plus proche est {titles}.",
    kinds={Kind.MOVIE: "film", Kind.SERIES: "série"},
    and_=" et ",
    or_=" ou ",
    more="{count} de plus",
    synced="C'est synchronisé. Départs prochains : {count}.",
    synced_in_part="C'est synchronisé, mais sans réponse complète de {servers}.",
    still_syncing="La synchronisation est en cours et prend encore un peu de temps.",
    not_running="OxiCleanarr ne fonctionne pas. Regardez ses paramètres dans Home Assistant.",
    stale="Certains serveurs ne répondent pas, cela a donc pu changer.",
)  # fmt: skip

_SPANISH = Words(
    texts=LANGUAGES["es"],
    today="hoy",
    tomorrow="mañana",
    overdue="en cualquier momento",
    on_weekday="el {weekday}",
    on_date="el {date}",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    soon="pronto",
    until_tomorrow="de aquí a mañana",
    within_days="en los próximos {days} días",
    nothing_leaves={
        None: "No se va nada {period}.",
        Kind.MOVIE: "No se va ninguna película {period}.",
        Kind.SERIES: "No se va ninguna serie {period}.",
    },
    titles_leave={
        None: "{count} títulos se van {period}: {titles}.",
        Kind.MOVIE: "{count} películas se van {period}: {titles}.",
        Kind.SERIES: "{count} series se van {period}: {titles}.",
    },
    leaves="{title} se va {day}.",
    leaves_in="{title} se va dentro de {days} días, {day}.",
    episodes_leave="Se van episodios de {title} {day}.",
    episodes_leave_in="Se van episodios de {title} dentro de {days} días, {day}.",
    episodes_of="episodios de {title}",
    stays="{title} se queda: {reason}.",
    kept="De acuerdo, {title} se queda.",
    kept_already="Alguien ya conserva {title}.",
    several="¿Cuál de ellos: {titles}?",
    not_found="Aquí nada se llama {title}.",
    nearest="Aquí nada se llama {title}. Lo más parecido es {titles}.",
    kinds={Kind.MOVIE: "película", Kind.SERIES: "serie"},
    and_=" y ",
    or_=" o ",
    more="{count} más",
    synced="Sincronizado. Se van pronto: {count}.",
    synced_in_part="Sincronizado, pero sin respuesta completa de {servers}.",
    still_syncing="La sincronización está en marcha y tardará un poco más.",
    not_running="OxiCleanarr no está en marcha. Mira sus ajustes en Home Assistant.",
    stale="No responden todos los servidores, así que puede haber cambiado.",
)  # fmt: skip

_DUTCH = Words(
    texts=LANGUAGES["nl"],
    today="vandaag",
    tomorrow="morgen",
    overdue="elk moment",
    on_weekday="op {weekday}",
    on_date="op {date}",
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    soon="binnenkort",
    until_tomorrow="tot en met morgen",
    within_days="in de komende {days} dagen",
    nothing_leaves={
        None: "Er verdwijnt {period} niets.",
        Kind.MOVIE: "Er verdwijnt {period} geen film.",
        Kind.SERIES: "Er verdwijnt {period} geen serie.",
    },
    titles_leave={
        None: "{count} titels verdwijnen {period}: {titles}.",
        Kind.MOVIE: "{count} films verdwijnen {period}: {titles}.",
        Kind.SERIES: "{count} series verdwijnen {period}: {titles}.",
    },
    leaves="{title} verdwijnt {day}.",
    leaves_in="{title} verdwijnt over {days} dagen, {day}.",
    episodes_leave="Afleveringen van {title} verdwijnen {day}.",
    episodes_leave_in="Afleveringen van {title} verdwijnen over {days} dagen, {day}.",
    episodes_of="afleveringen van {title}",
    stays="{title} blijft: {reason}.",
    kept="Goed, {title} blijft.",
    kept_already="{title} wordt al gehouden.",
    several="Welke bedoel je: {titles}?",
    not_found="Hier heet niets {title}.",
    nearest="Hier heet niets {title}. Het meest lijkt erop: {titles}.",
    kinds={Kind.MOVIE: "film", Kind.SERIES: "serie"},
    and_=" en ",
    or_=" of ",
    more="nog {count}",
    synced="Gesynchroniseerd. Binnenkort weg: {count}.",
    synced_in_part="Gesynchroniseerd, maar zonder volledig antwoord van {servers}.",
    still_syncing="De synchronisatie loopt en duurt nog even.",
    not_running="OxiCleanarr draait niet. Kijk in Home Assistant bij de instellingen ervan.",
    stale="Niet elke server antwoordt, dus dit kan veranderd zijn.",
)  # fmt: skip

WORDS: Mapping[str, Words] = {
    "de": _GERMAN,
    "en": _ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "nl": _DUTCH,
}
"""By the language's two letters."""


def words_in(language: str) -> Words:
    """Return the words of a language, of whatever country; English where there are none."""
    return WORDS[spoken(language)]
