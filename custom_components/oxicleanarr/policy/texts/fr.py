"""French."""

from ..models import Why
from ..outlook import Outcome, Turn
from .catalogue import Counted, Texts

FRENCH = Texts(
    somebody="Quelqu'un",
    reasons={
        Why.KEPT: "{by} garde ce titre pour toujours",
        Why.KEPT_UNTIL: "{by} garde ce titre jusqu'au {until}",
        Why.SOURCE_NOT_ANSWERING: (
            "Il manque une réponse complète de {sources}, donc rien de nouveau n'est décidé"
        ),
        Why.NOT_MANAGED: "Aucun Radarr ou Sonarr configuré ici ne gère ce titre",
        Why.NOT_IN_JELLYFIN: (
            "Ce titre est introuvable dans Jellyfin, donc personne ne sait s'il est regardé"
        ),
        Why.ADDED_UNKNOWN: "Personne ne sait quand ce titre a été ajouté",
        Why.WATCHED_UNKNOWN: "Ce titre a été regardé, mais personne ne sait quand",
        Why.FACT_UNKNOWN: (
            "La règle {rule} s'applique peut-être, mais une information qu'elle demande est inconnue"
        ),
        Why.PLAYING: "Quelqu'un le regarde en ce moment",
        Why.FAVOURITE: "C'est un favori de quelqu'un",
        Why.UNFINISHED: "Quelqu'un s'est arrêté au milieu",
        Why.REQUESTER_WAITING: "La personne qui l'a demandé ne l'a pas encore regardé",
        Why.RULE_FOR_EVER: "La règle {rule} garde ce titre pour toujours",
        Why.RULE_UNTIL_WATCHED: (
            "La règle {rule} garde ce titre jusqu'à ce que quelqu'un l'ait regardé"
        ),
        Why.RULE_LOST_A_NAME: (
            "La règle {rule} s'appliquait, et cite maintenant quelque chose qui n'existe pas"
        ),
        Why.ONLY_EPISODES: "Une règle n'en retire que des épisodes et garde la série",
        Why.DISK_UNKNOWN: "La règle {rule} ne sait pas à quel point le disque est plein",
        Why.DISK_HAS_ROOM: "La règle {rule} trouve assez de place sur le disque",
        Why.DISK_ENOUGH: "La règle {rule} obtient assez de place grâce à d'autres titres",
        Why.NO_RETENTION: "Les médias de ce type restent pour toujours",
        Why.NEVER_WATCHED_STAYS: (
            "Personne ne l'a encore regardé, et le délai court à partir de la dernière lecture"
        ),
        Why.LAST_WATCHED: "Regardé pour la dernière fois le {date}",
        Why.NEVER_WATCHED: "Jamais regardé depuis son ajout le {date}",
        Why.ADDED: "Ajouté le {date}",
        Why.RETENTION: "Il peut rester {retention} après cela",
        Why.RULE: "La règle {rule} décide",
        Why.EPISODES: "La règle {rule} en retire {count}",
        Why.SCHEDULED: "{by} veut qu'il parte à ce moment-là",
        Why.ANNOUNCED_FIRST: (
            "À échéance le {date} selon la règle, mais annoncé d'abord pendant {days}"
        ),
        Why.BEFORE_THE_START: (
            "Décidé ainsi avant le démarrage de Home Assistant ; ses serveurs n'ont rien dit de nouveau depuis"
        ),
        Why.PAUSED: "Le compte à rebours s'est arrêté pendant {days}",
        Why.EXCLUDED: "Quelqu'un le garde sur le serveur OxiCleanarr",
        Why.SERVER_KEEPS: "Le serveur OxiCleanarr ne lui donne pas de date",
        Why.SERVER_DOUBTED: (
            "La dernière synchronisation du serveur OxiCleanarr a échoué en partie, ses dates peuvent donc être fausses"
        ),
        Why.SERVER_DATE_UNKNOWN: "Le serveur OxiCleanarr lui donne une date impossible",
        Why.NOT_ON_SERVER: "Le serveur OxiCleanarr ne le connaît pas",
        Why.SERVER: "Le serveur OxiCleanarr décide",
    },
    causes={
        Why.KEPT: "Si la décision de le garder est annulée,",
        Why.KEPT_UNTIL: "Quand la décision de le garder prend fin, ou si elle est annulée,",
        Why.SOURCE_NOT_ANSWERING: "Quand il y a de nouveau une réponse complète de {sources},",
        Why.NOT_MANAGED: "Si un Radarr ou un Sonarr qui le gère est ajouté,",
        Why.NOT_IN_JELLYFIN: "S'il est trouvé dans Jellyfin,",
        Why.ADDED_UNKNOWN: "Si les serveurs disent quand il a été ajouté,",
        Why.WATCHED_UNKNOWN: "Si Jellyfin dit quand il a été regardé,",
        Why.FACT_UNKNOWN: "Si l'on apprend ce que demande la règle {rule},",
        Why.PLAYING: "Quand personne ne le regarde plus,",
        Why.FAVOURITE: "S'il n'est plus un favori de personne,",
        Why.UNFINISHED: "Si la personne qui s'est arrêtée au milieu le regarde jusqu'au bout,",
        Why.REQUESTER_WAITING: "Quand la personne qui l'a demandé l'a regardé,",
        Why.RULE_FOR_EVER: "Sans la règle {rule},",
        Why.RULE_UNTIL_WATCHED: "Sans la règle {rule},",
        Why.RULE_LOST_A_NAME: "Si la règle {rule} est corrigée ou désactivée,",
        Why.ONLY_EPISODES: "Sans les règles qui ne retirent que des épisodes,",
        Why.DISK_UNKNOWN: "Quand la règle {rule} sait à quel point le disque est plein,",
        Why.DISK_HAS_ROOM: (
            "Quand le disque a moins de place que ce que demande la règle {rule},"
        ),
        Why.DISK_ENOUGH: "Si d'autres titres ne donnent pas assez de place à la règle {rule},",
        Why.NO_RETENTION: "Si les médias de ce type ne peuvent plus rester pour toujours,",
        Why.NEVER_WATCHED_STAYS: "Si ce que personne ne regarde ne peut plus rester,",
        Why.EXCLUDED: "S'il n'est plus gardé,",
        Why.SERVER_KEEPS: "Si les règles du serveur OxiCleanarr changent,",
        Why.SERVER_DOUBTED: "Quand une synchronisation du serveur OxiCleanarr réussira,",
        Why.SERVER_DATE_UNKNOWN: "Quand le serveur OxiCleanarr lui donnera une date possible,",
        Why.NOT_ON_SERVER: "Quand le serveur OxiCleanarr le connaîtra,",
        Turn.SOMEBODY_KEEPS: "Si quelqu'un le garde,",
        Turn.SOMEBODY_LOVES: "Si quelqu'un l'ajoute à ses favoris,",
        Turn.SOMEBODY_WATCHES: "Si quelqu'un le regarde aujourd'hui,",
        Turn.NO_WISH: "Sans le souhait de cette date,",
        Turn.NO_RULE: "Sans la règle {rule},",
        Turn.NO_PROTECTION_LEFT: (
            "Il ne part que quand aucune de ses {protections} protections ne vaut plus"
        ),
    },
    outcomes={
        Outcome.STAYS: "il reste",
        Outcome.LEAVES: "il part le {date}",
        Outcome.DECIDED_ANEW: "les règles décident de nouveau",
    },
    because="{sentence} : {reason}",
    counted={
        "days": Counted("{count} jour", "{count} jours"),
        "hours": Counted("{count} heure", "{count} heures"),
        "minutes": Counted("{count} minute", "{count} minutes"),
        "seconds": Counted("{count} seconde", "{count} secondes"),
        "count": Counted("{count} fichier d'épisode", "{count} fichiers d'épisodes"),
    },
    singular=frozenset({0, 1}),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    day_of_year="{day} {month}",
    day="{day} {month} {year}",
    first_of_month="1er",
    megabytes="{size} Mo",
    gigabytes="{size} Go",
    decimal_mark=",",
    ticked="Coché dans la liste de tâches",
)  # fmt: skip
