"""German."""

from collections.abc import Mapping

from ..display.models import Cause

PROBLEMS: Mapping[str, str] = {
    "not_asked": (
        "{server} wurde seit dem Start noch nicht gefragt; was der Server vorher sagte, bleibt in Gebrauch"
    ),
    "server_syncing": (
        "{server} gleicht gerade ab; seine letzten Entscheidungen bleiben bis zum nächsten "
        "Lesen in Gebrauch"
    ),
    "server_not_synced": (
        "{server} hat seine Bibliothek seit dem Start nicht gelesen; lass den Server "
        "abgleichen, mit der Taste Vollständiger Abgleich oder auf seiner eigenen Seite"
    ),
    "link_stays": (
        "{server} hat noch unseren Link in der Bibliothek der bald verschwindenden Medien{detail}, darum wurde nichts gelöscht; prüfe, ob die OxiCleanarr Bridge funktioniert"
    ),
    "cannot_connect": (
        "{server} ist nicht erreichbar{detail}; prüfe die Adresse, und ob der Server läuft"
    ),
    "certificate_refused": (
        "Das Zertifikat von {server} konnte nicht überprüft werden{detail}; installiere ein"
        " vertrauenswürdiges, oder schalte die Überprüfung für diesen Server aus"
    ),
    "timed_out": (
        "{server} hat nicht rechtzeitig geantwortet{detail}; versuche es noch einmal, wenn der Server"
        " weniger zu tun hat"
    ),
    "wrong_app": (
        "An der Adresse von {server} antwortet etwas anderes ({elsewhere}){detail}; prüfe die Adresse, den"
        " Port und den Basispfad"
    ),
    "key_refused": (
        "{server} nimmt den Schlüssel oder das Passwort nicht an{detail}; gib es noch einmal ein"
    ),
    "not_allowed": (
        "{server} erlaubt das nicht{detail}; verwende einen API-Schlüssel oder das Konto eines"
        " Administrators"
    ),
    "starting_up": "{server} startet gerade oder wird gewartet{detail}; warte ein wenig",
    "not_understood": (
        "Die Antwort von {server} ist nicht zu verstehen{detail}; prüfe die Version und das Protokoll des"
        " Servers"
    ),
    "redirected": (
        "{server} leitet um zu {elsewhere}{detail}; gib die Adresse ein, die der Server wirklich hat"
    ),
    "login_page": (
        "{server} schickt Besucher erst zu einer Seite auf {elsewhere}{detail}, wie es eine vorgeschaltete"
        " Anmeldung tut; lass die API dort durch, oder gib eine Adresse ohne diese Anmeldung ein"
    ),
    "not_found": (
        "{server} kennt nicht, wonach gefragt wurde{detail}; prüfe die Version des Servers"
    ),
    "disk_missing": (
        "{server} findet den Datenträger mit den Dateien nicht{detail}; binde ihn ein, bevor etwas"
        " gelöscht wird"
    ),
    "perhaps_deleted": (
        "{server} sollte etwas löschen und hat nicht gesagt, wie das ausging{detail}; es kann trotzdem geschehen"
        " sein, sieh in {server} selbst nach"
    ),
    "is_kept": (
        "{server} behält das und lässt es nicht gehen{detail}; hebe das Behalten zuerst dort auf"
    ),
    "entry_refused": (
        "{server} nimmt den Eintrag nicht an{detail}; prüfe, ob er schon da ist, und ob es sein"
        " Qualitätsprofil und seinen Stammordner noch gibt"
    ),
    "entry_changed": (
        "{server} hat den Eintrag geändert, als er gelöscht werden sollte{detail}; es wurde nichts"
        " gelöscht, und der nächste Lauf sieht ihn sich wieder an"
    ),
    "files_stayed": (
        "{server} hat den Eintrag gelöscht, aber seine Dateien sind noch da{detail}; prüfe, ob der"
        " Datenträger eingebunden und beschreibbar ist, und hole dann den Eintrag zurück, oder"
        " lösche die Dateien von Hand"
    ),
    "server_removed": (
        "{server} ist nicht mehr eingerichtet, darum weiß niemand, was aus dem Eintrag geworden"
        " ist{detail}; sieh in {server} selbst nach"
    ),
    "incomplete": (
        "{server} hat {received} von {total} geschickt ({what}); die letzte vollständige Liste bleibt in"
        " Gebrauch, bis {server} vollständig antwortet"
    ),
    "implausible": (
        "{server} hat unter {total} Datumsangaben {nonsense} unmögliche geschickt; die letzte glaubhafte Antwort"
        " bleibt in Gebrauch. Prüfe die Uhr und die Datenbank von {server}"
    ),
    "another_server": (
        "Hinter der Adresse von {server} ist jetzt ein anderer {server}; die letzte Antwort des"
        " eingerichteten bleibt in Gebrauch. Gib ihm seine Adresse zurück, oder richte den neuen ein"
    ),
    "rebuilt": (
        "{server} hat seine Bibliothek neu angelegt und vielleicht vergessen, was angesehen wurde; die"
        " letzte Liste bleibt in Gebrauch. Wenn das stimmt, sag es unter Einstellungen → System →"
        " Reparaturen"
    ),
    "shrunk": (
        "{server} hat {after} Medien, wo es vorher {before} waren; die letzte Liste bleibt in Gebrauch."
        " Wenn das stimmt, sag es unter Einstellungen → System → Reparaturen"
    ),
    "lost_users": (
        "{server} hat {people} seiner Benutzer nicht mehr, und nicht, was sie angesehen haben; die letzte"
        " Liste bleibt in Gebrauch. Wenn das stimmt, sag es unter Einstellungen → System → Reparaturen"
    ),
    "lost_plays": (
        "{server} weiß nicht mehr, was {people} seiner Benutzer angesehen haben; die letzte Liste bleibt"
        " in Gebrauch. Wenn das stimmt, sag es unter Einstellungen → System → Reparaturen"
    ),
    "bridge_not_answering": "Die Bridge antwortet nicht{detail}; prüfe, ob sie in Jellyfin unter Plugins aktiv ist, und starte Jellyfin neu",
    "journal_stopping": (
        "Home Assistant fährt herunter, darum wird nichts mehr gelöscht; versuche es noch einmal,"
        " wenn es wieder läuft"
    ),
    "journal_not_written": (
        "Das Journal der Löschungen konnte nicht nach {path} geschrieben werden, darum wird"
        " nichts mehr gelöscht; sieh nach, ob der Datenträger voll oder schreibgeschützt ist"
    ),
}

