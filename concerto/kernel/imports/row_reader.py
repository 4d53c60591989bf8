"""From rows of a file to values that records may keep, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.imports.beside import Reading, asked
from concerto.kernel.imports.columns import Column, ColumnBeside, ColumnOfCode, ColumnOfField
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.rows import Row
from concerto.kernel.imports.targets import CODE


class RowReader:
    """Reads the rows of one file for one actor."""

    def __init__(
        self,
        actor: Actor,
        entity: Entity,
        columns: Sequence[str],
        mapping: Mapping[str, str],
        ways: Mapping[str, str] | None = None,
    ) -> None:
        self.actor, self.entity = actor, entity
        self.targets = [
            (position, mapping[column], (ways or {}).get(column, ""))
            for position, column in enumerate(columns)
            if mapping.get(column)
        ]

    def read(self, given: Iterable[Cells]) -> list[Row]:
        """Some rows together; an empty cell says nothing about its field."""
        columns = self.columns()
        return [self._row(cells, columns) for cells in given]

    def columns(self) -> list[Column]:
        """The columns that become something, none of whose cells has been read yet."""
        allowed = writable(self.actor, self.entity)
        found: list[Column] = []
        for position, id, way in self.targets:
            beside = asked(self.actor, self.entity, id)
            if id == CODE:
                found.append(ColumnOfCode(position, id, way))
            elif beside:
                found.append(ColumnBeside(position, id, way, Reading(self.actor, *beside)))
            else:
                found.append(ColumnOfField(position, id, way, self.actor, self.entity, allowed.get(id)))
        return found

    def _row(self, given: Cells, columns: Sequence[Column]) -> Row:
        row = Row(given.number, given.cells)
        if given.problem:
            row.problems[""] = given.problem
            return row
        filled: dict[str, str] = {}
        for column in columns:
            cell = given.cells[column.position]
            if not cell:
                continue
            value, problem, was_given, fills = column.known.get(cell) or column.told(cell)
            if problem:
                row.problems[column.id] = problem
            elif column.is_field:
                row.values[column.id] = value
                if was_given:
                    row.given[column.id] = was_given
                if fills:
                    filled.update(fills)
            else:
                column.put(row, value)
        for id in filled.keys() - row.values.keys() - row.problems.keys() if filled else ():
            row.values[id] = filled[id]
        return row
