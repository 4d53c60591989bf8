"""What a value taken from other records is now, for many records at once, and writing it where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection
from django.db.models import Count, F, QuerySet

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.linked import Lookup, RollUp
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.kinds import Measured
from concerto.kernel.overlay.linked.source import MEASURES
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.grouping import Measure
from concerto.kernel.query.language import Unclear, parse

_WRITE = """
    update {table} kept
    set custom = case when new.value is null then kept.custom - %(key)s
                      else kept.custom || jsonb_build_object(%(key)s, new.value) end
    from (select id, value::jsonb from unnest(%(ids)s::bigint[], %(values)s::text[]) as given (id, value)) new
    where kept.id = new.id and kept.custom -> %(key)s is distinct from new.value
    returning kept.id
"""
Kept = Any  # as a record keeps a value in JSON


def linked(entity: Entity, link: Field, ids: Sequence[int]) -> dict[int, int]:
    """Record → what its link leads to."""
    rows = entity.model.everything.filter(pk__in=ids).values_list("pk", link.attribute)
    return {pk: int(to) for pk, to in rows if to is not None}


def take(holder: Entity, each: Added, ids: Sequence[int]) -> set[int]:
    """Bring one field of these records in line with what it is taken from; answer those that differed."""
    if not ids:
        return set()
    values = _looked_up(holder, each.taken, ids) if isinstance(each.taken, Lookup) else _rolled_up(holder, each, ids)
    given = [orjson.dumps(value).decode() if (value := values.get(id)) is not None else None for id in ids]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(holder.model._meta.db_table)
        cursor.execute(_WRITE.format(table=table), {"key": each.id, "ids": list(ids), "values": given})
        return {id for (id,) in cursor.fetchall()}


def _looked_up(holder: Entity, lookup: Lookup, ids: Sequence[int]) -> dict[int, Kept]:
    reached = linked(holder, holder.fields[lookup.links[0]], ids)
    if lookup.between:
        between = named(lookup.between)
        further = linked(between, between.fields[lookup.links[1]], _living(between, reached.values()))
        reached = {id: further[first] for id, first in reached.items() if first in further}
    far = named(lookup.noun)
    found = far.fields[lookup.field]
    rows = far.model.everything.filter(pk__in=set(reached.values()), trashed_at=None).defer("search")
    values = {row.pk: kept(found, found.value(row)) for row in rows}
    return {id: values.get(to) for id, to in reached.items()}


def _living(entity: Entity, ids: Iterable[int]) -> list[int]:
    rows = entity.model.everything.filter(pk__in=set(ids), trashed_at=None)
    return list(rows.values_list("pk", flat=True))


def _rolled_up(holder: Entity, each: Added, ids: Sequence[int]) -> dict[int, Kept]:
    roll = each.taken
    assert isinstance(roll, RollUp)
    list(holder.model.everything.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    entity = named(roll.noun)
    link = entity.fields[roll.link]
    rows = _counted(entity, roll).filter(link.where("in", list(ids))).annotate(leads=F(link.attribute)).order_by()
    if roll.measured == Measured.LATEST:
        found = _latest(entity, roll, rows)
    else:
        measured = _measure(entity, roll)
        found = {int(to): kept(each, _whole(each, value)) for to, value in
                 rows.values("leads").annotate(value=measured).values_list("leads", "value")}  # fmt: skip
    return {id: found.get(id, 0 if roll.measured == Measured.COUNT else None) for id in ids}


def _counted(entity: Entity, roll: RollUp) -> QuerySet[Any]:
    """The records that count. A filter that can no longer be understood counts none."""
    try:
        only = compiled(SYSTEM, entity, parse(roll.only))
    except Unclear:
        return entity.model.everything.none()
    return entity.model.everything.filter(only, trashed_at=None)


def _measure(entity: Entity, roll: RollUp) -> Any:
    if roll.measured == Measured.COUNT:
        return Count("pk")
    return Measure(MEASURES[Measured(roll.measured)], entity.fields[roll.field]).expression()


def _whole(each: Added, value: Any) -> Any:
    """What the database reckoned, as the field's kind has it."""
    return (
        value
        if value is None or each.kind.id not in ("money", "number")
        else round(value, 2 if each.kind.id == "money" else 6)
    )


def _latest(entity: Entity, roll: RollUp, rows: QuerySet[Any]) -> dict[int, Kept]:
    """The value of the record that happened last; of those at the same moment, of the one that was entered last."""
    moment = entity.happened.attribute if entity.happened else "created_at"
    last = rows.order_by("leads", F(moment).desc(nulls_last=True), "-pk").distinct("leads").defer("search")
    found = entity.fields[roll.field]
    return {int(row.leads): kept(found, found.value(row)) for row in last}


def kept(field: Field, value: Any) -> Kept:
    return None if field.kind.is_empty(value) else field.kind.kept(field, value)
