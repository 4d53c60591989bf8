"""CSV as spreadsheet programs read it best: UTF-8 with its mark, commas, no formulas."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from concerto.kernel.exports.writing.target import Destination, opened
from concerto.kernel.text.spreadsheet import safe_cell

AT_ONCE = 500  # lines


def write_csv(
    destination: Destination, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: bool = False
) -> None:
    """Write headings and rows to a path or a binary stream as they come.

    Cells that a spreadsheet would run as formulas get an apostrophe, which our reader takes away again; `raw` writes
    exact values for programs. Zero characters, which no text file can hold, are left out.
    """
    with opened(destination) as stream:
        for lines in csv_lines(headings, rows, raw=raw):
            stream.write(lines)


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: bool = False) -> Iterator[bytes]:
    """The same in pieces of many lines, for an answer that is streamed."""
    quoted, usual = csv.writer(_Line(), quoting=csv.QUOTE_ALL), csv.writer(_Line())
    yield codecs.BOM_UTF8 + _encoded([quoted.writerow([_cell(heading, raw) for heading in headings])])
    left = iter(rows)
    while lines := [usual.writerow([_cell(value, raw) for value in row]) for row in islice(left, AT_ONCE)]:
        yield _encoded(lines)


class _Line:
    """Hands a written line back to the caller of `writerow`."""

    def write(self, line: str) -> str:
        return line


def _encoded(lines: list[Any]) -> bytes:
    return "".join(lines).encode("utf-8", errors="replace")


def _cell(value: Any, raw: bool) -> str:
    text = value if type(value) is str else as_text(value)
    if "\0" in text:
        text = text.replace("\0", "")
    return text if raw else safe_cell(text)


def as_text(value: Any) -> str:
    """A value as our readers read it back."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
