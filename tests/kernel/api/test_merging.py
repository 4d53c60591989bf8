"""Duplicates decided by programs: merged with the values that were asked for, apart again, held apart."""

from __future__ import annotations

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.duplicates.model import Pair
from tests.cast import acting, api_of, customer_of
from tests.contracts.making import made
from tests.kernel.api.asking import answer, ask, get, problem

pytestmark = pytest.mark.django_db


def test_merged_by_the_rules_but_for_what_is_asked_and_apart_again() -> None:
    winner = made("customer", name="Lime Street Wines", city="Leeds", industry="")
    loser = made("customer", name="Lime Street", city="York", industry="Wine")
    note, api, address = made("note", customer=loser.pk), api_of("admin"), f"customers/{winner.pk}"
    before = get(api, address)
    merged = answer(ask(api, "POST", f"{address}/actions/merge-records", {"with": loser.pk, "take": {"city": "that"}}))
    assert (merged["name"], merged["city"], merged["industry"]) == ("Lime Street Wines", "York", "Wine")
    assert get(api, f"notes/{note.pk}")["customer"]["id"] == winner.pk
    problem(ask(api, "POST", f"{address}/actions/merge-records", {"with": loser.pk}), 409, "refused")
    for named in (
        loser.pk,
        f"C-{loser.pk}",
        f"%22Anything [C-{loser.pk}]%22",
    ):  # as filters that were saved before name it
        assert [each["id"] for each in get(api, f"notes?filter=customer = {named}")["items"]] == [note.pk], named
    apart = answer(ask(api, "POST", f"{address}/actions/unmerge-records", {"with": loser.pk}))
    assert (apart["city"], apart["industry"]) == (before["city"], before["industry"])
    assert get(api, f"notes/{note.pk}")["customer"]["id"] == loser.pk
    problem(ask(api, "POST", f"{address}/actions/unmerge-records", {"with": loser.pk}), 409, "refused")


def test_held_apart_and_no_longer() -> None:
    own, other = sorted((customer_of("own").pk, customer_of("other").pk))
    api = api_of("admin")
    for undo, verdict in ((False, "different"), (True, "open")):
        done = ask(api, "POST", f"customers/{other}/actions/not-the-same", {"with": own, "undo": undo})
        assert (done.status_code, Pair.objects.get(one=own, other=other).verdict) == (204, verdict)


@pytest.mark.parametrize(
    ("verb", "asked", "status"),
    [
        ("merge-records", {}, 422),
        ("merge-records", {"with": "1"}, 422),
        ("merge-records", {"with": 10**19}, 422),
        ("merge-records", {"with": True}, 422),
        ("merge-records", {"with": 999_999}, 404),
        ("merge-records", {"with": 0, "take": []}, 422),
        ("unmerge-records", {"with": 999_999}, 404),
        ("not-the-same", {"with": 999_999}, 404),
        ("not-the-same", {"with": 1, "undo": "yes"}, 422),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_done(verb: str, asked: dict[str, object], status: int) -> None:
    own, before = customer_of("own").pk, visible_to(acting("admin"), Customer).count()
    assert ask(api_of("admin"), "POST", f"customers/{own}/actions/{verb}", asked).status_code == status
    assert visible_to(acting("admin"), Customer).count() == before


@pytest.mark.parametrize("take", [{"city": "mine"}, {"nonsense": "that"}, ["city"], "that"])
def test_values_that_nobody_has_are_refused(take: object) -> None:
    own, other = customer_of("own").pk, customer_of("other").pk
    asked = {"with": other, "take": take}
    problem(ask(api_of("admin"), "POST", f"customers/{own}/actions/merge-records", asked), 422, "invalid")
    assert visible_to(acting("admin"), Customer).filter(pk=other).exists()


def test_who_may_not_delete_merges_nothing() -> None:
    own, other = customer_of("own").pk, customer_of("team").pk
    for who in ("sales", "marketing"):
        done = ask(api_of(who), "POST", f"customers/{own}/actions/merge-records", {"with": other})
        assert done.status_code == 403
