"""Statements whose text is always the same: the server plans each once for a connection, and then only runs it.

Planning a statement with many parts costs ten times what running it for one person does. Values travel beside the text,
never in it. A plan is kept from the second run of a text on (see address.py): what is asked once costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

PLANS = 300  # that the server keeps for a connection: a few for each noun


def planned_cursor() -> CursorWrapper:
    """A cursor of this thread's connection, which sends values apart from the text."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.queries_logged:
        logged: CursorWrapper = here.cursor()  # which says what was sent
        return logged
    here.close_if_health_check_failed()
    here.ensure_connection()
    made: Any = ServerBindingCursor
    here.connection.prepared_max = PLANS
    prepared: CursorWrapper = here._prepare_cursor(made(here.connection))
    return prepared


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """What a statement written by hand finds."""
    with planned_cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
