"""A look at the quality of all customers, next to one reading of all their rows by department."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from concerto.customers.customer.entity import customer
from concerto.kernel.quality.asking import questions
from concerto.kernel.quality.looking import patient
from concerto.kernel.quality.measuring import count
from concerto.kernel.quality.report.model import QualityReport

NAME = "quality"
FLOOR = "select department_id, count(*), count(*) filter (where owner_id is null) from customers_customer where trashed_at is null group by 1"


def measured(connection: psycopg.Connection[Any]) -> tuple[int, float, float]:
    """(customers, seconds of the counts, seconds of the floor)."""
    asked = questions(QualityReport(noun=customer.id))
    begun = time.perf_counter()
    with patient():
        counted = count(customer, asked)
    taken = time.perf_counter() - begun
    begun = time.perf_counter()
    connection.execute(FLOOR).fetchall()
    return counted.all.total, taken, time.perf_counter() - begun
