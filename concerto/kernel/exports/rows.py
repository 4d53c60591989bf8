"""Rows of a list as text that reads back to the same values: chunk by chunk, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from psycopg.types.datetime import TimestamptzLoader

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.actions.values import write_link
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen
from concerto.kernel.query.veil import reached
from concerto.kernel.statements.ahead import beside
from concerto.kernel.statements.collecting import collecting_rarely

CHUNK = 4000  # rows in memory at a time


def columns(actor: Actor, entity: Entity) -> Sequence[Field]:
    """Readable fields in the order of the record page, then the moments that every record has."""
    allowed = readable(actor, entity)
    placed = [field for _label, fields in entity.sections for field in fields if field.id in allowed]
    return [*placed, *(allowed[id] for id in ("created_at", "updated_at"))]


def headings(actor: Actor, entity: Entity) -> list[str]:
    return [str(_("Code")), *(str(field.label) for field in columns(actor, entity))]


def rows_out(actor: Actor, entity: Entity, asked: Asked, *, ahead: bool = False) -> Iterator[Sequence[Sequence[str]]]:
    """All rows of a list in the order of their ids, some thousand at a time, so that memory stays flat however many
    there are: of each thousands the columns, because what is done to a column at once is done quickly.

    Read `ahead`, by a second connection, where many are wanted and nobody waits for the connection.
    """
    fields = columns(actor, entity)
    stored = list(dict.fromkeys(field.storage for field in fields))
    places = [stored.index(field.storage) for field in fields]
    for ids, kept in _chunks(chosen(actor, entity, asked, parse(asked.filter), Act.EXPORT), stored, ahead):
        codes = [entity.code(id) for id in ids]
        yield [codes, *(written(actor, field, kept[place]) for field, place in zip(fields, places, strict=True))]


def _chunks(
    rows: QuerySet[Record], stored: Sequence[str], ahead: bool
) -> Iterator[tuple[Sequence[int], Sequence[Sequence[Any]]]]:
    """Ids and columns of the next rows, while those that follow are read."""
    found = rows.order_by("pk").values_list("pk", *stored)
    alone = connection.in_atomic_block  # what a transaction wrote it alone can read
    with beside(ahead and not alone) as reading, collecting_rarely() if ahead else nullcontext():
        coming = reading(partial(_read, found[:CHUNK]))
        while chunk := coming():
            columns = list(zip(*chunk, strict=True))
            coming = reading(partial(_read, found.filter(pk__gt=columns[0][-1])[:CHUNK]))
            yield columns[0], columns[1:]


def _read(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """What a query finds, its moments read by psycopg alone: Django's way of reading them takes a third of an export's time."""
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, values = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, values)
        return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))


def written(actor: Actor, field: Field, stored: Sequence[Any]) -> list[str]:
    """Many values of a field as text; a link as "Acme [C-00012]", or as nothing where it leads out of the actor's sight."""
    values = [field.loaded(each) for each in stored] if field.is_custom else stored
    if field.is_link:
        target = entity_of(field.target)
        linked = reached(actor, target, {id for id in values if id})
        words = {id: write_link(target, record) for id, record in linked.items()}
        return [words.get(id, "") for id in values]
    return field.kind.write_all(field, values)
