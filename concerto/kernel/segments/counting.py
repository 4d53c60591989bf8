"""How many records a filter leaves, for who is still changing it: exact, and given up where nobody waits for it any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import parse

PATIENCE = 15  # seconds
_COUNT = """
    with matching as materialized ({matching})
    select (select count(*) from matching), array(select id from matching order by id limit %s)
"""


@dataclass(frozen=True)
class Preview:
    """How many there are (None where counting took too long), and the first of them."""

    count: int | None
    rows: list[Any]


def preview(actor: Actor, entity: Entity, filter: str, shown: int = 5) -> Preview:
    """Raises Unclear for a filter that cannot be asked."""
    rows = visible_to(actor, entity.model).filter(compiled(actor, entity, parse(filter))).order_by()
    try:
        count, ids = _counted(rows, shown)
    except DatabaseError:
        return Preview(None, [])
    return Preview(count, list(visible_to(actor, entity.model).filter(pk__in=ids).order_by("pk").defer("search")))


def _counted(rows: QuerySet[Any], shown: int) -> tuple[int, list[int]]:
    """How many, and the first ids: in one statement, so that what related records come to is worked out once."""
    try:
        matching, values = rows.values("id").query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local statement_timeout = '{PATIENCE}s'")
        cursor.execute(_COUNT.format(matching=matching), [*values, shown])
        count, ids = cursor.fetchone()
    return count, ids
