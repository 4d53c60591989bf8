"""What a database holds, in one number per table: equal before and after means that nothing was changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection

_TABLES = """
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
"""


def held(*, but: Collection[str] = ()) -> Mapping[str, tuple[int, int]]:
    """Table → (rows, sum of their hashes), for every table except `but`."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = sorted(name for (name,) in cursor.fetchall() if name not in but)
        cursor.execute(" union all ".join(_hashed(name) for name in tables))
        return {name: (rows, total) for name, rows, total in cursor.fetchall()}


def _hashed(table: str) -> str:
    quoted = connection.ops.quote_name(table)
    return f"select '{table}', count(*), coalesce(sum(hashtextextended({quoted}::text, 0)), 0) from {quoted}"
