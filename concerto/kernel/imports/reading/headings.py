"""The row that names the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.lines import clean_line, fold_width
from concerto.kernel.text.unreadable import Unreadable, excerpt

MOST_COLUMNS = 500
LONGEST_HEADING = 200
_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+", re.IGNORECASE)


def columns_from(cells: Sequence[str | None], number: int) -> list[str]:
    """Clean headings from the row at line `number`; a column without one is called by its letter.

    Raises Unreadable for headings that are doubled, too many or too long, and for a row that holds values instead.
    """
    names = [clean_line(cell or "") for cell in cells]
    while names and not names[-1]:
        names.pop()
    _refuse_too_much(names, number)
    _refuse_values(names, number)
    columns = [name or letter(place) for place, name in enumerate(names)]
    _refuse_doubles(columns, number)
    return columns


def lettered(width: int) -> list[str]:
    """Columns of a file without headings: A, B, C …"""
    if width > MOST_COLUMNS:
        raise Unreadable(_("There are %(has)s columns; at most %(most)s can be read."), has=width, most=MOST_COLUMNS)
    return [letter(place) for place in range(width)]


def letter(place: int) -> str:
    """The name that spreadsheets give the column at `place`, counted from 0: A … Z, AA …"""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def _refuse_too_much(names: list[str], number: int) -> None:
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            _("There are %(has)s columns; at most %(most)s can be read."), has=len(names), most=MOST_COLUMNS
        )
    for place, name in enumerate(names):
        if len(name) > LONGEST_HEADING:
            raise Unreadable(
                _("The heading of column %(column)s (line %(line)s) has more than %(most)s characters."),
                column=letter(place), line=number, most=LONGEST_HEADING,
            )  # fmt: skip


def _refuse_values(names: list[str], number: int) -> None:
    """Headings are words; a row of numbers and dates only, or with an address in it, is already data."""
    telling = next((name for name in names if _VALUE.fullmatch(name)), None)
    if telling is None and any(character.isalpha() for name in names for character in name):
        return
    raise Unreadable(
        _("Line %(line)s should name the columns, but it holds values (%(given)s). Add a line of headings, or say that the file has none."),
        line=number, given=excerpt(telling or ", ".join(filter(None, names))),
    )  # fmt: skip


def _refuse_doubles(columns: list[str], number: int) -> None:
    """Two headings that differ only in case, width or spaces would be taken for each other."""
    seen: dict[str, int] = {}
    for place, name in enumerate(columns):
        first = seen.setdefault(fold_width(name).casefold(), place)
        if first != place:
            raise Unreadable(
                _("Columns %(first)s and %(second)s have the same heading “%(name)s” (line %(line)s). Rename one of them."),
                first=letter(first), second=letter(place), name=excerpt(name), line=number,
            )  # fmt: skip
