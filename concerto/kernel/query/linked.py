"""What the records that rows link to are called, as far as the reader may see them, without loading these records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.statements.kept import among

Titles: TypeAlias = Mapping[tuple[str, int], str]


def titles_of_links(actor: Actor, links: Iterable[Field], rows: Iterable[Record]) -> Titles:
    """(noun, id) → title of each visible record that a link of the rows leads to; one query for each noun linked to."""
    wanted: dict[Entity, set[int]] = defaultdict(set)
    for link in links:
        wanted[entity_of(link.target)] |= {id for row in rows if (id := link.value(row)) is not None}
    return {
        (entity.id, id): title for entity, ids in wanted.items() if ids for id, title in titles_of(actor, entity, ids)
    }


def titles_of(actor: Actor, entity: Entity, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Id and title of those of a noun's records that the actor may see."""
    return ((row.pk, entity.title_of(row)) for row in _titled(actor, entity).rows(ids=list(ids)))


@kept
def _titled(actor: Actor, entity: Entity) -> QuerySet[Record]:
    words = [field.id for field in (entity.title, entity.title_zh) if field]
    return visible_to(actor, entity.model).filter(among("ids")).only(*words)
