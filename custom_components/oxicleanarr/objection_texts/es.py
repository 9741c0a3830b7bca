"""Spanish."""

from collections.abc import Mapping

SPANISH: Mapping[str, str] = {
    "stopping": (
        "El hogar se está deteniendo o cambiando, así que no empieza nada más; inténtalo de nuevo en un minuto"
    ),
    "mode": "En este modo no se elimina nada; un administrador puede elegir otro",
    "unfinished": (
        "No se sabe cómo terminaron {removals} de las eliminaciones anteriores; se comprobará cuando respondan"
        " Radarr y Sonarr, así que revísalas"
    ),
    "sources": "Ahora mismo falta una respuesta completa de {servers}; comprueba la conexión",
    "holiday": "El interruptor de vacaciones está encendido; apágalo para continuar",
    "brake_entity": ("Un freno está activo, o nadie lo sabe: {entities}; espera a que se apague"),
    "watching": (
        "Alguien está viendo algo; espera a que nadie lo haga, o permítelo en las opciones"
    ),
    "watching_unknown": ("Nadie sabe si alguien está viendo algo; comprueba que Jellyfin responde"),
    "scan": "Se está analizando la biblioteca en {servers}; espera a que termine",
    "scan_unknown": (
        "Nadie sabe si se está analizando la biblioteca; comprueba que Jellyfin, Radarr y Sonarr responden"
    ),
    "plan_grew": (
        "Desde el último día bueno el plan ha pasado de {before} títulos ({before_bytes}) a {now}"
        " ({now_bytes}); revísalo y suelta este freno si es correcto"
    ),
    "library_shrank": (
        "La biblioteca ha pasado de {movies_before} películas y {series_before} series a {movies} y"
        " {series}; comprueba los discos y servidores, y suelta este freno si es correcto"
    ),
    "new_ids": (
        "Radarr y Sonarr tienen otros ID para {changed} de {known} títulos conocidos; comprueba que son"
        " los servidores correctos, y suelta este freno si lo son"
    ),
    "not_approved": "Este título no está en la lista aprobada; prepara una nueva",
    "not_approved_changed": (
        "Este título ya no es lo que se aprobó; prepara una lista nueva y apruébala"
    ),
    "not_leaving": (
        "Según el plan más reciente este título no se va ahora, o no así; la acción «Obtener medios» con «Explicar» dice por qué"
    ),
    "not_announced": (
        "Este título aún no se ha anunciado durante {days}, sin contar pausas; espera hasta entonces"
    ),
    "kept": "Alguien conserva este título; retira esa protección si debe irse",
    "shared": (
        "El hogar {households} lo tiene en el mismo Radarr o Sonarr, y allí no debe irse ahora, o nadie lo sabe;"
        " libéralo también allí, o espera"
    ),
    "favourite": ("Este título es un favorito de alguien; podrá irse cuando no lo sea de nadie"),
    "playing": "Alguien está viendo este título ahora mismo; espera a que termine",
    "unfinished_by": ("Alguien dejó este título a medias; podrá irse cuando lo haya visto entero"),
    "new_play": (
        "Alguien ha visto este título desde que se hizo el plan; espera a la próxima sincronización"
    ),
    "look_unknown": (
        "Jellyfin no ha dicho quién ve este título o a quién le gusta; comprueba que Jellyfin responde"
    ),
    "no_entry": (
        "Radarr o Sonarr no nombra este título por completo (ID, título, carpeta, ID del proveedor);"
        " corrige allí su entrada"
    ),
    "no_entry_gone": (
        "La entrada de este título ya no está en {servers}; espera a la próxima sincronización"
    ),
    "entries_unknown": (
        "Radarr o Sonarr no ha dicho qué tiene de este título; comprueba que responden"
    ),
    "changed": (
        "La entrada en Radarr o Sonarr no es como en el plan ({what}); espera a la próxima sincronización"
    ),
    "folder": (
        "La carpeta {folder} no es solo de este título bajo la carpeta raíz, o su archivo está en otro"
        " sitio; corrígelo en Radarr o Sonarr"
    ),
    "folder_lodgers": (
        "Jellyfin muestra también {titles} en su carpeta, que se iría con él; da a cada uno su propia carpeta"
    ),
    "downloading": (
        "Se está descargando algo para este título, o puede ser; espera a que acabe la cola de Radarr o"
        " Sonarr"
    ),
    "disk": (
        "Radarr o Sonarr no ve los archivos de este título; comprueba que el disco está montado"
    ),
    "recycle_bin": (
        "Radarr o Sonarr no tiene papelera para este título, o no lo ha dicho; configura una allí, o"
        " acéptalo"
    ),
    "nothing_to_do": (
        "Ya no queda nada que hacer con este título; consérvalo, o cambia en las opciones qué significa irse"
    ),
    "cap_items": (
        "Una limpieza no puede quitar más de {max_items} títulos; este irá en otra, o sube el límite en las"
        " opciones"
    ),
    "cap_bytes": (
        "Con los {size_bytes} de este título una limpieza quitaría más de {max_bytes}; irá en otra, o sube el"
        " límite en las opciones"
    ),
    "cap_bytes_unknown": ("Nadie sabe cuánto ocupa este título; compruébalo en Radarr o Sonarr"),
    "cap_share": (
        "Una limpieza no puede quitar más del {max_share_percent} % de su tipo; este título irá en otra, o"
        " sube el límite en las opciones"
    ),
    "server_busy": "El servidor OxiCleanarr está sincronizando o eliminando; espera a que termine",
    "server_busy_unknown": (
        "Nadie sabe si el servidor OxiCleanarr está en reposo, o no pudo leer de nuevo Radarr"
        " y Sonarr; comprueba que todos respondan"
    ),
    "server_says": (
        "El servidor OxiCleanarr no lo eliminaría ahora, o no así; espera a la próxima"
        " sincronización, o míralo en su página"
    ),
    "server_says_kept": "Alguien lo conserva en el servidor OxiCleanarr; quítalo allí si debe irse",
    "server_says_unknown": (
        "El servidor OxiCleanarr no ha dicho qué hará ahora con él; comprueba que responda"
    ),
    "server_cannot": (
        "El servidor OxiCleanarr solo puede eliminarlo con todos sus archivos; elígelo en las"
        " opciones, o configura Radarr y Sonarr aquí"
    ),
    "server_cannot_episodes": (
        "Solo se van algunos de sus episodios, que el servidor OxiCleanarr elimina por sí mismo"
        " si puede; déjaselo a él, o configura Sonarr aquí"
    ),
    "server_offline": (
        "El servidor OxiCleanarr no llega al Radarr o Sonarr que lo eliminaría; compruébalo en"
        " su página"
    ),
    "served_unknown": (
        "El servidor OxiCleanarr o Jellyfin no ha dicho qué tiene de él; comprueba que ambos"
        " respondan"
    ),
    "served_unnamed": (
        "El servidor OxiCleanarr no lo nombra por completo, o lo nombra dos veces; reinícialo"
        " para que olvide lo que ya no está"
    ),
    "served_changed": (
        "En el servidor OxiCleanarr no está como en el plan ({what}); espera a la próxima"
        " sincronización"
    ),
    "served_folder": (
        "Su carpeta {folder} no es solo suya, o no está en una biblioteca de Jellyfin;"
        " corrígelo en Radarr o Sonarr"
    ),
    "served_disk": (
        "Jellyfin no ve sus archivos donde los tiene el servidor OxiCleanarr; comprueba que"
        " el disco esté montado"
    ),
    "served_bin": (
        "El servidor OxiCleanarr elimina para siempre y no avisa de descargas; acéptalo en"
        " Reparaciones"
    ),
    "server_says_unwatched": (
        "Alguien lo ha visto desde que se anunció, y el servidor OxiCleanarr no lo sabe;"
        " comprueba su conexión con Jellyfin"
    ),
}

WHAT: Mapping[str, str] = {
    "title": "título",
    "year": "año",
    "provider_ids": "ID de los proveedores",
    "folder": "carpeta",
    "file": "archivo",
    "root_folder": "carpeta raíz",
    "size_bytes": "tamaño",
    "added": "día en que se añadió",
    "tags": "etiquetas",
    "episode_files": "archivos de episodios",
    "entry_id": "ID",
    "file_ids": "archivos",
    "date": "fecha",
    "excluded": "conservación",
    "flagged": "marca",
    "jellyfin_id": "ID en Jellyfin",
    "last_watched": "última reproducción",
}
