"""Days, numbers, yes and no from what people write. What could mean two things is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.lines import clean_line, fold_width
from concerto.kernel.text.unreadable import Unreadable, excerpt

Order = Literal["dmy", "mdy"]

_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})[ -]([a-z]{3,9})\.?|([a-z]{3,9})\.? (\d{1,2})),?[ -](\d{4})", re.ASCII | re.IGNORECASE
)
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")  # fmt: skip
_FIRST_SERIAL_DAY = date(1899, 12, 30)  # spreadsheets count from here, since they believe in 29 February 1900
_LAST_SERIAL = 2_958_465  # 9999-12-31

_NUMBER = {
    ".": re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+", re.ASCII),
    ",": re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?|,\d+", re.ASCII),
}
_UNITS = {"万亿": 12, "亿": 8, "万": 4}  # places
_SHORTENED = re.compile(r"[-+]?\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
LONGEST_NUMBER = 60
_EXACT = Context(prec=2 * LONGEST_NUMBER)

_YES = frozenset(("yes", "y", "true", "t", "on", "1", "✓", "✔", "√", "☑", "是", "有", "对", "真"))
_NO = frozenset(("no", "n", "false", "f", "off", "0", "✗", "✘", "×", "☐", "否", "无", "错", "假", "不", "不是", "没有"))


def parse_date(text: str, *, order: Order | None = None, serial: bool = False) -> date | None:
    """A day from 2026-11-22, 2026/11/22, 2026.11.22, 20261122, 2026年11月22日, 22 Nov 2026, November 22, 2026.

    22/11/2026 is read where only one order makes sense; 3/4/2026 needs `order`. A time of midnight is left out.
    `serial` also reads a spreadsheet's day number (45000). None for nothing; Unreadable for all else.
    """
    line = _MIDNIGHT.sub("", fold_width(clean_line(text)))
    if not line:
        return None
    if serial and line.isascii() and line.isdigit() and len(line) <= 7:
        return _from_serial(int(line))
    try:
        return date(*_year_month_day(line, order))
    except ValueError as wrong:
        if isinstance(wrong, Unreadable):
            raise
        raise Unreadable(_("There is no such day: “%(given)s”."), given=excerpt(line)) from wrong


def parse_number(text: str, *, decimal: Literal[".", ","] = ".") -> Decimal | None:
    """An exact number: 1,234.5, -3, (3) for minus three, １２, 1.2万, 3亿. `decimal` is the sign before the fraction.

    None for nothing. Raises Unreadable for 1.234,5 and 1,23 (unless `decimal` says so) and for 1.2E+17, which a
    spreadsheet has already shortened.
    """
    line = fold_width(clean_line(text)).replace("−", "-")
    if not line:
        return None
    sign, digits, unit = _parts(line)
    if len(line) > LONGEST_NUMBER or not _NUMBER[decimal].fullmatch(digits):
        raise _no_number(line)
    plain = re.sub("," if decimal == "." else "[. ]", "", digits).replace(decimal, ".")
    return _scaled(Decimal(sign + plain), unit)


def parse_bool(text: str) -> bool | None:
    """Yes or no in the words of either language, 1 and 0, ticks and crosses. None for nothing."""
    word = fold_width(clean_line(text)).casefold()
    if not word:
        return None
    if word not in _YES | _NO:
        raise Unreadable(_("Yes or no is expected here, not “%(given)s”."), given=excerpt(word))
    return word in _YES


# -- days -----------------------------------------------------------------------------------------------------------
def _year_month_day(line: str, order: Order | None) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(line):
        year, *month_and_day = [int(part) for part in found.groups() if part and part.isdigit()]
        return year, month_and_day[0], month_and_day[1]
    if found := _YEAR_LAST.fullmatch(line):
        return _from_either_order(line, int(found[1]), int(found[3]), int(found[4]), order)
    if (found := _NAMED.fullmatch(line)) and (named := _month((found[2] or found[3]).lower())):
        return int(found[5]), named, int(found[1] or found[4])
    raise Unreadable(_("“%(given)s” is not a date. Write it like 2026-11-22."), given=excerpt(line))


def _from_either_order(line: str, first: int, second: int, year: int, order: Order | None) -> tuple[int, int, int]:
    """Day and month in the order that was told, or in the only one that makes sense."""
    if order is None and max(first, second) <= 12 and first != second:
        raise Unreadable(
            _("“%(given)s” can mean two days: which is the day, which the month? Write it like 2026-11-22."),
            given=line,
        )
    day_first = order == "dmy" if order else first > 12
    return (year, second, first) if day_first else (year, first, second)


def _month(word: str) -> int | None:
    for names in (_MONTHS, _FULL_MONTHS):
        if word in names:
            return names.index(word) + 1
    return 9 if word == "sept" else None


def _from_serial(number: int) -> date:
    """Day numbers up to 60 differ between spreadsheets (1900 was no leap year), so they are refused."""
    if not 60 < number <= _LAST_SERIAL:
        raise Unreadable(_("“%(given)s” is not the number of a day."), given=number)
    return _FIRST_SERIAL_DAY + timedelta(days=number)


# -- numbers --------------------------------------------------------------------------------------------------------
def _parts(line: str) -> tuple[str, str, str]:
    """Sign, digits with their separators, and the unit behind them."""
    if line.startswith("(") and line.endswith(")") and line[1:2].isdigit():
        line = f"-{line[1:-1]}"
    sign = line[0] if line[0] in "+-" else ""
    unit = next((unit for unit in _UNITS if line.endswith(unit)), "")
    return sign, line[len(sign) : len(line) - len(unit)].strip(), unit


def _scaled(number: Decimal, unit: str) -> Decimal:
    """Times the unit, exactly and in digits: 1.2万 is 12000, not 1.2E+4."""
    return Decimal(f"{number.scaleb(_UNITS[unit], _EXACT):f}") if unit else number


def _no_number(line: str) -> Unreadable:
    if _SHORTENED.fullmatch(line):
        return Unreadable(
            _("“%(given)s” was shortened by a spreadsheet: its last digits are lost. Take the number from its source."),
            given=excerpt(line),
        )
    return Unreadable(
        _("“%(given)s” is not a number, or can be read as two. Write it like 1234.56."), given=excerpt(line)
    )
