"""Dutch."""

from ..models import Why
from ..outlook import Outcome, Turn
from .catalogue import Counted, Texts

DUTCH = Texts(
    somebody="Iemand",
    reasons={
        Why.KEPT: "{by} houdt het voor altijd",
        Why.KEPT_UNTIL: "{by} houdt het tot en met {until}",
        Why.SOURCE_NOT_ANSWERING: (
            "Van {sources} kwam geen volledig antwoord, dus wordt er niets nieuws besloten"
        ),
        Why.NOT_MANAGED: "Geen Radarr of Sonarr die hier is ingesteld, beheert het",
        Why.NOT_IN_JELLYFIN: (
            "Het is niet gevonden in Jellyfin, dus niemand weet of het wordt bekeken"
        ),
        Why.ADDED_UNKNOWN: "Niemand weet wanneer het is toegevoegd",
        Why.WATCHED_UNKNOWN: "Het is bekeken, maar niemand weet wanneer",
        Why.FACT_UNKNOWN: (
            "De regel {rule} geldt er misschien voor, maar iets waar die naar vraagt is onbekend"
        ),
        Why.PLAYING: "Iemand kijkt er nu naar",
        Why.FAVOURITE: "Het is iemands favoriet",
        Why.UNFINISHED: "Iemand is er halverwege mee gestopt",
        Why.REQUESTER_WAITING: "Wie erom gevraagd heeft, heeft het nog niet bekeken",
        Why.RULE_FOR_EVER: "De regel {rule} houdt het voor altijd",
        Why.RULE_UNTIL_WATCHED: "De regel {rule} houdt het tot iemand het heeft bekeken",
        Why.RULE_LOST_A_NAME: (
            "De regel {rule} gold ervoor en noemt nu iets wat niet bestaat"
        ),
        Why.ONLY_EPISODES: "Een regel verwijdert er alleen afleveringen van en houdt de serie",
        Why.DISK_UNKNOWN: "De regel {rule} weet niet hoe vol de schijf is",
        Why.DISK_HAS_ROOM: "De regel {rule} vindt genoeg ruimte op de schijf",
        Why.DISK_ENOUGH: "De regel {rule} krijgt genoeg ruimte door andere titels",
        Why.NO_RETENTION: "Media van deze soort blijven voor altijd",
        Why.NEVER_WATCHED_STAYS: (
            "Niemand heeft het nog bekeken, en de tijd loopt vanaf de laatste keer afspelen"
        ),
        Why.LAST_WATCHED: "Voor het laatst bekeken op {date}",
        Why.NEVER_WATCHED: "Nooit bekeken sinds het op {date} werd toegevoegd",
        Why.ADDED: "Toegevoegd op {date}",
        Why.RETENTION: "Daarna mag het nog {retention} blijven",
        Why.RULE: "De regel {rule} beslist",
        Why.EPISODES: "De regel {rule} verwijdert er {count} van",
        Why.SCHEDULED: "{by} wil dat het dan verdwijnt",
        Why.ANNOUNCED_FIRST: (
            "Volgens de regel aan de beurt op {date}, maar eerst {days} lang aangekondigd"
        ),
        Why.BEFORE_THE_START: (
            "Zo was het besloten voordat Home Assistant startte; de servers hebben sindsdien niets nieuws verteld"
        ),
        Why.PAUSED: "Het aftellen stond {days} lang stil",
        Why.EXCLUDED: "Iemand houdt het op de OxiCleanarr-server",
        Why.SERVER_KEEPS: "De OxiCleanarr-server geeft het geen datum",
        Why.SERVER_DOUBTED: (
            "De laatste synchronisatie van de OxiCleanarr-server is deels mislukt, dus de datums kunnen onjuist zijn"
        ),
        Why.SERVER_DATE_UNKNOWN: "De OxiCleanarr-server geeft het een datum die niet kan",
        Why.NOT_ON_SERVER: "De OxiCleanarr-server kent het niet",
        Why.SERVER: "De OxiCleanarr-server beslist",
    },
    causes={
        Why.KEPT: "Als niemand het meer houdt,",
        Why.KEPT_UNTIL: "Als het houden afloopt of wordt teruggenomen,",
        Why.SOURCE_NOT_ANSWERING: "Zodra er van {sources} weer een volledig antwoord komt,",
        Why.NOT_MANAGED: "Als er een Radarr of Sonarr bij komt die het beheert,",
        Why.NOT_IN_JELLYFIN: "Als het in Jellyfin wordt gevonden,",
        Why.ADDED_UNKNOWN: "Als de servers zeggen wanneer het is toegevoegd,",
        Why.WATCHED_UNKNOWN: "Als Jellyfin zegt wanneer het is bekeken,",
        Why.FACT_UNKNOWN: "Als bekend wordt waar de regel {rule} naar vraagt,",
        Why.PLAYING: "Zodra niemand er meer naar kijkt,",
        Why.FAVOURITE: "Als het niemands favoriet meer is,",
        Why.UNFINISHED: "Als wie halverwege is gestopt het afkijkt,",
        Why.REQUESTER_WAITING: "Zodra wie erom gevraagd heeft het heeft bekeken,",
        Why.RULE_FOR_EVER: "Zonder de regel {rule}",
        Why.RULE_UNTIL_WATCHED: "Zonder de regel {rule}",
        Why.RULE_LOST_A_NAME: "Als de regel {rule} wordt verbeterd of uitgeschakeld,",
        Why.ONLY_EPISODES: "Zonder de regels die alleen afleveringen verwijderen,",
        Why.DISK_UNKNOWN: "Zodra de regel {rule} weet hoe vol de schijf is,",
        Why.DISK_HAS_ROOM: (
            "Zodra er op de schijf minder ruimte is dan de regel {rule} vraagt,"
        ),
        Why.DISK_ENOUGH: "Als andere titels de regel {rule} niet genoeg ruimte geven,",
        Why.NO_RETENTION: "Als media van deze soort niet meer voor altijd mogen blijven,",
        Why.NEVER_WATCHED_STAYS: "Als wat niemand bekijkt niet meer mag blijven,",
        Why.EXCLUDED: "Als het niet meer wordt gehouden,",
        Why.SERVER_KEEPS: "Als de regels van de OxiCleanarr-server veranderen,",
        Why.SERVER_DOUBTED: "Zodra een synchronisatie van de OxiCleanarr-server lukt,",
        Why.SERVER_DATE_UNKNOWN: "Zodra de OxiCleanarr-server het een mogelijke datum geeft,",
        Why.NOT_ON_SERVER: "Zodra de OxiCleanarr-server het kent,",
        Turn.SOMEBODY_KEEPS: "Als iemand het houdt,",
        Turn.SOMEBODY_LOVES: "Als iemand het als favoriet markeert,",
        Turn.SOMEBODY_WATCHES: "Als iemand het vandaag bekijkt,",
        Turn.NO_WISH: "Zonder de wens voor deze datum",
        Turn.NO_RULE: "Zonder de regel {rule}",
        Turn.NO_PROTECTION_LEFT: (
            "Het verdwijnt pas als geen van de {protections} redenen die het beschermen nog geldt"
        ),
    },
    outcomes={
        Outcome.STAYS: "blijft het",
        Outcome.LEAVES: "verdwijnt het op {date}",
        Outcome.DECIDED_ANEW: "beslissen de regels opnieuw",
    },
    because="{sentence}: {reason}",
    counted={
        "days": Counted("{count} dag", "{count} dagen"),
        "hours": Counted("{count} uur", "{count} uur"),
        "minutes": Counted("{count} minuut", "{count} minuten"),
        "seconds": Counted("{count} seconde", "{count} seconden"),
        "count": Counted("{count} afleveringsbestand", "{count} afleveringsbestanden"),
    },
    months=(
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
        "oktober", "november", "december",
    ),
    day_of_year="{day} {month}",
    day="{day} {month} {year}",
    megabytes="{size} MB",
    gigabytes="{size} GB",
    decimal_mark=",",
    ticked="Afgevinkt op de takenlijst",
)  # fmt: skip
