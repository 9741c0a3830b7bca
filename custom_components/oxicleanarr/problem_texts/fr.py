"""French."""

from collections.abc import Mapping

from ..display.models import Cause

PROBLEMS: Mapping[str, str] = {
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
    "login_page": (
        "{server} envoie d'abord ses visiteurs à une page de {elsewhere}{detail}, comme le fait une connexion"
        " placée devant lui ; laissez-y passer son API, ou saisissez une adresse sans cette connexion"
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
        " disque est monté et accessible en écriture, puis remettez l'entrée en place ou supprimez les"
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
        " reste utilisée. Si c'est juste, dites-le dans Paramètres → Système → Corrections"
    ),
    "shrunk": (
        "{server} a {after} médias là où il en avait {before} ; la dernière liste reste utilisée. Si c'est"
        " juste, dites-le dans Paramètres → Système → Corrections"
    ),
    "lost_users": (
        "{server} n'a plus {people} de ses utilisateurs, ni ce qu'ils ont regardé ; la dernière liste"
        " reste utilisée. Si c'est juste, dites-le dans Paramètres → Système → Corrections"
    ),
    "lost_plays": (
        "{server} ne sait plus ce que {people} de ses utilisateurs ont regardé ; la dernière liste reste"
        " utilisée. Si c'est juste, dites-le dans Paramètres → Système → Corrections"
    ),
    "bridge_not_answering": "Le Bridge ne répond pas{detail} ; vérifiez qu'il est actif parmi les plugins de Jellyfin, et redémarrez Jellyfin",
    "journal_stopping": (
        "Home Assistant s'arrête, donc plus rien n'est supprimé ; réessayez quand il aura redémarré"
    ),
    "journal_not_written": (
        "Le journal des suppressions n'a pas pu être écrit dans {path}, donc plus rien n'est"
        " supprimé ; regardez si le disque est plein ou en lecture seule"
    ),
}

FAILURES: Mapping[Cause, str] = {
    Cause.NOT_OURS: (
        "À {path} se trouve quelque chose qu'OxiCleanarr n'a pas créé ; il n'y touche pas."
    ),
    Cause.NAME_REFUSED: (
        "{source} ne peut pas être affiché : son chemin contient deux points de suite."
    ),
    Cause.NOTHING_THERE: "{source} ne peut pas être affiché : Jellyfin n'y trouve rien.",
    Cause.BRIDGE_SAID: "{source} ne peut pas être affiché : le Bridge a dit : {said}.",
    Cause.BRIDGE_SILENT: "{source} ne peut pas être affiché : le Bridge ne l'a pas lié.",
}

DETAILS: Mapping[str, str] = {
    "the connection was refused": "la connexion a été refusée",
    "the connection broke off": "la connexion a été coupée",
    "its host name is not known": "son nom d'hôte est inconnu",
    "its host name is not understood": "son nom d'hôte n'est pas compris",
    "no TLS there; is it http instead of https?": "pas de TLS à cet endroit ; est-ce http au lieu de https ?",
    "the proxy before it does not reach it": "le proxy placé devant ne le joint pas",
    "the proxy before it gave up": "le proxy placé devant a abandonné",
    "the answer broke off": "la réponse s'est interrompue",
    "an empty answer": "une réponse vide",
    "no JSON": "pas du JSON",
    "broken or cut JSON": "du JSON cassé ou coupé",
    "JSON of another shape": "du JSON d'une autre forme",
    "not a list": "pas une liste",
    "a broken or cut list": "une liste cassée ou coupée",
    "far too much of it": "beaucoup trop de données",
    "not HTTP": "pas du HTTP",
    "not the Bridge's answer": "pas la réponse du Bridge",
    "over and over": "encore et encore",
    "a redirect to nowhere": "une redirection vers nulle part",
    "it is empty": "le champ est vide",
    "it holds characters that no key has": "il y a des caractères qu'aucune clé ne contient",
    "the key may not, or its CSRF protection is on": "la clé n'y a pas droit, ou la protection CSRF est activée",
    "it cannot be told so by hand before 1.4": "avant la 1.4 on ne peut pas le lui dire à la main",
    "a redirect elsewhere": "une redirection ailleurs",
    "no answer in time": "pas de réponse à temps",
    "it is still deleting": "il supprime encore",
    "its sync still goes on": "sa synchronisation est encore en cours",
    "it is gone": "elle a disparu",
    "it has other ids": "elle a d'autres identifiants",
    "it has another folder": "elle a un autre dossier",
    "it has other files": "elle a d'autres fichiers",
    "it is not what it was": "elle n'est plus ce qu'elle était",
    "the medium is not on its list": "le média n'est pas sur sa liste",
    "the collection is gone": "la collection a disparu",
    "it deletes whole media only": "il ne supprime que des médias entiers",
    "it has forgotten its media": "il a oublié ses médias",
    "a web page": "une page web",
    "another app": "une autre application",
    "something that wants a login of its own": "quelque chose qui demande sa propre connexion",
    "collections": "collections",
    "episodes": "épisodes",
    "favourites": "favoris",
    "files": "fichiers",
    "items": "titres",
    "libraries": "médiathèques",
    "members of a collection": "contenu d'une collection",
    "movies": "films",
    "movies and series": "films et séries",
    "requests": "demandes",
    "series": "séries",
    "sessions": "sessions",
    "tags": "étiquettes",
    "tasks": "tâches",
    "users": "utilisateurs",
    "viewers": "spectateurs",
    "watched items": "titres regardés",
}
