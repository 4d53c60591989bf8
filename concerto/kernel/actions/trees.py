"""Links that form a tree (part of, reports to, subsidiary of) must never lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record

_ANCESTORS = """
    with recursive up as (
        select id, {link} as next from {table} where id = %(start)s
        union select above.id, above.{link} from {table} above join up on above.id = up.next
    ) select 1 from up where id = %(self)s limit 1
"""


CIRCLE = _("This would lead in a circle: the record is already above the one you chose.")


_ALL_ABOVE = """
    with recursive up as (
        select id, {link} as next from {table} where id = any(%(starts)s)
        union select above.id, above.{link} from {table} above join up on above.id = up.next
    ) select id, next from up
"""
_HOLD = "select pg_advisory_xact_lock(hashtext(%s))"


def refuse_loop(entity: Entity, field: Field, record: Record) -> None:
    """Raise Invalid if following `field` from the record would come back to it.

    Two people could close a loop together, each seeing only half of it, so whoever moves a branch holds the tree's lock
    until commit.
    """
    start = field.value(record)
    if start is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [_tree(entity, field)])
        if start != record.pk:
            cursor.execute(_quoted(_ANCESTORS, entity, field), {"start": start, "self": record.pk})
        if start == record.pk or cursor.fetchone():
            raise Invalid({field.id: CIRCLE})


def closing_loops(entity: Entity, field: Field, moves: Iterable[tuple[int, int]]) -> set[int]:
    """Of moves (record, what it would hang on), done one after the other, the records whose move would close a loop.

    All that stands above is read at once; the tree is held until commit, as above.
    """
    asked = list(moves)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [_tree(entity, field)])
        cursor.execute(_quoted(_ALL_ABOVE, entity, field), {"starts": [target for _record, target in asked]})
        up: dict[int, int | None] = dict(cursor.fetchall())
    has_below = {above for above in up.values() if above is not None}
    closing = set()
    for record, target in asked:
        if record == target or (record in has_below and _leads_to(up, target, record)):
            closing.add(record)
        else:
            up[record] = target
            has_below.add(target)
    return closing


def _leads_to(up: Mapping[int, int | None], start: int, wanted: int) -> bool:
    """Whether what stands above `start` comes to `wanted`. A loop that is there already is walked once."""
    place: int | None = start
    for _step in range(len(up) + 1):
        if place is None or place == wanted:
            break
        place = up.get(place)
    return place == wanted


def _tree(entity: Entity, field: Field) -> str:
    return f"tree:{entity.id}.{field.id}"


def _quoted(statement: str, entity: Entity, field: Field) -> str:
    quote = connection.ops.quote_name
    return statement.format(link=quote(field.column_name), table=quote(entity.model._meta.db_table))
