"""Parts of a content, as players ask for them (RFC 9110, 14)."""

from __future__ import annotations

import re
from typing import BinaryIO

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The part lies outside the content."""


def asked_part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single part; None where the whole is to be sent, also for what is not understood."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if first > last or first >= size:
        raise Unsatisfiable
    return first, last


class Part:
    """The bytes of a file from `first` to `last`, both included; closed once they are read."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self.file, self.left = file, last - first + 1
        file.seek(first)

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left)) if self.left else b""
        self.left -= len(piece)
        if not self.left:
            self.close()
        return piece

    def close(self) -> None:
        self.file.close()
