"""Posters made from nothing but a title: a coloured night sky, hills, a moon, and the name."""

from functools import lru_cache
import hashlib
import io
import struct
import unicodedata
import zlib

try:  # Pillow makes nicer ones, but nothing here depends on it.
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    HAS_PILLOW = False
else:
    HAS_PILLOW = True

type Color = tuple[int, int, int]

_PALETTES: tuple[tuple[Color, Color, Color], ...] = (
    ((20, 24, 58), (226, 94, 62), (255, 214, 130)),
    ((9, 42, 56), (38, 140, 134), (240, 226, 180)),
    ((52, 18, 58), (200, 62, 108), (255, 190, 150)),
    ((22, 30, 24), (110, 148, 84), (244, 232, 176)),
    ((14, 22, 46), (70, 104, 190), (236, 240, 255)),
    ((58, 26, 14), (196, 122, 44), (255, 236, 190)),
    ((30, 30, 34), (128, 126, 136), (246, 242, 232)),
)


@lru_cache(maxsize=512)
def poster(title: str, year: int | None, width: int) -> tuple[bytes, str]:
    """Return a picture, three by two upright, and its content type; the same for the same title."""
    digest = hashlib.sha256(f"{title}{year}".encode()).digest()
    height = width * 3 // 2
    if not HAS_PILLOW:
        return _plain(digest, width, height), "image/png"
    return _drawn(title, year, digest, width, height), "image/jpeg"


def _mix(first: Color, second: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _drawn(title: str, year: int | None, digest: bytes, width: int, height: int) -> bytes:
    dark, bright, light = _PALETTES[digest[0] % len(_PALETTES)]
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=_mix(dark, bright, (y / height) ** 1.4))
    radius = width * (12 + digest[1] % 14) // 100
    x, y = width * (20 + digest[2] % 60) // 100, height * (14 + digest[3] % 22) // 100
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=light)
    for star in range(24):
        at = hashlib.sha256(digest + bytes([star])).digest()
        point = (width * at[0] // 256, height * at[1] // 512)
        draw.point(point, fill=light)
    for layer in range(3):
        base = height * (58 + layer * 9) // 100
        swing = height * (4 + digest[4 + layer] % 7) // 100
        outline = [(0, height)]
        for step in range(9):
            lift = digest[8 + layer * 5 + step % 5] / 255 - 0.5
            outline.append((width * step // 8, base + round(swing * 2 * lift)))
        outline.append((width, height))
        draw.polygon(outline, fill=_mix(bright, dark, 0.45 + 0.25 * layer))
    _write(draw, title, year, light, width, height)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _write(
    draw: ImageDraw.ImageDraw, title: str, year: int | None, color: Color, width: int, height: int
) -> None:
    """Write the title in lines that fit, the year below."""
    title = title if _has_accents() else _without_accents(title)
    for size in range(width // 8, 7, -1):
        font = _font(size)
        lines = _wrap(draw, title, font, width * 84 // 100)
        if len(lines) <= 4 and all(draw.textlength(x, font) <= width * 0.86 for x in lines):
            break
    text = "\n".join(lines)
    bottom = height * 90 // 100
    box = draw.multiline_textbbox((0, 0), text, font=font, align="center")
    left = (width - (box[2] - box[0])) // 2
    draw.multiline_text(
        (left, bottom - (box[3] - box[1])), text, font=font, fill=color, align="center"
    )
    if year is not None:
        small = _font(max(width // 18, 8))
        draw.text((width // 2, height * 95 // 100), str(year), font=small, fill=color, anchor="mm")


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a font: a common one if the machine has it, else the one inside Pillow."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def _has_accents() -> bool:
    """Whether the font has accented letters; the one inside Pillow has none."""
    font = _font(12)
    return isinstance(font, ImageFont.FreeTypeFont) and "DejaVu" in (font.getname()[0] or "")


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _wrap(
    draw: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    width: int,
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _plain(digest: bytes, width: int, height: int) -> bytes:
    """Return a gradient as a PNG, made by hand."""
    dark, bright, _ = _PALETTES[digest[0] % len(_PALETTES)]
    rows = b"".join(b"\0" + bytes(_mix(dark, bright, y / height)) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
