"""Rows and their journal lines by COPY: what `add` would have written, without a statement per row.

Everything that makes a row what it is comes from where `add` has it: search vector, sort key, the changes and the
journal line. Only the writing differs; a test compares the two, noun by noun.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import filled, line
from concerto.kernel.entity.entity import Entity
from concerto.kernel.journal.writing import Line
from concerto.kernel.search.words import sort_key_of, vector_of

REMEMBERED = 4096  # texts that come again and again, such as subjects, are cut into words once


class Row:
    """A record on its way into the database: the attributes of one, without the cost of one."""

    typed: Mapping[str, str] = {}

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values


class Copying:
    """Rows of one noun, collected with their ids and written together."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.columns = [column.attname for column in entity.model._meta.concrete_fields]
        self.rows: list[Row] = []
        self._indexed: dict[tuple[Any, ...], tuple[str, str]] = {}

    @cached_property
    def empty(self) -> dict[str, Any]:
        return {column.attname: column.get_default() for column in self.entity.model._meta.concrete_fields}

    def add(self, actor: Actor, id: int, created_at: datetime, values: dict[str, Any]) -> tuple[Row, Line]:
        """Take a row on; answers it with the journal line of its creation."""
        row = Row({**self.empty, "created_at": created_at, "updated_at": created_at, **values, "id": id, "pk": id})
        row.sort_key, row.search = self._found_by(row)  # type: ignore[attr-defined]
        self.rows.append(row)
        return row, line(actor, self.entity, row, filled(self.entity, row))  # type: ignore[arg-type]

    def _found_by(self, row: Row) -> tuple[str, str]:
        """Sort key and search vector."""
        entity = self.entity
        record: Any = row
        words = (
            entity.title.value(record),
            entity.is_person(record),
            *(field.value(record) for field in entity.searched),
        )
        if words in self._indexed:
            return self._indexed[words]
        found = sort_key_of(entity, record), vector_of(entity, record)
        if len(self._indexed) < REMEMBERED:
            self._indexed[words] = found
        return found

    def write(self) -> int:
        """Write what was taken on; answers how many rows that was."""
        copy_rows(self.entity.model._meta.db_table, self.columns, (row.__dict__ for row in self.rows))
        count = len(self.rows)
        self.rows.clear()
        return count


def copy_rows(table: str, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row([Jsonb(value) if isinstance(value := row[name], dict) else value for name in columns])
