"""What one actor sees of some records: which fields, which of them dotted out, and which of the records they link to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import field_right, readable, seen
from concerto.kernel.access.visibility import reach, visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, FieldRight
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of

EVERY_ROW = Q()


@dataclass(frozen=True)
class Sight:
    """Made by `sight_of`. Whatever a page shows of a record goes through it."""

    actor: Actor
    entity: Entity
    fields: Mapping[str, Field]  # those that exist for the actor, masked ones included
    masked: frozenset[str]
    visible: Mapping[str, frozenset[int] | None]  # link field → ids that may be seen; None where all of them may

    def is_masked(self, field: Field) -> bool:
        return field.id in self.masked

    def linked(self, field: Field, record: Record) -> Record | None:
        """The record that a filled link leads to, if it may be seen; loaded with `with_links`."""
        target: Record | None = getattr(record, field.id)
        if target is None or target.trashed_at is not None:
            return None
        ids = self.visible[field.id]
        return target if ids is None or target.pk in ids else None

    def title_of(self, record: Record) -> str:
        """The words that stand for a record of any noun; its code where the actor may not know them."""
        entity = entity_of(record)
        known = all(field_right(self.actor, entity, field) > FieldRight.MASKED for field in titles(entity))
        return entity.title_of(record) if known else entity.code(record.pk)


def sight_of(actor: Actor, entity: Entity, records: Collection[Record]) -> Sight:
    """What `actor`, who may see `records`, sees of them. At most one query for each kind of link, however many records."""
    fields = seen(actor, entity)
    known = readable(actor, entity)
    links = (field for field in entity.links if field.id in known)
    return Sight(
        actor, entity, fields, frozenset(fields.keys() - known.keys()), {link.id: _visible(actor, link, records) for link in links}
    )


def _visible(actor: Actor, link: Field, records: Collection[Record]) -> frozenset[int] | None:
    """Ids among the link's targets that may be seen; no query where the actor sees every row there is."""
    reached = reach(actor, entity_of(link.target), Act.READ)
    if reached == EVERY_ROW:
        return None
    ids = {link.value(record) for record in records} - {None}
    return frozenset(visible_to(actor, link.target).filter(pk__in=ids).values_list("pk", flat=True))  # type: ignore[type-var]  # links point to records


def titles(entity: Entity) -> tuple[Field, ...]:
    return tuple(field for field in (entity.title, entity.title_zh) if field)
