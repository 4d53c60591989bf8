"""CSV as spreadsheet programs read it best: UTF-8 with its mark, commas, no formulas."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, zip_longest
from typing import Any, TypeAlias

from concerto.kernel.exports.writing.target import Destination, opened
from concerto.kernel.text.spreadsheet import MARKS, safe_cell

AT_ONCE = 500  # lines
_TO_QUOTE = re.compile('[,"\r\n]')
Columns: TypeAlias = "Sequence[Sequence[Any]]"  # of some rows, all equally long


def write_csv(
    destination: Destination, headings: Sequence[str], chunks: Iterable[Columns], *, raw: bool = False
) -> None:
    """Write headings and rows to a path or a binary stream as they come.

    Cells that a spreadsheet would run as formulas get an apostrophe, which our reader takes away again; `raw` writes
    exact values for programs. Zero characters, which no text file can hold, are left out.
    """
    with opened(destination) as stream:
        for lines in csv_lines(headings, chunks, raw=raw):
            stream.write(lines)


def csv_lines(headings: Sequence[str], chunks: Iterable[Columns], *, raw: bool = False) -> Iterator[bytes]:
    """The same in pieces of many lines, for an answer that is streamed."""
    names = map(str, headings) if raw else map(safe_cell, map(str, headings))
    yield codecs.BOM_UTF8 + _lines([[_quoted(name)] for name in names])
    for columns in chunks:
        yield _lines([_cells(column, raw) for column in columns])


def in_columns(rows: Iterable[Sequence[Any]]) -> Iterator[Columns]:
    """Rows by and by, some at a time; where one is shorter, nothing stands for what it lacks."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield list(zip_longest(*some, fillvalue=""))


def _lines(columns: Sequence[Sequence[str]]) -> bytes:
    if len(columns) == 1:  # an empty line would be taken for none
        columns = [[cell or _quoted("") for cell in columns[0]]]
    lines = map(",".join, zip(*columns, strict=True))
    return "\r\n".join([*lines, ""]).encode("utf-8", errors="replace")


def _cells(values: Sequence[Any], raw: bool) -> Sequence[str]:
    """Values of a column as they stand in lines. They repeat in most columns, and in most of those that are different
    there is nothing to be seen to, which is asked of all of them at once."""
    different = set(values)
    try:
        together = "".join(different)
    except TypeError:  # not all of them are texts
        return _cells([value if type(value) is str else as_text(value) for value in values], raw)
    plain = raw or MARKS.isdisjoint({value[:1] for value in different})
    if plain and not any(mark in together for mark in ',"\r\n\0'):
        return values
    words = {value: _cell(value, raw) for value in different}
    return [words[value] for value in values]


def _cell(value: str, raw: bool) -> str:
    exact = value.replace("\0", "")
    cell = exact if raw else safe_cell(exact)
    return _quoted(cell) if _TO_QUOTE.search(cell) else cell


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


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
