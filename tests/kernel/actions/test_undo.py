"""Undo where others have built on it: what was not touched since goes back, the rest is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.actions.undo import Conflict, undo
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, api_of, client_of, customer_of

CUSTOMER = named("customer")
FIVE = {"city": "Xi'an", "tier": "B", "revenue": "7", "employees": 9, "founded": 2001}


def edited(values: dict[str, Any], username: str = "sales") -> Entry:
    standard.edit(acting(username), CUSTOMER, customer_of("own").pk, values)
    return Entry.objects.filter(entity="customer", record=customer_of("own").pk).latest("id")


def values() -> dict[str, Any]:
    return {id: CUSTOMER.fields[id].dump(customer_of("own")) for id in FIVE}


@pytest.mark.django_db
def test_what_was_not_built_on_can_still_be_taken_back() -> None:
    before = values()
    line = edited(FIVE)
    edited({"city": "Wuhan", "employees": 10})
    with pytest.raises(Conflict) as told:
        undo(acting("sales"), line)
    assert (told.value.moved, told.value.possible) == (["city", "employees"], ["founded", "revenue", "tier"])
    undo(acting("sales"), line, only=told.value.possible)
    assert values() == before | {"city": "Wuhan", "employees": 10}
    with pytest.raises(Refused, match="taken back already"):
        undo(acting("sales"), line)
    with pytest.raises(Forbidden):
        undo(acting("sales"), line, only=["name"])


@pytest.mark.django_db
def test_a_deletion_is_taken_back_once() -> None:
    customer = customer_of("group")
    standard.delete(acting("admin"), CUSTOMER, customer.pk)
    line = Entry.objects.filter(entity="customer", record=customer.pk).latest("id")
    undo(acting("admin"), line)
    with pytest.raises(Refused, match="taken back already"):
        undo(acting("admin"), line)


@pytest.mark.django_db
def test_the_page_shows_all_three_values_and_takes_back_the_rest() -> None:
    line, own = edited({"city": "Xi'an", "tier": "B"}), customer_of("own").pk
    edited({"city": "Wuhan"})
    address = f"/customers/{own}/undo/{line.id}"
    asked = client_of("sales").post(address, HTTP_HX_REQUEST="true")
    page = asked.content.decode()
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (409, "#asked")
    assert all(word in page for word in ("苏州", "Xi&#39;an", "Wuhan", 'value="tier" checked', 'value="city" disabled'))
    assert client_of("sales").get(address).status_code == 200
    assert client_of("sales").post(address, {"field": ["tier"]}).status_code == 302
    assert (values()["tier"], values()["city"]) == ("A", "Wuhan")


@pytest.mark.django_db
def test_a_program_is_told_which_and_names_them() -> None:
    line, own = edited({"city": "Xi'an", "tier": "B"}), customer_of("own").pk
    edited({"city": "Wuhan"})
    api, address = api_of("sales"), f"/api/v1/customers/{own}/actions/undo"
    refused = api.post(address, {"entry": line.id}, content_type="application/json")
    assert (refused.status_code, refused.json()["title"]) == (409, "conflict")
    assert (refused.json()["moved"], refused.json()["possible"]) == (["city"], ["tier"])
    wrong = api.post(address, {"entry": line.id, "fields": ["name"]}, content_type="application/json")
    assert wrong.status_code == 422
    done = api.post(address, {"entry": line.id, "fields": ["tier"]}, content_type="application/json")
    assert (done.status_code, done.json()["tier"], done.json()["city"]) == (200, "A", "Wuhan")


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each answers or is refused, begun together on connections of their own."""
    results: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(number: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = work()
        except Refused as refused:
            results[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_at_once_one_wins_and_the_other_is_told(committed: Address) -> None:
    line = edited({"city": "Xi'an"})
    results = at_once(lambda: undo(acting("sales"), line), lambda: undo(acting("admin"), line))
    told = [str(each.message) for each in results if isinstance(each, Refused)]
    assert told == ["This was taken back already. Nothing was changed."]
    assert values()["city"] == "苏州"
