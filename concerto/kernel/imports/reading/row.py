"""A row of a file, and the table it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Sentence, sentence

Format = Literal["text", "workbook", "json", "json lines"]


class Row(NamedTuple):
    """The cells of one row as text, exactly as the file has them; None for an empty cell.

    `number` is the line (of a workbook: the row) where a person finds it. With a `problem` the row cannot be trusted:
    a sentence says why, and there may be more or fewer cells than columns.
    """

    number: int
    cells: list[str | None]
    problem: Sentence | None = None


@dataclass(frozen=True)
class Description:
    """How a file was understood, to be shown to a person: what was not asked for was found out."""

    format: Format
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: Sequence[str] = ()
    heading_line: int | None = None


@dataclass(frozen=True)
class Table:
    """A file as columns and rows. `rows()` starts anew each time and reads as it goes; rows without content are no rows.

    `count_hint` is the number of rows as far as it is known beforehand: too high where cells hold line ends.
    """

    columns: list[str]
    description: Description
    count_hint: int
    read: Callable[[], Iterator[Row]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        return self.read()

    def sample(self, count: int) -> list[Row]:
        return list(islice(self.rows(), count))


def fitted(number: int, cells: Sequence[str | None], width: int) -> Row:
    """The cells as a row of so many columns: missing ones are empty, further ones that hold something are a problem."""
    found = [cell or None for cell in cells]
    while len(found) > width and found[-1] is None:
        found.pop()
    if len(found) > width:
        said = _("This row has %(has)s cells, but there are only %(width)s columns.")
        return Row(number, found, sentence(said, has=len(found), width=width))
    return Row(number, found + [None] * (width - len(found)))
