"""What a changed field asks of the records that are there already: formulas computed anew, words found or forgotten, the
values of deleted fields taken out. Chunk by chunk, each in a transaction of its own, so that nobody waits long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson
from django.db import connection, transaction

from concerto.kernel.entity.custom import KEPT_IN
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.overlay.linked.taking import take
from concerto.kernel.search.words import vector_of

CHUNK = 1_000
_WRITE = """
    update {table} kept set custom = new.custom::jsonb, search = coalesce(new.search::tsvector, kept.search)
    from unnest(%s::bigint[], %s::text[], %s::text[]) as new (id, custom, search) where kept.id = new.id
"""


def recompute(entity: Entity, *, words: bool = False) -> int:
    """Compute the formulas of every record, and with `words` what search finds it by; answer how many records changed.

    What a record is computed to be is no change of it: it keeps its version, its moment and its journal.
    """
    return sum(_settle(entity, ids, words) + _take(entity, ids) for ids in _chunks(entity))


def _take(entity: Entity, ids: Sequence[int]) -> int:
    """The same for values that are taken from other records."""
    taken = [field for field in entity.shape.added if field.taken]
    with transaction.atomic():
        return sum(take(entity, field, ids) for field in taken)


def _chunks(entity: Entity) -> Iterator[list[int]]:
    last = 0
    while ids := list(entity.model.everything.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def _settle(entity: Entity, ids: Sequence[int], words: bool) -> int:
    with transaction.atomic():
        rows = list(
            entity.model.everything.filter(pk__in=ids).select_for_update(no_key=True, of=("self",)).defer("search")
        )
        before = {row.pk: dict(row.custom) for row in rows}
        for row in rows:
            entity.shape.compute(row)
        changed = [row for row in rows if words or row.custom != before[row.pk]]
        _write(entity, changed, words)
    return len(changed)


def _write(entity: Entity, rows: Sequence[Record], words: bool) -> None:
    if not rows:
        return
    kept = [orjson.dumps(getattr(row, KEPT_IN)).decode() for row in rows]
    found = [vector_of(entity, row) if words else None for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(table=table_of(entity)), [[row.pk for row in rows], kept, found])


def forget(entity: Entity, keys: Sequence[str]) -> int:
    """Take the values of deleted fields out of every record; answer how many had any."""
    total = 0
    for ids in _chunks(entity) if keys else ():
        with connection.cursor() as cursor:
            cursor.execute(
                f"update {table_of(entity)} set custom = custom - %s::text[] where id = any(%s) and custom ?| %s",
                [list(keys), ids, list(keys)],
            )
            total += cursor.rowcount
    return total


def table_of(entity: Entity) -> str:
    return connection.ops.quote_name(entity.model._meta.db_table)
