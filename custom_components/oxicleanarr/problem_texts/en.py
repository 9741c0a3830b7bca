"""English; what is wrong with a server, the errors say in English themselves."""

from collections.abc import Mapping

from ..display.models import Cause

FAILURES: Mapping[Cause, str] = {
    Cause.NOT_OURS: ("At {path} lies something that OxiCleanarr did not make; it is left alone."),
    Cause.NAME_REFUSED: "{source} cannot be shown: its path has two dots in a row.",
    Cause.NOTHING_THERE: "{source} cannot be shown: Jellyfin finds nothing there.",
    Cause.BRIDGE_SAID: "{source} cannot be shown: the Bridge said: {said}.",
    Cause.BRIDGE_SILENT: "{source} cannot be shown: the Bridge did not link it.",
}
