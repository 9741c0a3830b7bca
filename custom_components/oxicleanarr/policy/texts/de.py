"""German."""

from ..models import Why
from ..outlook import Outcome, Turn
from .catalogue import Counted, Texts

GERMAN = Texts(
    somebody="Jemand",
    reasons={
        Why.KEPT: "{by} behält es für immer",
        Why.KEPT_UNTIL: "{by} behält es bis zum {until}",
        Why.SOURCE_NOT_ANSWERING: (
            "Von {sources} kam keine vollständige Antwort, darum wird nichts Neues entschieden"
        ),
        Why.NOT_MANAGED: "Kein Radarr oder Sonarr, der hier eingerichtet ist, verwaltet es",
        Why.NOT_IN_JELLYFIN: (
            "Es wurde in Jellyfin nicht gefunden, darum weiß niemand, ob es angesehen wird"
        ),
        Why.ADDED_UNKNOWN: "Niemand weiß, wann es hinzugefügt wurde",
        Why.WATCHED_UNKNOWN: "Es wurde angesehen, aber niemand weiß, wann",
        Why.FACT_UNKNOWN: (
            "Die Regel {rule} könnte dafür gelten, aber etwas, wonach sie fragt, ist unbekannt"
        ),
        Why.PLAYING: "Jemand sieht es gerade an",
        Why.FAVOURITE: "Jemand hat es als Favorit markiert",
        Why.UNFINISHED: "Jemand hat mittendrin aufgehört",
        Why.REQUESTER_WAITING: "Wer es angefragt hat, hat es noch nicht angesehen",
        Why.RULE_FOR_EVER: "Die Regel {rule} behält es für immer",
        Why.RULE_UNTIL_WATCHED: "Die Regel {rule} behält es, bis jemand es angesehen hat",
        Why.RULE_LOST_A_NAME: (
            "Die Regel {rule} galt dafür und nennt jetzt etwas, das es nicht gibt"
        ),
        Why.ONLY_EPISODES: "Eine Regel entfernt nur Folgen davon und behält die Serie",
        Why.DISK_UNKNOWN: "Die Regel {rule} weiß nicht, wie voll die Festplatte ist",
        Why.DISK_HAS_ROOM: "Die Regel {rule} findet genug Platz auf der Festplatte",
        Why.DISK_ENOUGH: "Die Regel {rule} bekommt durch andere Titel genug Platz",
        Why.NO_RETENTION: "Medien dieser Art bleiben für immer",
        Why.NEVER_WATCHED_STAYS: (
            "Niemand hat es bisher angesehen, und die Zeit läuft ab der letzten Wiedergabe"
        ),
        Why.LAST_WATCHED: "Zuletzt angesehen am {date}",
        Why.NEVER_WATCHED: "Nie angesehen, seit es am {date} hinzugefügt wurde",
        Why.ADDED: "Hinzugefügt am {date}",
        Why.RETENTION: "Danach darf es noch {retention} bleiben",
        Why.RULE: "Die Regel {rule} entscheidet",
        Why.EPISODES: "Die Regel {rule} entfernt {count} davon",
        Why.SCHEDULED: "{by} möchte, dass es dann verschwindet",
        Why.ANNOUNCED_FIRST: (
            "Nach der Regel am {date} fällig, wird aber vorher {days} lang angekündigt"
        ),
        Why.BEFORE_THE_START: (
            "So war es entschieden, bevor Home Assistant startete; die Server haben seitdem nichts Neues gesagt"
        ),
        Why.PAUSED: "Der Countdown stand {days} lang still",
        Why.EXCLUDED: "Jemand behält es auf dem OxiCleanarr-Server",
        Why.SERVER_KEEPS: "Der OxiCleanarr-Server gibt ihm kein Datum",
        Why.SERVER_DOUBTED: (
            "Der letzte Abgleich des OxiCleanarr-Servers ist teilweise gescheitert, seine Termine können also falsch sein"
        ),
        Why.SERVER_DATE_UNKNOWN: "Der OxiCleanarr-Server gibt ihm ein Datum, das nicht sein kann",
        Why.NOT_ON_SERVER: "Der OxiCleanarr-Server führt es nicht",
        Why.SERVER: "Der OxiCleanarr-Server entscheidet",
    },
    causes={
        Why.KEPT: "Wenn das Behalten zurückgenommen wird,",
        Why.KEPT_UNTIL: "Wenn das Behalten endet oder zurückgenommen wird,",
        Why.SOURCE_NOT_ANSWERING: "Sobald von {sources} wieder eine vollständige Antwort kommt,",
        Why.NOT_MANAGED: "Wenn ein Radarr oder Sonarr hinzukommt, der es verwaltet,",
        Why.NOT_IN_JELLYFIN: "Wenn es in Jellyfin gefunden wird,",
        Why.ADDED_UNKNOWN: "Wenn die Server sagen, wann es hinzugefügt wurde,",
        Why.WATCHED_UNKNOWN: "Wenn Jellyfin sagt, wann es angesehen wurde,",
        Why.FACT_UNKNOWN: "Wenn bekannt wird, wonach die Regel {rule} fragt,",
        Why.PLAYING: "Sobald es niemand mehr ansieht,",
        Why.FAVOURITE: "Wenn niemand es mehr als Favorit hat,",
        Why.UNFINISHED: "Wenn es zu Ende sieht, wer mittendrin aufgehört hat,",
        Why.REQUESTER_WAITING: "Sobald es angesehen hat, wer es angefragt hat,",
        Why.RULE_FOR_EVER: "Ohne die Regel {rule}",
        Why.RULE_UNTIL_WATCHED: "Ohne die Regel {rule}",
        Why.RULE_LOST_A_NAME: "Wenn die Regel {rule} berichtigt oder ausgeschaltet wird,",
        Why.ONLY_EPISODES: "Ohne die Regeln, die nur Folgen entfernen,",
        Why.DISK_UNKNOWN: "Sobald die Regel {rule} weiß, wie voll die Festplatte ist,",
        Why.DISK_HAS_ROOM: (
            "Sobald auf der Festplatte weniger Platz ist, als die Regel {rule} verlangt,"
        ),
        Why.DISK_ENOUGH: "Wenn andere Titel der Regel {rule} nicht genug Platz geben,",
        Why.NO_RETENTION: "Wenn Medien dieser Art nicht mehr für immer bleiben dürfen,",
        Why.NEVER_WATCHED_STAYS: "Wenn nicht mehr bleiben darf, was niemand ansieht,",
        Why.EXCLUDED: "Wenn es nicht mehr behalten wird,",
        Why.SERVER_KEEPS: "Wenn sich die Regeln des OxiCleanarr-Servers ändern,",
        Why.SERVER_DOUBTED: "Sobald ein Abgleich des OxiCleanarr-Servers gelingt,",
        Why.SERVER_DATE_UNKNOWN: "Sobald der OxiCleanarr-Server ihm ein mögliches Datum gibt,",
        Why.NOT_ON_SERVER: "Sobald der OxiCleanarr-Server es führt,",
        Turn.SOMEBODY_KEEPS: "Wenn jemand es behält,",
        Turn.SOMEBODY_LOVES: "Wenn jemand es als Favorit markiert,",
        Turn.SOMEBODY_WATCHES: "Wenn jemand es heute ansieht,",
        Turn.NO_WISH: "Ohne den Wunsch nach diesem Datum",
        Turn.NO_RULE: "Ohne die Regel {rule}",
        Turn.NO_PROTECTION_LEFT: (
            "Es verschwindet erst, wenn keiner der {protections} Gründe mehr gilt, die es schützen"
        ),
    },
    outcomes={
        Outcome.STAYS: "bleibt es",
        Outcome.LEAVES: "verschwindet es am {date}",
        Outcome.DECIDED_ANEW: "entscheiden die Regeln neu",
    },
    because="{sentence}: {reason}",
    counted={
        "days": Counted("{count} Tag", "{count} Tage"),
        "hours": Counted("{count} Stunde", "{count} Stunden"),
        "minutes": Counted("{count} Minute", "{count} Minuten"),
        "seconds": Counted("{count} Sekunde", "{count} Sekunden"),
        "count": Counted("{count} Folgendatei", "{count} Folgendateien"),
    },
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ),
    day_of_year="{day}. {month}",
    day="{day}. {month} {year}",
    megabytes="{size} MB",
    gigabytes="{size} GB",
    decimal_mark=",",
    ticked="Auf der To-do-Liste abgehakt",
)  # fmt: skip
