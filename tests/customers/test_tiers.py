"""Tiers by rule: promotion, demotion after a grace, nothing against somebody's hand; and the fifths they may ask for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from concerto.customers.customer import tiers as known
from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.tier.giving import BY_RULE, give
from concerto.customers.tier.model import TierPolicy
from concerto.customers.tier.readers import tell_owners
from concerto.customers.worth.model import Worth
from concerto.customers.worth.working_out import work_out
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.belonging.segment.model import Member, Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.segments.refreshing import refresh
from tests.cast import acting, client_of, made, person_called

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db: None) -> dict[str, Segment]:
    TierPolicy.everything.all().delete()
    found: dict[str, Segment] = {}
    for place, (grade, filter) in enumerate({"A": "employees >= 1000", "B": "employees >= 100"}.items(), start=1):
        one = made(acting("admin"), "segment", {"name": f"Of {grade}", "filter": f'city = "Tierville" and {filter}'})
        assert isinstance(one, Segment)
        made(acting("admin"), "tier", {"name": f"Policy {grade}", "grade": grade, "place": place, "segment": one.pk, "grace": 30,
                                       "promise": "Within two hours"})  # fmt: skip
        found[grade] = one
    return found


def customer(name: str, **values: Any) -> Customer:
    one = made(acting("admin"), "customer", {"name": name, "city": "Tierville", **values})
    assert isinstance(one, Customer)
    return one


def settle(rules: dict[str, Segment]) -> int:
    for one in rules.values():
        refresh(one)
    return give()


def tier_of(one: Customer) -> str:
    return Customer.everything.get(pk=one.pk).tier


def edit(one: Customer, **values: Any) -> None:
    standard.edit(acting("admin"), named("customer"), one.pk, values)


def test_customers_rise_at_once_and_fall_after_the_grace(rules: dict[str, Segment]) -> None:
    large, middle, small = (
        customer("Large", employees=5000),
        customer("Middle", employees=200),
        customer("Small", employees=5),
    )
    assert settle(rules) == 2
    assert [tier_of(each) for each in (large, middle, small)] == ["A", "B", ""]
    edit(middle, employees=2000)
    edit(large, employees=500)
    assert settle(rules) == 1
    assert [tier_of(each) for each in (large, middle)] == ["A", "A"]
    Member.objects.filter(record=large.pk, left_at__isnull=False).update(left_at=timezone.now() - timedelta(days=31))
    assert give() == 1
    assert tier_of(large) == "B"
    edit(large, employees=1)
    settle(rules)
    Member.objects.filter(record=large.pk, left_at__isnull=False).update(left_at=timezone.now() - timedelta(days=31))
    assert give() == 1
    assert tier_of(large) == ""
    assert give() == 0


def test_a_tier_chosen_by_hand_stays(rules: dict[str, Segment]) -> None:
    chosen = customer("Chosen", employees=5000, tier="C")
    assert settle(rules) == 0
    assert tier_of(chosen) == "C"
    edit(chosen, tier="")
    assert settle(rules) == 1
    edit(chosen, tier="B")
    assert settle(rules) == 0
    assert tier_of(chosen) == "B"


def test_the_journal_the_owner_and_the_page_say_why(rules: dict[str, Segment]) -> None:
    sales = person_called("sales").pk
    one = customer("Owned", employees=5000, owner=sales)
    settle(rules)
    line = Entry.objects.filter(entity="customer", record=one.pk).order_by("-id")[0]
    assert (line.actor, line.reason, line.changes) == (None, BY_RULE, {"tier": ["", "A"]})
    tell_owners([line])
    tell_owners([line])
    assert list(Notice.objects.filter(kind="tier-changed").values_list("person", "record")) == [(sales, one.pk)]
    shown = client_of("sales").get(f"/customers/{one.pk}/related").content.decode()
    assert "Policy A" in shown
    assert "Within two hours" in shown
    assert "Policy A" not in client_of("logistics").get(f"/customers/{one.pk}/related").content.decode()


def test_fifths_are_about_all_customers(db: None) -> None:
    Worth.everything.all().delete()
    Event.everything.all().delete()
    now, found = timezone.now(), [customer(f"Buyer {number}") for number in range(5)]
    for rank, one in enumerate(found, start=1):  # the later in the list, the more recent, frequent and dear
        for order in range(rank):
            Event.everything.create(customer=one, kind="purchase", amount=Decimal(100), at=now - timedelta(days=60 - rank * 10 + order),
                                    created_at=now, updated_at=now)  # fmt: skip
    Event.everything.create(
        customer=found[4],
        kind="refund",
        amount=Decimal(50),
        at=now - timedelta(hours=1),
        created_at=now,
        updated_at=now,
    )
    work_out()
    work_out()
    rows = {row.customer_id: (row.rfm, row.purchases, row.total) for row in Worth.everything.all()}
    assert rows == {one.pk: (f"{rank}{rank}{rank}", rank, Decimal(100 * rank - (50 if rank == 5 else 0)))
                    for rank, one in enumerate(found, start=1)}  # fmt: skip
    Event.everything.filter(customer=found[0].pk).delete()
    work_out()
    assert not Worth.everything.filter(customer=found[0].pk).exists()


# -- as many tiers as the company names --------------------------------------------------------------------------------
def test_a_company_names_its_own_tiers_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is named in both languages renames one that comes along; a new one is a choice for everybody."""
    monkeypatch.setattr(known, "MOMENT", 0.0)
    monkeypatch.setattr(known, "_remembered", {})
    TierPolicy.everything.all().delete()
    field = named("customer").fields["tier"]
    assert list(field.choices) == ["A", "B", "C"]
    for place, (grade, name, name_zh) in enumerate(
        (("platinum", "Platinum", "铂金"), ("A", "Gold", "黄金"), ("B", "Silver", "")), 1
    ):
        made(acting("admin"), "tier", {"name": name, "name_zh": name_zh, "grade": grade, "place": place})
    assert [(id, str(label)) for id, label in field.choices.items()] == [
        ("platinum", "Platinum"), ("A", "Gold"), ("B", "B · growing"), ("C", "C · regular"),
    ]  # fmt: skip
    made(acting("admin"), "tier", {"name": "Bronze", "grade": "bronze", "place": 50})
    assert list(field.choices) == ["platinum", "A", "B", "C", "bronze"]
    with translation.override("zh-hans"):
        assert [str(field.choices[id]) for id in ("platinum", "A")] == ["铂金", "黄金"]
    assert customer("Rich", tier="铂金").tier == "platinum"
    TierPolicy.everything.filter(grade="platinum").update(trashed_at=timezone.now())
    with pytest.raises(Invalid):
        customer("Poor", tier="platinum")


@pytest.mark.parametrize("grade", ["", "a b", "-", "x" * 41, "金", "A'"])
def test_a_tier_is_called_what_can_be_written(grade: str) -> None:
    with pytest.raises(Invalid) as why:
        made(acting("admin"), "tier", {"name": "X", "grade": grade})
    assert why.value.problems.keys() == {"grade"}
