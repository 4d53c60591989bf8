"""What the records that rows link to are called, as far as the reader may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named

Titles: TypeAlias = Mapping[tuple[str, int], str]


def titles_of_links(actor: Actor, records: Sequence[Record], links: Iterable[Field]) -> Titles:
    """(noun, id) → title of every record that `links` of `records` lead to and that `actor` may see; one query per noun."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for link in links:
        wanted[entity_of(link.target).id] |= {id for record in records if (id := link.value(record)) is not None}
    return {(noun, id): title for noun, ids in wanted.items() if ids for id, title in titles(actor, named(noun), ids)}


def titles(actor: Actor, entity: Entity, ids: Iterable[int]) -> Iterable[tuple[int, str]]:
    """(id, title) of those of `ids` that `actor` may see."""
    words = [field.id for field in (entity.title, entity.title_zh) if field]
    rows = visible_to(actor, entity.model).filter(pk__in=ids).only(*words)
    return ((row.pk, entity.title_of(row)) for row in rows)
