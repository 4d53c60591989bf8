"""One value of a list, edited in its place: shown, with its editor, saved, or refused with what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import seen
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Stale
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.pages.listing.table import Table, table_of
from concerto.kernel.pages.record.answers import saying
from concerto.kernel.pages.record.controls import title_of
from concerto.kernel.pages.record.stale import in_words
from concerto.kernel.pages.record.typed import given
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.listing import one
from concerto.kernel.ui.controls import written


@dataclass(frozen=True)
class Cell:
    """One field of one row, within a table of this row alone."""

    request: Asking
    table: Table
    column: Column
    record: Record

    @property
    def field(self) -> Field:
        return self.column.field

    def drawn(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        here = {"table": self.table, "column": self.column, "record": self.record}
        return answer(self.request, template, here | more, status=status)

    def editor(self, typed: Any, *, problem: object = "", whole: bool = True, status: int = 200) -> HttpResponse:
        """The form with `typed` in it: alone for the cell that asked, or as the `whole` cell that answers a save."""
        title = title_of(self.request.actor, self.field, typed)
        return self.drawn("list/editor.html", status, value=typed, title=title, problem=problem, whole=whole)


@page("GET", "POST")
def cell(request: Asking, entity: Entity, id: int, field: str) -> HttpResponse:
    """The value; its editor when `?edit=1` asks for it; saved when posted."""
    here = cell_of(request, entity, id, field)
    if request.method == "POST":
        return save(here, entity)
    if "edit" not in request.GET:
        return here.drawn("list/cell.html")
    if not here.table.may_edit(here.column, here.record):
        raise Forbidden()
    return here.editor(written(here.field, here.field.value(here.record)), whole=False)


def cell_of(request: Asking, entity: Entity, id: int, name: str) -> Cell:
    """Raises NotThere for a row that the actor does not see, and for a field that can be in no column of the actor."""
    record = one(request.actor, entity, id)
    if name not in seen(request.actor, entity):
        raise NotThere()
    usual = [column.id for column in entity.columns if column.id in seen(request.actor, entity)]
    table = table_of(request.actor, entity, [record], asked=",".join(dict.fromkeys((*usual, name))))
    column = next(column for column in table.columns if column.field.id == name)
    return Cell(request, table, column, record)


def save(cell: Cell, entity: Entity) -> HttpResponse:
    """Keep what was typed; where that cannot be, show it again with the reason, and nothing was changed."""
    request, name = cell.request, cell.field.id
    typed = given(request.POST, name, cell.field) if name in request.POST else ""
    try:
        standard.edit(request.actor, entity, cell.record.pk, {name: typed}, version=version_in(request))
    except Invalid as wrong:
        problem = wrong.problems.get(name) or next(iter(wrong.problems.values()))
        return cell.editor(typed, problem=problem, status=wrong.status)
    except Stale as stale:
        words = in_words(request.actor, cell.field, typed)
        return cell.drawn("list/choice.html", stale.status, mine=typed, words=words)
    return saved(cell, entity)


def saved(cell: Cell, entity: Entity) -> HttpResponse:
    """The cell as it is now. Who gave a record away may have lost sight of it with this very change."""
    try:
        return cell_of(cell.request, entity, cell.record.pk, cell.field.id).drawn("list/cell.html")
    except NotThere:
        gone = answer(cell.request, "list/gone.html")
        return saying(gone, _("Saved. You no longer see this record."), kind="info")


def version_in(request: Asking) -> int:
    """The version that the editor was opened with; whoever names none has read nothing."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
