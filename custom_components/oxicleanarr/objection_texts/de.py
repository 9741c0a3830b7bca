"""German."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "stopping": (
        "Der Haushalt wird gerade angehalten oder geändert, darum beginnt nichts mehr; versuche es in einer Minute noch einmal"
    ),
    "mode": ("In diesem Modus wird nichts gelöscht; ein Administrator kann einen anderen wählen"),
    "unfinished": (
        "Wie {removals} der früheren Löschungen ausgegangen sind, ist nicht bekannt; es wird nachgesehen,"
        " sobald Radarr und Sonarr antworten, also prüfe diese"
    ),
    "sources": ("Gerade kam keine vollständige Antwort von {servers}; prüfe die Verbindung"),
    "holiday": "Der Urlaubsschalter ist an; schalte ihn aus, damit es weitergeht",
    "brake_entity": (
        "Eine Bremse ist an, oder niemand weiß es: {entities}; warte, bis sie aus ist"
    ),
    "watching": (
        "Jemand sieht gerade etwas an; warte, bis es niemand mehr tut, oder erlaube es in den Optionen"
    ),
    "watching_unknown": (
        "Niemand weiß, ob gerade jemand etwas ansieht; prüfe, ob Jellyfin antwortet"
    ),
    "scan": "Auf {servers} läuft ein Bibliotheksscan; warte, bis er fertig ist",
    "scan_unknown": (
        "Niemand weiß, ob ein Bibliotheksscan läuft; prüfe, ob Jellyfin, Radarr und Sonarr antworten"
    ),
    "plan_grew": (
        "Der Plan ist seit dem letzten guten Tag von {before} Medien ({before_bytes}) auf {now}"
        " ({now_bytes}) gewachsen; sieh ihn durch, und löse diese Bremse, wenn er stimmt"
    ),
    "library_shrank": (
        "Die Bibliothek ist von {movies_before} Filmen und {series_before} Serien auf {movies} und {series}"
        " geschrumpft; prüfe Datenträger und Server, und löse diese Bremse, wenn das stimmt"
    ),
    "new_ids": (
        "Radarr und Sonarr haben für {changed} von {known} bekannten Medien andere IDs; prüfe, ob es die"
        " richtigen Server sind, und löse diese Bremse, wenn ja"
    ),
    "not_approved": "Es steht nicht auf der freigegebenen Liste; bereite eine neue vor",
    "not_approved_changed": (
        "Es ist nicht mehr, was freigegeben wurde; bereite eine neue Liste vor und gib sie frei"
    ),
    "not_leaving": (
        "Nach dem neuesten Plan soll es jetzt nicht, oder nicht so, verschwinden; die Aktion „Medien abrufen“ mit „Erklären“ sagt, warum"
    ),
    "not_announced": (
        "Es ist noch nicht {days} lang angekündigt, Pausen nicht gerechnet; warte so lange"
    ),
    "kept": "Jemand behält es; nimm das Behalten zurück, wenn es verschwinden soll",
    "shared": (
        "Der Haushalt {households} hat es im selben Radarr oder Sonarr, und dort soll es jetzt nicht verschwinden,"
        " oder niemand weiß es; gib es auch dort frei, oder warte"
    ),
    "favourite": (
        "Jemand hat es als Favorit; es kann verschwinden, wenn es niemandes Favorit mehr ist"
    ),
    "playing": "Jemand sieht es gerade an; warte bis zum Ende",
    "unfinished_by": (
        "Jemand hat mittendrin aufgehört; es kann verschwinden, wenn es zu Ende angesehen ist"
    ),
    "new_play": (
        "Jemand hat es angesehen, seit der Plan gemacht wurde; warte auf die nächste Synchronisierung"
    ),
    "look_unknown": (
        "Jellyfin hat nicht gesagt, wer es ansieht oder mag; prüfe, ob Jellyfin antwortet"
    ),
    "no_entry": (
        "Radarr oder Sonarr benennt es nicht vollständig (ID, Titel, Ordner, Anbieter-ID); berichtige"
        " dort den Eintrag"
    ),
    "no_entry_gone": ("Sein Eintrag ist weg aus {servers}; warte auf die nächste Synchronisierung"),
    "entries_unknown": (
        "Radarr oder Sonarr hat nicht gesagt, was davon da ist; prüfe, ob sie antworten"
    ),
    "changed": (
        "Sein Eintrag in Radarr oder Sonarr ist nicht wie im Plan ({what}); warte auf die nächste"
        " Synchronisierung"
    ),
    "folder": (
        "Sein Ordner {folder} gehört ihm nicht allein unter dem Stammordner, oder seine Datei liegt"
        " woanders; berichtige das in Radarr oder Sonarr"
    ),
    "folder_lodgers": (
        "Jellyfin zeigt in seinem Ordner auch {titles}, das ginge mit verloren; gib jedem einen eigenen Ordner"
    ),
    "downloading": (
        "Dafür wird etwas heruntergeladen, oder vielleicht; warte, bis die Warteschlange von Radarr oder"
        " Sonarr fertig ist"
    ),
    "disk": (
        "Radarr oder Sonarr sieht seine Dateien nicht; prüfe, ob der Datenträger eingebunden ist"
    ),
    "recycle_bin": (
        "Radarr oder Sonarr hat keinen Papierkorb dafür, oder hat es nicht gesagt; richte dort einen ein,"
        " oder akzeptiere das"
    ),
    "nothing_to_do": (
        "Dafür ist nichts mehr zu tun; behalte es, oder ändere in den Optionen, was Verschwinden heißt"
    ),
    "cap_items": (
        "Ein Lauf darf höchstens {max_items} Medien entfernen; es folgt in einem späteren, oder erhöhe die"
        " Grenze in den Optionen"
    ),
    "cap_bytes": (
        "Mit seinen {size_bytes} würde ein Lauf mehr als {max_bytes} entfernen; es folgt in einem späteren,"
        " oder erhöhe die Grenze in den Optionen"
    ),
    "cap_bytes_unknown": "Niemand weiß, wie groß es ist; prüfe es in Radarr oder Sonarr",
    "cap_share": (
        "Ein Lauf darf höchstens {max_share_percent} % seiner Art entfernen; es folgt in einem späteren,"
        " oder erhöhe die Grenze in den Optionen"
    ),
    "server_busy": "Der OxiCleanarr-Server gleicht gerade ab oder löscht; warte, bis er fertig ist",
    "server_busy_unknown": (
        "Niemand weiß, ob der OxiCleanarr-Server ruht, oder er konnte Radarr und Sonarr nicht"
        " neu lesen; prüfe, ob er und sie antworten"
    ),
    "server_says": (
        "Der OxiCleanarr-Server würde es jetzt nicht löschen, oder nicht so; warte auf den"
        " nächsten Abgleich, oder sieh auf seiner Seite nach"
    ),
    "server_says_kept": (
        "Jemand behält es auf dem OxiCleanarr-Server; hebe das dort auf, wenn es gehen soll"
    ),
    "server_says_unknown": (
        "Der OxiCleanarr-Server hat nicht gesagt, was er jetzt damit vorhat; prüfe, ob er antwortet"
    ),
    "server_cannot": (
        "Der OxiCleanarr-Server kann es nur mit allen Dateien löschen; wähle das in den"
        " Optionen, oder richte Radarr und Sonarr hier ein"
    ),
    "server_cannot_episodes": (
        "Nur einige Folgen davon gehen, und die löscht der OxiCleanarr-Server selbst, wenn er"
        " darf; überlass es ihm, oder richte Sonarr hier ein"
    ),
    "server_offline": (
        "Der OxiCleanarr-Server erreicht den Radarr oder Sonarr nicht, der es löschen würde;"
        " prüfe das auf seiner Seite"
    ),
    "served_unknown": (
        "Der OxiCleanarr-Server oder Jellyfin hat nicht gesagt, was er davon hat; prüfe, ob"
        " beide antworten"
    ),
    "served_unnamed": (
        "Der OxiCleanarr-Server benennt es nicht vollständig, oder doppelt; starte ihn neu,"
        " damit er vergisst, was weg ist"
    ),
    "served_changed": (
        "Auf dem OxiCleanarr-Server ist es nicht wie im Plan ({what}); warte auf den nächsten"
        " Abgleich"
    ),
    "served_folder": (
        "Sein Ordner {folder} gehört ihm nicht allein, oder liegt in keiner Bibliothek von"
        " Jellyfin; berichtige das in Radarr oder Sonarr"
    ),
    "served_disk": (
        "Jellyfin sieht die Dateien nicht dort, wo der OxiCleanarr-Server sie hat; prüfe, ob"
        " der Datenträger eingebunden ist"
    ),
    "served_bin": (
        "Der OxiCleanarr-Server löscht endgültig und sagt nichts von Downloads; akzeptiere"
        " das unter Reparaturen"
    ),
    "server_says_unwatched": (
        "Jemand hat es seit der Ankündigung angesehen, und der OxiCleanarr-Server weiß"
        " nichts davon; prüfe seine Verbindung zu Jellyfin"
    ),
}

WHAT: Mapping[str, str] = {
    "title": "Titel",
    "year": "Jahr",
    "provider_ids": "Anbieter-IDs",
    "folder": "Ordner",
    "file": "Datei",
    "root_folder": "Stammordner",
    "size_bytes": "Größe",
    "added": "Tag des Hinzufügens",
    "tags": "Tags",
    "episode_files": "Folgendateien",
    "entry_id": "ID",
    "file_ids": "Dateien",
    "date": "Datum",
    "excluded": "Behalten",
    "flagged": "Markierung",
    "jellyfin_id": "ID in Jellyfin",
    "last_watched": "letzte Wiedergabe",
}
