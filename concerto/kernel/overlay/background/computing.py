"""What a changed field asks of the records that are there already: formulas computed anew, words found or forgotten, the
values of deleted fields taken out. Chunk by chunk, each in a transaction of its own, so that nobody waits long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from concerto.kernel.entity.entity import Entity
from concerto.kernel.overlay.linked.keeping import in_line, take_anew
from concerto.kernel.overlay.recomputing import compute_anew

CHUNK = 1_000


def recompute(entity: Entity, *, words: bool = False) -> int:
    """Bring every record in line with its formulas and with what it takes from others, and with `words` what search finds
    it by; answer how many values and records changed. What is taken may be what others of the noun compute: it comes last."""
    computed = sum(_compute(entity, ids, words) for ids in _chunks(entity))
    return computed + sum(_take(entity, ids) for ids in _chunks(entity) if entity.shape.taken)


def _compute(entity: Entity, ids: Sequence[int], words: bool) -> int:
    """Whoever looks up what is computed here follows."""
    with transaction.atomic(), in_line(entity, ids, {field.id for field in entity.shape.formulas}):
        return compute_anew(entity, ids, words=words)


def _take(entity: Entity, ids: Sequence[int]) -> int:
    with transaction.atomic():
        return take_anew(entity, ids)


def _chunks(entity: Entity) -> Iterator[list[int]]:
    last = 0
    while ids := list(entity.model.everything.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def forget(entity: Entity, keys: Sequence[str]) -> int:
    """Take the values of deleted fields out of every record; answer how many had any."""
    total = 0
    table = connection.ops.quote_name(entity.model._meta.db_table)
    for ids in _chunks(entity) if keys else ():
        with connection.cursor() as cursor:
            cursor.execute(
                f"update {table} set custom = custom - %s::text[] where id = any(%s) and custom ?| %s",
                [list(keys), ids, list(keys)],
            )
            total += cursor.rowcount
    return total
