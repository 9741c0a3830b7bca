"""Spanish."""

from collections.abc import Mapping

from ..display.models import Cause

PROBLEMS: Mapping[str, str] = {
    "not_asked": (
        "Aún no se ha preguntado a {server} desde el arranque; lo que dijo antes sigue en uso"
    ),
    "server_syncing": (
        "{server} está sincronizando; sus últimas decisiones siguen en uso hasta la próxima lectura"
    ),
    "server_not_synced": (
        "{server} no ha leído su biblioteca desde que se inició; haz que sincronice, con el "
        "botón Sincronización completa o en su propia página"
    ),
    "link_stays": (
        "{server} aún tiene nuestro enlace en su biblioteca de próximas salidas{detail}, así que no se ha borrado nada; comprueba que OxiCleanarr Bridge funciona"
    ),
    "cannot_connect": (
        "No se puede llegar a {server}{detail}; comprueba su dirección y que esté en marcha"
    ),
    "certificate_refused": (
        "No se pudo verificar el certificado de {server}{detail}; instala uno de confianza o desactiva la"
        " verificación para este servidor"
    ),
    "timed_out": (
        "{server} no respondió a tiempo{detail}; vuelve a intentarlo cuando esté menos ocupado"
    ),
    "wrong_app": (
        "En la dirección de {server} responde otra cosa ({elsewhere}){detail}; comprueba la dirección, el"
        " puerto y la ruta base"
    ),
    "key_refused": ("{server} no acepta la clave o la contraseña{detail}; introdúcela de nuevo"),
    "not_allowed": (
        "{server} no lo permite{detail}; usa una clave API o la cuenta de un administrador"
    ),
    "starting_up": "{server} se está iniciando o está en mantenimiento{detail}; espera un poco",
    "not_understood": (
        "La respuesta de {server} no se entiende{detail}; comprueba su versión y su registro"
    ),
    "redirected": (
        "{server} redirige a {elsewhere}{detail}; introduce la dirección que tiene de verdad"
    ),
    "login_page": (
        "{server} envía antes a sus visitantes a una página de {elsewhere}{detail}, como hace un inicio de"
        " sesión puesto delante; deja pasar ahí su API, o introduce una dirección sin ese inicio de sesión"
    ),
    "not_found": "{server} no conoce lo que se le pidió{detail}; comprueba su versión",
    "disk_missing": (
        "{server} no encuentra el disco con los archivos{detail}; móntalo antes de que se elimine"
        " algo"
    ),
    "perhaps_deleted": (
        "Se le pidió a {server} que borrara algo y no dijo cómo acabó{detail}; puede haber ocurrido igualmente,"
        " así que compruébalo en el propio {server}"
    ),
    "is_kept": ("{server} lo conserva y no lo deja ir{detail}; deja primero de conservarlo allí"),
    "entry_refused": (
        "{server} no acepta la entrada{detail}; comprueba si ya está ahí, y si su perfil de calidad"
        " y su carpeta raíz todavía existen"
    ),
    "entry_changed": (
        "{server} cambió la entrada cuando se iba a eliminar{detail}; no se eliminó nada, y la"
        " próxima pasada la mirará otra vez"
    ),
    "files_stayed": (
        "{server} eliminó la entrada, pero sus archivos siguen ahí{detail}; comprueba que el disco"
        " está montado y admite escritura, y después restaura la entrada o borra los archivos a mano"
    ),
    "server_removed": (
        "{server} ya no está configurado, así que nadie sabe qué fue de la entrada{detail}; búscala"
        " en {server}"
    ),
    "incomplete": (
        "{server} envió {received} de {total} ({what}); se sigue usando la última lista completa hasta que"
        " {server} responda por completo"
    ),
    "implausible": (
        "{server} envió {nonsense} fechas imposibles entre {total}; se sigue usando la última respuesta"
        " creíble. Comprueba el reloj y la base de datos de {server}"
    ),
    "another_server": (
        "En la dirección de {server} hay ahora otro {server}; se sigue usando la última respuesta del que"
        " está configurado. Devuélvele su dirección, o configura el nuevo"
    ),
    "rebuilt": (
        "{server} ha rehecho su biblioteca y puede haber olvidado lo que se vio; se sigue usando la última"
        " lista. Si es correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
    ),
    "shrunk": (
        "{server} tiene {after} medios donde antes tenía {before}; se sigue usando la última lista. Si es"
        " correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
    ),
    "lost_users": (
        "{server} ya no tiene a {people} de sus usuarios, ni lo que vieron; se sigue usando la última lista."
        " Si es correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
    ),
    "lost_plays": (
        "{server} ya no sabe lo que vieron {people} de sus usuarios; se sigue usando la última lista. Si es"
        " correcto, ejecuta la acción «Sincronizar» con «Aceptar una biblioteca más pequeña»"
    ),
    "bridge_not_answering": "El Bridge no responde ({detail})",
    "journal_stopping": (
        "Home Assistant se está deteniendo, así que ya no se elimina nada; inténtalo de nuevo"
        " cuando haya arrancado"
    ),
    "journal_not_written": (
        "El diario de lo eliminado no se pudo escribir en {path}, así que ya no se elimina nada;"
        " mira si el disco está lleno o es de solo lectura"
    ),
}

FAILURES: Mapping[Cause, str] = {
    Cause.NOT_OURS: "En {path} hay algo que OxiCleanarr no creó; no se toca.",
    Cause.NAME_REFUSED: "{source} no se puede mostrar: su ruta tiene dos puntos seguidos.",
    Cause.NOTHING_THERE: "{source} no se puede mostrar: Jellyfin no encuentra nada allí.",
    Cause.BRIDGE_SAID: "{source} no se puede mostrar: el Bridge dijo: {said}.",
    Cause.BRIDGE_SILENT: "{source} no se puede mostrar: el Bridge no lo enlazó.",
}
