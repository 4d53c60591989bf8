"""A ledger beside the journal: which reader was given which line, kept in the transaction in which it was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from concerto.kernel.database.address import Address
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import Reader

Given = list[tuple[int, int]]


class Ledger:
    """Makes readers that write down what they are given."""

    def reader(
        self, name: str, *, then: Callable[[], None] = lambda: None, within: float = 0, from_the_start: bool = True
    ) -> Reader:
        """A reader that notes its lines and does `then` before its bookmark moves."""

        def read(lines: Sequence[Entry]) -> None:
            with connection.cursor() as cursor:
                rows = [(name, line.id, line.record) for line in lines]
                cursor.executemany("insert into ledger (reader, line, record) values (%s, %s, %s)", rows)
            then()

        return Reader(name, read, within, from_the_start)

    def given(self, name: str) -> Given:
        """(line, record) in the order in which they were given."""
        with connection.cursor() as cursor:
            cursor.execute("select line, record from ledger where reader = %s order by place", [name])
            return cursor.fetchall()


@pytest.fixture
def ledger(committed: Address, owner_address: Address) -> Ledger:
    with owner_address.connect() as making:
        making.execute("create table ledger (place bigserial, reader text, line bigint, record bigint)")
    return Ledger()
