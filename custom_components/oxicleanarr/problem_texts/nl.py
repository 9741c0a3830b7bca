"""Dutch."""

from collections.abc import Mapping

from ..display.models import Cause

PROBLEMS: Mapping[str, str] = {
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
    "login_page": (
        "{server} stuurt bezoekers eerst naar een pagina op {elsewhere}{detail}, zoals een aanmelding die"
        " ervoor staat doet; laat de API daar door, of voer een adres zonder die aanmelding in"
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
}

FAILURES: Mapping[Cause, str] = {
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
}
