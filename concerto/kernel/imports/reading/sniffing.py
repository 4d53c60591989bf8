"""By which character the cells of a text file are separated."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Unreadable

DELIMITERS = (",", "\t", ";", "|")
NO_DELIMITER = "\0"  # a single column: the one character that no text file holds
SAMPLED = 50  # records
NO_FIT = (0.0, 0)


def sniffed(lines: Sequence[str]) -> str:
    """The delimiter by which most of the first records have as many cells as the very first; NO_DELIMITER for none."""
    best = max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))
    return best if _fit(lines, best) > NO_FIT else NO_DELIMITER


def checked(delimiter: str) -> str:
    """A delimiter that somebody asked for."""
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in "\"'\r\n\0 ":
        raise Unreadable(
            _("“%(given)s” cannot separate cells. Use a comma, a semicolon, a tab or a bar."), given=delimiter[:10]
        )
    return delimiter


def _fit(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """(share of records like the first, cells of the first). No fit where the first or most others have one cell."""
    try:
        counts = [len(cells) for cells in islice(csv.reader(lines, delimiter=delimiter, strict=True), SAMPLED) if cells]
    except csv.Error:
        counts = [len(cells) for cells in islice(csv.reader(lines, delimiter=delimiter), SAMPLED) if cells]
    if not counts or counts[0] < 2 or 2 * counts.count(1) > len(counts):
        return NO_FIT
    return counts.count(counts[0]) / len(counts), counts[0]
