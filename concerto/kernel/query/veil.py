"""Linked records that the actor may not see: a row tells that it links somewhere, not where to.

Every reader that loads linked records with its rows passes them through here before anyone looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import scopes
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of

Noun = TypeVar("Noun", bound=Record)
MASK = "•••"


def veil(actor: Actor, entity: Entity, rows: Sequence[Noun]) -> Sequence[Noun]:
    """Put a blank in the place of each linked record out of the actor's sight; at most one query per link."""
    for field in entity.links:
        if not _sees_all(actor, entity_of(field.target)):
            _veil_link(actor, field, rows)
    return rows


def is_veiled(record: Record) -> bool:
    """Whether this stands for a record that may not be seen."""
    return "veiled" in vars(record)


def _sees_all(actor: Actor, target: Entity) -> bool:
    return actor.is_system or Scope.ALL in scopes(actor, target, Act.READ)


def _veil_link(actor: Actor, field: Field, rows: Iterable[Record]) -> None:
    linked = {row: id for row in rows if (id := field.value(row))}
    if not linked:
        return
    seen = set(visible_to(actor, field.target).filter(pk__in=set(linked.values())).values_list("pk", flat=True))  # type: ignore[type-var]  # links point to records
    for row, id in linked.items():
        if id not in seen:
            setattr(row, field.id, _blank(entity_of(field.target), id))


def _blank(target: Entity, id: int) -> Record:
    blank = target.model(id=id, **{target.title.id: MASK})
    vars(blank)["veiled"] = True
    return blank
