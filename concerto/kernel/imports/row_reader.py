"""From rows of a file to values that records may keep, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.imports.beside import Reading, asked
from concerto.kernel.imports.columns import Column, ColumnBeside, ColumnLooking, ColumnOfCode, ColumnOfField
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.rows import Row, Told
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
        """The columns that become something, none of whose cells has been read yet; those that look at others last."""
        allowed, looking = writable(self.actor, self.entity), self.entity.shape.looking
        found: list[Column] = []
        for position, id, way in self.targets:
            beside = asked(self.actor, self.entity, id)
            if id == CODE:
                found.append(ColumnOfCode(position, id, way))
            elif beside:
                found.append(ColumnBeside(position, id, way, Reading(self.actor, *beside)))
            elif id in looking and id in allowed:
                found.append(ColumnLooking(position, id, way, self.actor, self.entity, allowed[id]))
            else:
                found.append(ColumnOfField(position, id, way, self.actor, self.entity, allowed.get(id)))
        return sorted(found, key=lambda column: bool(column.looks)) if looking else found

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
            if isinstance(column, ColumnLooking):
                value, problem, was_given, fills = self._looking(row, column, cell)
                if problem and column.id in row.looking:
                    continue
            else:
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

    def _looking(self, row: Row, column: ColumnLooking, cell: str) -> Told:
        """Where the file does not say all that it looks at, the record may that the row turns out to be about."""
        if not column.looks <= row.values.keys():
            row.looking[column.id] = partial(column.told_of, cell, row)
        return column.told_of(cell, row)
