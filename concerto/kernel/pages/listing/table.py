"""Some rows of a list as one actor sees them, and which of them the actor may edit or take out of the trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, scopes
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.batches.verbs import offered
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.columns import Column, columns
from concerto.kernel.pages.listing.drawing import Cell, cell_drawer, opened, tick, title_cell, way_back
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import Sight, sight_of


@dataclass(frozen=True)
class Table:
    """`changeable` holds the ids of rows that may be edited (or, in the trash, restored)."""

    entity: Entity
    columns: list[Column]
    rows: Sequence[Record]
    sight: Sight
    changeable: frozenset[int]
    trashed: bool
    selectable: bool = False

    @property
    def width(self) -> int:
        """How many columns the table has in all."""
        return len(self.columns) + self.trashed + self.selectable

    @cached_property
    def _drawers(self) -> list[tuple[bool, Cell]]:
        """How the cells behind the title are drawn, and whether they may be written at all."""
        return [(column.writable, cell_drawer(column, self.sight)) for column in self.columns[1:]]

    def may_edit(self, column: Column, record: Record) -> bool:
        return column.writable and record.pk in self.changeable

    def may_restore(self, record: Record) -> bool:
        return self.trashed and record.pk in self.changeable

    def cell(self, column: Column, record: Record, inside: str = "") -> Markup:
        """One cell; `inside` stands in it instead of the value, while it is edited."""
        editable = self.may_edit(column, record)
        if inside:
            empty = not self.sight.is_filled(column.field, record)
            return Markup(f"{opened(column, editable=editable, empty=empty)}{escape(inside)}</td>")
        if column.is_title:
            return Markup(title_cell(column, record, self.sight.title_of(record), self._leads_to(record)))
        return Markup(cell_drawer(column, self.sight)(record, editable))

    def row(self, record: Record) -> Markup:
        """One row with all its cells."""
        id, name, changeable = record.pk, self.sight.title_of(record), record.pk in self.changeable
        address = record_address(self.entity, id)
        cells = [tick(id, name)] if self.selectable else []
        cells.append(title_cell(self.columns[0], record, name, self._leads_to(record)))
        cells += [draw(record, changeable and writable) for writable, draw in self._drawers]
        if self.trashed:
            cells.append(way_back(address, allowed=changeable))
        to = "" if self.trashed else f' data-url="{address}"'
        return Markup(f'<tr data-id="{id}"{to}>{"".join(cells)}</tr>\n')

    def _leads_to(self, record: Record) -> str:
        """The page of a row; from the trash its history, which is all that is left."""
        return record_address(self.entity, record.pk) + ("/history" if self.trashed else "")

    def all_rows(self) -> Markup:
        return Markup("".join(map(self.row, self.rows)))


def table_of(actor: Actor, entity: Entity, rows: Sequence[Record], *, trashed: bool = False, asked: str = "") -> Table:
    """A table of rows that came from `query.listing`, with the columns `asked` for. At most one query, however many rows."""
    act = Act.DELETE if trashed else Act.EDIT
    changeable = within_reach(actor, entity, rows, act, trashed=trashed)
    shown = columns(actor, entity, trashed=trashed, asked=asked)
    return Table(entity, shown, rows, sight_of(actor, entity), changeable, trashed, selectable(actor, entity, trashed))


def selectable(actor: Actor, entity: Entity, trashed: bool) -> bool:
    """Whether there is anything that the actor may do to many of them at once."""
    acts = [Act.DELETE] if trashed else [Act.EDIT, Act.DELETE, Act.EXPORT]
    return any(may(actor, entity, act) for act in acts) or (not trashed and any(offered(actor, entity)))


def within_reach(actor: Actor, entity: Entity, rows: Sequence[Record], act: Act, *, trashed: bool) -> frozenset[int]:
    """Ids of those rows to which the actor may do it; no query where it may be done to none, or to all that are seen."""
    ids = frozenset(row.pk for row in rows)
    if not may(actor, entity, act):
        return frozenset()
    if actor.is_system or Scope.ALL in scopes(actor, entity, act):
        return ids
    reached = visible_to(actor, entity.model, act, trashed=trashed).filter(pk__in=ids)
    return frozenset(reached.values_list("pk", flat=True))