FAILURES: Mapping[Cause, str] = {
    Cause.NOT_OURS: (
        "Bei {path} liegt etwas, das OxiCleanarr nicht angelegt hat; es bleibt unberührt."
    ),
    Cause.NAME_REFUSED: (
        "{source} kann nicht gezeigt werden: Im Pfad stehen zwei Punkte hintereinander."
    ),
    Cause.NOTHING_THERE: "{source} kann nicht gezeigt werden: Jellyfin findet dort nichts.",
    Cause.BRIDGE_SAID: "{source} kann nicht gezeigt werden: Die Bridge sagte: {said}.",
    Cause.BRIDGE_SILENT: (
        "{source} kann nicht gezeigt werden: Die Bridge hat keinen Link angelegt."
    ),
}

DETAILS: Mapping[str, str] = {
    "the connection was refused": "die Verbindung wurde abgelehnt",
    "the connection broke off": "die Verbindung ist abgebrochen",
    "its host name is not known": "seinen Hostnamen gibt es nicht",
    "its host name is not understood": "sein Hostname ist nicht zu verstehen",
    "no TLS there; is it http instead of https?": "dort ist kein TLS; ist es http statt https?",
    "the proxy before it does not reach it": "der Proxy davor erreicht ihn nicht",
    "the proxy before it gave up": "der Proxy davor hat aufgegeben",
    "the answer broke off": "die Antwort brach ab",
    "an empty answer": "eine leere Antwort",
    "no JSON": "kein JSON",
    "broken or cut JSON": "kaputtes oder abgeschnittenes JSON",
    "JSON of another shape": "JSON von anderer Form",
    "not a list": "keine Liste",
    "a broken or cut list": "eine kaputte oder abgeschnittene Liste",
    "far too much of it": "viel zu viel davon",
    "not HTTP": "kein HTTP",
    "not the Bridge's answer": "nicht die Antwort der Bridge",
    "over and over": "immer wieder",
    "a redirect to nowhere": "eine Umleitung ins Nichts",
    "it is empty": "das Feld ist leer",
    "it holds characters that no key has": "darin stehen Zeichen, die kein Schlüssel hat",
    "the key may not, or its CSRF protection is on": "der Schlüssel darf es nicht, oder der CSRF-Schutz ist an",
    "it cannot be told so by hand before 1.4": "vor 1.4 kann man ihm das nicht von Hand sagen",
    "a redirect elsewhere": "eine Umleitung woandershin",
    "no answer in time": "keine rechtzeitige Antwort",
    "it is still deleting": "er löscht noch",
    "its sync still goes on": "sein Abgleich läuft noch",
    "it is gone": "er ist weg",
    "it has other ids": "er hat andere IDs",
    "it has another folder": "er hat einen anderen Ordner",
    "it has other files": "er hat andere Dateien",
    "it is not what it was": "er ist nicht mehr, was er war",
    "the medium is not on its list": "das Medium steht nicht auf seiner Liste",
    "the collection is gone": "die Sammlung ist weg",
    "it deletes whole media only": "er löscht nur ganze Medien",
    "it has forgotten its media": "er hat seine Medien vergessen",
    "a web page": "eine Webseite",
    "another app": "eine andere App",
    "something that wants a login of its own": "etwas, das eine eigene Anmeldung verlangt",
    "collections": "Sammlungen",
    "episodes": "Folgen",
    "favourites": "Favoriten",
    "files": "Dateien",
    "items": "Titel",
    "libraries": "Bibliotheken",
    "members of a collection": "Inhalt einer Sammlung",
    "movies": "Filme",
    "movies and series": "Filme und Serien",
    "requests": "Anfragen",
    "series": "Serien",
    "sessions": "Sitzungen",
    "tags": "Tags",
    "tasks": "Aufgaben",
    "users": "Benutzer",
    "viewers": "Zuschauer",
    "watched items": "Angesehenes",
}
