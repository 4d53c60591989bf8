"""Cells that a spreadsheet program would run as formulas: made harmless when written, restored exactly when read."""

from __future__ import annotations

import re

MARKS = frozenset("'=+-@\t\r\n＝＋－＠")
_STARTS_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+\-][0-9][0-9 ,.]*", re.ASCII)


def safe_cell(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula.

    Signed numbers and phone numbers (+86 138 0013 8000) stay as they are: programs read them as numbers, not as code.
    """
    if cell[:1] not in MARKS:  # nearly every cell of a large file
        return cell
    return f"'{cell}" if _STARTS_FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def unsafe_back(cell: str) -> str:
    """The cell as it was before `safe_cell`."""
    return cell[1:] if cell.startswith("'") and _STARTS_FORMULA.match(cell, 1) else cell
