"""What records of another noun come to, against plain Python; and what a reader may ask of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.registry import named
from concerto.kernel.query.language import Unclear, parse, write
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, made

NOW = timezone.now()
pytestmark = pytest.mark.django_db
# customer → (kind, days ago, amount, score)
TOLD: dict[str, list[tuple[str, int, str | None, int | None]]] = {
    "Nobody": [],
    "Looker": [("page-view", 1, None, None), ("page-view", 2, None, None)],
    "Once": [("purchase", 10, "50.00", None), ("review", 9, None, 5)],
    "Often": [("purchase", 5, "100.00", None), ("purchase", 40, "250.50", None), ("purchase", 200, "999", None),
              ("review", 30, None, 5), ("review", 3, None, 2)],
    "Former": [("purchase", 300, "10.00", None), ("purchase", 301, "10.00", None), ("review", 290, None, 3)],
}  # fmt: skip


@pytest.fixture
def customers(db: None) -> dict[str, list[Event]]:
    told = {}
    for name, events in TOLD.items():
        customer = made(acting("admin"), "customer", {"name": f"Related {name}"})
        told[name] = [
            Event(customer_id=customer.pk, kind=kind, at=NOW - timedelta(days=days), amount=amount and Decimal(amount),
                  score=score, created_at=NOW, updated_at=NOW)
            for kind, days, amount, score in events
        ]  # fmt: skip
        Event.everything.bulk_create(told[name])
    return told


def asked(filter: str, who: str = "admin") -> set[str]:
    rows = page(acting(who), named("customer"), Asked(filter=f'name ^= "Related " and ({filter})', limit=200)).rows
    return {row.name.removeprefix("Related ") for row in rows}


def bought(events: list[Event], days: int = 10**4) -> list[Event]:
    return [each for each in events if each.kind == "purchase" and each.at > NOW - timedelta(days=days)]


def last(events: list[Event]) -> Any:
    scored = sorted((each for each in events if each.score is not None), key=lambda each: each.at)
    return scored[-1].score if scored else None


def total(events: list[Event]) -> Any:
    return sum((Decimal(each.amount) for each in bought(events) if each.amount), Decimal(0))


HOLDS: dict[str, Callable[[list[Event]], bool]] = {
    "count(event where kind = purchase and at within 90d) >= 2": lambda e: len(bought(e, 90)) >= 2,
    "count(event where kind = purchase) = 1": lambda e: len(bought(e)) == 1,
    "count(event where kind = purchase) != 1": lambda e: len(bought(e)) != 1,
    "count(event where kind = purchase) <= 2": lambda e: len(bought(e)) <= 2,
    "count(event where kind = purchase) between 0..1": lambda e: len(bought(e)) <= 1,
    "count(event where kind = purchase) between 1..2": lambda e: 1 <= len(bought(e)) <= 2,
    "count(event where at within 30d) = 0": lambda e: not [x for x in e if x.at > NOW - timedelta(days=30)],
    "count(event) > 0": lambda e: bool(e),
    "count(event via customer) < 1": lambda e: not e,
    "last(event.score) <= 3": lambda e: last(e) is not None and last(e) <= 3,
    "last(event.score where at within 90d) = 2": lambda e: last(e) == 2,
    "first(event.score) = 5": lambda e: bool([x for x in e if x.score is not None]) and last(e[::1]) is not None and
        sorted((x for x in e if x.score is not None), key=lambda x: x.at)[0].score == 5,
    "last(event.score) is empty": lambda e: last(e) is None,
    "last(event.score) is not empty": lambda e: last(e) is not None,
    "sum(event.amount where kind = purchase) >= 100": lambda e: total(e) >= 100,
    "sum(event.amount) != 50": lambda e: total(e) != 50,
    "max(event.at where kind = purchase) within 100d": lambda e: bool(bought(e, 100)),
    "last(event.kind) in (review, page-view)": lambda e: bool(e) and max(e, key=lambda x: x.at).kind in ("review", "page-view"),
    "count(event where kind = purchase and at within 90d) >= 2 and last(event.score) <= 3":
        lambda e: len(bought(e, 90)) >= 2 and (last(e) or 9) <= 3,
    "count(event where kind = purchase) >= 3 or count(event where kind = page-view) > 1":
        lambda e: len(bought(e)) >= 3 or len([x for x in e if x.kind == "page-view"]) > 1,
}  # fmt: skip


@pytest.mark.parametrize("filter", HOLDS)
def test_related_records_come_to_what_python_says(customers: dict[str, list[Event]], filter: str) -> None:
    assert asked(filter) == {name for name, events in customers.items() if HOLDS[filter](events)}
    assert write(parse(filter)) == filter


def test_a_question_is_understood_whatever_the_language(customers: dict[str, list[Event]]) -> None:
    """One operator of each kind: what each means is found in tables keyed by operators."""
    for filter in (
        "count(event) = 0",
        "count(event) != 1",
        "count(event) between 1..2",
        "last(event.score) is not empty",
    ):
        found = asked(filter)
        with override("zh-hans"):
            assert asked(filter) == found


def test_a_question_may_lead_on_to_what_links_to_the_related(customers: dict[str, list[Event]]) -> None:
    parent = made(acting("admin"), "customer", {"name": "Related Parent"})
    often = Customer.everything.get(name="Related Often")
    Customer.everything.filter(pk=often.pk).update(parent=parent)
    assert asked("count(customer via parent where count(event where kind = purchase) > 2) = 1") == {"Parent"}
    assert asked("count(customer where name ^= Related) >= 1") == {"Parent"}


@pytest.mark.parametrize(
    "filter",
    [
        "count(nothing) > 1", "count(person) > 1", "count(event via what) > 1", "count(event.score) > 1", "sum(event) > 1",
        "sum(event.kind) > 1", "last(event.nothing) = 1", "count(event) ~ 3", "count(event) > many", "count(event",
        "count(event where kind = ) > 1", "count() > 1", "median(event.score) > 3", "count(event) within 30d",
        "count(event where nothing = 1) > 1", "sum(event.amount) > 99999999999999999", "segment = nowhere", "segment is empty",
        "count(event where " * 12 + "kind = review" + ") > 1" * 12,
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(db: None, filter: str) -> None:
    with pytest.raises(Unclear):
        asked(filter)


def test_nobody_learns_from_related_records_out_of_sight(customers: dict[str, list[Event]]) -> None:
    """The sales rep sees no notes of a colleague's customer; a role that does not see a noun cannot ask of it."""
    with pytest.raises(Unclear):
        asked("count(webhook) > 0", "sales")
    assert asked("count(event) > 0", "sales") == set()  # these customers are nobody's
    assert asked("count(event) > 0", "service") == {"Looker", "Once", "Often", "Former"}


def test_a_hidden_field_of_the_related_noun_cannot_be_asked(customers: dict[str, list[Event]]) -> None:
    filter = "count(customer via parent where revenue > 1) > 0"
    assert asked(filter) == set()
    with pytest.raises(Unclear):
        asked(filter, "marketing")
    with pytest.raises(Unclear):
        asked("sum(customer.revenue via parent) > 1", "marketing")


def test_of_the_system_every_row_is_asked(customers: dict[str, list[Event]]) -> None:
    rows = page(SYSTEM, named("customer"), Asked(filter="count(event where kind = review) >= 2")).rows
    assert [row.name for row in rows] == ["Related Often"]


def test_of_several_at_one_moment_the_one_kept_last_is_last(db: None) -> None:
    one = made(acting("admin"), "customer", {"name": "Related At once"})
    Event.everything.bulk_create(
        Event(customer_id=one.pk, kind="review", at=NOW, score=score, created_at=NOW, updated_at=NOW)
        for score in (1, 5, 3, None)
    )
    holding = [score for score in (1, 3, 5) if asked(f"last(event.score) = {score}")]
    beginning = [score for score in (1, 3, 5) if asked(f"first(event.score) = {score}")]
    assert (holding, beginning) == ([3], [1])
