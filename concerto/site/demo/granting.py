"""What the demo company does not do before somebody agrees: large deals are won with a yes of whom the seller reports to and of finance."""

from __future__ import annotations

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.gates import NeedsApproval, ask
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named

RULE = {
    "name": "Large deals", "name_zh": "大额商机", "noun": "opportunity", "does": "edit", "field": "stage",
    "filter": "stage = won and amount >= 1000000", "within": "16", "overdue": "manager",
}  # fmt: skip
STEPS = ({"name": "直属上级", "manager": "yes"}, {"name": "财务", "role": "finance", "mode": "any"})
DEAL = {"name": "三号厂房新风改造", "amount": "1280000", "stage": "negotiation", "next_step": "等审批后签约"}


def hold() -> None:
    """A rule, and a deal that waits by it."""
    rule = create(SYSTEM, named("approval-rule"), RULE)
    for position, step in enumerate(STEPS, start=1):
        create(SYSTEM, named("approval-step"), {"rule": rule.pk, "position": position, **step})
    seller = _seller()
    customer = visible_to(seller, Customer).filter(owner=seller.person).order_by("pk").first() if seller else None
    if seller is None or customer is None:
        return
    deal = create(seller, named("opportunity"), {**DEAL, "customer": customer.pk, "owner": seller.person})
    try:
        edit(seller, named("opportunity"), deal.pk, {"stage": "won"})
    except NeedsApproval as needed:
        ask(seller, needed)


def _seller() -> Actor | None:
    """Somebody who sells and looks after customers."""
    sellers = visible_to(SYSTEM, Person).filter(roles__contains=["sales"], left_at=None).order_by("pk")
    found = next((person.pk for person in sellers if visible_to(SYSTEM, Customer).filter(owner=person).exists()), None)
    return actor_for(found, PAGE) if found else None
