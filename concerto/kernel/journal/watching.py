"""What was committed since one last looked: for onlookers that begin at the present, keep no bookmark and lose nothing."""

from __future__ import annotations

from typing import Any

from django.db import connection

MOST = 5000  # rows told in one look; whoever is given as many has to look at everything anew

_SINCE = """
    select present.seen, new.* from (select pg_current_snapshot()::text as seen) present left join lateral (
        select distinct {columns} from {table}
        where xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot) and not pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)
        limit %(most)s
    ) new on true
"""


class Watch:
    """Looks at a table whose column `xid` is given by the database. The snapshot of one look is where the next begins."""

    def __init__(self, table: str, *columns: str) -> None:
        self.query = _SINCE.format(table=table, columns=", ".join(columns))
        self.seen = ""

    def look(self) -> list[tuple[Any, ...]]:
        """Distinct values of the columns in rows committed since the last look, MOST at most; nothing the first time.

        Outside a transaction only: inside one, a snapshot can be older than what was committed before the look.
        """
        with connection.cursor() as cursor:
            if not self.seen:
                cursor.execute("select pg_current_snapshot()::text")
                self.seen = str(cursor.fetchone()[0])
                return []
            cursor.execute(self.query, {"seen": self.seen, "most": MOST})
            rows = cursor.fetchall()
        self.seen = str(rows[0][0])
        return [tuple(row[1:]) for row in rows if row[1] is not None]
