"""Workbooks (XLSX, XLSM, XLS): checked from outside, then read by a process of their own.

A workbook is a program's memory image in disguise: a few hundred bytes may ask for hundreds of gigabytes, and the parser
then ends its whole process. So a child reads it under limits of memory and time and leaves the rows in a file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import weakref
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.imports.reading import workbook_child as child
from concerto.kernel.imports.reading.headings import columns_from, lettered
from concerto.kernel.imports.reading.row import Description, Row, Table, fitted
from concerto.kernel.text.unreadable import Sentence, Unreadable, excerpt, sentence

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
LARGEST_FILE = 256 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_RATIO = 250  # sheets of a million equal rows reach about 150; bombs 1,000
MOST_PARTS = 10_000
LONGEST_WAIT = 900  # seconds
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")  # of the environment; the child is told no secrets

SAID = {
    child.BROKEN: _("The workbook is damaged or not a workbook. Open it in a spreadsheet program and save it anew."),
    child.LOCKED: _("The workbook is protected by a password. Save it without one."),
    child.NO_SHEET: _("There is no sheet “%(sheet)s” in the workbook."),
    child.TOO_LARGE: _("The workbook is too large to be read. Save the sheet as CSV, or split it."),
}
NOTES = {
    "error": _("Cell %(cell)s holds the error %(value)s."),
    "formula": _("Cell %(cell)s holds a formula without a result. Open the workbook in a spreadsheet program and save it."),
    "digits": _("Cell %(cell)s holds a number of more than 15 digits (%(value)s); spreadsheets do not keep these exactly. Enter it as text."),
}  # fmt: skip


def is_workbook(path: Path) -> bool:
    """Whether the content is that of a workbook, whatever the name says."""
    with path.open("rb") as file:
        return file.read(8).startswith((ZIP, OLE))


def open_workbook(path: Path, *, sheet: str | None, header: bool, skip: int) -> Table:
    """One sheet (the first one where not named) as a table; values as they were computed when the file was saved."""
    _refuse_dangerous(path)
    folder = _Folder()
    about = _unpacked(path, Path(folder.name, "rows"), sheet)
    rows = partial(_all_rows, folder, skip)
    top = next(rows(), None)
    if top is None:
        raise Unreadable(_("The sheet “%(sheet)s” is empty."), sheet=excerpt(about["sheet"]))
    columns = columns_from(top.cells, top.number) if header else lettered(about["width"])
    first = top.number + 1 if header else 0
    about_it = Description(
        "workbook", sheet=about["sheet"], sheets=about["sheets"], heading_line=top.number if header else None
    )
    return Table(
        columns, about_it, sum(1 for row in rows() if row.number >= first), partial(_rows, rows, len(columns), first)
    )


class _Folder:
    """A temporary folder that lasts as long as somebody reads from it."""

    def __init__(self) -> None:
        self.name = mkdtemp(prefix="concerto-sheet-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


def _rows(rows: partial[Iterator[Row]], width: int, first: int) -> Iterator[Row]:
    for row in rows():
        if row.number >= first:
            yield row if row.problem else fitted(row.number, row.cells, width)


def _all_rows(folder: _Folder, skip: int) -> Iterator[Row]:
    """What the child has left; the folder goes when the last table or iterator over it does."""
    with Path(folder.name, "rows").open(encoding="utf-8") as file:
        next(file)
        for line in file:
            number, cells, note = json.loads(line)
            if number > skip:
                yield Row(number, cells, _problem(note))


def _problem(note: dict[str, str] | None) -> Sentence | None:
    return sentence(NOTES[note["kind"]], cell=note["cell"], value=excerpt(note["value"])) if note else None


def _unpacked(path: Path, rows: Path, sheet: str | None) -> dict[str, Any]:
    """Let the child write the sheet's rows; answers its first line: names and sizes."""
    command = [sys.executable, "-I", str(child.__file__), str(path.resolve()), *([sheet] if sheet else [])]
    with rows.open("wb") as out:
        try:
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, timeout=LONGEST_WAIT, check=False,
                env={name: os.environ[name] for name in _NEEDED if name in os.environ} | {"POLARS_MAX_THREADS": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unreadable(SAID[child.TOO_LARGE]) from None
    if ended.returncode:
        code = ended.returncode if ended.returncode in SAID else child.TOO_LARGE
        raise Unreadable(SAID[code], sheet=excerpt(sheet or ""))
    with rows.open(encoding="utf-8") as file:
        about: dict[str, Any] = json.loads(next(file))
    return about


# -- from outside ---------------------------------------------------------------------------------------------------
def _refuse_dangerous(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(SAID[child.TOO_LARGE])
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(ZIP):
        _refuse_bomb(path)
    elif head != OLE:
        raise Unreadable(SAID[child.BROKEN])
    elif "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise Unreadable(SAID[child.LOCKED])


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable(SAID[child.BROKEN]) from None
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(SAID[child.LOCKED])
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(map(_is_bomb, parts)):
        raise Unreadable(SAID[child.TOO_LARGE])


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 16 * 1024 * 1024 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)
