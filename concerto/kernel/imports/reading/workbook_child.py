"""A program of its own: reads one sheet of a workbook and writes its rows, a line of JSON each, to standard output.

    python -I workbook_child.py FILE [SHEET]

The first line is {"sheets", "sheet", "width"}, each further one [row, cells, note] for a row with content. The exit code
says what went wrong. It may use at most MEMORY bytes and SECONDS of work, and imports nothing of the house.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

BROKEN, LOCKED, NO_SHEET, TOO_LARGE = 3, 4, 5, 6
MEMORY, SECONDS = 4 * 1024**3, 600
CHUNK, OVERLAP = 4 * 1024 * 1024, 64 * 1024

_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_FIRST_DAY = "1899-12-31 "  # a time without a day
_CELL = rb"<c\s([^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?"
_NOTED = re.compile(
    _CELL
    + rb"<v>([^<]{16,}|[0-9.]+[eE]\+[0-9]+|#[^<]+)</v>|"
    + rb"<c\s([^>]*)><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}([0-9]{1,7}))"')
_OTHER_TYPE = re.compile(rb'\bt="(?!n")')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NoSheet(Exception):
    """The workbook has no sheet of the name that was asked for."""


def main(path: str, sheet: str | None = None) -> int:
    limit()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is no replaced stream here
    try:
        write(path, sheet)
    except MemoryError:
        return TOO_LARGE
    except NoSheet:
        return NO_SHEET
    except Exception as error:  # whatever the parser says of hostile bytes, the answer is the same
        return LOCKED if "password" in str(error).lower() else BROKEN
    return 0


def limit() -> None:
    """Where the system can: so much memory and time, and no core file."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write(path: str, asked: str | None) -> None:
    import fastexcel

    book = fastexcel.read_excel(Path(path).read_bytes())
    name = asked or next(iter(book.sheet_names))
    if name not in book.sheet_names:
        raise NoSheet
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    notes = dict(noted(path, name)) if zipfile.is_zipfile(path) else {}
    leave({"sheets": book.sheet_names, "sheet": name, "width": sheet.width})
    if sheet.width:
        for number, cells in enumerate(sheet.to_polars().iter_rows(), start=1):
            if any(cells) or number in notes:
                leave([number, [cell and plain(cell) for cell in cells], notes.get(number)])


def leave(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def plain(cell: str) -> str:
    """Days without the midnight, times without the day that the parser adds."""
    if found := _MIDNIGHT.fullmatch(cell):
        return found[1]
    return cell.removeprefix(_FIRST_DAY) if len(cell) >= 19 else cell


# -- what the parser does not tell ----------------------------------------------------------------------------------
def noted(path: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(row, note) of cells that hold errors, formulas without a result, and numbers too long to be exact."""
    with zipfile.ZipFile(path) as archive:
        part = part_of(archive, name)
        if part is None:
            return
        with archive.open(part) as file:
            tail = b""
            while chunk := file.read(CHUNK):
                window = tail + chunk
                yield from filter(None, map(note_of, _NOTED.finditer(window)))
                tail = window[-OVERLAP:]


def note_of(found: re.Match[bytes]) -> tuple[int, dict[str, str]] | None:
    attributes, value = found[1] or found[3], (found[2] or b"").decode()
    reference = _REFERENCE.search(attributes)
    if reference is None:
        return None
    kind = kind_of_note(attributes, value)
    if kind is None:
        return None
    return int(reference[2]), {"kind": kind, "cell": reference[1].decode(), "value": value}


def kind_of_note(attributes: bytes, value: str) -> str | None:
    if not value:
        return "formula"
    if b't="e"' in attributes:
        return "error"
    inexact = not _OTHER_TYPE.search(attributes) and abs(float(value)) >= 10**15
    return "digits" if inexact else None


def part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part that holds a sheet; None where the workbook does not say so in the usual way."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314 (expat refuses entity bombs)
    relation = next(
        (sheet.get(_RELATION) for sheet in sheets if sheet.tag.endswith("}sheet") and sheet.get("name") == name), None
    )
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next((one.get("Target", "") for one in relations if one.get("Id") == relation), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
