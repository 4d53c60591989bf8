"""COPY into a table, sent by a thread of its own: the next rows are written down while the database stores the last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Copy
from psycopg.copy import QueuedLibpqWriter


@contextmanager
def copying(cursor: Any, sql: str) -> Iterator[Copy]:
    """What rows are given to. The database's errors are raised as Django has them."""
    raw = cursor.cursor  # Django's own knows no writers
    with connection.wrap_database_errors, raw.copy(sql, writer=QueuedLibpqWriter(raw)) as copy:
        yield copy
