"""A database written to files and read back: by PostgreSQL's own programs, from one snapshot, with a fingerprint of each table.

The fingerprint is the number of rows and the sum of a hash of each row as text, whatever their order: equal before a
dump and after its load, or something was lost.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection, Error, IsolationLevel
from psycopg.sql import SQL, Identifier

from concerto.kernel.database.account import CLEAN_ENVIRONMENT
from concerto.kernel.database.address import Address
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.roles import first_line, reached

_ = Sentence
Program = Callable[[str], Path]  # pg_dump → where it is
AT_ONCE = 2  # tables dumped or loaded side by side
PLAIN = "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'"
TABLES = """
    select relname from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_table_size(oid) desc, relname
"""


@dataclass(frozen=True)
class Fingerprint:
    """What a table holds: how many rows, and a number that changes with any value of any row."""

    rows: int
    digest: str


@contextmanager
def snapshot(address: Address) -> Iterator[tuple[Connection[Any], str]]:
    """A connection that sees the database as it is now for as long as it lasts, and the name by which others see the same."""
    with reached(address) as connection:
        connection.execute(PLAIN)
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.autocommit = False
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row
        yield connection, str(row[0])


def tables(connection: Connection[Any]) -> list[str]:
    """Every table with rows of its own, the largest first."""
    return [name for (name,) in connection.execute(TABLES)]


def fingerprint(connection: Connection[Any], table: str) -> Fingerprint:
    """Reads the whole table once."""
    query = SQL("select count(*), coalesce(sum(hashtextextended(kept::text, 0)::numeric), 0) from only {} kept")
    row = connection.execute(query.format(Identifier(table))).fetchone()
    assert row
    return Fingerprint(int(row[0]), str(row[1]))


def dump(program: Program, address: Address, snapshot: str, folder: Path) -> None:
    """Write the database, as `snapshot` sees it, into a new folder. Raises DatabaseRefused."""
    where, secret = address.for_program()
    run(
        [program("pg_dump"), "--format=directory", f"--jobs={AT_ONCE}", "--compress=gzip:1", "--no-owner", "--no-privileges",
         f"--snapshot={snapshot}", f"--file={folder}", f"--dbname={where}"],
        secret,
    )  # fmt: skip


def load(program: Program, address: Address, folder: Path) -> None:
    """Read a dump into an empty database. Raises DatabaseRefused at the first thing that does not fit."""
    where, secret = address.for_program()
    run(
        [
            program("pg_restore"),
            f"--jobs={AT_ONCE}",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            f"--dbname={where}",
            folder,
        ],
        secret,
    )


def analyze(address: Address) -> None:
    """Let the planner know what was loaded."""
    with reached(address) as connection:
        connection.execute("analyze")


def raise_era(address: Address) -> int:
    """Begin a new era of the journal: transaction ids of the lines before mean nothing in this server. Answers its number."""
    with reached(address) as connection, connection.transaction():
        row = connection.execute("select coalesce(max(era), 0) + 1 from journal").fetchone()
        assert row
        connection.execute(SQL("alter table journal alter column era set default {}").format(int(row[0])))
    return int(row[0])


def swap(door: Connection[Any], current: str, coming: str, kept: str) -> None:
    """Let one database take the place of another, which is kept under a third name: both or neither."""
    door.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s) and pid <> pg_backend_pid()",
        [[current, coming]],
    )
    try:
        with door.transaction():
            door.execute(SQL("alter database {} rename to {}").format(Identifier(current), Identifier(kept)))
            door.execute(SQL("alter database {} rename to {}").format(Identifier(coming), Identifier(current)))
    except Error as error:
        raise DatabaseRefused(
            _("The restored database could not take its place ({why}); nothing was changed.", why=first_line(error))
        ) from error


def run(command: Sequence[str | Path], secret: dict[str, str]) -> None:
    """One of PostgreSQL's programs; what it complains of is told in a sentence."""
    done = subprocess.run(
        list(map(str, command)), env={**CLEAN_ENVIRONMENT, **_home(), **secret}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "error:" in line] or done.stderr.splitlines()
        name = Path(command[0]).name
        raise DatabaseRefused(_("{program} did not finish ({why}).", program=name, why=(lines or ["?"])[0].strip()))


def _home() -> dict[str, str]:
    """Where certificates of a server of others may lie."""
    return {"HOME": os.environ["HOME"]} if "HOME" in os.environ else {}
