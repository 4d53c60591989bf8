"""Values taken from other records follow every write, in its transaction: set by set, never record by record.

    with in_line(entity, ids, touched):
        …write rows…

What takes a value is locked first, then counted: of two writers at once the second counts what the first one wrote.
What a record is computed to be is no change of it: it keeps its version, its moment and its journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
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
from concerto.kernel.entity.shapes import Shapes, current
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
"""
Kept = Any  # as a record keeps a value in JSON
Parents = dict[str, set[int]]  # key of a roll-up with its noun → ids of the records that it is kept in


@dataclass
class Watched:
    """What must follow a write to one noun: (noun that keeps it, field)."""

    own: list[tuple[str, Added]] = field(default_factory=list)
    looked_up: list[tuple[str, Added, Lookup]] = field(default_factory=list)
    rolled_up: list[tuple[str, Added, RollUp]] = field(default_factory=list)


@lru_cache(maxsize=8)
def _watched(shapes: Shapes) -> Mapping[str, Watched]:
    found: dict[str, Watched] = defaultdict(Watched)
    for noun, shape in shapes.by_noun.items():
        for each in shape.added:
            if each.taken:
                found[noun].own.append((noun, each))
            if isinstance(each.taken, Lookup):
                for far in each.looks_into:
                    found[far].looked_up.append((noun, each, each.taken))
            elif each.taken:
                found[each.taken.noun].rolled_up.append((noun, each, each.taken))
    return dict(found)


@contextmanager
def in_line(entity: Entity, ids: Sequence[int], touched: Collection[str] | None = None) -> Iterator[None]:
    """Around a write to rows there are, of the fields in `touched` (None: of any, or of their place in the trash)."""
    watched = _watched(current()).get(entity.id)
    if watched is None:
        yield
        return
    before = _parents(entity, watched, ids)
    yield
    _follow(entity, watched, ids, before, touched)


def begun(entity: Entity, ids: Sequence[int]) -> bool:
    """After new rows were written; answers whether these took values themselves."""
    watched = _watched(current()).get(entity.id)
    if watched is None:
        return False
    for noun, each in watched.own:
        take(named(noun), each, ids)
    _follow(entity, watched, ids, {}, None)
    return bool(watched.own)


def _follow(
    entity: Entity, watched: Watched, ids: Sequence[int], before: Parents, touched: Collection[str] | None
) -> None:
    for noun, each in watched.own:
        if isinstance(each.taken, Lookup) and (touched is None or each.taken.links[0] in touched):
            take(named(noun), each, ids)
    for noun, each, lookup in watched.looked_up:
        if touched is None or {id for far, id in each.far if far == entity.id} & set(touched):
            take(named(noun), each, _looking(named(noun), lookup, entity, ids))
    after = _parents(entity, watched, ids)
    for noun, each, roll in watched.rolled_up:
        if touched is None or {roll.link, roll.field, *roll.asks} & set(touched):
            key = f"{noun}.{each.id}"
            take(named(noun), each, sorted(before.get(key, set()) | after[key]))


def _parents(entity: Entity, watched: Watched, ids: Sequence[int]) -> Parents:
    return {
        f"{noun}.{each.id}": set(_linked(entity, entity.fields[roll.link], ids).values())
        for noun, each, roll in watched.rolled_up
    }


def _linked(entity: Entity, link: Field, ids: Sequence[int]) -> dict[int, int]:
    """Record → what its link leads to."""
    rows = entity.model.everything.filter(pk__in=ids).values_list("pk", link.attribute)
    return {pk: int(to) for pk, to in rows if to is not None}


def _looking(holder: Entity, lookup: Lookup, entity: Entity, ids: Sequence[int]) -> list[int]:
    """The records that look these up, or look through them."""
    firsts: Iterable[int] = ids
    if lookup.between and entity.id == lookup.noun:
        between = named(lookup.between)
        through = between.fields[lookup.links[1]].where("in", list(ids))
        firsts = [*between.model.everything.filter(through).values_list("pk", flat=True)]
        firsts = [*firsts, *ids] if lookup.between == lookup.noun else firsts
    rows = holder.model.everything.filter(holder.fields[lookup.links[0]].where("in", list(firsts)))
    return list(rows.values_list("pk", flat=True))


def take(holder: Entity, each: Added, ids: Sequence[int]) -> int:
    """Bring one field of these records in line with what it is taken from; answer how many differed."""
    if not ids:
        return 0
    values = _looked_up(holder, each.taken, ids) if isinstance(each.taken, Lookup) else _rolled_up(holder, each, ids)
    given = [orjson.dumps(value).decode() if (value := values.get(id)) is not None else None for id in ids]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(holder.model._meta.db_table)
        cursor.execute(_WRITE.format(table=table), {"key": each.id, "ids": list(ids), "values": given})
        return int(cursor.rowcount)


def _looked_up(holder: Entity, lookup: Lookup, ids: Sequence[int]) -> dict[int, Kept]:
    reached = _linked(holder, holder.fields[lookup.links[0]], ids)
    if lookup.between:
        between = named(lookup.between)
        further = _linked(between, between.fields[lookup.links[1]], _living(between, reached.values()))
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
