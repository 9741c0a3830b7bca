"""French."""

from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    "stopping": (
        "Le foyer est en cours d'arrêt ou de modification, rien de plus ne commence ; réessayez dans une minute"
    ),
    "mode": "Rien n'est supprimé dans ce mode ; un administrateur peut en choisir un autre",
    "unfinished": (
        "On ne sait pas comment {removals} des suppressions précédentes se sont terminées ; cela sera"
        " vérifié quand Radarr et Sonarr répondront, contrôlez-les"
    ),
    "sources": ("À l'instant, il manque une réponse complète de {servers} ; vérifiez la connexion"),
    "holiday": "L'interrupteur vacances est allumé ; éteignez-le pour continuer",
    "brake_entity": (
        "Un frein est actif, ou personne ne le sait : {entities} ; attendez qu'il soit éteint"
    ),
    "watching": (
        "Quelqu'un regarde quelque chose ; attendez que ce soit fini, ou autorisez-le dans les options"
    ),
    "watching_unknown": (
        "Personne ne sait si quelqu'un regarde quelque chose ; vérifiez que Jellyfin répond"
    ),
    "scan": "Une analyse de la médiathèque est en cours sur {servers} ; attendez sa fin",
    "scan_unknown": (
        "Personne ne sait si une analyse de la médiathèque est en cours ; vérifiez que Jellyfin, Radarr et"
        " Sonarr répondent"
    ),
    "plan_grew": (
        "Depuis le dernier bon jour, le plan est passé de {before} titres ({before_bytes}) à {now}"
        " ({now_bytes}) ; parcourez-le et relâchez ce frein s'il est juste"
    ),
    "library_shrank": (
        "La médiathèque est passée de {movies_before} films et {series_before} séries à {movies} et"
        " {series} ; vérifiez les disques et les serveurs, et relâchez ce frein si c'est juste"
    ),
    "new_ids": (
        "Radarr et Sonarr ont d'autres identifiants pour {changed} des {known} titres connus ; vérifiez que ce"
        " sont les bons serveurs, et relâchez ce frein si c'est le cas"
    ),
    "not_approved": "Ce titre n'est pas dans la liste approuvée ; préparez-en une nouvelle",
    "not_approved_changed": (
        "Ce titre n'est plus ce qui a été approuvé ; préparez une nouvelle liste et approuvez-la"
    ),
    "not_leaving": (
        "Selon le plan le plus récent, ce titre ne part pas maintenant, ou pas ainsi ; l'action"
        " « Obtenir les médias » avec « Expliquer » dit pourquoi"
    ),
    "not_announced": (
        "Ce titre n'est pas encore annoncé depuis {days}, sans compter les pauses ; attendez jusque-là"
    ),
    "kept": "Quelqu'un garde ce titre ; retirez cette protection s'il doit partir",
    "shared": (
        "Le foyer {households} l'a dans le même Radarr ou Sonarr, et là il ne doit pas partir maintenant, ou personne"
        " ne le sait ; laissez-le partir là aussi, ou attendez"
    ),
    "favourite": (
        "Ce titre est un favori de quelqu'un ; il pourra partir quand il ne le sera plus de personne"
    ),
    "playing": "Quelqu'un regarde ce titre en ce moment ; attendez la fin",
    "unfinished_by": (
        "Quelqu'un s'est arrêté au milieu de ce titre ; il pourra partir quand il aura été fini"
    ),
    "new_play": (
        "Quelqu'un a regardé ce titre depuis que le plan est fait ; attendez la prochaine synchronisation"
    ),
    "look_unknown": (
        "Jellyfin n'a pas dit qui regarde ou aime ce titre ; vérifiez que Jellyfin répond"
    ),
    "no_entry": (
        "Radarr ou Sonarr ne nomme pas ce titre entièrement (identifiant, titre, dossier, identifiant du"
        " fournisseur) ; corrigez-y son entrée"
    ),
    "no_entry_gone": (
        "L'entrée de ce titre n'est plus dans {servers} ; attendez la prochaine synchronisation"
    ),
    "entries_unknown": (
        "Radarr ou Sonarr n'a pas dit ce qu'il a de ce titre ; vérifiez qu'ils répondent"
    ),
    "changed": (
        "L'entrée dans Radarr ou Sonarr n'est pas comme dans le plan ({what}) ; attendez la prochaine"
        " synchronisation"
    ),
    "folder": (
        "Le dossier {folder} n'est pas à ce titre seul sous le dossier racine, ou son fichier est ailleurs ;"
        " corrigez cela dans Radarr ou Sonarr"
    ),
    "folder_lodgers": (
        "Jellyfin montre aussi {titles} dans son dossier, qui partirait avec ; donnez à chacun son propre dossier"
    ),
    "downloading": (
        "Un téléchargement est en cours pour ce titre, ou peut-être ; attendez que la file de Radarr ou"
        " Sonarr soit finie"
    ),
    "disk": (
        "Radarr ou Sonarr ne voit pas les fichiers de ce titre ; vérifiez que le disque est monté"
    ),
    "recycle_bin": (
        "Radarr ou Sonarr n'a pas de corbeille pour ce titre, ou ne l'a pas dit ; créez-en une, ou"
        " acceptez-le"
    ),
    "nothing_to_do": (
        "Il n'y a plus rien à faire pour ce titre ; gardez-le, ou changez dans les options ce que partir"
        " veut dire"
    ),
    "cap_items": (
        "Un nettoyage n'enlève pas plus de {max_items} titres ; celui-ci suivra, ou relevez la limite dans"
        " les options"
    ),
    "cap_bytes": (
        "Avec les {size_bytes} de ce titre, un nettoyage enlèverait plus de {max_bytes} ; il suivra, ou"
        " relevez la limite dans les options"
    ),
    "cap_bytes_unknown": (
        "Personne ne connaît la taille de ce titre ; vérifiez-la dans Radarr ou Sonarr"
    ),
    "cap_share": (
        "Un nettoyage n'enlève pas plus de {max_share_percent} % de ce type ; ce titre suivra, ou relevez la"
        " limite dans les options"
    ),
    "server_busy": (
        "Le serveur OxiCleanarr est en train de synchroniser ou de supprimer ; attendez qu'il"
        " ait fini"
    ),
    "server_busy_unknown": (
        "Personne ne sait si le serveur OxiCleanarr est au repos, ou il n'a pas pu relire"
        " Radarr et Sonarr ; vérifiez que tous répondent"
    ),
    "server_says": (
        "Le serveur OxiCleanarr ne le supprimerait pas maintenant, ou pas ainsi ; attendez la"
        " prochaine synchronisation, ou regardez sur sa page"
    ),
    "server_says_kept": (
        "Quelqu'un le garde sur le serveur OxiCleanarr ; annulez cela là-bas s'il doit partir"
    ),
    "server_says_unknown": (
        "Le serveur OxiCleanarr n'a pas dit ce qu'il en fait maintenant ; vérifiez qu'il répond"
    ),
    "server_cannot": (
        "Le serveur OxiCleanarr ne peut le supprimer qu'avec tous ses fichiers ; choisissez"
        " cela dans les options, ou configurez Radarr et Sonarr ici"
    ),
    "server_cannot_episodes": (
        "Seuls quelques-uns de ses épisodes partent, que le serveur OxiCleanarr supprime"
        " lui-même s'il le peut ; laissez-le faire, ou configurez Sonarr ici"
    ),
    "server_offline": (
        "Le serveur OxiCleanarr n'atteint pas le Radarr ou le Sonarr qui le supprimerait ;"
        " vérifiez cela sur sa page"
    ),
    "served_unknown": (
        "Le serveur OxiCleanarr ou Jellyfin n'a pas dit ce qu'il en a ; vérifiez que les deux"
        " répondent"
    ),
    "served_unnamed": (
        "Le serveur OxiCleanarr ne le nomme pas complètement, ou deux fois ; redémarrez-le"
        " pour qu'il oublie ce qui n'est plus là"
    ),
    "served_changed": (
        "Sur le serveur OxiCleanarr, il n'est pas comme dans le plan ({what}) ; attendez la"
        " prochaine synchronisation"
    ),
    "served_folder": (
        "Son dossier {folder} n'est pas à lui seul, ou n'est dans aucune médiathèque de"
        " Jellyfin ; corrigez cela dans Radarr ou Sonarr"
    ),
    "served_disk": (
        "Jellyfin ne voit pas ses fichiers là où le serveur OxiCleanarr les a ; vérifiez que"
        " le disque est monté"
    ),
    "served_bin": (
        "Le serveur OxiCleanarr supprime définitivement et ne dit rien des téléchargements ;"
        " acceptez-le sous Corrections"
    ),
    "server_says_unwatched": (
        "Quelqu'un l'a regardé depuis l'annonce, et le serveur OxiCleanarr n'en sait"
        " rien ; vérifiez sa connexion à Jellyfin"
    ),
}

WHAT: Mapping[str, str] = {
    "title": "titre",
    "year": "année",
    "provider_ids": "identifiants du fournisseur",
    "folder": "dossier",
    "file": "fichier",
    "root_folder": "dossier racine",
    "size_bytes": "taille",
    "added": "jour de l'ajout",
    "tags": "étiquettes",
    "episode_files": "fichiers d'épisodes",
    "entry_id": "identifiant",
    "file_ids": "fichiers",
    "date": "date",
    "excluded": "protection",
    "flagged": "marque",
    "jellyfin_id": "identifiant dans Jellyfin",
    "last_watched": "dernière lecture",
}
