"""Append-only tables: the serving role reads them and adds to them; it never changes, empties or forges a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from psycopg.sql import SQL, Composed, Identifier, Literal

from concerto.kernel.database.settings import APP

MARK = "append-only: "  # in the table's comment, for a serving role that comes into being after the table
PARTS = """
    select nspname, relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where pg_class.oid = quote_ident(%s)::regclass
       or pg_class.oid in (select relid from pg_partition_tree(quote_ident(%s)::regclass))
"""
MARKED = """
    select relname, obj_description(oid, 'pg_class') from pg_class
    where relnamespace = 'public'::regnamespace and starts_with(obj_description(oid, 'pg_class'), %s)
"""


class Cursors(Protocol):
    """All we need of a connection, be it psycopg's or Django's."""

    def cursor(self) -> AbstractContextManager[Any]: ...


def restrict_journal(connection: Cursors, table: str, columns: Sequence[str]) -> None:
    """Makes `table` and its partitions append-only for the serving role: it reads, it inserts `columns`, nothing more.

    Every other column keeps its default, so no id, transaction or time can be forged. Call it, as the owner, after the
    table is made and again for each new partition.
    """
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [APP])
        app_exists = cursor.fetchone() is not None
        cursor.execute(PARTS, [table, table])
        for part in cursor.fetchall():
            cursor.execute(_closed(Identifier(*part), columns, app_exists).as_string())


def append_only_tables(connection: Cursors) -> Iterator[tuple[str, list[str]]]:
    """Tables that `restrict_journal` has closed in this database, with the columns that may be inserted."""
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [MARK])
        for table, comment in cursor.fetchall():
            yield table, comment.removeprefix(MARK).split(", ")


def _closed(table: Identifier, columns: Sequence[str], app_exists: bool) -> Composed:
    """One message, hence one transaction: whoever serves meanwhile is never without its rights."""
    mark = SQL("comment on table {} is {}").format(table, Literal(MARK + ", ".join(columns)))
    if not app_exists:
        return mark
    named, app = SQL(", ").join(map(Identifier, columns)), Identifier(APP)
    revoke = SQL("revoke all on {} from {}").format(table, app)
    grant = SQL("grant select, insert ({}) on {} to {}").format(named, table, app)
    return SQL("; ").join([mark, revoke, grant])
