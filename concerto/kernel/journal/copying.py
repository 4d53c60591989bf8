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
    with connection.wrap_database_errors, cursor.copy(sql, writer=QueuedLibpqWriter(cursor.cursor)) as copy:
        yield copy
