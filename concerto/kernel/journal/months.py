"""The journal's partitions: one a month, made ahead by the owner of the tables."""

from __future__ import annotations

from datetime import date

from django.db.backends.base.base import BaseDatabaseWrapper

from concerto.kernel.database.roles import restrict_journal
from concerto.kernel.journal.writing import COLUMNS

AHEAD = 13


def make_ahead(connection: BaseDatabaseWrapper, *, today: date, months: int = AHEAD) -> list[str]:
    """Make the partitions of this month and of the next `months` where they are missing; answer the new names."""
    made = [name for name in (_make(connection, first) for first in _firsts(today, months + 1)) if name]
    restrict_journal(connection.connection, "journal", _there(connection))
    return made


def _there(connection: BaseDatabaseWrapper) -> list[str]:
    """The columns that are written, as far as the table has come: an earlier migration makes months too."""
    with connection.cursor() as cursor:
        cursor.execute("select attname from pg_attribute where attrelid = 'journal'::regclass and not attisdropped")
        known = {name for (name,) in cursor.fetchall()}
    return [column for column in COLUMNS if column in known]


def _make(connection: BaseDatabaseWrapper, first: date) -> str | None:
    name = f"journal_{first:%Y_%m}"
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [name])
        if cursor.fetchone()[0]:
            return None
        cursor.execute(
            f"create table {name} partition of journal for values from ('{first:%Y-%m-%d}Z') to ('{_next(first):%Y-%m-%d}Z')"
        )
    return name


def _firsts(today: date, count: int) -> list[date]:
    firsts = [today.replace(day=1)]
    while len(firsts) < count:
        firsts.append(_next(firsts[-1]))
    return firsts


def _next(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
