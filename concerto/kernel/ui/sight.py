"""What one actor sees of some records: which fields, which of them dotted out, and which of the records they link to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, seen, tells_titles
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.veil import is_veiled, veil


@dataclass(frozen=True)
class Sight:
    """Made by `sight_of`. Whatever a page shows of a record goes through it."""

    actor: Actor
    entity: Entity
    fields: Mapping[str, Field]  # those that exist for the actor, masked ones included
    masked: frozenset[str]

    def is_masked(self, field: Field) -> bool:
        return field.id in self.masked

    def is_filled(self, field: Field, record: Record) -> bool:
        """Whether there is something to show; of what is masked nobody learns whether it is empty."""
        return field.id in self.masked or not field.kind.is_empty(field.value(record))

    def linked(self, field: Field, record: Record) -> Record | None:
        """The record that a filled link leads to, if it may be seen; loaded with `with_links`."""
        target: Record | None = field.linked(record)
        hidden = target is None or is_veiled(target) or target.trashed_at is not None
        return None if hidden else target

    def title_of(self, record: Record) -> str:
        """The words that stand for a record of any noun; its code where the actor may not know them."""
        entity = entity_of(record)
        return entity.title_of(record) if tells_titles(self.actor, entity) else entity.code(record.pk)


def sight_of(actor: Actor, entity: Entity, records: Sequence[Record] = ()) -> Sight:
    """What `actor` sees of records of a noun. `records` that were not read by `query.listing` are veiled here."""
    veil(actor, entity, records)
    fields = seen(actor, entity)
    return Sight(actor, entity, fields, frozenset(fields.keys() - readable(actor, entity).keys()))
