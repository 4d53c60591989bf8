"""Contents on disk, each named by what is in it, so that equal ones are kept once.

A content comes to a name of no meaning, is flushed, and gets its own name in one step: it is there whole or not at all.
Whoever gives it that name holds KEPT together with the row that speaks of it; whoever sweeps holds it alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Refused
from concerto.kernel.text.numbers import show_number

PIECE = 1024 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LOCK = "files"


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class TooLarge(Refused):
    status = 413
    kind = "too-large"

    def __init__(self) -> None:
        most = show_number(settings.FILES_LARGEST // 1024**2, "en")
        super().__init__(_("A file may have at most %(most)s MB. Nothing was kept of it.") % {"most": most})


class NoRoom(Refused):
    status = 507
    kind = "no-room"

    def __init__(self) -> None:
        super().__init__(_("The disk of the server is full. Nothing was kept of the file; tell your administrator."))


@dataclass(frozen=True)
class Incoming:
    """A content that has come whole and has no place yet."""

    path: Path
    content: str
    size: int


def folder() -> Path:
    return Path(settings.FILES) / "contents"


def place_of(content: str) -> Path:
    return folder() / content[:2] / content


@contextmanager
def incoming(source: Readable) -> Iterator[Incoming]:
    """Take in a whole content, flushed to disk; whatever is not given a place is gone at the end. Raises TooLarge, NoRoom."""
    path = folder() / "incoming" / secrets.token_hex(16)
    try:
        with _telling_of_room():
            path.parent.mkdir(parents=True, exist_ok=True)
            content, size = _written(source, path)
        yield Incoming(path, content, size)
    finally:
        path.unlink(missing_ok=True)


def _written(source: Readable, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > settings.FILES_LARGEST:
                raise TooLarge()
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def settle(come: Incoming) -> None:
    """Give a content its place, within the transaction that writes the row which speaks of it."""
    target = place_of(come.content)
    hold()
    with _telling_of_room():
        target.parent.mkdir(exist_ok=True)
        come.path.replace(target)  # also over an equal one: that one may be as old as what is swept
        for changed in (target.parent, folder()):
            _flush(changed)


def hold(*, alone: bool = False) -> None:
    """Until the transaction ends nobody sweeps; `alone`, nobody settles either."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(hashtext(%s))", [LOCK])


def _flush(path: Path) -> None:
    """A name is on disk once its folder is."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _telling_of_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom() from error
        raise
