"""A pack: what a release had in its database, as plain text, so that every later release can prove that it takes it over.

<version>/state.json      the last migration of every app, and the months of the journal that have lines
<version>/rows/*.tsv      a table each, as COPY writes text, with the names of the columns in the first line
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composable, Identifier

HERE = Path(__file__).parent
PLAIN = "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'"
BOOKS = "django_migrations"  # kept by whoever migrates
TABLES = """
    select relname, array(
        select confrelid::regclass::text from pg_constraint where conrelid = pg_class.oid and contype = 'f' and not condeferrable
    ) from pg_class where relkind in ('r', 'p') and not relispartition
    and relnamespace = 'public'::regnamespace and relname <> %s order by relname
"""  # each with those that its rows must find at once
COLUMNS = """
    select attname from pg_attribute
    where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum
"""
NUMBERED = """
    select attname, sequence from pg_attribute, pg_get_serial_sequence(%s, attname) sequence
    where attrelid = %s::regclass and attnum > 0 and not attisdropped and sequence is not null
"""
LAST = "select distinct on (app) app, name from django_migrations order by app, id desc"
MONTHS = "select distinct to_char(at at time zone 'UTC', 'YYYY-MM') from journal order by 1"


@dataclass(frozen=True)
class Pack:
    """Where it lies, and what it says of itself."""

    folder: Path
    migrations: dict[str, str]  # app → the last of its migrations
    months: list[date]

    @property
    def files(self) -> dict[str, Path]:
        """By table."""
        return {path.stem: path for path in sorted((self.folder / "rows").glob("*.tsv"))}


def packs() -> list[Pack]:
    """All that are kept, the oldest release first."""
    return [read(path.parent) for path in sorted(HERE.glob("*/state.json"))]


def read(folder: Path) -> Pack:
    state = json.loads((folder / "state.json").read_text())
    return Pack(folder, state["migrations"], [date.fromisoformat(f"{month}-01") for month in state["months"]])


def write(connection: Connection[Any], folder: Path) -> None:
    """Everything that has rows. The folder must not be there yet: what was released does not change."""
    (folder / "rows").mkdir(parents=True)
    connection.execute(PLAIN)
    state = {
        "migrations": dict(connection.execute(LAST).fetchall()),
        "months": [month for (month,) in connection.execute(MONTHS)],
    }
    (folder / "state.json").write_text(json.dumps(state, indent=1, sort_keys=True) + "\n")
    for table in tables(connection):
        content = copied(connection, table, columns(connection, table))
        if content.count(b"\n") > 1:
            (folder / "rows" / f"{table}.tsv").write_bytes(content)


def tables(connection: Connection[Any]) -> list[str]:
    """All tables, in an order in which they can be filled."""
    found = connection.execute(TABLES, [BOOKS]).fetchall()
    return list(TopologicalSorter({name: set(before) - {name} for name, before in found}).static_order())


def columns(connection: Connection[Any], table: str) -> list[str]:
    return [name for (name,) in connection.execute(COLUMNS, [table])]


def copied(connection: Connection[Any], table: str, names: list[str]) -> bytes:
    """The rows of a table as text, in the order of their first column, below the names of the columns."""
    query = SQL("copy (select {} from {} order by 1) to stdout with (header)")
    with connection.cursor().copy(query.format(_listed(names), Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def load(connection: Connection[Any], pack: Pack) -> None:
    """Put the rows into a database that stands at the pack's migrations; nothing else is in it afterwards.

    Without triggers, which have had their say before the rows were packed. New ids go on behind those that are there.
    """
    found, files = tables(connection), pack.files
    assert files.keys() <= set(found), "these migrations do not make every table"
    with connection.transaction():
        connection.execute(SQL("truncate {} cascade").format(_listed(found)))
        _triggers(connection, found, SQL("disable"))
        for table in found:
            if table in files:
                _fill(connection, table, files[table].read_bytes())
        connection.execute("set constraints all immediate")
        _triggers(connection, found, SQL("enable"))


def _triggers(connection: Connection[Any], found: list[str], how: SQL) -> None:
    for table in found:
        connection.execute(SQL("alter table {} {} trigger user").format(Identifier(table), how))


def _fill(connection: Connection[Any], table: str, content: bytes) -> None:
    name, header = Identifier(table), content.split(b"\n", 1)[0].decode().split("\t")
    with connection.cursor().copy(
        SQL("copy {} ({}) from stdin with (header match)").format(name, _listed(header))
    ) as copy:
        copy.write(content)
    for column, sequence in connection.execute(NUMBERED, [table, table]).fetchall():
        query = SQL("select setval(%s, coalesce(max({}), 0) + 1, false) from {}")
        connection.execute(query.format(Identifier(column), name), [sequence])


def _listed(names: list[str]) -> Composable:
    return SQL(", ").join(map(Identifier, names))
