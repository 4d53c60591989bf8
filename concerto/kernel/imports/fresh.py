"""New records as an import makes them: by the thousand, so each is a copy of one that was made with care."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.standard import blank
from concerto.kernel.entity.custom import KEPT_IN
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.imports.rows import Row
from concerto.kernel.imports.words import Asked, Words


class Fresh:
    """Makes the records that rows of one slice would become."""

    def __init__(self, actor: Actor, entity: Entity) -> None:
        self.entity = entity
        self.shape, self.first = entity.shape, blank(actor, entity)
        self.made_anew = [
            column
            for column in entity.model._meta.concrete_fields
            if column.has_default() and callable(column.default) and column.default not in (list, dict)
        ]

    def of(self, row: Row) -> Asked:
        """Give a sound row its record, without its links, and answer what the record's words are made of."""
        record = row.fresh = self._copy()
        for id, value in row.values.items():
            self.shape.fields[id].keep(record, value)
        record.typed = row.given
        self.shape.compute(record)
        searched = (field.value(record) for field in self.shape.searched)
        title = str(self.entity.title.value(record) or "")
        return Asked(title, self.entity.is_person(record), tuple(str(value) for value in searched if value))

    def _copy(self) -> Record:
        made = type(self.first).__new__(type(self.first))
        kept = made.__dict__
        kept.update(self.first.__dict__)
        kept["_state"] = type(self.first._state)()
        kept[KEPT_IN] = dict(kept[KEPT_IN])
        for column in self.made_anew:
            kept[column.attname] = column.get_default()
        return made


def found_by(rows: Sequence[Row], words: Sequence[Words]) -> None:
    """Put the words that were made onto the records they were made for."""
    for row, made in zip(rows, words, strict=True):
        assert row.fresh, "words are made for rows that have a record"
        row.fresh.sort_key, row.fresh.search = made.keys[0], made.vector
