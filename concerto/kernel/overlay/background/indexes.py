"""An index for each field that administrators want to be fast: made by the owner of the tables, while everybody goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from concerto.kernel.database.address import Address
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.overlay.custom_field.model import CustomField, IndexState
from concerto.kernel.overlay.custom_record.model import CustomRecord
from concerto.kernel.overlay.kinds import KindOfField

log = logging.getLogger(__name__)
_THERE = """
    select relname, indisvalid from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = %s::regclass and relname = any(%s)
"""


def keep_indexes(owner: Address, entity: Entity, wanted: Iterable[CustomField]) -> Mapping[int, str]:
    """Make the indexes that are missing and drop those that nobody wants; answer how each wanted one stands."""
    fields = {name_of(field): field for field in wanted}
    ever = [name_of(field) for field in CustomField.everything.filter(noun=entity.id).only("pk")]
    table = entity.model._meta.db_table
    with owner.connect(autocommit=True) as connection:
        connection.execute("set lock_timeout = 0")  # it waits for transactions under way, and nobody waits for it
        there = dict(connection.execute(_THERE, [table, ever]).fetchall())
        for name in there.keys() - fields.keys() | {name for name, valid in there.items() if not valid}:
            connection.execute(SQL("drop index concurrently if exists {}").format(Identifier(name)))
            connection.execute(SQL("drop statistics if exists {}").format(Identifier(name)))
        ready = {name for name, valid in there.items() if valid}
        return {
            field.pk: IndexState.READY if name in ready else made(connection, table, field)
            for name, field in fields.items()
        }


def made(connection: psycopg.Connection[object], table: str, field: CustomField) -> str:
    try:
        connection.execute(definition(table, field))
        if _is_shared(table):
            connection.execute(knowledge(table, field))
        connection.execute(SQL("analyze {}").format(Identifier(table)))
    except psycopg.Error:
        log.exception("the index of %s could not be made", field.key)
        return IndexState.FAILED
    return IndexState.READY


def definition(table: str, field: CustomField) -> Composed:
    """Values in order with the id, as lists are sorted and paged; several choices by each of them. Where nouns share a
    table, the index holds the rows of one."""
    several = field.kind == KindOfField.CHOICES
    by = "using gin ((custom -> {key}) jsonb_path_ops)" if several else "((custom -> {key}), id)"
    only = " where noun = {noun}" if _is_shared(table) else ""
    return SQL("create index concurrently {name} on {table} " + by + only).format(
        name=Identifier(name_of(field)), table=Identifier(table), key=Literal(field.key), noun=Literal(field.noun)
    )


def knowledge(table: str, field: CustomField) -> Composed:
    """How the values are spread, which the planner learns from an index only where that holds every row of the table."""
    return SQL("create statistics if not exists {name} on ((custom -> {key})) from {table}").format(
        name=Identifier(name_of(field)), table=Identifier(table), key=Literal(field.key)
    )


def _is_shared(table: str) -> bool:
    return table == CustomRecord._meta.db_table


def name_of(field: Record) -> str:
    return f"custom_field_value_{field.pk}"
