"""Writes that are sent again: done once, answered the same; with a real crash between and real races."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.kernel.api import once, records
from concerto.kernel.database.address import Address
from concerto.kernel.journal.model import Entry
from tests.cast import api_of, customer_of
from tests.kernel.api.asking import answer, ask, problem

As = Callable[[str], Client]


def created(api: Client, name: str, key: str) -> Any:
    return ask(api, "POST", "customers", {"name": name}, Idempotency_Key=key)


def called(name: str) -> int:
    return Customer.everything.filter(name=name).count()


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_the_same() -> None:
    api = api_of("admin")
    first, again = created(api, "Twice", "a-1"), created(api, "Twice", "a-1")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert {name: again.headers[name] for name in ("ETag", "Location", "Content-Type", "Cache-Control")} == {
        name: first.headers[name] for name in ("ETag", "Location", "Content-Type", "Cache-Control")
    }
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert called("Twice") == 1
    gone = [ask(api, "DELETE", f"customers/{answer(first, 201)['id']}", Idempotency_Key="a-2") for _time in range(2)]
    assert [(one.status_code, one.content) for one in gone] == [(204, b"")] * 2


@pytest.mark.django_db
def test_a_key_stands_for_one_request_of_one_token() -> None:
    api, id = api_of("admin"), customer_of("own").pk
    answer(created(api, "First", "b"), 201)
    problem(created(api, "Second", "b"), 422, "key-used-otherwise")
    problem(ask(api, "PATCH", f"customers/{id}", {"name": "First"}, Idempotency_Key="b"), 422, "key-used-otherwise")
    assert (called("Second"), called("First")) == (0, 1)
    answer(created(api_of("admin"), "First", "b"), 201)  # the same person, by another token
    assert called("First") == 2


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again() -> None:
    api = api_of("admin")
    problem(created(api, "", "c"), 422, "invalid")
    answer(created(api, "Better", "c"), 201)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é", "a\x7f", "\x00"])
def test_strange_keys_are_refused(key: str) -> None:
    problem(created(api_of("admin"), "Never", key), 400, "unclear")
    assert called("Never") == 0


@pytest.mark.django_db
def test_after_a_day_a_key_is_new_again() -> None:
    api = api_of("admin")
    answer(created(api, "Old", "d"), 201)
    with connection.cursor() as cursor:
        cursor.execute("update api_answer set at = at - interval '24 hours 1 second'")
    answer(created(api, "New", "d"), 201)
    once.forget_old()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from api_answer")
        assert cursor.fetchone() == (1,)


def test_a_crash_between_leaves_nothing(committed: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is lost after the record was written and before the answer is kept: neither is there."""
    api = api_of("admin")
    with monkeypatch.context() as broken:
        broken.setattr(once, "_KEEP", "select pg_terminate_backend(pg_backend_pid()), %s, %s, %s, %s, %s, %s")
        api.raise_request_exception = False
        assert created(api, "Lost", "e").status_code == 503
    connection.close()
    assert called("Lost") == 0
    answer(created(api, "Lost", "e"), 201)
    answer(created(api, "Lost", "e"), 201)
    assert (called("Lost"), Entry.objects.filter(entity="customer", changes__name__1="Lost").count()) == (1, 1)


def test_two_at_once_are_one(committed: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes while the first is at work is told so, and gets its answer later."""
    api, started, go_on = api_of("admin"), Event(), Event()
    really = records.standard.create

    def slowly(*given: Any) -> Any:
        started.set()
        assert go_on.wait(10)
        return really(*given)

    def first() -> Any:
        try:
            return created(api, "Raced", "f")
        finally:
            connections.close_all()

    monkeypatch.setattr(records.standard, "create", slowly)
    with ThreadPoolExecutor(1) as pool:
        one = pool.submit(first)
        assert started.wait(10)
        refused = created(api, "Raced", "f")
        go_on.set()
        done = one.result()
    problem(refused, 409, "still-running")
    assert refused.headers["Retry-After"] == "1"
    assert (answer(done, 201), called("Raced")) == (answer(created(api, "Raced", "f"), 201), 1)
