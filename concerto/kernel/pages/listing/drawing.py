"""The rows of a list as HTML: what does not depend on the row is settled once for the table, for lists are long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.utils.translation import gettext as _
from markupsafe import escape

from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.ui.drawing import drawer, icon, mark
from concerto.kernel.ui.sight import Sight

Cell: TypeAlias = Callable[[Record, bool], str]  # a row, and whether it may be edited


def cell_drawer(column: Column, sight: Sight) -> Cell:
    """How the cells of one column are drawn."""
    draw, is_filled, field = drawer(column.field, sight, short=True), sight.is_filled, column.field
    begins = {(may, none): opened(column, editable=may, empty=none) for may in (False, True) for none in (False, True)}

    def cell(record: Record, editable: bool) -> str:
        return f"{begins[editable, not is_filled(field, record)]}{draw(record)}</td>"

    return cell


def opened(column: Column, *, editable: bool, empty: bool) -> str:
    """The beginning of a cell. A phone leaves out what is empty."""
    left_out = " data-empty" if empty and column.narrow else ""
    return f"<td{column.attributes}{' data-editable' if editable else ''}{left_out}>"


def title_cell(column: Column, record: Record, name: str, address: str) -> str:
    """The cell with the words that stand for a record, leading to its page."""
    words = f"{mark(record, name)}<b>{escape(name)}</b>"
    return f'<td{column.attributes}><a class="name" href="{address}">{words}</a></td>'


def tick(id: int, name: str) -> str:
    """The cell that selects a row."""
    ticked = f'<input class="check" type="checkbox" name="ids" value="{id}" form="bulk" aria-label="{escape(name)}">'
    return f'<td class="c-check">{ticked}</td>'


def way_back(address: str, *, allowed: bool) -> str:
    """The cell that takes a row out of the trash."""
    to = f"{address}/restore"
    words = f"{icon('restore', 's')}{escape(_('Restore'))}"
    button = f'<button class="btn is-s" form="restoring" formaction="{to}">{words}</button>' if allowed else ""
    return f'<td class="num" data-narrow="end">{button}</td>'
