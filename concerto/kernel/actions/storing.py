"""Rows of a noun written as sets: new ones by COPY, changed ones by one UPDATE. The journal is told by whoever calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields.json import JSONField

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.copying import copying

_IDS = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)"
_UPDATE = """
    update {table} row set version = row.version + 1, {sets}
    from json_populate_recordset(null::{table}, %s::json) given where row.id = given.id
"""


def insert(entity: Entity, records: Sequence[Record]) -> None:
    """Keep new records, which get their ids."""
    table = entity.model._meta.db_table
    columns = [column for column in entity.model._meta.concrete_fields if not column.generated]
    names = ", ".join(connection.ops.quote_name(str(column.column)) for column in columns)
    values = itemgetter(*(column.attname for column in columns))
    written = [(place, _WRITTEN[type(column)]) for place, column in enumerate(columns) if type(column) in _WRITTEN]
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [table, len(records)])
        ids = [id for (id,) in cursor.fetchall()]
        with copying(cursor, f"copy {table} ({names}) from stdin") as copy:
            for id, record in zip(ids, records, strict=True):
                kept = record.__dict__
                kept["id"] = id
                row = list(values(kept))
                for place, write in written:
                    row[place] = write(row[place])
                copy.write_row(row)
    for record in records:
        record._state.adding = False


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _array(value: Any) -> Any:
    """Most lists of most records are empty."""
    return "{}" if value == [] else value


_WRITTEN: Mapping[type, Callable[[Any], Any]] = {JSONField: _json, ArrayField: _array}


def update(entity: Entity, records: Sequence[Record], attributes: Collection[str]) -> None:
    """Write these attributes of locked rows, and raise their versions."""
    columns = [column for column in entity.model._meta.concrete_fields if column.attname in attributes]
    quoted = [connection.ops.quote_name(str(column.column)) for column in columns]
    sql = _UPDATE.format(
        table=connection.ops.quote_name(entity.model._meta.db_table),
        sets=", ".join(f"{name} = given.{name}" for name in quoted),
    )
    rows = [{"id": record.pk, **{column.column: _as_json(column, record) for column in columns}} for record in records]
    with connection.cursor() as cursor:
        cursor.execute(sql, [orjson.dumps(rows, default=str).decode()])
    for record in records:
        record.version += 1


def _as_json(column: models.Field[Any, Any], record: Record) -> Any:
    """A value as the database reads it from JSON; numbers that must stay exact go as text."""
    value = getattr(record, column.attname)
    return value if isinstance(column, JSONField) else column.get_db_prep_save(value, connection)
