"""Spanish."""

from ..models import Why
from ..outlook import Outcome, Turn
from .catalogue import Counted, Texts

SPANISH = Texts(
    somebody="Alguien",
    reasons={
        Why.KEPT: "{by} conserva este título para siempre",
        Why.KEPT_UNTIL: "{by} conserva este título hasta el {until}",
        Why.SOURCE_NOT_ANSWERING: (
            "Falta una respuesta completa de {sources}, así que no se decide nada nuevo"
        ),
        Why.NOT_MANAGED: "Ningún Radarr o Sonarr configurado aquí lo gestiona",
        Why.NOT_IN_JELLYFIN: "No se encontró en Jellyfin, así que nadie sabe si alguien lo ve",
        Why.ADDED_UNKNOWN: "Nadie sabe cuándo se añadió",
        Why.WATCHED_UNKNOWN: "Alguien lo vio, pero nadie sabe cuándo",
        Why.FACT_UNKNOWN: (
            "Quizá se le aplique la regla {rule}, pero se desconoce algo por lo que esta pregunta"
        ),
        Why.PLAYING: "Alguien lo está viendo ahora mismo",
        Why.FAVOURITE: "Es un favorito de alguien",
        Why.UNFINISHED: "Alguien lo dejó a medias",
        Why.REQUESTER_WAITING: "Quien lo pidió todavía no lo ha visto",
        Why.RULE_FOR_EVER: "La regla {rule} lo conserva para siempre",
        Why.RULE_UNTIL_WATCHED: "La regla {rule} lo conserva hasta que alguien lo vea",
        Why.RULE_LOST_A_NAME: (
            "Se le aplicaba la regla {rule}, que ahora nombra algo que no existe"
        ),
        Why.ONLY_EPISODES: "Una regla solo quita episodios y conserva la serie",
        Why.DISK_UNKNOWN: "La regla {rule} no sabe lo lleno que está el disco",
        Why.DISK_HAS_ROOM: "La regla {rule} encuentra suficiente espacio en el disco",
        Why.DISK_ENOUGH: "La regla {rule} obtiene suficiente espacio de otros títulos",
        Why.NO_RETENTION: "Los medios de este tipo se quedan para siempre",
        Why.NEVER_WATCHED_STAYS: (
            "Nadie lo ha visto todavía, y el plazo cuenta desde la última reproducción"
        ),
        Why.LAST_WATCHED: "Visto por última vez el {date}",
        Why.NEVER_WATCHED: "Nadie lo ha visto desde que se añadió el {date}",
        Why.ADDED: "Añadido el {date}",
        Why.RETENTION: "Después puede quedarse {retention}",
        Why.RULE: "Decide la regla {rule}",
        Why.EPISODES: "La regla {rule} quita {count}",
        Why.SCHEDULED: "{by} quiere que se vaya entonces",
        Why.ANNOUNCED_FIRST: (
            "Según la regla le toca el {date}, pero antes se anuncia durante {days}"
        ),
        Why.BEFORE_THE_START: (
            "Así se decidió antes de que Home Assistant arrancara; sus servidores no han dicho nada nuevo desde entonces"
        ),
        Why.PAUSED: "La cuenta atrás estuvo parada durante {days}",
        Why.EXCLUDED: "Alguien lo conserva en el servidor OxiCleanarr",
        Why.SERVER_KEEPS: "El servidor OxiCleanarr no le da ninguna fecha",
        Why.SERVER_DOUBTED: (
            "La última sincronización del servidor OxiCleanarr falló en parte, así que sus fechas pueden ser erróneas"
        ),
        Why.SERVER_DATE_UNKNOWN: "El servidor OxiCleanarr le da una fecha imposible",
        Why.NOT_ON_SERVER: "El servidor OxiCleanarr no lo tiene en su lista",
        Why.SERVER: "El servidor OxiCleanarr decide",
    },
    causes={
        Why.KEPT: "Si ya nadie lo conserva,",
        Why.KEPT_UNTIL: "Cuando termine el plazo por el que se conserva, o si se retira,",
        Why.SOURCE_NOT_ANSWERING: "Cuando vuelva a haber una respuesta completa de {sources},",
        Why.NOT_MANAGED: "Si se añade un Radarr o Sonarr que lo gestione,",
        Why.NOT_IN_JELLYFIN: "Si se encuentra en Jellyfin,",
        Why.ADDED_UNKNOWN: "Si los servidores dicen cuándo se añadió,",
        Why.WATCHED_UNKNOWN: "Si Jellyfin dice cuándo se vio,",
        Why.FACT_UNKNOWN: "Si se conoce aquello por lo que pregunta la regla {rule},",
        Why.PLAYING: "Cuando ya nadie lo esté viendo,",
        Why.FAVOURITE: "Si ya no es favorito de nadie,",
        Why.UNFINISHED: "Si quien lo dejó a medias lo ve hasta el final,",
        Why.REQUESTER_WAITING: "Cuando quien lo pidió lo haya visto,",
        Why.RULE_FOR_EVER: "Sin la regla {rule},",
        Why.RULE_UNTIL_WATCHED: "Sin la regla {rule},",
        Why.RULE_LOST_A_NAME: "Si se corrige o se desactiva la regla {rule},",
        Why.ONLY_EPISODES: "Sin las reglas que solo quitan episodios,",
        Why.DISK_UNKNOWN: "Cuando la regla {rule} sepa lo lleno que está el disco,",
        Why.DISK_HAS_ROOM: "Cuando el disco tenga menos espacio del que pide la regla {rule},",
        Why.DISK_ENOUGH: "Si otros títulos no dan suficiente espacio a la regla {rule},",
        Why.NO_RETENTION: "Si los medios de este tipo ya no pueden quedarse para siempre,",
        Why.NEVER_WATCHED_STAYS: "Si lo que nadie ve ya no puede quedarse,",
        Why.EXCLUDED: "Si deja de conservarse,",
        Why.SERVER_KEEPS: "Si cambian las reglas del servidor OxiCleanarr,",
        Why.SERVER_DOUBTED: "Cuando una sincronización del servidor OxiCleanarr termine bien,",
        Why.SERVER_DATE_UNKNOWN: "Cuando el servidor OxiCleanarr le dé una fecha posible,",
        Why.NOT_ON_SERVER: "Cuando el servidor OxiCleanarr lo tenga en su lista,",
        Turn.SOMEBODY_KEEPS: "Si alguien lo conserva,",
        Turn.SOMEBODY_LOVES: "Si alguien lo marca como favorito,",
        Turn.SOMEBODY_WATCHES: "Si alguien lo ve hoy,",
        Turn.NO_WISH: "Sin el deseo de esta fecha,",
        Turn.NO_RULE: "Sin la regla {rule},",
        Turn.NO_PROTECTION_LEFT: (
            "Solo se va cuando ya no vale ninguna de sus {protections} protecciones"
        ),
    },
    outcomes={
        Outcome.STAYS: "se queda",
        Outcome.LEAVES: "se va el {date}",
        Outcome.DECIDED_ANEW: "las reglas deciden de nuevo",
    },
    because="{sentence}: {reason}",
    counted={
        "days": Counted("{count} día", "{count} días"),
        "hours": Counted("{count} hora", "{count} horas"),
        "minutes": Counted("{count} minuto", "{count} minutos"),
        "seconds": Counted("{count} segundo", "{count} segundos"),
        "count": Counted("{count} archivo de episodio", "{count} archivos de episodios"),
    },
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
    day_of_year="{day} de {month}",
    day="{day} de {month} de {year}",
    megabytes="{size} MB",
    gigabytes="{size} GB",
    decimal_mark=",",
    ticked="Marcado en la lista de tareas",
)  # fmt: skip
