"""CSV as spreadsheet programs read it best: UTF-8 with its mark, commas, no formulas."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import Any

from concerto.kernel.exports.writing.target import Destination, opened
from concerto.kernel.text.spreadsheet import MARKS, safe_cell

AT_ONCE = 500  # lines
LOOKED_AT = MARKS | {"\0"}  # first characters of cells that may be formulas
BETWEEN = "\x1f"  # stands between the cells of a row while it is looked at
_LOOKED_AT = re.compile(f"{BETWEEN}[{re.escape(''.join(LOOKED_AT))}]")


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
    cells = _exact if raw else _harmless
    yield codecs.BOM_UTF8 + _written([cells(headings)], csv.QUOTE_ALL)
    left = iter(rows)
    while lines := _written(map(cells, islice(left, AT_ONCE)), csv.QUOTE_MINIMAL):
        yield lines


def _written(rows: Iterable[Sequence[str]], quoting: Any) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows(rows)
    return text.getvalue().replace("\0", "").encode("utf-8", errors="replace")


def _exact(row: Sequence[Any]) -> list[str]:
    return [value if type(value) is str else as_text(value) for value in row]


def _harmless(row: Sequence[Any]) -> Sequence[str]:
    """Nearly every row is made of texts that begin with a letter or a digit: it is looked at no further."""
    try:
        if not _LOOKED_AT.search(BETWEEN + BETWEEN.join(row)):
            return row
    except TypeError:  # not all of them are texts
        pass
    return [value if type(value) is str and value[:1] not in LOOKED_AT else _harmless_cell(value) for value in row]


def _harmless_cell(value: Any) -> str:
    return safe_cell(as_text(value).replace("\0", ""))


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
