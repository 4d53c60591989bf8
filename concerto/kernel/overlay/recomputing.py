"""Formulas computed anew for records that are there already."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from django.db import connection

from concerto.kernel.entity.custom import KEPT_IN
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.search.words import vector_of

_WRITE = """
    update {table} kept set custom = new.custom::jsonb, search = coalesce(new.search::tsvector, kept.search)
    from unnest(%s::bigint[], %s::text[], %s::text[]) as new (id, custom, search) where kept.id = new.id
"""


def compute_anew(entity: Entity, ids: Sequence[int], *, words: bool = False) -> int:
    """Compute the formulas of these records, and with `words` what search finds them by; answer how many changed.

    In the caller's transaction. What a record is computed to be is no change of it: it keeps its version, its moment and
    its journal.
    """
    rows = entity.model.everything.filter(pk__in=ids).order_by("pk").defer("search")
    locked = list(rows.select_for_update(no_key=True, of=("self",)))
    before = {row.pk: dict(getattr(row, KEPT_IN)) for row in locked}
    for row in locked:
        entity.shape.compute(row)
    changed = [row for row in locked if words or getattr(row, KEPT_IN) != before[row.pk]]
    _write(entity, changed, words)
    return len(changed)


def _write(entity: Entity, rows: Sequence[Record], words: bool) -> None:
    if not rows:
        return
    kept = [orjson.dumps(getattr(row, KEPT_IN)).decode() for row in rows]
    found = [vector_of(entity, row) if words else None for row in rows]
    table = connection.ops.quote_name(entity.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(table=table), [[row.pk for row in rows], kept, found])
