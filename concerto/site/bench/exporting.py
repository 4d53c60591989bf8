"""An export of all customers to a file, next to PostgreSQL writing out the same rows as they are stored."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from concerto.customers.customer.entity import customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.exports.rows import headings, rows_out
from concerto.kernel.exports.writing.csv_file import write_csv
from concerto.kernel.query.listing import Asked

NAME = "export"
FLOOR = """
    copy (
        select c.*, parent.name, owner.name, department.name from customers_customer c
        left join customers_customer parent on parent.id = c.parent_id left join kernel_person owner on owner.id = c.owner_id
        left join kernel_department department on department.id = c.department_id where c.trashed_at is null order by c.id
    ) to stdout (format csv)
"""


def measured(actor: Actor, connection: psycopg.Connection[Any]) -> tuple[int, float, float]:
    """(rows, seconds of the export, seconds of the floor)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        begun = time.perf_counter()
        write_csv(path, headings(actor, customer), rows_out(actor, customer, Asked(), ahead=True))
        taken = time.perf_counter() - begun
        begun = time.perf_counter()
        with path.open("wb") as file, connection.cursor().copy(FLOOR) as copy:
            for piece in copy:
                file.write(piece)
        floor = time.perf_counter() - begun
    count = connection.execute("select count(*) from customers_customer where trashed_at is null").fetchone()
    return count[0] if count else 0, taken, floor
