"""What is wrong with a server or a link, in other languages; in English the errors say it themselves.

What stands in brackets stays as it is in every language: it is what was seen on the wire, for whoever looks it
up or reports it.
"""

from collections.abc import Mapping

from .display.models import Cause

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "de": {
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
            " Datenträger eingebunden und beschreibbar ist, und stelle dann den Eintrag wieder her, oder"
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
            "{server} hat unter {total} Daten {nonsense} unmögliche geschickt; die letzte glaubhafte Antwort"
            " bleibt in Gebrauch. Prüfe die Uhr und die Datenbank von {server}"
        ),
        "another_server": (
            "Hinter der Adresse von {server} ist jetzt ein anderer {server}; die letzte Antwort des"
            " eingerichteten bleibt in Gebrauch. Gib ihm seine Adresse zurück, oder richte den neuen ein"
        ),
        "rebuilt": (
            "{server} hat seine Bibliothek neu angelegt und vielleicht vergessen, was angesehen wurde; die"
            " letzte Liste bleibt in Gebrauch. Wenn das stimmt, führe die Aktion „Synchronisieren“ mit"
            " „Kleinere Bibliothek akzeptieren“ aus"
        ),
        "shrunk": (
            "{server} hat {after} Medien, wo es vorher {before} waren; die letzte Liste bleibt in Gebrauch."
            " Wenn das stimmt, führe die Aktion „Synchronisieren“ mit „Kleinere Bibliothek akzeptieren“ aus"
        ),
        "lost_users": (
            "{server} hat {people} seiner Benutzer nicht mehr, und nicht, was sie angesehen haben; die letzte"
            " Liste bleibt in Gebrauch. Wenn das stimmt, führe die Aktion „Synchronisieren“ mit „Kleinere"
            " Bibliothek akzeptieren“ aus"
        ),
        "lost_plays": (
            "{server} weiß nicht mehr, was {people} seiner Benutzer angesehen haben; die letzte Liste bleibt in"
            " Gebrauch. Wenn das stimmt, führe die Aktion „Synchronisieren“ mit „Kleinere Bibliothek"
            " akzeptieren“ aus"
        ),
        "bridge_not_answering": "Die Bridge antwortet nicht ({detail})",
        "journal_stopping": (
            "Home Assistant fährt herunter, darum wird nichts mehr gelöscht; versuche es noch einmal,"
            " wenn es wieder läuft"
        ),
        "journal_not_written": (
            "Das Journal der Löschungen konnte nicht nach {path} geschrieben werden, darum wird"
            " nichts mehr gelöscht; sieh nach, ob der Datenträger voll oder schreibgeschützt ist"
        ),
    },
    "es": {
        "not_asked": (
            "Aún no se ha preguntado a {server} desde el arranque; lo que dijo antes sigue en uso"
        ),
        "server_syncing": (
            "{server} está sincronizando; sus últimas decisiones siguen en uso hasta la próxima "
            "lectura"
        ),
        "server_not_synced": (
            "{server} no ha leído su biblioteca desde que se inició; haz que sincronice, con el "
            "botón Sincronización completa o en su propia página"
        ),
        "link_stays": (
            "{server} aún tiene nuestro enlace en su biblioteca de próximas salidas{detail}, así que no se ha borrado nada; comprueba que OxiCleanarr Bridge funciona"
        ),
        "cannot_connect": (
            "No se puede llegar a {server}{detail}; comprueba su dirección y que esté en marcha"
        ),
        "certificate_refused": (
            "No se pudo verificar el certificado de {server}{detail}; instala uno de confianza o desactiva la"
            " verificación para este servidor"
        ),
        "timed_out": (
            "{server} no respondió a tiempo{detail}; vuelve a intentarlo cuando esté menos ocupado"
        ),
        "wrong_app": (
            "En la dirección de {server} responde otra cosa ({elsewhere}){detail}; comprueba la dirección, el"
            " puerto y la ruta base"
        ),
        "key_refused": (
            "{server} no acepta la clave o la contraseña{detail}; introdúcela de nuevo"
        ),
        "not_allowed": (
            "{server} no lo permite{detail}; usa una clave API o la cuenta de un administrador"
        ),
        "starting_up": "{server} se está iniciando o está en mantenimiento{detail}; espera un poco",
        "not_understood": (
            "La respuesta de {server} no se entiende{detail}; comprueba su versión y su registro"
        ),
        "redirected": (
            "{server} redirige a {elsewhere}{detail}; introduce la dirección que tiene de verdad"
        ),
        "not_found": "{server} no conoce lo que se le pidió{detail}; comprueba su versión",
        "disk_missing": (
            "{server} no encuentra el disco con los archivos{detail}; móntalo antes de que se elimine"
            " algo"
        ),
        "perhaps_deleted": (
            "Se le pidió a {server} que borrara algo y no dijo cómo acabó{detail}; puede haber ocurrido igualmente,"
            " así que compruébalo en el propio {server}"
        ),
        "is_kept": (
            "{server} lo conserva y no lo deja ir{detail}; deja primero de conservarlo allí"
        ),
        "entry_refused": (
            "{server} no acepta la entrada{detail}; comprueba si ya está ahí, y si su perfil de calidad"
            " y su carpeta raíz todavía existen"
        ),
        "entry_changed": (
            "{server} cambió la entrada cuando se iba a eliminar{detail}; no se eliminó nada, y la"
            " próxima pasada la mirará otra vez"
        ),
        "files_stayed": (
            "{server} eliminó la entrada, pero sus archivos siguen ahí{detail}; comprueba que el disco"
            " está montado y admite escritura, y después restaura la entrada o borra los archivos a mano"
        ),
        "server_removed": (
            "{server} ya no está configurado, así que nadie sabe qué fue de la entrada{detail}; búscala"
            " en {server}"
        ),
        "incomplete": (
            "{server} envió {received} de {total} ({what}); se sigue usando la última lista completa hasta que"
            " {server} responda por completo"
        ),
        "implausible": (
            "{server} envió {nonsense} fechas imposibles entre {total}; se sigue usando la última respuesta"
            " creíble. Comprueba el reloj y la base de datos de {server}"
        ),
        "another_server": (
            "En la dirección de {server} hay ahora otro {server}; se sigue usando la última respuesta del que"
            " está configurado. Devuélvele su dirección, o configura el nuevo"
        ),
        "rebuilt": (
            "{server} ha rehecho su biblioteca y puede haber olvidado lo que se vio; se sigue usando la última"
            " lista. Si es correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
        ),
        "shrunk": (
            "{server} tiene {after} medios donde antes tenía {before}; se sigue usando la última lista. Si es"
            " correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
        ),
        "lost_users": (
            "{server} ya no tiene a {people} de sus usuarios, ni lo que vieron; se sigue usando la última lista."
            " Si es correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
        ),
        "lost_plays": (
            "{server} ya no sabe lo que vieron {people} de sus usuarios; se sigue usando la última lista. Si es"
            " correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
        ),
        "bridge_not_answering": "El Bridge no responde ({detail})",
        "journal_stopping": (
            "Home Assistant se está deteniendo, así que ya no se elimina nada; inténtalo de nuevo"
            " cuando haya arrancado"
        ),
        "journal_not_written": (
            "El diario de lo eliminado no se pudo escribir en {path}, así que ya no se elimina nada;"
            " mira si el disco está lleno o es de solo lectura"
        ),
    },
    "fr": {
        "not_asked": (
            "{server} n'a pas encore été interrogé depuis le démarrage ; ses réponses d'avant restent en usage"
        ),
        "server_syncing": (
            "{server} est en pleine synchronisation ; ses dernières décisions restent en usage "
            "jusqu'à la prochaine lecture"
        ),
        "server_not_synced": (
            "{server} n'a pas lu sa bibliothèque depuis son démarrage ; faites-le synchroniser, "
            "avec le bouton Synchronisation complète ou sur sa propre page"
        ),
        "link_stays": (
            "{server} a encore notre lien dans sa bibliothèque des départs prochains{detail}, rien n'a donc été supprimé ; vérifiez que le plugin OxiCleanarr Bridge fonctionne"
        ),
        "cannot_connect": (
            "{server} ne peut pas être joint{detail} ; vérifiez son adresse et qu'il fonctionne"
        ),
        "certificate_refused": (
            "Le certificat de {server} n'a pas pu être vérifié{detail} ; installez-en un de confiance, ou"
            " désactivez la vérification pour ce serveur"
        ),
        "timed_out": (
            "{server} n'a pas répondu à temps{detail} ; réessayez quand il sera moins occupé"
        ),
        "wrong_app": (
            "À l'adresse de {server} répond autre chose ({elsewhere}){detail} ; vérifiez l'adresse, le port et"
            " le chemin de base"
        ),
        "key_refused": (
            "{server} n'accepte pas la clé ou le mot de passe{detail} ; saisissez de nouveau"
        ),
        "not_allowed": (
            "{server} ne l'autorise pas{detail} ; utilisez une clé API ou le compte d'un administrateur"
        ),
        "starting_up": "{server} démarre ou est en maintenance{detail} ; attendez un peu",
        "not_understood": (
            "La réponse de {server} n'est pas comprise{detail} ; vérifiez sa version et son journal"
        ),
        "redirected": (
            "{server} redirige vers {elsewhere}{detail} ; saisissez l'adresse qu'il a vraiment"
        ),
        "not_found": ("{server} ne connaît pas ce qui a été demandé{detail} ; vérifiez sa version"),
        "disk_missing": (
            "{server} ne trouve pas le disque où sont les fichiers{detail} ; montez-le avant toute"
            " suppression"
        ),
        "perhaps_deleted": (
            "{server} devait supprimer quelque chose et n'a pas dit comment cela s'est terminé{detail} ; cela a pu"
            " se faire malgré tout, vérifiez dans {server} même"
        ),
        "is_kept": (
            "{server} le garde et ne le laisse pas partir{detail} ; cessez d'abord de le garder là-bas"
        ),
        "entry_refused": (
            "{server} n'accepte pas l'entrée{detail} ; vérifiez si elle y est déjà, et si son profil de"
            " qualité et son dossier racine existent encore"
        ),
        "entry_changed": (
            "{server} a modifié l'entrée au moment où elle allait être supprimée{detail} ; rien n'a été"
            " supprimé, et le prochain passage l'examinera de nouveau"
        ),
        "files_stayed": (
            "{server} a supprimé l'entrée, mais ses fichiers sont encore là{detail} ; vérifiez que le"
            " disque est monté et accessible en écriture, puis restaurez l'entrée ou supprimez les"
            " fichiers à la main"
        ),
        "server_removed": (
            "{server} n'est plus configuré, donc personne ne sait ce qu'est devenue l'entrée{detail} ;"
            " cherchez-la dans {server}"
        ),
        "incomplete": (
            "{server} a envoyé {received} sur {total} ({what}) ; la dernière liste complète reste utilisée"
            " jusqu'à ce que {server} réponde complètement"
        ),
        "implausible": (
            "{server} a envoyé {nonsense} dates impossibles sur {total} ; la dernière réponse plausible reste"
            " utilisée. Vérifiez l'horloge et la base de données de {server}"
        ),
        "another_server": (
            "À l'adresse de {server} se trouve maintenant un autre {server} ; la dernière réponse de celui qui"
            " est configuré reste utilisée. Rendez-lui son adresse, ou configurez le nouveau"
        ),
        "rebuilt": (
            "{server} a refait sa médiathèque et a peut-être oublié ce qui a été regardé ; la dernière liste"
            " reste utilisée. Si c'est juste, exécutez l'action « Synchroniser » avec « Accepter une"
            " médiathèque plus petite »"
        ),
        "shrunk": (
            "{server} a {after} médias là où il en avait {before} ; la dernière liste reste utilisée. Si c'est"
            " juste, exécutez l'action « Synchroniser » avec « Accepter une médiathèque plus petite »"
        ),
        "lost_users": (
            "{server} n'a plus {people} de ses utilisateurs, ni ce qu'ils ont regardé ; la dernière liste reste"
            " utilisée. Si c'est juste, exécutez l'action « Synchroniser » avec « Accepter une médiathèque plus"
            " petite »"
        ),
        "lost_plays": (
            "{server} ne sait plus ce que {people} de ses utilisateurs ont regardé ; la dernière liste reste"
            " utilisée. Si c'est juste, exécutez l'action « Synchroniser » avec « Accepter une médiathèque plus"
            " petite »"
        ),
        "bridge_not_answering": "Le Bridge ne répond pas ({detail})",
        "journal_stopping": (
            "Home Assistant s'arrête, donc plus rien n'est supprimé ; réessayez quand il aura"
            " redémarré"
        ),
        "journal_not_written": (
            "Le journal des suppressions n'a pas pu être écrit dans {path}, donc plus rien n'est"
            " supprimé ; regardez si le disque est plein ou en lecture seule"
        ),
    },
    "nl": {
        "not_asked": (
            "{server} is sinds de start nog niet gevraagd; wat de server eerder vertelde, blijft in gebruik"
        ),
        "server_syncing": (
            "{server} is aan het synchroniseren; de laatste beslissingen blijven in gebruik tot "
            "de volgende keer lezen"
        ),
        "server_not_synced": (
            "{server} heeft de bibliotheek niet gelezen sinds de start; laat de server "
            "synchroniseren, met de knop Volledige synchronisatie of op de eigen pagina"
        ),
        "link_stays": (
            "{server} heeft onze link nog in de bibliotheek van wat binnenkort verdwijnt{detail}, dus er is niets verwijderd; kijk of de OxiCleanarr Bridge werkt"
        ),
        "cannot_connect": (
            "{server} is niet bereikbaar{detail}; controleer het adres en of de server draait"
        ),
        "certificate_refused": (
            "Het certificaat van {server} kon niet worden gecontroleerd{detail}; installeer een vertrouwd"
            " certificaat of schakel de controle voor deze server uit"
        ),
        "timed_out": (
            "{server} antwoordde niet op tijd{detail}; probeer het opnieuw als de server minder druk is"
        ),
        "wrong_app": (
            "Op het adres van {server} antwoordt iets anders ({elsewhere}){detail}; controleer het adres, de"
            " poort en het basispad"
        ),
        "key_refused": (
            "{server} accepteert de sleutel of het wachtwoord niet{detail}; voer het opnieuw in"
        ),
        "not_allowed": (
            "{server} staat dit niet toe{detail}; gebruik een API-sleutel of het account van een beheerder"
        ),
        "starting_up": "{server} start op of is in onderhoud{detail}; wacht even",
        "not_understood": (
            "Het antwoord van {server} is niet te begrijpen{detail}; controleer de versie en het logboek van de"
            " server"
        ),
        "redirected": (
            "{server} verwijst door naar {elsewhere}{detail}; voer het adres in dat de server echt heeft"
        ),
        "not_found": (
            "{server} kent niet waarnaar werd gevraagd{detail}; controleer de versie van de server"
        ),
        "disk_missing": (
            "{server} vindt de schijf met de bestanden niet{detail}; koppel die aan voordat er iets"
            " wordt verwijderd"
        ),
        "perhaps_deleted": (
            "{server} moest iets verwijderen en heeft niet gezegd hoe dat afliep{detail}; het kan toch gebeurd zijn,"
            " kijk in {server} zelf"
        ),
        "is_kept": (
            "{server} bewaart dit en laat het niet gaan{detail}; hef het bewaren daar eerst op"
        ),
        "entry_refused": (
            "{server} neemt het item niet aan{detail}; kijk of het er al is, en of zijn"
            " kwaliteitsprofiel en zijn hoofdmap nog bestaan"
        ),
        "entry_changed": (
            "{server} heeft het item gewijzigd toen het zou worden verwijderd{detail}; er is niets"
            " verwijderd, en de volgende ronde bekijkt het opnieuw"
        ),
        "files_stayed": (
            "{server} heeft het item verwijderd, maar zijn bestanden zijn er nog{detail}; kijk of de"
            " schijf is aangekoppeld en beschrijfbaar is, en zet daarna het item terug of verwijder de"
            " bestanden met de hand"
        ),
        "server_removed": (
            "{server} is niet meer ingesteld, dus niemand weet wat er van het item geworden is{detail};"
            " zoek het op in {server} zelf"
        ),
        "incomplete": (
            "{server} stuurde {received} van {total} ({what}); de laatste volledige lijst blijft in gebruik tot"
            " {server} volledig antwoordt"
        ),
        "implausible": (
            "{server} stuurde {nonsense} onmogelijke datums op {total}; het laatste geloofwaardige antwoord"
            " blijft in gebruik. Controleer de klok en de database van {server}"
        ),
        "another_server": (
            "Achter het adres van {server} staat nu een andere {server}; het laatste antwoord van degene die is"
            " ingesteld blijft in gebruik. Geef die zijn adres terug, of stel de nieuwe in"
        ),
        "rebuilt": (
            "{server} heeft de bibliotheek opnieuw gemaakt en is misschien vergeten wat er is bekeken; de laatste"
            " lijst blijft in gebruik. Als dat klopt, voer dan de actie ‘Synchroniseren' uit met ‘Een kleinere"
            " bibliotheek accepteren'"
        ),
        "shrunk": (
            "{server} heeft {after} media waar het er eerst {before} waren; de laatste lijst blijft in gebruik."
            " Als dat klopt, voer dan de actie ‘Synchroniseren' uit met ‘Een kleinere bibliotheek accepteren'"
        ),
        "lost_users": (
            "{server} heeft {people} van de gebruikers niet meer, en niet wat zij hebben bekeken; de laatste"
            " lijst blijft in gebruik. Als dat klopt, voer dan de actie ‘Synchroniseren' uit met ‘Een kleinere"
            " bibliotheek accepteren'"
        ),
        "lost_plays": (
            "{server} weet niet meer wat {people} van de gebruikers hebben bekeken; de laatste lijst blijft in"
            " gebruik. Als dat klopt, voer dan de actie ‘Synchroniseren' uit met ‘Een kleinere bibliotheek"
            " accepteren'"
        ),
        "bridge_not_answering": "De Bridge antwoordt niet ({detail})",
        "journal_stopping": (
            "Home Assistant stopt, dus er wordt niets meer verwijderd; probeer het opnieuw als het"
            " weer draait"
        ),
        "journal_not_written": (
            "Het logboek van verwijderingen kon niet naar {path} worden geschreven, dus er wordt"
            " niets meer verwijderd; kijk of de schijf vol of alleen-lezen is"
        ),
    },
}
"""By the language's two letters and the problem's `said_as`."""

