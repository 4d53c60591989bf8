"""Every statement of every verb fails once, by an error and by a lost connection: all is done, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection

from concerto.kernel.actions import standard
from concerto.kernel.actions.undo import undo
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, customer_of
from tests.hashes import held

CUSTOMER = named("customer")


def verbs() -> dict[str, Callable[[], object]]:
    admin, own, trashed = acting("admin"), customer_of("own").pk, customer_of("trashed").pk
    last = Entry.objects.filter(entity="customer", record=own).order_by("-id")[0]
    values = {"name": "Sweep", "parent": "Amber Holding", "owner": "sales", "city": "A"}
    return {
        "create": lambda: standard.create(admin, CUSTOMER, values),
        "edit": lambda: standard.edit(admin, CUSTOMER, own, values),
        "delete": lambda: standard.delete(admin, CUSTOMER, own),
        "restore": lambda: standard.restore(admin, CUSTOMER, trashed),
        "undo": lambda: undo(admin, last),
    }


@contextmanager
def failing_at(number: int, fail: Callable[[], None]) -> Iterator[list[str]]:
    """`fail` happens in place of the statement of that number; answers the statements run."""
    run: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        run.append(sql)
        if len(run) == number:
            fail()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield run


def failed() -> None:
    raise OperationalError("failed on purpose")


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["create", "edit", "delete", "restore", "undo"])
def test_an_error_at_any_statement_leaves_nothing(verb: str) -> None:
    before, act = held(), verbs()[verb]
    number, done = 0, False
    while not done:
        number += 1
        try:
            with failing_at(number, failed):
                act()
            done = True
        except OperationalError:
            assert held() == before, number
    assert number > 5
    assert held()["journal"][0] == before["journal"][0] + 1


@pytest.mark.parametrize("verb", ["create", "edit", "delete", "restore", "undo"])
def test_a_lost_connection_at_any_statement_leaves_nothing(cut_off: Callable[[], None], verb: str) -> None:
    before, act = held(), verbs()[verb]
    number, done = 0, False
    while not done:
        number += 1
        try:
            with failing_at(number, cut_off):
                act()
            done = True
        except DatabaseError:
            connection.close()
            assert held() == before, number
    assert number > 5
    assert held()["journal"][0] == before["journal"][0] + 1
