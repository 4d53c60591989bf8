"""One question to every noun at once: what the palette and the link pickers ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may, searchable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.search.finding import CANDIDATES, Ids, among_few, best, few
from concerto.kernel.statements.kept import among
from concerto.kernel.text.lexemes import query as query_of

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
    query = query_of(typed)
    open_to = [entity for entity in asked if may(actor, entity, Act.READ) and searchable(actor, entity)]
    if not (query and open_to):
        return []
    found = few([entity.model for entity in open_to], query)
    hits = [hit for entity in open_to for hit in _hits(actor, entity, typed, query, found[entity.model])]
    return hits[:most]


def _hits(actor: Actor, entity: Entity, typed: str, query: str, ids: Ids) -> Iterator[Hit]:
    """The best of a noun. Nothing is asked of nouns that have no word of it, and only what is shown is loaded."""
    if ids == []:
        return
    if ids is None:
        rows = among_few(visible_to(actor, entity.model), ids, query)
        candidates: Iterable[Any] = rows.values_list("pk", "sort_key")[:CANDIDATES]
    else:
        candidates = _candidates(actor, entity).tuples(ids=ids)
    yield from hits_of(actor, entity, best(candidates, typed, EACH))


def hits_of(actor: Actor, entity: Entity, chosen: Sequence[int]) -> Iterator[Hit]:
    """Those of the ids that the actor may see, in their order, as they are told."""
    rows_by_id = {row.pk: row for row in _shown(actor, entity).rows(ids=list(chosen))} if chosen else {}
    for row in (rows_by_id[id] for id in chosen if id in rows_by_id):
        yield Hit(entity, row, entity.title_of(row), _subtitle(entity, row))


@kept
def _candidates(actor: Actor, entity: Entity) -> QuerySet[Record, Any]:
    return visible_to(actor, entity.model).filter(among("ids")).values_list("pk", "sort_key")[:CANDIDATES]


@kept
def _shown(actor: Actor, entity: Entity) -> QuerySet[Record]:
    rows = visible_to(actor, entity.model).filter(among("ids")).defer("search")
    return rows.select_related(entity.follows.id) if entity.follows else rows


def _subtitle(entity: Entity, row: Record) -> str:
    if entity.attached:
        return str(entity.attached.value(row))
    if entity.follows is None:
        return entity.code(row.pk)
    parent = getattr(row, entity.follows.id)
    return entity_of(parent).title_of(parent) if parent else entity.code(row.pk)
