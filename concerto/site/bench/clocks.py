"""A look for what is due while a hundred thousand clocks run, next to the one index entry that it reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from concerto.kernel.alarms.ringing import ring_due

NAME = "clocks"
RUNNING = 100_000
LOOKS = 200
KIND = "bench.clock"
_SET = """
    insert into kernel_alarm (kind, key, due_at, next_try_at, tries, trouble, facts)
    select %s, n::text, moment, moment, 0, '', '{}' from (
        select n, now() + interval '1 day' + n * interval '1 second' as moment from generate_series(1, %s) n
    ) clocks
"""
FLOOR = "select id from kernel_alarm where rung_at is null and next_try_at <= now() order by next_try_at, id limit 200"


def measured(connection: psycopg.Connection[Any]) -> tuple[int, float, float]:
    """(looks, seconds of all looks, seconds of the floor)."""
    with running(connection):
        begun = time.perf_counter()
        for _look in range(LOOKS):
            ring_due()
        taken = time.perf_counter() - begun
        begun = time.perf_counter()
        for _look in range(LOOKS):
            connection.execute(FLOOR).fetchall()
        return LOOKS, taken, time.perf_counter() - begun


@contextmanager
def running(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """So many clocks, none of them due; gone afterwards."""
    connection.execute(_SET, (KIND, RUNNING))
    try:
        connection.execute("analyze kernel_alarm")
        yield
    finally:
        connection.execute("delete from kernel_alarm where kind = %s", (KIND,))
