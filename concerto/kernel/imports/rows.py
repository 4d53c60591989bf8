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
from concerto.kernel.imports.beside import Given, Reading, asked
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.targets import CODE, called
from concerto.kernel.imports.ways import WAYS, parts

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
    beside   what belongs to its record: phones, mail addresses
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
    beside: Sequence[Given] = ()

    def reason(self, entity: Entity) -> str:
        """The problems as one text for the error file."""
        named = ((called(entity, id), text) for id, text in self.problems.items())
        told = say("%(field)s: %(problem)s")
        return " ".join(told % {"field": label, "problem": text} if label else str(text) for label, text in named)


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
            if beside:
                found.append(ColumnBeside(position, id, way, Reading(self.actor, *beside)))
            else:
                found.append(ColumnOfField(position, id, way, self.actor, self.entity, allowed.get(id)))
        return found

    def _row(self, given: Cells, columns: Sequence[Column]) -> Row:
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
            elif column.is_beside:
                row.beside = [*row.beside, *(each for each in value if each not in row.beside)]
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


class Column:
    """One column of some rows: what each different cell of it says, read in the way that was chosen for it."""

    is_link = is_beside = False

    def __init__(self, position: int, id: str, way: str) -> None:
        self.position, self.id = position, id
        self.way = WAYS[way].read if way in WAYS else None
        self.known: dict[str, Told] = {}

    def told(self, cell: str) -> Told:
        """The value of a cell, or what is wrong with it; the cell where it reads otherwise; what it says of other fields."""
        try:
            self.known[cell] = self.read(cell, self.way(cell) if self.way else cell)
        except Unreadable as unreadable:
            self.known[cell] = None, unreadable.message, "", ()
        return self.known[cell]

    def read(self, cell: str, words: str) -> Told:
        """The same; `words` are the cell as its way has it. Raises Unreadable."""
        raise NotImplementedError


class ColumnOfField(Column):
    """One that becomes a field of the record."""

    def __init__(self, position: int, id: str, way: str, actor: Actor, entity: Entity, field: Field | None) -> None:
        super().__init__(position, id, way)
        self.actor, self.entity, self.field = actor, entity, field
        self.is_link = field is not None and field.is_link

    def read(self, cell: str, words: str) -> Told:
        if self.field is None:
            _values, problems = parse(self.actor, self.entity, {self.id: cell})
            return None, problems[self.id], "", ()
        value = read(self.entity, self.field, words)
        return value, "", cell[:LONGEST] if differs(self.field, cell, value) else "", self._fills(words)

    def _fills(self, words: str) -> Sequence[tuple[str, str]]:
        allowed = writable(self.actor, self.entity)
        found = filled_by(self.entity, self.id, words)
        return [(id, words) for id, words in found if id in allowed and len(words) <= allowed[id].longest]


class ColumnBeside(Column):
    """One that becomes records which belong to the record: the cell as a whole where it can be one, else its parts."""

    is_beside = True

    def __init__(self, position: int, id: str, way: str, reading: Reading) -> None:
        super().__init__(position, id, way)
        self.reading = reading

    def read(self, cell: str, words: str) -> Told:
        if not words.strip():
            return (), "", "", ()
        whole, problem = self.reading.one(words)
        if not problem:
            return (whole,), "", "", ()
        several = [self.reading.one(part) for part in parts(words)]
        wrong = problem if len(several) < 2 else next((told for _one, told in several if told), "")
        return tuple(one for one, _told in several), wrong, "", ()
