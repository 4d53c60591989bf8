"""XLSX: text as text, numbers and days as such, headings that stay in sight."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.exports.writing.csv_file import as_text
from concerto.kernel.exports.writing.target import Destination, opened
from concerto.kernel.text.unreadable import Unreadable, excerpt

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # below the headings
LONGEST_CELL = 32_767
EXACT_DIGITS = 15  # more do not survive in a spreadsheet's numbers
FIRST_DAY = date(1900, 3, 1)  # before it, programs disagree about which day a number means
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_OPTIONS = {"constant_memory": True, "in_memory": False, "remove_timezone": True}


def write_xlsx(
    destination: Destination, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1"
) -> None:
    """Write headings and rows to a path or a binary stream, one row in memory at a time.

    Text never becomes a formula, a link or a number; a number of more than 15 digits is written as text, so that all of
    them stay. Control characters, which XML cannot hold, are left out. Raises Unreadable where a cell or the table is
    too large for the format; nothing is written then.
    """
    import xlsxwriter

    with TemporaryDirectory(prefix="concerto-sheet-") as folder:
        whole = Path(folder, "whole.xlsx")
        with xlsxwriter.Workbook(whole, _OPTIONS | {"tmpdir": folder}) as book:
            _Page(book, sheet, headings).fill(rows)
        with opened(destination) as out, whole.open("rb") as written:
            shutil.copyfileobj(written, out)


class _Page:
    """The one sheet of the book."""

    def __init__(self, book: Workbook, name: str, headings: Sequence[str]) -> None:
        self.headings = headings
        self.page: Worksheet = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:31].strip() or "Sheet1")
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.page.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            self.page.set_column(column, column, min(max(2 * len(heading), 12), 40))
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            self.page.write_string(0, column, self.text(heading, 0, column), bold)

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise Unreadable(_("An XLSX file holds at most %(most)s rows. Export as CSV instead."), most=MOST_ROWS)
            for column, value in enumerate(row):
                self.write(count, column, value)
        if self.headings:
            self.page.autofilter(0, 0, count, len(self.headings) - 1)

    def write(self, row: int, column: int, value: Any) -> None:
        match value:
            case None | "":
                return
            case bool():
                self.page.write_boolean(row, column, value)
            case int() | Decimal() | float() if _is_exact(value):
                self.page.write_number(row, column, value)
            case datetime() if value.date() >= FIRST_DAY:
                self.page.write_datetime(row, column, value, self.moment)
            case date() if not isinstance(value, datetime) and value >= FIRST_DAY:
                self.page.write_datetime(row, column, value, self.day)
            case _:
                self.page.write_string(row, column, self.text(as_text(value), row, column))

    def text(self, text: str, row: int, column: int) -> str:
        if len(text) > LONGEST_CELL:
            raise Unreadable(
                _("“%(column)s” in row %(row)s has %(has)s characters; a cell of an XLSX file holds at most %(most)s. Export as CSV instead."),
                column=excerpt(self.headings[column]), row=row + 1, has=len(text), most=LONGEST_CELL,
            )  # fmt: skip
        return _NOT_IN_XML.sub("", text)


def _is_exact(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet keeps all digits of a number."""
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor undefined
    exact = Decimal(value)
    if not exact.is_finite():
        return False
    return abs(exact) < 10**EXACT_DIGITS and len(exact.normalize().as_tuple().digits) <= EXACT_DIGITS
