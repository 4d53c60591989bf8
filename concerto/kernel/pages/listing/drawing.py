"""The cells of a list's rows."""

from __future__ import annotations

from markupsafe import Markup, escape

from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.drawing import drawn, mark
from concerto.kernel.ui.sight import Sight


def cell(column: Column, record: Record, sight: Sight, *, editable: bool, trashed: bool, inside: str = "") -> Markup:
    """One cell; `inside` stands in it instead of the value, while it is edited."""
    look, value = sight.shown(column.field, record)
    marks = " data-editable" if editable else ""
    if look == "nothing" and column.narrow:
        marks += " data-empty"
    if inside:
        held = escape(inside)
    elif column.is_title:
        held = title(record, sight, trashed=trashed)
    else:
        held = drawn(look, value, column.field, sight, short=True)
    return Markup(f"<td{column.attributes}{marks}>{held}</td>")


def title(record: Record, sight: Sight, *, trashed: bool) -> Markup:
    """The words that stand for a record, leading to its page; from the trash to its history, which is all that is left."""
    name = sight.title_of(record)
    words = f"{mark(record, name)}<b>{escape(name)}</b>"
    address = record_address(sight.entity, record.pk) + ("/history" if trashed else "")
    return Markup(f'<a class="name" href="{escape(address)}">{words}</a>')
