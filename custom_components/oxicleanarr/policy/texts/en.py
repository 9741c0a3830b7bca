"""English."""

from ..models import Why
from ..outlook import Outcome, Turn
from .catalogue import Counted, Texts

ENGLISH = Texts(
    somebody="Somebody",
    reasons={
        Why.KEPT: "{by} keeps it for ever",
        Why.KEPT_UNTIL: "{by} keeps it until {until}",
        Why.SOURCE_NOT_ANSWERING: "{sources} did not answer completely, so nothing new is decided",
        Why.NOT_MANAGED: "No Radarr or Sonarr that is set up here manages it",
        Why.NOT_IN_JELLYFIN: "It was not found in Jellyfin, so nobody knows whether it is watched",
        Why.ADDED_UNKNOWN: "Nobody knows when it was added",
        Why.WATCHED_UNKNOWN: "It was watched, but nobody knows when",
        Why.FACT_UNKNOWN: (
            "The rule {rule} might apply to it, but something that it asks for is unknown"
        ),
        Why.PLAYING: "Somebody is watching it right now",
        Why.FAVOURITE: "It is somebody's favourite",
        Why.UNFINISHED: "Somebody stopped in the middle of it",
        Why.REQUESTER_WAITING: "Whoever asked for it has not watched it yet",
        Why.RULE_FOR_EVER: "The rule {rule} keeps it for ever",
        Why.RULE_UNTIL_WATCHED: "The rule {rule} keeps it until somebody watches it",
        Why.RULE_LOST_A_NAME: (
            "The rule {rule} applied to it, and now names something that does not exist"
        ),
        Why.ONLY_EPISODES: "A rule removes only episodes of it, and keeps the series",
        Why.DISK_UNKNOWN: "The rule {rule} does not know how full the disk is",
        Why.DISK_HAS_ROOM: "The rule {rule} finds enough room on the disk",
        Why.DISK_ENOUGH: "The rule {rule} gets enough room from others",
        Why.NO_RETENTION: "Media of this kind stay for ever",
        Why.NEVER_WATCHED_STAYS: (
            "Nobody has watched it yet, and the time runs from the last play"
        ),
        Why.LAST_WATCHED: "Last watched on {date}",
        Why.NEVER_WATCHED: "Never watched since it was added on {date}",
        Why.ADDED: "Added on {date}",
        Why.RETENTION: "It may stay for {retention} after that",
        Why.RULE: "The rule {rule} decides",
        Why.EPISODES: "The rule {rule} removes {count}",
        Why.SCHEDULED: "{by} wants it to leave then",
        Why.ANNOUNCED_FIRST: "Due on {date} by the rule, but announced for {days} first",
        Why.BEFORE_THE_START: (
            "So it was decided before Home Assistant started; its servers have not told anything new since"
        ),
        Why.PAUSED: "The countdown stood still for {days}",
        Why.EXCLUDED: "Somebody keeps it on the OxiCleanarr server",
        Why.SERVER_KEEPS: "The OxiCleanarr server gives it no date",
        Why.SERVER_DOUBTED: (
            "The OxiCleanarr server's last sync failed in part, so its dates may be wrong"
        ),
        Why.SERVER_DATE_UNKNOWN: "The OxiCleanarr server gives it a date that cannot be",
        Why.NOT_ON_SERVER: "The OxiCleanarr server does not list it",
        Why.SERVER: "The OxiCleanarr server decides",
    },
    causes={
        Why.KEPT: "If the keep is taken back,",
        Why.KEPT_UNTIL: "When the keep ends, or if it is taken back,",
        Why.SOURCE_NOT_ANSWERING: "When {sources} answers completely again,",
        Why.NOT_MANAGED: "If a Radarr or Sonarr that manages it is added,",
        Why.NOT_IN_JELLYFIN: "If it is found in Jellyfin,",
        Why.ADDED_UNKNOWN: "If the servers tell when it was added,",
        Why.WATCHED_UNKNOWN: "If Jellyfin tells when it was watched,",
        Why.FACT_UNKNOWN: "If what the rule {rule} asks for becomes known,",
        Why.PLAYING: "When nobody is watching it any more,",
        Why.FAVOURITE: "If it is nobody's favourite any more,",
        Why.UNFINISHED: "If whoever stopped in the middle watches it to the end,",
        Why.REQUESTER_WAITING: "When whoever asked for it has watched it,",
        Why.RULE_FOR_EVER: "Without the rule {rule},",
        Why.RULE_UNTIL_WATCHED: "Without the rule {rule},",
        Why.RULE_LOST_A_NAME: "If the rule {rule} is corrected or switched off,",
        Why.ONLY_EPISODES: "Without the rules that remove only episodes,",
        Why.DISK_UNKNOWN: "When the rule {rule} knows how full the disk is,",
        Why.DISK_HAS_ROOM: "When the disk has less room than the rule {rule} asks for,",
        Why.DISK_ENOUGH: "When others do not give enough room for the rule {rule},",
        Why.NO_RETENTION: "If media of this kind may no longer stay for ever,",
        Why.NEVER_WATCHED_STAYS: "If what nobody watches may no longer stay,",
        Why.EXCLUDED: "If the keep is taken back,",
        Why.SERVER_KEEPS: "If the rules of the OxiCleanarr server change,",
        Why.SERVER_DOUBTED: "When a sync of the OxiCleanarr server succeeds,",
        Why.SERVER_DATE_UNKNOWN: "When the OxiCleanarr server gives it a possible date,",
        Why.NOT_ON_SERVER: "When the OxiCleanarr server lists it,",
        Turn.SOMEBODY_KEEPS: "If somebody keeps it,",
        Turn.SOMEBODY_LOVES: "If somebody marks it as a favourite,",
        Turn.SOMEBODY_WATCHES: "If somebody watches it today,",
        Turn.NO_WISH: "Without the wish for this date,",
        Turn.NO_RULE: "Without the rule {rule},",
        Turn.NO_PROTECTION_LEFT: (
            "It leaves only when none of its {protections} protections holds any more"
        ),
    },
    outcomes={
        Outcome.STAYS: "it stays",
        Outcome.LEAVES: "it leaves on {date}",
        Outcome.DECIDED_ANEW: "the rules decide anew",
    },
    because="{sentence}: {reason}",
    counted={
        "days": Counted("{count} day", "{count} days"),
        "hours": Counted("{count} hour", "{count} hours"),
        "minutes": Counted("{count} minute", "{count} minutes"),
        "seconds": Counted("{count} second", "{count} seconds"),
        "count": Counted("{count} of its episode files", "{count} of its episode files"),
    },
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    day_of_year="{day} {month}",
    day="{day} {month} {year}",
    megabytes="{size} MB",
    gigabytes="{size} GB",
    decimal_mark=".",
    ticked="Ticked on the to-do list",
)  # fmt: skip
