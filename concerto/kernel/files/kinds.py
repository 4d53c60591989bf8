"""What a file is, told by its first bytes: what it is called and what its sender says count for nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

HEAD = 8192  # bytes that are looked at
UNKNOWN, TEXT, HTML, SVG, XML, ZIP = (
    "application/octet-stream", "text/plain", "text/html", "image/svg+xml", "application/xml", "application/zip",
)  # fmt: skip
PDF, PROGRAM = "application/pdf", "application/x-executable"

_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (  # at which byte, which bytes, which type
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", PDF),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"BM", "image/bmp"),
)
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_LARGEST_LISTED = 64 * 1024 * 1024  # bytes of an archive whose list of contents is read; nothing is ever unpacked
_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg|\?xml|!doctype\s+svg)[\s>]", re.IGNORECASE)
SEEN_WHOLE = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/avif"}
PLAYED = ("audio/", "video/")


def media_of(path: Path) -> str:
    """The type of a file on disk."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    media = media_of_bytes(head)
    return _packed(path) if media == ZIP else media


def media_of_bytes(head: bytes) -> str:
    """The type that a file's beginning tells; of anything that could be markup the dangerous one is assumed."""
    for at, beginning, media in _BEGINNINGS:
        if head[at : at + len(beginning)] == beginning and _fits(head, media):
            return media
    return _written(head) if is_text(head) else UNKNOWN


def _fits(head: bytes, media: str) -> bool:
    """RIFF frames pictures and sounds alike; two letters alone could begin any text."""
    if media in ("image/webp", "audio/wav"):
        return head.startswith(b"RIFF")
    return media not in ("image/bmp", PROGRAM) or b"\x00" in head


def is_text(head: bytes) -> bool:
    """Whether these bytes are text in UTF-8 or GB18030, as far as they go."""
    if b"\x00" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _written(head: bytes) -> str:
    found = _MARKUP.search(head)
    if found is None:
        return TEXT
    name = found[1].lower()
    if b"<svg" in head.lower():
        return SVG
    return XML if name.startswith(b"?xml") and b"<html" not in head.lower() else HTML


def _packed(path: Path) -> str:
    """Documents of an office are archives; what is in them is read from the list at the end."""
    if path.stat().st_size > _LARGEST_LISTED:
        return ZIP
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # the last: packed by a newer zip than ours
        return ZIP
    return next((media for folder, media in _OFFICE.items() if any(name.startswith(folder) for name in names)), ZIP)
