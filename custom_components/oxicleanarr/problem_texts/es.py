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
        "{server} aún tiene nuestro enlace en su biblioteca de próximas salidas{detail}, así que no se ha eliminado nada; comprueba que OxiCleanarr Bridge funciona"
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
        "Se le pidió a {server} que eliminara algo y no dijo cómo acabó{detail}; puede haber ocurrido igualmente,"
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
        " está montado y admite escritura, y después recupera la entrada o elimina los archivos a mano"
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
        " lista. Si es correcto, dilo en Configuración → Sistema → Reparaciones"
    ),
    "shrunk": (
        "{server} tiene {after} medios donde antes tenía {before}; se sigue usando la última lista. Si es"
        " correcto, dilo en Configuración → Sistema → Reparaciones"
    ),
    "lost_users": (
        "{server} ya no tiene a {people} de sus usuarios, ni lo que vieron; se sigue usando la última"
        " lista. Si es correcto, dilo en Configuración → Sistema → Reparaciones"
    ),
    "lost_plays": (
        "{server} ya no sabe lo que vieron {people} de sus usuarios; se sigue usando la última lista. Si"
        " es correcto, dilo en Configuración → Sistema → Reparaciones"
    ),
    "bridge_not_answering": "El Bridge no responde{detail}; comprueba que esté activo entre los plugins de Jellyfin, y reinicia Jellyfin",
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

DETAILS: Mapping[str, str] = {
    "the connection was refused": "la conexión fue rechazada",
    "the connection broke off": "la conexión se cortó",
    "its host name is not known": "su nombre de host no se conoce",
    "its host name is not understood": "su nombre de host no se entiende",
    "no TLS there; is it http instead of https?": "allí no hay TLS; ¿es http en vez de https?",
    "the proxy before it does not reach it": "el proxy que tiene delante no llega a él",
    "the proxy before it gave up": "el proxy que tiene delante se rindió",
    "the answer broke off": "la respuesta se cortó",
    "an empty answer": "una respuesta vacía",
    "no JSON": "no es JSON",
    "broken or cut JSON": "JSON roto o cortado",
    "JSON of another shape": "JSON con otra forma",
    "not a list": "no es una lista",
    "a broken or cut list": "una lista rota o cortada",
    "far too much of it": "demasiados datos",
    "not HTTP": "no es HTTP",
    "not the Bridge's answer": "no es la respuesta del Bridge",
    "over and over": "una y otra vez",
    "a redirect to nowhere": "una redirección a ninguna parte",
    "it is empty": "el campo está vacío",
    "it holds characters that no key has": "contiene caracteres que ninguna clave tiene",
    "the key may not, or its CSRF protection is on": "la clave no tiene permiso, o la protección CSRF está activada",
    "it cannot be told so by hand before 1.4": "antes de la 1.4 no se le puede decir a mano",
    "a redirect elsewhere": "una redirección a otra parte",
    "no answer in time": "no respondió a tiempo",
    "it is still deleting": "todavía está eliminando",
    "its sync still goes on": "su sincronización sigue en marcha",
    "it is gone": "ya no está",
    "it has other ids": "tiene otros ID",
    "it has another folder": "tiene otra carpeta",
    "it has other files": "tiene otros archivos",
    "it is not what it was": "ya no es lo que era",
    "the medium is not on its list": "el medio no está en su lista",
    "the collection is gone": "la colección ya no está",
    "it deletes whole media only": "solo elimina medios enteros",
    "it has forgotten its media": "ha olvidado sus medios",
    "a web page": "una página web",
    "another app": "otra aplicación",
    "something that wants a login of its own": "algo que pide su propio inicio de sesión",
    "collections": "colecciones",
    "episodes": "episodios",
    "favourites": "favoritos",
    "files": "archivos",
    "items": "títulos",
    "libraries": "bibliotecas",
    "members of a collection": "contenido de una colección",
    "movies": "películas",
    "movies and series": "películas y series",
    "requests": "solicitudes",
    "series": "series",
    "sessions": "sesiones",
    "tags": "etiquetas",
    "tasks": "tareas",
    "users": "usuarios",
    "viewers": "espectadores",
    "watched items": "títulos vistos",
}
