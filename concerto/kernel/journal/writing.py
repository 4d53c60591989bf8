"""Writing the journal: always in the transaction of the change it tells of, always naming the granted columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from concerto.kernel.journal.copying import copying


@dataclass(frozen=True)
class Line:
    """What an action tells the journal; the database adds id, xid, at and era. Fields stand in the order of the columns."""

    actor: int | None
    door: str
    verb: str
    entity: str
    record: int
    changes: Mapping[str, Any]
    topic_entity: str | None = None
    topic: int | None = None
    root_entity: str | None = None
    root: int | None = None
    happened_at: datetime = field(default_factory=timezone.now)
    batch: int | None = None
    line: int | None = None
    because: int | None = None
    reason: str = ""
    given: Mapping[str, str] | None = None  # field → what was typed, where cleaning made something else of it


COLUMNS = tuple(field.name for field in fields(Line))
_INSERT = f"insert into journal ({', '.join(COLUMNS)}) values ({', '.join(['%s'] * len(COLUMNS))}) returning id"
_COPY = f"copy journal ({', '.join(COLUMNS)}) from stdin"
_values = attrgetter(*COLUMNS)
_CHANGES = COLUMNS.index("changes")


def write(line: Line) -> int:
    """Append one line and answer its id."""
    _only_in_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _row(line))
        return int(cursor.fetchone()[0])


def write_many(lines: Iterable[Line]) -> None:
    """Append many lines by COPY; their ids are in the order given."""
    _only_in_transaction()
    with connection.cursor() as cursor, copying(cursor, _COPY) as copy:
        for line in lines:
            copy.write_row(_row(line))


def _row(line: Line) -> tuple[Any, ...]:
    values: tuple[Any, ...] = _values(line)
    given = orjson.dumps(line.given).decode() if line.given else None
    return (*values[:_CHANGES], orjson.dumps(line.changes).decode(), *values[_CHANGES + 1 : -1], given)


def _only_in_transaction() -> None:
    """A change and its line stand or fall together, so the journal refuses to be written on its own."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside the transaction of its change")
