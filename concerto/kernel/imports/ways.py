"""How the cells of a column are read before their field reads them: chosen by people where a file could mean two things.

A way answers the text as the field reads it without doubt. One that cannot read a cell raises Unreadable: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.cleaning_rule.model import StepKind
from concerto.kernel.text import cleaning
from concerto.kernel.text.standard import steps
from concerto.kernel.text.unreadable import Unreadable
from concerto.kernel.text.values import Order

DAYS, NUMBERS, WORDS = ("day", "moment"), ("number", "money", "whole"), ("text", "long-text", "email", "phone", "url")
_BETWEEN = re.compile(r"\s*[;；、|\n\r]+\s*")
_AFTER_DAY = re.compile(r"[T ]")
_TELLING = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b", re.ASCII)


@dataclass(frozen=True)
class Way:
    """One way to read the cells of a column that becomes a field of one of these kinds."""

    id: str
    label: Label
    kinds: Sequence[str]
    read: Callable[[str], str]


def _day(order: Order) -> Callable[[str], str]:
    def read(cell: str) -> str:
        line = cleaning.fold_width(cell).strip()
        day, *time = _AFTER_DAY.split(line, maxsplit=1) if _TELLING.match(line) else [line]
        found = cleaning.parse_date(day, order=order)
        return " ".join([found.isoformat() if found else "", *time])

    return read


def _serial(cell: str) -> str:
    found = cleaning.parse_date(cell, serial=True)
    return found.isoformat() if found else ""


def _comma(cell: str) -> str:
    number = cleaning.parse_number(cell, decimal=",")
    return "" if number is None else f"{number:f}"


def _step(kind: StepKind) -> Way:
    return Way(kind.value, kind.label, WORDS, lambda cell: steps.apply(kind.value, cell))


WAYS: Mapping[str, Way] = {
    way.id: way
    for way in (
        Way("dmy", _("Day before month: 03/04 is in April"), DAYS, _day("dmy")),
        Way("mdy", _("Month before day: 03/04 is in March"), DAYS, _day("mdy")),
        Way("serial", _("Days as numbers, as spreadsheets count them"), DAYS, _serial),
        Way("comma", _("A comma before the fraction: 1.234,5"), NUMBERS, _comma),
        Way("first", _("The first of several"), WORDS, lambda cell: parts(cell)[0] if parts(cell) else ""),
        Way("last", _("The last of several"), WORDS, lambda cell: parts(cell)[-1] if parts(cell) else ""),
        *(_step(kind) for kind in (StepKind.WIDTH, StepKind.SPACES, StepKind.UPPER, StepKind.LOWER, StepKind.SIMPLIFIED,
                                   StepKind.TRADITIONAL, StepKind.PHONE, StepKind.PHONE_WORLD, StepKind.COMPANY,
                                   StepKind.PERSON)),
    )
}  # fmt: skip


def ways_for(kind: str) -> list[Way]:
    """What can be chosen for a column that becomes a field of this kind."""
    return [way for way in WAYS.values() if kind in way.kinds]


def parts(cell: str) -> list[str]:
    """The several values of one cell: between semicolons, bars, line ends or the Chinese enumeration comma."""
    return [part for part in _BETWEEN.split(cell.strip()) if part]


def guessed(kind: str, cells: Sequence[str]) -> str:
    """The way that these cells ask for by themselves: 25/12/2026 somewhere says that 03/04/2026 has its day first."""
    return _order(cells) if kind in DAYS else _fraction(cells) if kind in NUMBERS else ""


def _order(cells: Sequence[str]) -> str:
    found = [(int(match[1]), int(match[2])) for cell in cells if (match := _TELLING.match(cell))]
    day_first, month_first = any(one > 12 for one, _other in found), any(other > 12 for _one, other in found)
    return "" if day_first == month_first else "dmy" if day_first else "mdy"


def _fraction(cells: Sequence[str]) -> str:
    """A comma where every cell can be read so, and some cannot be read with a point."""
    return "comma" if _all_read(cells, ",") and not _all_read(cells, ".") else ""


def _all_read(cells: Sequence[str], decimal: Literal[".", ","]) -> bool:
    try:
        return all(cleaning.parse_number(cell, decimal=decimal) is not None for cell in cells)
    except Unreadable:
        return False
