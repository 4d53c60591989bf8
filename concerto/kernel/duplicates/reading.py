"""What is read of records for comparing them: one row each, and one for whatever leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entities

LEADING = ("email", "phone")  # kinds of a noun's own fields that lead to one record


def alike_nouns() -> Iterator[Entity]:
    """The nouns of which duplicates are told."""
    return (entity for entity in entities() if entity.alike)


def written_out(entity: Entity, folder: Path) -> int:
    """Write records.csv and points.csv as the database copies them out, and answer how many records there are."""
    with (folder / "records.csv").open("wb") as file:
        rows = _copied(records_sql(entity), file)
    with (folder / "points.csv").open("wb") as file:
        _copied(points_sql(entity), file)
    return rows


def _copied(sql: str, file) -> int:  # type: ignore[no-untyped-def]  # any file of bytes
    with connection.cursor() as cursor:
        with cursor.copy(f"copy ({sql}) to stdout (format csv, header)") as copy:
            for block in copy:
                file.write(block)
        return int(cursor.rowcount)


def records_sql(entity: Entity, ids: Sequence[int] | None = None) -> str:
    """Columns as `linking.features.RECORDS` names them, of all records or of these."""
    assert entity.alike, "only nouns that say how duplicates are told are compared"
    alike, quote = entity.alike, connection.ops.quote_name
    within = ", ".join(f"row.{quote(entity.at(symbol).column_name)}" for symbol in alike.within) or "''"
    optional = ((alike.also, "also"), (alike.place, "place"), (alike.host, "url"))
    columns = ", ".join(f"{_text(entity.at(symbol)) if symbol else 'null'} as {name}" for symbol, name in optional)
    return (
        f"select row.id, concat_ws('|', {within}) as within, {_text(entity.title)} as title, row.sort_key as key, {columns}"
        f" from {quote(entity.model._meta.db_table)} row where row.trashed_at is null{_only('row.id', ids)}"
    )


def points_sql(entity: Entity, ids: Sequence[int] | None = None) -> str:
    """Columns as `linking.features.POINTS` names them: what leads to the records, told by other nouns and by their own."""
    own = ((entity, "id", field) for field in entity.own_fields.values() if field.kind.id in LEADING)
    others = ((other, link.column_name, told) for other, link, told in identifying(entity))
    parts = [_points_of(noun, column, told, ids) for noun, column, told in (*others, *own)]
    return " union all ".join(parts) or "select null::bigint as id, null::text as value where false"


def _points_of(noun: Entity, column: str, told: Field, ids: Sequence[int] | None) -> str:
    quote = connection.ops.quote_name
    id = f"row.{quote(column)}"
    table = quote(noun.model._meta.db_table)
    return f"select {id} as id, {_text(told)} as value from {table} row where row.trashed_at is null{_only(id, ids)}"


def identifying(entity: Entity) -> Iterator[tuple[Entity, Field, Field]]:
    """(noun, its link to `entity`, its field whose value tells which record it is)."""
    for other in entities():
        if other.identifies and other.follows and other.follows.target is entity.model:
            yield other, other.follows, other.identifies


def _text(field: Field) -> str:
    return f"nullif(row.{connection.ops.quote_name(field.column_name)}, '')"


def _only(column: str, ids: Sequence[int] | None) -> str:
    """Ids are our own numbers, so they may stand in the statement: COPY takes no parameters."""
    return "" if ids is None else f" and {column} = any('{{{','.join(str(int(id)) for id in ids)}}}')"
