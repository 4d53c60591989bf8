"""Links that form a tree (part of, reports to, subsidiary of) must never lead back to where they began."""

from __future__ import annotations

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


def refuse_loop(entity: Entity, field: Field, record: Record) -> None:
    """Raise Invalid if following `field` from the record would come back to it.

    Two people could close a loop together, each seeing only half of it, so whoever moves a branch holds the tree's lock
    until commit.
    """
    start = field.value(record)
    if start is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"tree:{entity.id}.{field.id}"])
        if start != record.pk:
            cursor.execute(_above(entity, field), {"start": start, "self": record.pk})
        if start == record.pk or cursor.fetchone():
            raise Invalid({field.id: _("This would lead in a circle: the record is already above the one you chose.")})


def _above(entity: Entity, field: Field) -> str:
    quote = connection.ops.quote_name
    return _ANCESTORS.format(link=quote(field.column_name), table=quote(entity.model._meta.db_table))
