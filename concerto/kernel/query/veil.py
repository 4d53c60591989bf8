"""Linked records that the actor may not see: a row tells that it links somewhere, not where to.

Every reader that loads linked records with its rows passes them through here before anyone looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from concerto.kernel.access import reaching
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
        if field.is_custom:
            _bring(actor, field, rows)
        elif not _sees_all(actor, entity_of(field.target)):
            _veil_link(actor, field, rows)
    return rows


def _bring(actor: Actor, field: Field, rows: Iterable[Record]) -> None:
    """Put in place what an added link leads to: it has no column that could have been joined."""
    linked = {row: id for row in rows if (id := field.value(row))}
    target = entity_of(field.target)
    seen = _drawable(target, visible_to(actor, target.model)).in_bulk(set(linked.values())) if linked else {}
    for row, id in linked.items():
        vars(row)[field.id] = seen.get(id) or blank(target, id)


def _drawable(target: Entity, rows: QuerySet[Record]) -> QuerySet[Record]:
    """People are drawn in the hue of their department."""
    coloured = target.person is True and target.department
    return (
        rows.defer("search").select_related(str(target.department).removesuffix("_id"))
        if coloured
        else rows.defer("search")
    )


def is_veiled(record: Record) -> bool:
    """Whether this stands for a record that may not be seen."""
    return "veiled" in vars(record)


def _sees_all(actor: Actor, target: Entity) -> bool:
    return actor.is_system or Scope.ALL in scopes(actor, target, Act.READ)


def _veil_link(actor: Actor, field: Field, rows: Iterable[Record]) -> None:
    linked = {row: id for row in rows if (id := field.value(row))}
    if not linked:
        return
    seen = reaching.reached(actor, entity_of(field.target).model, set(linked.values()))
    for row, id in linked.items():
        if id not in seen:
            setattr(row, field.id, blank(entity_of(field.target), id))


def reached(actor: Actor, target: Entity, ids: Collection[int]) -> Mapping[int, Record]:
    """Of these records those that may be told as what a link leads to: by id, in one query."""
    rows = target.model.everything if _sees_all(actor, target) else visible_to(actor, target.model)
    return rows.defer("search").in_bulk(ids) if ids else {}


def blank(target: Entity, id: int) -> Record:
    """What stands for a record that may not be seen."""
    veiled = target.model(id=id, **{target.title.id: MASK})
    vars(veiled)["veiled"] = True
    return veiled
