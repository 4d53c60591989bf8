"""From rows of a file to values that records may keep, or to the reasons why not. Every different cell is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.values import parse
from concerto.kernel.entity.cleaning import LONGEST, differs, filled_by, read
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.targets import CODE

Told = tuple[Any, Label, str, Sequence[tuple[str, str]]]


@dataclass(slots=True)
class Row:
    """A row on its way in. What becomes of it is told by `end` once that is decided.

    values   by field id; links are in `links`, as they are named, until they are found
    code     the record that the row itself names; `id` once it is found
    later    link field → words that another row of this file will answer
    keys     what it can be recognised by, strongest first: which Match of the noun, and the folded value
    fresh    the record that it would make
    twin     the row before it in the file, whose new record it is about
    given    field → its cell, where what is kept reads otherwise
    """

    number: int
    cells: Sequence[str | None]
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    code: str | None = None
    id: int | None = None
    later: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Label] = field(default_factory=dict)
    keys: Sequence[tuple[int, str]] = ()
    fresh: Record | None = None
    twin: Row | None = None
    end: str = ""
    given: dict[str, str] = field(default_factory=dict)

    def reason(self, entity: Entity) -> str:
        """The problems as one text for the error file."""
        named = ((entity.fields[id].label if id in entity.fields else "", text) for id, text in self.problems.items())
        told = say("%(field)s: %(problem)s")
        return " ".join(told % {"field": label, "problem": text} if label else str(text) for label, text in named)


class RowReader:
    """Reads the rows of one file for one actor."""

    def __init__(self, actor: Actor, entity: Entity, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        self.actor, self.entity = actor, entity
        self.targets = [(position, mapping[column]) for position, column in enumerate(columns) if mapping.get(column)]

    def read(self, given: Iterable[Cells]) -> list[Row]:
        """Some rows together; an empty cell says nothing about its field."""
        allowed = writable(self.actor, self.entity)
        columns = [_Column(self.actor, self.entity, position, allowed.get(id), id) for position, id in self.targets]
        return [self._row(cells, columns) for cells in given]

    def _row(self, given: Cells, columns: Sequence[_Column]) -> Row:
        row = Row(given.number, given.cells)
        filled: dict[str, str] = {}
        if given.problem:
            row.problems[""] = given.problem
            return row
        for column in columns:
            cell = given.cells[column.position]
            if cell is None or cell == "":
                continue
            if column.id == CODE:
                row.code = cell.strip()
                continue
            value, problem, was_given, fills = column.known.get(cell) or column.told(cell)
            if problem:
                row.problems[column.id] = problem
            elif column.is_link and value is not None:
                row.links[column.id] = value
            else:
                row.values[column.id] = value
                if was_given:
                    row.given[column.id] = was_given
                filled.update(fills)
        for id in filled.keys() - row.values.keys() - row.problems.keys():
            row.values[id] = filled[id]
        return row


class _Column:
    """One column of some rows: what each different cell of it says."""

    def __init__(self, actor: Actor, entity: Entity, position: int, field: Field | None, id: str) -> None:
        self.actor, self.entity, self.position, self.field, self.id = actor, entity, position, field, id
        self.is_link = field is not None and field.is_link
        self.known: dict[str, Told] = {}

    def told(self, cell: str) -> Told:
        """The value of a cell, or what is wrong with it; the cell where it reads otherwise; what it says of other fields."""
        value, problem = self._read(cell)
        otherwise = self.field is not None and not problem and differs(self.field, cell, value)
        self.known[cell] = value, problem, cell[:LONGEST] if otherwise else "", () if problem else self._fills(cell)
        return self.known[cell]

    def _fills(self, cell: str) -> Sequence[tuple[str, str]]:
        allowed = writable(self.actor, self.entity)
        found = filled_by(self.entity, self.id, cell)
        return [(id, words) for id, words in found if id in allowed and len(words) <= allowed[id].longest]

    def _read(self, cell: str) -> tuple[Any, Label]:
        if self.field is None:
            _values, problems = parse(self.actor, self.entity, {self.id: cell})
            return None, problems[self.id]
        try:
            return read(self.entity, self.field, cell), ""
        except Unreadable as unreadable:
            return None, unreadable.message
