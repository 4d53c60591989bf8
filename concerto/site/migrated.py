"""Which migrations a database has had, told without starting Django: so a start that finds nothing to do takes no time.

The mark is a comment on Django's own table of migrations. It travels with dumps and copies of the database, and so
tells, too, when a database has come to another server.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Literal

from concerto.kernel.database.address import Address
from concerto.kernel.database.roles import Connection, reached

PACKAGE = Path(__file__).resolve().parent.parent
BRING_MIGRATIONS = ("django", "procrastinate")


def expected() -> str:
    """The mark of this code. It changes with every migration that comes or goes, ours or of a library."""
    ours = sorted(str(file.relative_to(PACKAGE)) for file in PACKAGE.glob("**/migrations/*.py"))
    theirs = [f"{library} {version(library)}" for library in BRING_MIGRATIONS]
    return "concerto " + hashlib.sha256("\n".join(ours + theirs).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Found:
    """What a database says of itself: its mark, and which server it is on."""

    mark: str
    server: str


def found(database: Address) -> Found | None:
    """None where Concerto was never at home. Raises DatabaseRefused when it cannot be reached."""
    with reached(database) as connection:
        row = connection.execute("select obj_description(to_regclass('django_migrations'), 'pg_class')").fetchone()
        return Found(row[0], _server(connection)) if row and row[0] else None


def fits(found: Found | None) -> bool:
    """Whether this database fits this code."""
    return found is not None and found.mark.startswith(expected())


def is_fresh(found: Found | None) -> bool:
    """Whether it has also been looked after this month, on this server: the journal's partitions are made ahead month by month."""
    return found is not None and found.mark == _fresh(found.server)


def moved(found: Found | None) -> bool:
    """Whether the database came here from another server, whose transaction ids the journal's lines still bear."""
    return found is not None and not found.mark.endswith(f" {found.server}")


def mark(database: Address) -> None:
    """Remembers that this database has what `expected` names, in which month it was seen to and where; as the owner."""
    with reached(database) as connection:
        words = Literal(_fresh(_server(connection)))
        connection.execute(SQL("comment on table django_migrations is {}").format(words))


def _fresh(server: str) -> str:
    return f"{expected()} {datetime.now(UTC):%Y-%m} {server}"


def _server(connection: Connection) -> str:
    """The number that a PostgreSQL server got when it was made; a dot where it is not told."""
    try:
        row = connection.execute("select system_identifier from pg_control_system()").fetchone()
    except InsufficientPrivilege:
        return "."
    return str(row[0]) if row else "."
