"""The pictures that Home Assistant and HACS show of the integration."""

from collections.abc import Iterator
from pathlib import Path
import struct
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_ICONS: Final = {"icon.png": 256, "icon@2x.png": 512}
# The length of the shorter side, from … to.
_LOGOS: Final = {"logo.png": (128, 256), "logo@2x.png": (256, 512)}


def check_brand(component: Path) -> Iterator[str]:
    """Yield what is wrong with the pictures in the folder brand; only the icons must be there."""
    folder = component / "brand"
    for name in _ICONS:
        if not (folder / name).is_file():
            yield f"brand/{name} is missing"
    for path in sorted(folder.glob("*")):
        kind = path.name.removeprefix("dark_")
        size = png_size(path)
        if kind not in _ICONS | _LOGOS:
            yield f"brand/{path.name}: nobody looks for it"
        elif size is None:
            yield f"brand/{path.name} is no PNG"
        elif kind in _ICONS and size != (_ICONS[kind], _ICONS[kind]):
            yield f"brand/{path.name} is {size[0]}×{size[1]}, not a square of {_ICONS[kind]}"
        elif kind in _LOGOS and not _LOGOS[kind][0] <= min(size) <= _LOGOS[kind][1]:
            yield f"brand/{path.name} is {size[0]}×{size[1]}; its shorter side is to be {_LOGOS[kind]}"


def png_size(path: Path) -> tuple[int, int] | None:
    """Return width and height of a PNG; None for anything else."""
    head = path.read_bytes()[:24] if path.is_file() else b""
    if len(head) < 24 or not head.startswith(_SIGNATURE):
        return None
    width, height = struct.unpack(">II", head[16:24])
    return width, height
