"""Columns of a file as they are read: what each different cell says is found out once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.values import parse
from concerto.kernel.entity.cleaning import (
    KEPT_AS_GIVEN,
    LONGEST,
    Beside,
    differs,
    filled_by,
    fills,
    read,
    reading,
    standing_beside,
)
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.imports.beside import Reading
from concerto.kernel.imports.rows import Row, Told
from concerto.kernel.imports.ways import WAYS, parts


class Column(ABC):
    """One column of some rows: what each different cell of it says, read in the way that was chosen for it."""

    is_field = False  # whether what a cell says is the value of a field, and no more
    looks: frozenset[str] = frozenset()  # the fields of the row that say how its cells are cleaned

    def __init__(self, position: int, id: str, way: str) -> None:
        self.position, self.id = position, id
        self.way = WAYS[way].read if way in WAYS else None
        self.known: dict[Hashable, Told] = {}

    def told(self, cell: str) -> Told:
        """The value of a cell, or what is wrong with it; the cell where it reads otherwise; what it says of other fields."""
        try:
            self.known[cell] = self.read(cell, self.way(cell) if self.way else cell)
        except Unreadable as unreadable:
            self.known[cell] = None, unreadable.message, "", ()
        return self.known[cell]

    @abstractmethod
    def read(self, cell: str, words: str) -> Told:
        """The same; `words` are the cell as its way has it. Raises Unreadable."""

    @abstractmethod
    def put(self, row: Row, value: Any) -> None:
        """Let a row say what a cell of it says."""


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

    def _filled(self, words: str, beside: Beside | None = None) -> Sequence[tuple[str, str]]:
        allowed = writable(self.actor, self.entity)
        found = filled_by(self.entity, self.id, words, beside)
        return [(id, words) for id, words in found if id in allowed and len(words) <= allowed[id].longest]


class ColumnLooking(ColumnOfField):
    """One whose cells are cleaned by what stands beside them: each is read once with each of that."""

    def __init__(self, position: int, id: str, way: str, actor: Actor, entity: Entity, field: Field) -> None:
        super().__init__(position, id, way, actor, entity, field)
        self.looks, self.order = entity.shape.looking[id], sorted(entity.shape.looking[id])

    def told_of(self, cell: str, row: Row, record: Record | None = None) -> Told:
        """What a cell of a row says, about `record` where the row is about one that we have."""
        beside = standing_beside(self.entity, row.values, record)
        key = (cell, *map(beside, self.order))
        if key not in self.known:
            self.known[key] = self.read_beside(cell, beside)
        return self.known[key]

    def read_beside(self, cell: str, beside: Beside) -> Told:
        assert self.field, "only known fields have rules"
        try:
            words = self.way(cell) if self.way else cell
            value = read(self.entity, self.field, words, beside)
        except Unreadable as unreadable:
            return None, unreadable.message, "", ()
        other = self.is_kept_as_given and value != cell and differs(self.field, cell, value)
        return value, "", cell[:LONGEST] if other else "", self._filled(words, beside) if self.fills else ()


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
