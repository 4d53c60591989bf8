"""One question to every noun at once: what the palette and the link pickers ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, searchable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.search.finding import best

EACH = 8  # hits of one noun at most


@dataclass(frozen=True)
class Hit:
    """A record that was found. For what belongs to another record (a phone number), `subtitle` says to whom."""

    entity: Entity
    record: Record
    title: str
    subtitle: str


def search(actor: Actor, typed: str, *, within: Iterable[Entity] = (), most: int = 20) -> list[Hit]:
    """What `actor` may see of what was typed can mean, noun by noun: what stands for itself before what belongs to it."""
    asked = tuple(within) or sorted(
        (each for each in entities() if each.searched), key=lambda each: bool(each.follows or each.attached)
    )
    hits = [hit for entity in asked for hit in _hits(actor, entity, typed)]
    return hits[:most]


def _hits(actor: Actor, entity: Entity, typed: str) -> Iterator[Hit]:
    if not may(actor, entity, Act.READ) or not searchable(actor, entity):
        return
    rows = visible_to(actor, entity.model).defer("search")
    if entity.follows:
        rows = rows.select_related(entity.follows.id)
    for row in best(rows, typed, EACH):
        yield Hit(entity, row, entity.title_of(row), _subtitle(entity, row))


def _subtitle(entity: Entity, row: Record) -> str:
    if entity.attached:
        return str(entity.attached.value(row))
    if entity.follows is None:
        return entity.code(row.pk)
    parent = getattr(row, entity.follows.id)
    return entity_of(parent).title_of(parent) if parent else entity.code(row.pk)
