"""A tree stays a tree, also when two people close a loop together, each seeing only half of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid, Stale
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from tests.cast import acting, customer_of, made, person_called

CUSTOMER = named("customer")


def chain(length: int) -> list[int]:
    """Ids of customers of which each is part of the one before."""
    ids: list[int] = []
    for number in range(length):
        values = {"name": f"Link {number}", "parent": ids[-1] if ids else None}
        ids.append(made(acting("admin"), "customer", values).pk)
    return ids


def moved(record: int, below: int) -> None:
    standard.edit(acting("admin"), CUSTOMER, record, {"parent": below})


def closes_a_loop(record: int, below: int) -> bool:
    try:
        moved(record, below)
    except Invalid as refused:
        assert "lead in a circle" in str(refused.problems["parent"])
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_the_first_cannot_go_below_the_last(length: int) -> None:
    ids = chain(length)
    assert closes_a_loop(ids[0], ids[-1])
    assert not closes_a_loop(ids[-1], customer_of("own").pk)


@pytest.mark.django_db
def test_a_branch_may_move_within_its_tree() -> None:
    top, middle, low = chain(3)
    assert not closes_a_loop(low, top)
    assert not closes_a_loop(middle, low)
    assert closes_a_loop(top, middle)


@pytest.mark.django_db
def test_nobody_reports_to_himself_by_a_detour() -> None:
    admin, people = acting("admin"), named("person")
    boss, sales = person_called("sales-manager").pk, person_called("sales").pk
    standard.edit(admin, people, sales, {"manager": boss})
    with pytest.raises(Invalid):
        standard.edit(admin, people, boss, {"manager": sales})


@pytest.mark.django_db
def test_the_trash_does_not_hide_a_loop() -> None:
    top, middle, low = chain(3)
    standard.delete(acting("admin"), CUSTOMER, middle)
    assert closes_a_loop(top, low)


@pytest.mark.parametrize("round", range(5))
def test_two_people_do_not_close_a_loop_together(committed: Address, round: int) -> None:
    one, other = customer_of("own").pk, customer_of("other").pk
    start = Barrier(2)

    def move(record: int, below: int) -> bool:
        try:
            start.wait()
            return closes_a_loop(record, below)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        moves = [threads.submit(move, one, other), threads.submit(move, other, one)]
        assert sorted(move.result() for move in moves) == [False, True]


def test_of_two_edits_of_one_version_one_is_stale(committed: Address) -> None:
    own, start = customer_of("own").pk, Barrier(4)

    def edit(city: str) -> str:
        try:
            start.wait()
            standard.edit(acting("admin"), CUSTOMER, own, {"city": city}, version=1)
        except Stale:
            return "stale"
        finally:
            connection.close()
        return city

    with ThreadPoolExecutor(4) as threads:
        results = [each.result() for each in [threads.submit(edit, city) for city in "ABCD"]]
    assert sorted(results)[1:] == ["stale"] * 3
    assert (customer_of("own").city, customer_of("own").version) == (min(results), 2)
