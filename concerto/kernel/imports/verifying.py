"""What lets somebody say that an import is right: sums of what the file says next to sums of what is kept, and samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from concerto.kernel.access.actor import IMPORT
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.deciding import Slice
from concerto.kernel.imports.storing import about

SAMPLES = 6

_KEPT = """
    select {sums} from {table} where id in (
        select record from journal where batch = %(batch)s and door = %(door)s and entity = %(noun)s)
"""


def summed(entity: Entity, mapping: Mapping[str, str]) -> list[Field]:
    """The fields that a file fills whose values can be added up."""
    fields = [entity.fields[id] for id in mapping.values() if id in entity.fields]
    return [field for field in fields if "sum" in field.kind.measures and not field.is_custom]


def note(entity: Entity, batch: Import, slice: Slice) -> dict[str, Any]:
    """What a slice adds to what is known of the file: sums over its rows that were kept, and the first few of them."""
    known: dict[str, Any] = dict(batch.verified)
    kept = [row for row in slice.rows if not row.problems]
    sums = dict(known.get("sums", {}))
    for field in summed(entity, batch.mapping):
        values = (row.values.get(field.id) for row in kept)
        sums[field.id] = str(
            Decimal(sums.get(field.id, 0)) + sum(Decimal(value) for value in values if value is not None)
        )
    samples = list(known.get("samples", []))
    samples += [
        {"line": row.number, "record": about(slice, row), "cells": list(row.cells)}
        for row in _spread(kept, SAMPLES - len(samples))
    ]
    return known | {"sums": sums, "samples": samples}


def _spread(rows: Sequence[Any], most: int) -> Sequence[Any]:
    """At most so many of some rows, from their beginning to their end."""
    return rows[:: max(1, -(-len(rows) // most))] if most > 0 and rows else []


def kept_sums(entity: Entity, batch: Import) -> dict[str, str]:
    """Field → the sum over all records that the import has made or changed."""
    fields, quote = summed(entity, batch.mapping), connection.ops.quote_name
    if not fields:
        return {}
    sums = ", ".join(f"coalesce(sum({quote(field.column_name)}), 0)" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEPT.format(sums=sums, table=quote(entity.model._meta.db_table)),
            {"batch": batch.pk, "door": IMPORT, "noun": entity.id},
        )
        found: Sequence[Any] = cursor.fetchone()
    return {field.id: str(value) for field, value in zip(fields, found, strict=True)}
