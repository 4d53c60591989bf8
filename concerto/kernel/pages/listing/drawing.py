"""The rows of a list as HTML: what does not depend on the row is settled once for the table, for lists are long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.drawing import Draw, drawer, icon, mark
from concerto.kernel.ui.sight import Sight

Cell: TypeAlias = Callable[[Record, bool], str]  # a row, and whether it may be edited


def cell_drawer(column: Column, sight: Sight, *, trashed: bool) -> Cell:
    """How the cells of one column are drawn."""
    draw = title_drawer(sight, trashed=trashed) if column.is_title else drawer(column.field, sight, short=True)
    begins = {(may, none): opened(column, editable=may, empty=none) for may in (False, True) for none in (False, True)}
    is_filled, field = sight.is_filled, column.field

    def cell(record: Record, editable: bool) -> str:
        return f"{begins[editable, not is_filled(field, record)]}{draw(record)}</td>"

    return cell


def opened(column: Column, *, editable: bool, empty: bool) -> str:
    """The beginning of a cell. A phone leaves out what is empty."""
    left_out = " data-empty" if empty and column.narrow else ""
    return f"<td{column.attributes}{' data-editable' if editable else ''}{left_out}>"


def title_drawer(sight: Sight, *, trashed: bool) -> Draw:
    """The words that stand for a record, leading to its page; from the trash to its history, which is all that is left."""
    behind = "/history" if trashed else ""

    def title(record: Record) -> Markup:
        name = sight.title_of(record)
        address = record_address(sight.entity, record.pk) + behind
        return Markup(f'<a class="name" href="{address}">{mark(record, name)}<b>{escape(name)}</b></a>')

    return title


def tick(record: Record, sight: Sight) -> str:
    """The cell that selects a row."""
    named = escape(sight.title_of(record))
    ticked = f'<input class="check" type="checkbox" name="ids" value="{record.pk}" form="bulk" aria-label="{named}">'
    return f'<td class="c-check">{ticked}</td>'


def way_back(record: Record, sight: Sight, *, allowed: bool) -> str:
    """The cell that takes a row out of the trash."""
    to = f"{record_address(sight.entity, record.pk)}/restore"
    words = f"{icon('restore', 's')}{escape(_('Restore'))}"
    button = f'<button class="btn is-s" form="restoring" formaction="{to}">{words}</button>' if allowed else ""
    return f'<td class="num" data-narrow="end">{button}</td>'
