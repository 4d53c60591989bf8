"""What one actor sees of some records: which fields, which of them dotted out, and which of the records they link to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import field_right, readable, seen
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import FieldRight
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.veil import is_veiled, veil
from concerto.kernel.ui.looks import look_of


@dataclass(frozen=True)
class Sight:
    """Made by `sight_of`. Whatever a page shows of a record goes through it."""

    actor: Actor
    entity: Entity
    fields: Mapping[str, Field]  # those that exist for the actor, masked ones included
    masked: frozenset[str]

    def is_masked(self, field: Field) -> bool:
        return field.id in self.masked

    def shown(self, field: Field, record: Record) -> tuple[str, Any]:
        """How a value is drawn, and what is drawn: see the macro `drawn` in parts.html."""
        if field.id in self.masked:
            return "masked", None
        value = field.value(record)
        if field.kind.is_empty(value):
            return "nothing", None
        if field.is_link:
            return "link", self.linked(field, record)
        look = look_of(field)
        return look, field.kind.show(field, value) if look == "words" else value

    def linked(self, field: Field, record: Record) -> Record | None:
        """The record that a filled link leads to, if it may be seen; loaded with `with_links`."""
        target: Record | None = field.linked(record)
        hidden = target is None or is_veiled(target) or target.trashed_at is not None
        return None if hidden else target

    def title_of(self, record: Record) -> str:
        """The words that stand for a record of any noun; its code where the actor may not know them."""
        entity = entity_of(record)
        known = all(field_right(self.actor, entity, field) > FieldRight.MASKED for field in titles(entity))
        return entity.title_of(record) if known else entity.code(record.pk)


def sight_of(actor: Actor, entity: Entity, records: Sequence[Record] = ()) -> Sight:
    """What `actor` sees of records of a noun. `records` that were not read by `query.listing` are veiled here."""
    veil(actor, entity, records)
    fields = seen(actor, entity)
    return Sight(actor, entity, fields, frozenset(fields.keys() - readable(actor, entity).keys()))


def titles(entity: Entity) -> tuple[Field, ...]:
    return tuple(field for field in (entity.title, entity.title_zh) if field)
