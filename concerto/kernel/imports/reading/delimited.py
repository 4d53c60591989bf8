"""Text files with separated cells (CSV, TSV, plain lists), read line by line: a file of any size needs little memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

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
        raise Unreadable(_("The file is a web page, not a table. Open it in a spreadsheet program and save it as XLSX or CSV."))
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
        max(decoded.lines - skip - header, 0) + _unfinished(path, decoded),
        partial(_rows, records, len(columns), top.number if header else 0),
    )


def _description(decoded: Decoded, separator: str, heading_line: int | None) -> Description:
    return Description("text", decoded.shown, "" if separator == NO_DELIMITER else separator, heading_line=heading_line)
