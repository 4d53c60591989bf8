"""Text files with separated cells (CSV, TSV, plain lists), read line by line: a file of any size needs little memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext_lazy as _

from concerto.kernel.imports.reading.encoding import Decoded, detect
from concerto.kernel.imports.reading.headings import columns_from, lettered
from concerto.kernel.imports.reading.row import Description, Row, Table, fitted
from concerto.kernel.imports.reading.sniffing import NO_DELIMITER, SAMPLED, checked, sniffed
from concerto.kernel.text.spreadsheet import unsafe_back
from concerto.kernel.text.unreadable import Unreadable

LONGEST_CELL = 1024 * 1024  # characters
LONGEST_RECORD = 4 * LONGEST_CELL
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml)\b", re.IGNORECASE)


def open_delimited(
    path: Path, *, encoding: str | None, delimiter: str | None, header: bool, skip: int, exact: bool
) -> Table:
    """A text file as a table. Its encoding is checked to the end, its delimiter found out where not given."""
    decoded = detect(path, encoding)
    first = _first_lines(path, decoded.encoding, skip)
    if first and _PAGE.match(first[0]):
        raise Unreadable(
            _("The file is a web page, not a table. Open it in a spreadsheet program and save it as XLSX or CSV.")
        )
    separator = checked(delimiter) if delimiter else sniffed(first)
    records = partial(_records, path, decoded.encoding, separator, skip, exact)
    top = next((record for record in records() if any(record.cells)), None)
    if top is None:
        raise Unreadable(_("The file is empty."))
    if top.problem:
        raise Unreadable(top.problem)
    columns = columns_from(top.cells, top.number) if header else lettered(len(top.cells))
    return Table(
        columns,
        _description(decoded, separator, top.number if header else None),
        decoded.lines - top.number + (not header),
        partial(_rows, records, len(columns), top.number if header else 0),
    )


def _description(decoded: Decoded, separator: str, heading_line: int | None) -> Description:
    return Description("text", decoded.shown, "" if separator == NO_DELIMITER else separator, heading_line=heading_line)


def _rows(records: partial[Iterator[Row]], width: int, heading_line: int) -> Iterator[Row]:
    """What comes behind the headings."""
    for record in records():
        if record.number <= heading_line or not any(record.cells):
            continue
        yield record if record.problem else fitted(record.number, record.cells, width)


def _first_lines(path: Path, encoding: str, skip: int) -> list[str]:
    with path.open(encoding=encoding, newline="") as file:
        return list(islice(_Lines(file), skip, skip + 2 * SAMPLED))


def _records(path: Path, encoding: str, delimiter: str, skip: int, exact: bool) -> Iterator[Row]:
    """Every record with the line it begins in. One that breaks the rules of quoting comes whole, with its problem."""
    csv.field_size_limit(LONGEST_RECORD)  # cells are measured here, records in _Lines
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file)
        for _line in islice(lines, skip):
            pass
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while (cells := _next(reader, lines)) is not None:
            if isinstance(cells, str):
                problem = _("Something stands behind a closing quote. Write quotes inside of a cell twice.")
                yield Row(lines.first, [cells], problem)
                continue
            if lines.size > LONGEST_CELL:
                _refuse_long_cell(cells, lines.first)
            given: list[Any] = cells if exact else [unsafe_back(cell) if cell[:1] == "'" else cell for cell in cells]
            yield Row(lines.first, given)


def _next(reader: Iterator[list[str]], lines: _Lines) -> list[str] | str | None:
    """The next record; as it stands in the file where it breaks the rules; None at the end."""
    lines.begin()
    try:
        return next(reader)
    except StopIteration:
        return None
    except csv.Error:
        if lines.ended:
            raise Unreadable(_("The quote that opens in line %(line)s is never closed."), line=lines.first) from None
        return lines.last.rstrip("\r\n")


def _refuse_long_cell(cells: list[str], line: int) -> None:
    for place, cell in enumerate(cells, start=1):
        if len(cell) > LONGEST_CELL:
            raise Unreadable(
                _("Cell %(place)s of line %(line)s has more than a million characters."), place=place, line=line
            )


class _Lines:
    """The lines of a file, counted; refuses what is too long to be one line, or one record, of a table."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.count, self.first, self.size = file, 0, 1, 0
        self.last, self.ended = "", False

    def begin(self) -> None:
        """A new record begins with the next line."""
        self.first, self.size = self.count + 1, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.last = self.file.readline(LONGEST_RECORD + 1)
        self.ended = not self.last
        if self.ended:
            raise StopIteration
        self.count += 1
        self.size += len(self.last)
        if len(self.last) > LONGEST_RECORD:
            raise Unreadable(_("Line %(line)s has more than four million characters."), line=self.count)
        if self.size > LONGEST_RECORD:
            raise Unreadable(
                _("The quote that opens in line %(line)s is not closed within four million characters."),
                line=self.first,
            )
        return self.last
