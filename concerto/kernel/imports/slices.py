"""A file slice by slice: while one is written, the next is read by another thread and its words are made by other processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.imports.fresh import Fresh, found_by
from concerto.kernel.imports.linking import Titles
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.reading.table import Table
from concerto.kernel.imports.row_reader import RowReader
from concerto.kernel.imports.rows import Row
from concerto.kernel.imports.words import MANY, Ask, Later, making_words
from concerto.kernel.statements.ahead import beside
from concerto.kernel.statements.collecting import collecting_rarely

SLICE = 10_000  # rows of one transaction; memory holds two slices, whatever the size of the file


@dataclass
class Read:
    """Rows that were read, with their words under way."""

    rows: Sequence[Row]
    sound: Sequence[Row]
    words: Later

    def sorted_by(self) -> Mapping[int, Sequence[str]]:
        """Wait for the words, and give each record its own; answers row number → what its title may be sorted by."""
        made = self.words()
        found_by(self.sound, made)
        return {row.number: words.keys for row, words in zip(self.sound, made, strict=True)}


def slices(
    actor: Actor,
    entity: Entity,
    table: Table,
    mapping: Mapping[str, str],
    ways: Mapping[str, str],
    *,
    first: int = 0,
    size: int = SLICE,
) -> Iterator[Read]:
    """The rows from `first` on. Raises Unreadable where the file cannot be read any further, after all before it."""
    reader = RowReader(actor, entity, table.columns, mapping, ways)
    expected = table.count_hint - first
    with collecting_rarely(), making_words(expected) as ask, beside(expected >= MANY) as reading:
        rows = islice(table.rows(), first, None)
        coming = reading(lambda: _next(actor, entity, reader, rows, size, ask))
        while (now := coming()) is not None:
            coming = reading(lambda: _next(actor, entity, reader, rows, size, ask))
            yield now


def _next(actor: Actor, entity: Entity, reader: RowReader, rows: Iterator[Cells], size: int, ask: Ask) -> Read | None:
    """The next rows, with their words under way; None at the end."""
    given = list(islice(rows, size))
    if not given:
        return None
    fresh, read = Fresh(actor, entity), reader.read(given)
    sound = [row for row in read if not row.problems]
    return Read(read, sound, ask([fresh.of(row) for row in sound]))


def titles_of(entity: Entity, table: Table, mapping: Mapping[str, str]) -> Titles:
    """All titles in the file, where its rows may link to each other."""
    own_links = {field.id for field in entity.links if field.target is entity.model}
    column = next((column for column, id in mapping.items() if id == entity.title.id), None)
    if column is None or not own_links & set(mapping.values()):
        return Titles(())
    position = table.columns.index(column)
    return Titles(cell for row in table.rows() if position < len(row.cells) and (cell := row.cells[position]))
