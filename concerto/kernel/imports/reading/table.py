"""Any file that holds a table, opened as columns and rows of text."""

from __future__ import annotations

from pathlib import Path, PurePath

from django.utils.translation import gettext_lazy as _

from concerto.kernel.imports.reading.delimited import open_delimited
from concerto.kernel.imports.reading.json_text import open_json
from concerto.kernel.imports.reading.row import Description, Row, Table
from concerto.kernel.imports.reading.workbook import is_workbook, open_workbook
from concerto.kernel.text.unreadable import Unreadable

__all__ = ["KNOWN", "Description", "Row", "Table", "open_table"]

TEXT, BOOKS, JSON, JSON_LINES = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls"), (".json",), (".jsonl", ".ndjson")
KNOWN = (*TEXT, *BOOKS, *JSON, *JSON_LINES)


def open_table(
    path: Path | str,
    *,
    name: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: bool = True,
    skip: int = 0,
    exact: bool = False,
) -> Table:
    """The table in a file. `name` is what its owner calls it, where `path` is a name of ours; its ending says the form.

    `encoding`, `delimiter` and `sheet` are found out where not given. Without `header` the columns are called A, B, C.
    `skip` lines above the headings are left out. In text files the apostrophe that a safe export puts before formulas
    is taken away, unless the file is to be read `exact`. Raises Unreadable, here or while reading on, naming the place.
    """
    file, ending = Path(path), PurePath(name or path).suffix.lower()
    if ending not in KNOWN:
        raise Unreadable(_("Files of this kind cannot be read. Bring one of these: %(known)s."), known=", ".join(KNOWN))
    try:
        if is_workbook(file) or ending in (".xlsx", ".xlsm"):
            return open_workbook(file, sheet=sheet, header=header, skip=skip)
        if ending in JSON + JSON_LINES:
            return open_json(file, encoding=encoding, lines=ending in JSON_LINES)
        return open_delimited(file, encoding=encoding, delimiter=delimiter, header=header, skip=skip, exact=exact)
    except OSError as error:
        raise Unreadable(_("The file cannot be opened (%(why)s)."), why=error.strerror or error) from error
