"""Dutch."""

from collections.abc import Mapping

DUTCH: Mapping[str, str] = {
    "stopping": (
        "Het huishouden wordt net gestopt of gewijzigd, dus er begint niets meer; probeer het over een minuut opnieuw"
    ),
    "mode": "In deze modus wordt niets verwijderd; een beheerder kan een andere kiezen",
    "unfinished": (
        "Hoe {removals} van de eerdere verwijderingen afliepen is niet bekend; dat wordt nagekeken zodra"
        " Radarr en Sonarr antwoorden, dus controleer die"
    ),
    "sources": ("Zojuist kwam geen volledig antwoord van {servers}; controleer de verbinding"),
    "holiday": "De vakantieschakelaar staat aan; zet hem uit om verder te gaan",
    "brake_entity": ("Een rem staat aan, of niemand weet het: {entities}; wacht tot hij uit is"),
    "watching": (
        "Iemand kijkt ergens naar; wacht tot niemand dat meer doet, of sta het toe in de opties"
    ),
    "watching_unknown": ("Niemand weet of er iemand kijkt; controleer of Jellyfin antwoordt"),
    "scan": "Op {servers} loopt een bibliotheekscan; wacht tot die klaar is",
    "scan_unknown": (
        "Niemand weet of er een bibliotheekscan loopt; controleer of Jellyfin, Radarr en Sonarr antwoorden"
    ),
    "plan_grew": (
        "Het plan is sinds de laatste goede dag gegroeid van {before} titels ({before_bytes}) naar {now}"
        " ({now_bytes}); loop het na, en laat deze rem los als het klopt"
    ),
    "library_shrank": (
        "De bibliotheek is gekrompen van {movies_before} films en {series_before} series naar {movies} en"
        " {series}; controleer schijven en servers, en laat deze rem los als het klopt"
    ),
    "new_ids": (
        "Radarr en Sonarr hebben andere ID's voor {changed} van {known} bekende titels; controleer of het"
        " de juiste servers zijn, en laat deze rem los als dat zo is"
    ),
    "not_approved": "Het staat niet op de goedgekeurde lijst; bereid een nieuwe voor",
    "not_approved_changed": (
        "Het is niet meer wat is goedgekeurd; bereid een nieuwe lijst voor en keur die goed"
    ),
    "not_leaving": (
        "Volgens het nieuwste plan verdwijnt het nu niet, of niet zo; de actie ‘Media ophalen’ met ‘Uitleggen’ zegt waarom"
    ),
    "not_announced": ("Het is nog geen {days} aangekondigd, pauzes niet meegeteld; wacht tot dan"),
    "kept": "Iemand houdt het; neem dat terug als het mag verdwijnen",
    "shared": (
        "Het huishouden {households} heeft het in dezelfde Radarr of Sonarr, en daar mag het nu niet verdwijnen, of"
        " niemand weet het; laat het ook daar gaan, of wacht"
    ),
    "favourite": (
        "Het is iemands favoriet; het kan verdwijnen als het van niemand meer favoriet is"
    ),
    "playing": "Iemand kijkt er nu naar; wacht tot het is afgelopen",
    "unfinished_by": ("Iemand is halverwege gestopt; het kan verdwijnen als het is uitgekeken"),
    "new_play": (
        "Iemand heeft ernaar gekeken sinds het plan is gemaakt; wacht op de volgende synchronisatie"
    ),
    "look_unknown": (
        "Jellyfin zei niet wie ernaar kijkt of het mooi vindt; controleer of Jellyfin antwoordt"
    ),
    "no_entry": (
        "Radarr of Sonarr noemt het niet volledig (ID, titel, map, ID van de aanbieder); verbeter daar"
        " het item"
    ),
    "no_entry_gone": ("Het item is weg uit {servers}; wacht op de volgende synchronisatie"),
    "entries_unknown": (
        "Radarr of Sonarr zei niet wat het ervan heeft; controleer of ze antwoorden"
    ),
    "changed": (
        "Het item in Radarr of Sonarr is niet zoals in het plan ({what}); wacht op de volgende"
        " synchronisatie"
    ),
    "folder": (
        "De map {folder} is niet van deze titel alleen onder de hoofdmap, of het bestand ligt elders;"
        " verbeter dat in Radarr of Sonarr"
    ),
    "folder_lodgers": (
        "Jellyfin toont ook {titles} in zijn map, dat zou mee verdwijnen; geef elk een eigen map"
    ),
    "downloading": (
        "Er wordt iets voor gedownload, of misschien; wacht tot de wachtrij van Radarr of Sonarr klaar is"
    ),
    "disk": ("Radarr of Sonarr ziet de bestanden niet; controleer of de schijf is aangekoppeld"),
    "recycle_bin": (
        "Radarr of Sonarr heeft er geen prullenbak voor, of zei het niet; stel er daar een in, of accepteer"
        " dat"
    ),
    "nothing_to_do": (
        "Er valt niets meer voor te doen; houd het, of verander in de opties wat verdwijnen betekent"
    ),
    "cap_items": (
        "Een ronde mag niet meer dan {max_items} titels verwijderen; het volgt in een latere, of verhoog de"
        " grens in de opties"
    ),
    "cap_bytes": (
        "Met de {size_bytes} hiervan zou een ronde meer dan {max_bytes} verwijderen; het volgt in een"
        " latere, of verhoog de grens in de opties"
    ),
    "cap_bytes_unknown": ("Niemand weet hoe groot het is; controleer het in Radarr of Sonarr"),
    "cap_share": (
        "Een ronde mag niet meer dan {max_share_percent}% van deze soort verwijderen; het volgt in een"
        " latere, of verhoog de grens in de opties"
    ),
    "server_busy": (
        "De OxiCleanarr-server is aan het synchroniseren of verwijderen; wacht tot dat klaar is"
    ),
    "server_busy_unknown": (
        "Niemand weet of de OxiCleanarr-server rust, of hij kon Radarr en Sonarr niet opnieuw"
        " lezen; controleer of ze allemaal antwoorden"
    ),
    "server_says": (
        "De OxiCleanarr-server zou het nu niet verwijderen, of niet zo; wacht op de volgende"
        " synchronisatie, of kijk op zijn pagina"
    ),
    "server_says_kept": (
        "Iemand houdt het op de OxiCleanarr-server; maak dat daar ongedaan als het weg moet"
    ),
    "server_says_unknown": (
        "De OxiCleanarr-server zei niet wat hij er nu mee doet; controleer of hij antwoordt"
    ),
    "server_cannot": (
        "De OxiCleanarr-server kan het alleen met al zijn bestanden verwijderen; kies dat in"
        " de opties, of stel Radarr en Sonarr hier in"
    ),
    "server_cannot_episodes": (
        "Alleen enkele afleveringen gaan weg, en die verwijdert de OxiCleanarr-server zelf"
        " als hij mag; laat het aan hem over, of stel Sonarr hier in"
    ),
    "server_offline": (
        "De OxiCleanarr-server bereikt de Radarr of Sonarr niet die het zou verwijderen;"
        " controleer dat op zijn pagina"
    ),
    "served_unknown": (
        "De OxiCleanarr-server of Jellyfin zei niet wat hij ervan heeft; controleer of beide"
        " antwoorden"
    ),
    "served_unnamed": (
        "De OxiCleanarr-server noemt het niet volledig, of dubbel; herstart hem, zodat hij"
        " vergeet wat weg is"
    ),
    "served_changed": (
        "Op de OxiCleanarr-server is het niet zoals in het plan ({what}); wacht op de"
        " volgende synchronisatie"
    ),
    "served_folder": (
        "Zijn map {folder} is niet van hem alleen, of ligt in geen bibliotheek van Jellyfin;"
        " verbeter dat in Radarr of Sonarr"
    ),
    "served_disk": (
        "Jellyfin ziet de bestanden niet waar de OxiCleanarr-server ze heeft; controleer of"
        " de schijf is aangekoppeld"
    ),
    "served_bin": (
        "De OxiCleanarr-server verwijdert definitief en meldt geen downloads; accepteer dat"
        " onder Reparaties"
    ),
    "server_says_unwatched": (
        "Iemand heeft het sinds de aankondiging bekeken, en de OxiCleanarr-server weet"
        " dat niet; controleer zijn verbinding met Jellyfin"
    ),
}

WHAT: Mapping[str, str] = {
    "title": "titel",
    "year": "jaar",
    "provider_ids": "ID's van de aanbieders",
    "folder": "map",
    "file": "bestand",
    "root_folder": "hoofdmap",
    "size_bytes": "grootte",
    "added": "dag van toevoegen",
    "tags": "labels",
    "episode_files": "afleveringsbestanden",
    "entry_id": "ID",
    "file_ids": "bestanden",
    "date": "datum",
    "excluded": "houden",
    "flagged": "markering",
    "jellyfin_id": "ID in Jellyfin",
    "last_watched": "laatste keer afspelen",
}
