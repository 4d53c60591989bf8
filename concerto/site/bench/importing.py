"""A file of customers brought in, next to a raw COPY of the very rows and journal lines that came of it."""

from __future__ import annotations

import csv
import secrets
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from concerto.customers.customer.entity import customer
from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.running import run
from concerto.kernel.journal.writing import COLUMNS
from concerto.site.demo.customers import invented

NAME = "import"
ROWS = {"small": 2_000, "10k": 50_000, "100k": 100_000, "1m": 100_000}  # of the file, by scale
FIELDS = ("name", "other_name", "form", "industry", "city", "country", "language", "website", "revenue", "employees")


def measured(actor: Actor, connection: psycopg.Connection[Any], scale: str) -> tuple[int, float, float]:
    """(rows, seconds of the import, seconds of the floor). The file's rows are new to the company; the floor's go again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "customers.csv")
        write(path, ROWS[scale])
        with path.open("rb") as source:
            batch = take(actor.at(IMPORT), customer, path.name, source)
    agree(actor.at(IMPORT), batch, {field: field for field in (*FIELDS, "owner")})
    begun = time.perf_counter()
    done = run(actor, batch)
    taken = time.perf_counter() - begun
    if done.created != done.rows or done.rows != ROWS[scale]:
        raise RuntimeError(f"{done.created} of {done.rows} rows were created, {done.rejected} rejected")
    return done.rows, taken, floor(connection, done)


def write(path: Path, rows: int) -> None:
    """Invented customers under names that nobody has yet."""
    mark, random = secrets.token_hex(3), Random(1)  # noqa: S311 (made up anyway)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*FIELDS, "owner"))
        for position in range(rows):
            values = dict(invented(random, position, 7).values)
            values["name"] = f"{values['name']} {mark}{position}"
            writer.writerow([*(values.get(field, "") for field in FIELDS), "admin"])


def floor(connection: psycopg.Connection[Any], batch: Import) -> float:
    """The same rows, with their words, and the same lines, copied as they are; then they are taken away again."""
    columns = [column for column in customer.model._meta.concrete_fields if column.attname != "id"]
    names = ", ".join(f'"{column.column}"' for column in columns)
    made = "select record from journal where batch = %s and door = 'import' and entity = 'customer' and verb = 'create'"
    table, lines = customer.model._meta.db_table, ", ".join(COLUMNS)
    rows = _copied(connection, f"select {names} from {table} where id in ({made})", batch.pk)
    told = _copied(connection, f"select {lines} from journal where batch = %s and door = 'import'", batch.pk)
    (last,) = connection.execute(f"select max(id) from {table}").fetchone() or (0,)
    begun = time.perf_counter()
    with connection.transaction():
        _copy(connection, f"{table} ({names})", rows)
        _copy(connection, f"journal ({lines})", told)
    taken = time.perf_counter() - begun
    connection.execute(f"delete from {table} where id > %s", [last])
    return taken


def _copied(connection: psycopg.Connection[Any], select: str, batch: int) -> list[bytes]:
    with connection.cursor().copy(f"copy ({select}) to stdout".replace("%s", str(int(batch)))) as copy:
        return [bytes(part) for part in copy]


def _copy(connection: psycopg.Connection[Any], into: str, rows: list[bytes]) -> None:
    with connection.cursor().copy(f"copy {into} from stdin") as copy:
        for part in rows:
            copy.write(part)
