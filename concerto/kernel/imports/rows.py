"""From rows of a file to values that records may keep, or to the reasons why not. Every different cell is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.values import parse
from concerto.kernel.entity.cleaning import KEPT_AS_GIVEN, LONGEST, differs, filled_by, fills, reading
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
        for id in filled.keys() - row.values.keys() - row.problems.keys():
            row.values[id] = filled[id]
        return row


class Column:
    """One column of some rows: what each different cell of it says, read in the way that was chosen for it."""

    is_field = False  # whether what a cell says is the value of a field, and no more

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

    def put(self, row: Row, value: Any) -> None:
        """Let a row say what a cell of it says, where that is no value of a field."""
        raise NotImplementedError


class ColumnOfCode(Column):
    """One that names the record itself."""

    def read(self, cell: str, words: str) -> Told:
        return words.strip(), "", "", ()

    def put(self, row: Row, value: Any) -> None:
        row.code = value


class ColumnOfField(Column):
    """One that becomes a field of the record. What is the same for all its cells is found out once."""

    def __init__(self, position: int, id: str, way: str, actor: Actor, entity: Entity, field: Field | None) -> None:
        super().__init__(position, id, way)
        self.actor, self.entity, self.field = actor, entity, field
        self.is_field = field is None or not field.is_link
        self.value_of = reading(entity, field) if field else None
        self.is_kept_as_given = field is not None and field.kind.id in KEPT_AS_GIVEN
        self.fills = fills(entity, id)

    def read(self, cell: str, words: str) -> Told:
        if self.field is None or self.value_of is None:
            _values, problems = parse(self.actor, self.entity, {self.id: cell})
            return None, problems[self.id], "", ()
        value = self.value_of(words)
        other = self.is_kept_as_given and value != cell and differs(self.field, cell, value)
        return value, "", cell[:LONGEST] if other else "", self._filled(words) if self.fills else ()

    def put(self, row: Row, value: Any) -> None:
        """What a link names; nothing is the empty link."""
        (row.values if value is None else row.links)[self.id] = value

    def _filled(self, words: str) -> Sequence[tuple[str, str]]:
        allowed = writable(self.actor, self.entity)
        found = filled_by(self.entity, self.id, words)
        return [(id, words) for id, words in found if id in allowed and len(words) <= allowed[id].longest]


class ColumnBeside(Column):
    """One that becomes records which belong to the record: the cell as a whole where it can be one, else its parts."""

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

    def put(self, row: Row, value: Any) -> None:
        row.beside = [*row.beside, *(each for each in value if each not in row.beside)]
