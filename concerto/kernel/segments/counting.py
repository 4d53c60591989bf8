"""How many records a filter leaves, for who is still changing it: exact, and given up where nobody waits for it any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import parse

PATIENCE = 15  # seconds


@dataclass(frozen=True)
class Preview:
    """How many there are (None where counting took too long), and the first of them."""

    count: int | None
    rows: list[Any]


def preview(actor: Actor, entity: Entity, filter: str, shown: int = 5) -> Preview:
    """Raises Unclear for a filter that cannot be asked."""
    rows = visible_to(actor, entity.model).filter(compiled(actor, entity, parse(filter))).order_by()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"set local statement_timeout = '{PATIENCE}s'")
            return Preview(rows.count(), list(rows.order_by("pk").defer("search")[:shown]))
    except DatabaseError:
        return Preview(None, [])
