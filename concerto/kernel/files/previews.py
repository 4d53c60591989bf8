"""Pictures to look at, made anew from the pixels: nothing but pixels of the original reaches a browser."""

from __future__ import annotations

import io
import secrets
from pathlib import Path

from django.conf import settings

from concerto.kernel.files.file.model import Version
from concerto.kernel.files.kinds import SEEN_WHOLE
from concerto.kernel.files.reading import path_of

SIZES = {"small": 96, "large": 1600}  # pixels of the longer side at most
MOST_PIXELS = 60_000_000  # of the original: more would take more memory than a picture is worth
MEDIA = "image/webp"
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")


class NoPicture(Exception):
    """The content is no picture, a broken one, or one with too many pixels."""


def can_be_seen(media: str) -> bool:
    return media in SEEN_WHOLE


def picture(version: Version, size: str) -> bytes:
    """A picture of a version as WebP, kept for the next time. Raises NoPicture, Gone."""
    if not can_be_seen(version.media):
        raise NoPicture
    kept = Path(settings.PREVIEWS) / version.content[:2] / f"{version.content}-{size}.webp"
    source = path_of(version)
    if kept.exists():
        return kept.read_bytes()
    made = _made(source, SIZES[size])
    _keep(kept, made)
    return made


def _keep(path: Path, made: bytes) -> None:
    """A full disk costs the next reader the work again, no more."""
    beside = path.with_name(secrets.token_hex(8))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(made)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)


def _made(source: Path, longest: int) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPicture
            image.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
            upright.thumbnail((longest, longest))
            return _as_webp(upright)
    except (
        UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
        SyntaxError, EOFError, MemoryError,
    ) as broken:  # fmt: skip
        raise NoPicture from broken


def _as_webp(image: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82, method=3)  # type: ignore[attr-defined]  # a picture of Pillow, which waits until it is needed
    return out.getvalue()
