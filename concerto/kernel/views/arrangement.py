"""How a list is arranged: which rows, in which order, with which columns, drawn how. Saved as a view, or only asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.query.language import Unclear

MOST_COLUMNS = 60
NARROWEST, WIDEST = 40, 1200  # pixels
_COLUMN = re.compile(r"^(?P<field>[a-z][a-z0-9_]{0,59})(:(?P<width>\d{2,4}))?$")


@dataclass(frozen=True)
class Arrangement:
    """Each part as it stands in an address; "" leaves it to the list.

    filter   in the filter language
    sort     field ids, with a minus for falling order, separated by commas
    columns  field ids, each with its width in pixels where somebody set one: `name:320,city,owner`
    layout   board or calendar; "" is a table
    by       the field that a board groups by, or the day that a calendar goes by
    """

    filter: str = ""
    sort: str = ""
    columns: str = ""
    layout: str = ""
    by: str = ""


USUAL = Arrangement()


@dataclass(frozen=True)
class ColumnAsked:
    """One column by the id of its field; `width` in pixels, None where the kind of the field decides."""

    field: str
    width: int | None = None


def columns_in(text: str) -> list[ColumnAsked]:
    """Read columns. Raises Unclear for what is none, for one named twice, for too many."""
    columns = [_column(word.strip()) for word in text.split(",")] if text.strip() else []
    if len({column.field for column in columns}) < len(columns):
        raise Unclear(_("A column is named twice."))
    if len(columns) > MOST_COLUMNS:
        raise Unclear(_("A list has at most %(most)s columns.") % {"most": MOST_COLUMNS})
    return columns


def _column(word: str) -> ColumnAsked:
    found = _COLUMN.match(word)
    if found is None:
        raise Unclear(_("Columns are unclear at “%(place)s”.") % {"place": word[:40]})
    width = int(found["width"]) if found["width"] else None
    return ColumnAsked(found["field"], width and max(NARROWEST, min(width, WIDEST)))


def written(columns: Iterable[ColumnAsked]) -> str:
    """The text of columns; `columns_in(written(columns)) == columns`."""
    return ",".join(_written(columns))


def _written(columns: Iterable[ColumnAsked]) -> Iterator[str]:
    for column in columns:
        yield f"{column.field}:{column.width}" if column.width else column.field


def sort_words(text: str) -> list[str]:
    """The fields of an order, with their minus."""
    return [word for word in (part.strip() for part in text.split(",")) if word]
