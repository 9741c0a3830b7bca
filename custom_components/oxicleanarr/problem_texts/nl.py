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
        "{server} houdt dit en laat het niet gaan{detail}; neem het houden daar eerst terug"
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
        "{server} heeft de bibliotheek opnieuw gemaakt en is misschien vergeten wat er is bekeken; de"
        " laatste lijst blijft in gebruik. Als dat klopt, zeg dat dan onder Instellingen → Systeem →"
        " Reparaties"
    ),
    "shrunk": (
        "{server} heeft {after} media waar het er eerst {before} waren; de laatste lijst blijft in"
        " gebruik. Als dat klopt, zeg dat dan onder Instellingen → Systeem → Reparaties"
    ),
    "lost_users": (
        "{server} heeft {people} van de gebruikers niet meer, en niet wat zij hebben bekeken; de laatste"
        " lijst blijft in gebruik. Als dat klopt, zeg dat dan onder Instellingen → Systeem → Reparaties"
    ),
    "lost_plays": (
        "{server} weet niet meer wat {people} van de gebruikers hebben bekeken; de laatste lijst blijft in"
        " gebruik. Als dat klopt, zeg dat dan onder Instellingen → Systeem → Reparaties"
    ),
    "bridge_not_answering": "De Bridge antwoordt niet{detail}; controleer of hij in Jellyfin onder Plugins actief is, en herstart Jellyfin",
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

DETAILS: Mapping[str, str] = {
    "the connection was refused": "de verbinding werd geweigerd",
    "the connection broke off": "de verbinding werd verbroken",
    "its host name is not known": "de hostnaam is onbekend",
    "its host name is not understood": "de hostnaam is niet te begrijpen",
    "no TLS there; is it http instead of https?": "daar is geen TLS; is het http in plaats van https?",
    "the proxy before it does not reach it": "de proxy ervoor bereikt hem niet",
    "the proxy before it gave up": "de proxy ervoor gaf het op",
    "the answer broke off": "het antwoord brak af",
    "an empty answer": "een leeg antwoord",
    "no JSON": "geen JSON",
    "broken or cut JSON": "kapotte of afgebroken JSON",
    "JSON of another shape": "JSON met een andere vorm",
    "not a list": "geen lijst",
    "a broken or cut list": "een kapotte of afgebroken lijst",
    "far too much of it": "veel te veel ervan",
    "not HTTP": "geen HTTP",
    "not the Bridge's answer": "niet het antwoord van de Bridge",
    "over and over": "steeds opnieuw",
    "a redirect to nowhere": "een omleiding naar nergens",
    "it is empty": "het veld is leeg",
    "it holds characters that no key has": "er staan tekens in die geen sleutel heeft",
    "the key may not, or its CSRF protection is on": "de sleutel mag het niet, of de CSRF-beveiliging staat aan",
    "it cannot be told so by hand before 1.4": "voor 1.4 kan dat niet met de hand worden gezegd",
    "a redirect elsewhere": "een omleiding naar elders",
    "no answer in time": "geen antwoord op tijd",
    "it is still deleting": "hij is nog aan het verwijderen",
    "its sync still goes on": "de synchronisatie loopt nog",
    "it is gone": "het is weg",
    "it has other ids": "het heeft andere ID's",
    "it has another folder": "het heeft een andere map",
    "it has other files": "het heeft andere bestanden",
    "it is not what it was": "het is niet meer wat het was",
    "the medium is not on its list": "het medium staat niet op de lijst",
    "the collection is gone": "de collectie is weg",
    "it deletes whole media only": "hij verwijdert alleen hele media",
    "it has forgotten its media": "hij is zijn media vergeten",
    "a web page": "een webpagina",
    "another app": "een andere app",
    "something that wants a login of its own": "iets wat een eigen aanmelding vraagt",
    "collections": "collecties",
    "episodes": "afleveringen",
    "favourites": "favorieten",
    "files": "bestanden",
    "items": "titels",
    "libraries": "bibliotheken",
    "members of a collection": "inhoud van een collectie",
    "movies": "films",
    "movies and series": "films en series",
    "requests": "aanvragen",
    "series": "series",
    "sessions": "sessies",
    "tags": "labels",
    "tasks": "taken",
    "users": "gebruikers",
    "viewers": "kijkers",
    "watched items": "bekeken titels",
}