FAILURES: Mapping[str, Mapping[Cause, str]] = {
    "de": {
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
    },
    "en": {
        Cause.NOT_OURS: (
            "At {path} lies something that OxiCleanarr did not make; it is left alone."
        ),
        Cause.NAME_REFUSED: "{source} cannot be shown: its path has two dots in a row.",
        Cause.NOTHING_THERE: "{source} cannot be shown: Jellyfin finds nothing there.",
        Cause.BRIDGE_SAID: "{source} cannot be shown: the Bridge said: {said}.",
        Cause.BRIDGE_SILENT: "{source} cannot be shown: the Bridge did not link it.",
    },
    "es": {
        Cause.NOT_OURS: "En {path} hay algo que OxiCleanarr no creó; no se toca.",
        Cause.NAME_REFUSED: "{source} no se puede mostrar: su ruta tiene dos puntos seguidos.",
        Cause.NOTHING_THERE: "{source} no se puede mostrar: Jellyfin no encuentra nada allí.",
        Cause.BRIDGE_SAID: "{source} no se puede mostrar: el Bridge dijo: {said}.",
        Cause.BRIDGE_SILENT: "{source} no se puede mostrar: el Bridge no lo enlazó.",
    },
    "fr": {
        Cause.NOT_OURS: (
            "À {path} se trouve quelque chose qu'OxiCleanarr n'a pas créé ; il n'y touche pas."
        ),
        Cause.NAME_REFUSED: (
            "{source} ne peut pas être affiché : son chemin contient deux points de suite."
        ),
        Cause.NOTHING_THERE: "{source} ne peut pas être affiché : Jellyfin n'y trouve rien.",
        Cause.BRIDGE_SAID: "{source} ne peut pas être affiché : le Bridge a dit : {said}.",
        Cause.BRIDGE_SILENT: "{source} ne peut pas être affiché : le Bridge ne l'a pas lié.",
    },
    "nl": {
        Cause.NOT_OURS: (
            "Op {path} staat iets wat OxiCleanarr niet heeft gemaakt; het blijft onaangeroerd."
        ),
        Cause.NAME_REFUSED: (
            "{source} kan niet worden getoond: het pad heeft twee punten achter elkaar."
        ),
        Cause.NOTHING_THERE: "{source} kan niet worden getoond: Jellyfin vindt daar niets.",
        Cause.BRIDGE_SAID: "{source} kan niet worden getoond: de Bridge zei: {said}.",
        Cause.BRIDGE_SILENT: (
            "{source} kan niet worden getoond: de Bridge heeft er geen link naar gemaakt."
        ),
    },
}
