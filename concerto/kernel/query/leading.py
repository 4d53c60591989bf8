"""In which ways anything leads to a record: asked once for all nouns, so that a page asks for no rows where there are none.

It is the same for every reader and is shown to nobody: whoever is shown rows is asked for them by rights, as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet, TextField, Value

from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.statements.kept import Slot

Way: TypeAlias = "tuple[str, str]"  # a noun, and the field by which its records lead elsewhere


def ways_to(entity: Entity, id: int) -> frozenset[Way]:
    """The ways by which any record outside the trash links to this one or is attached to it; added links are not looked at."""
    return frozenset((noun, field) for noun, field in _found(SYSTEM, entity).tuples(id=id))


@kept
def _found(_whoever: Actor, entity: Entity) -> QuerySet[Record, Any]:
    """One row of each way, along its own index."""
    first, *others = [_any(noun, field, leads) for noun, field, leads in _ways(entity)] or [
        entity.model.everything.none()
    ]
    return first.union(*others, all=True) if others else first


def _any(noun: Entity, field: Field, leads: Q) -> QuerySet[Record, Any]:
    way = (Value(each, output_field=TextField()) for each in (noun.id, field.id))
    return noun.model.everything.filter(leads, trashed_at=None).order_by().values_list(*way)[:1]


def _ways(entity: Entity) -> Iterator[tuple[Entity, Field, Q]]:
    for noun in entities():
        if noun.attached and noun.can_be_attached_to(entity):
            yield noun, noun.attached, Q(prefix=entity.prefix, number=Slot("id"))
        for link in noun.links:
            if link.target is entity.model and not link.is_custom:
                yield noun, link, Q((link.attribute, Slot("id")))
