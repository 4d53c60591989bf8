"""Records that may be what somebody is about to create: told while it is typed, by the features that a search weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, searchable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.duplicates.comparing import asked_of, weights_of
from concerto.kernel.duplicates.linking.comparing import OTHER
from concerto.kernel.duplicates.linking.single import single
from concerto.kernel.duplicates.near import near
from concerto.kernel.duplicates.reading import LEADING
from concerto.kernel.duplicates.thresholds import thresholds_of
from concerto.kernel.entity.entity import Alike, Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.search.everywhere import Hit, hits_of
from concerto.kernel.search.words import sort_key_of

MOST, COMPARED = 4, 60  # records that are told, and that are looked at for it
WEAK = {"similar", OTHER, None}  # levels of names that alone say little


def telling(entity: Entity) -> list[Field]:
    """The fields of a form by which a record may be found to be there already."""
    alike = entity.alike or Alike()
    symbols = (entity.title, *map(entity.at, filter(None, (alike.also, alike.place, alike.host, *alike.within))))
    own = (field for field in entity.written.values() if field.kind.id in LEADING)
    return list({field.id: field for field in (*symbols, *own)}.values())


def like(actor: Actor, entity: Entity, typed: Mapping[str, str]) -> list[Hit]:
    """Visible records that are called nearly so, or are probably the same by all that is typed; the most alike first.

    Only fields that the actor may read are compared, so that nobody learns here what stands in others.
    """
    if not searchable(actor, entity):
        return []
    mine, made = _features(actor, entity, _as_typed(entity, typed))
    ids = near(entity, [asked_of(mine, made)], COMPARED)[0]
    rows = visible_to(actor, entity.model).filter(pk__in=ids).defer("search")[:COMPARED]
    weighed = sorted(_weighed(actor, entity, made, rows), reverse=True)[:MOST]
    return list(hits_of(actor, entity, [id for _weight, id in weighed]))


def _weighed(actor: Actor, entity: Entity, made: Mapping[str, Any], rows: Any) -> Iterator[tuple[float, int]]:
    weights, least = weights_of(entity), thresholds_of(entity).least
    for row in rows:
        _row, its = _features(actor, entity, row)
        weight, parts = weights.weigh(made, its)
        if made["within"] == its["within"] and (weight >= least or parts.get("name", (None,))[0] not in WEAK):
            yield weight, row.pk


def _as_typed(entity: Entity, typed: Mapping[str, str]) -> Record:
    """A record that is not there yet, with these values as they were typed."""
    record: Record = entity.model()
    for field in telling(entity):
        if typed.get(field.id):
            field.keep(record, typed[field.id])
    record.sort_key = sort_key_of(entity, record)
    return record


def _features(actor: Actor, entity: Entity, record: Record) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """A record as it is read for comparing, so far as the actor may read it, and what it is compared by."""
    open_fields, alike = readable(actor, entity), entity.alike or Alike()

    def value(symbol: Any) -> str:
        field = entity.at(symbol) if symbol else None
        return str(field.value(record) or "") if field and field.id in open_fields else ""

    row = {
        "id": record.pk or 0,
        "within": "|".join(map(value, alike.within)),
        "title": str(entity.title.value(record) or ""),
        "key": record.sort_key,
        **{name: value(symbol) for name, symbol in (("also", alike.also), ("place", alike.place), ("url", alike.host))},
    }
    own = (field for id, field in open_fields.items() if field.kind.id in LEADING)
    return row, single(row, [str(field.value(record) or "") for field in own])
