"""What a database holds, in one number per table: equal before and after means that nothing was changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from django.db import connection

_TABLES = """
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
"""


# Rows that this transaction has tried to write, whatever became of them.
_TRIED = """
    select pg_current_xact_id_if_assigned()::text, sum(pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid))
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
"""
Held: TypeAlias = Mapping[str, tuple[int, int]]
_last: tuple[object, Held] = None, {}


def held(*, but: Collection[str] = ()) -> Held:
    """Table → (rows, sum of their hashes), for every table except `but`. In a transaction that has tried to write nothing
    since this was last asked, the answer is the same."""
    global _last
    moment = _moment(but)
    if moment is None or _last[0] != moment:
        _last = moment, _held(but)
    return _last[1]


def _moment(but: Collection[str]) -> object:
    """What tells one state of a transaction from all others; None outside of one, where others may write."""
    if not connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TRIED)
        return connection.connection, *cursor.fetchone(), *connection.savepoint_ids, *but


def _held(but: Collection[str]) -> Held:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = sorted(name for (name,) in cursor.fetchall() if name not in but)
        cursor.execute(" union all ".join(_hashed(name) for name in tables))
        return {name: (rows, total) for name, rows, total in cursor.fetchall()}


def _hashed(table: str) -> str:
    quoted = connection.ops.quote_name(table)
    return f"select '{table}', count(*), coalesce(sum(hashtextextended({quoted}::text, 0)), 0) from {quoted}"
