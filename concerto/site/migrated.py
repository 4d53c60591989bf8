"""Which migrations a database has had, told without starting Django: so a start that finds nothing to do takes no time.

The mark is a comment on Django's own table of migrations. It travels with dumps and copies of the database.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from psycopg.sql import SQL, Literal

from concerto.kernel.database.address import Address
from concerto.kernel.database.roles import reached

PACKAGE = Path(__file__).resolve().parent.parent
BRING_MIGRATIONS = ("django", "procrastinate")


def expected() -> str:
    """The mark of this code. It changes with every migration that comes or goes, ours or of a library."""
    ours = sorted(str(file.relative_to(PACKAGE)) for file in PACKAGE.glob("**/migrations/*.py"))
    theirs = [f"{library} {version(library)}" for library in BRING_MIGRATIONS]
    return "concerto " + hashlib.sha256("\n".join(ours + theirs).encode()).hexdigest()[:32]


def found(database: Address) -> str | None:
    """The mark of a database; None where Concerto was never at home. Raises DatabaseRefused when it cannot be reached."""
    with reached(database) as connection:
        row = connection.execute("select obj_description(to_regclass('django_migrations'), 'pg_class')").fetchone()
    return row[0] if row else None


def fits(found: str | None) -> bool:
    """Whether a database with this mark fits this code."""
    return found is not None and found.startswith(expected())


def is_fresh(found: str | None) -> bool:
    """Whether it has also been looked after this month: the journal's partitions are made ahead month by month."""
    return found == _fresh()


def mark(database: Address) -> None:
    """Remembers that this database has what `expected` names, and in which month it was seen to; as the owner."""
    with reached(database) as connection:
        connection.execute(SQL("comment on table django_migrations is {}").format(Literal(_fresh())))


def _fresh() -> str:
    return f"{expected()} {datetime.now(UTC):%Y-%m}"
