"""Tables without what slows a bulk load: their secondary indexes and links are dropped, and made again afterwards.

All in the caller's transaction, so a load that is interrupted leaves everything as it was. Only the owner may do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

INDEXES = """
    select quote_ident(index.relname), replace(pg_get_indexdef(index.oid), ' ON ONLY ', ' ON ')
    from pg_index join pg_class index on index.oid = indexrelid
    where indrelid = any(%s::regclass[]) and not indisunique
"""
LINKS = """
    select format('%%s drop constraint %%I', conrelid::regclass, conname),
           format('%%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = any(%s::regclass[]) and contype = 'f'
"""
ROOM = "1GB"  # for sorting while an index is made; only for this one transaction


@contextmanager
def set_aside(tables: Sequence[str], told: Callable[[str], None]) -> Iterator[None]:
    """Within it the tables have neither secondary indexes nor links; `told` hears what is being made again."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"set local lock_timeout = 0; set local statement_timeout = 0; set local maintenance_work_mem = '{ROOM}'"
        )
        cursor.execute("set constraints all immediate")  # a table with checks still to be made cannot be altered
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute(LINKS, [list(tables)])
        links = cursor.fetchall()
        for drop, _add in links:
            cursor.execute(f"alter table {drop}")
        for name, _definition in indexes:
            cursor.execute(f"drop index {name}")
        yield
        for name, definition in indexes:
            told(name)
            cursor.execute(definition)
        for _drop, add in links:
            cursor.execute(f"alter table {add}")
