"""Who looks after whom at the demo company, where somebody is missing, who is away, and who does which step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import entity_of, named

RULES: tuple[dict[str, Any], ...] = (
    {"name": "Key customers", "name_zh": "重点客户", "noun": "customer", "filter": "tier = A", "needs": ["sales", "service", "finance"]},
    {"name": "Customers kept", "name_zh": "留存客户", "noun": "customer", "filter": "stage = retain", "needs": ["sales", "service"]},
)  # fmt: skip
RESPONSIBLE: tuple[dict[str, Any], ...] = (
    {"name": "Every customer", "name_zh": "所有客户", "noun": "customer", "does": "owner", "answers": "head"},
    {"name": "Winning", "name_zh": "转化", "noun": "customer", "step": "convert", "does": "seat-sales", "asked": ["seat-finance", "role-legal"],
     "told": ["seat-service"]},
    {"name": "Keeping", "name_zh": "留存", "noun": "customer", "step": "retain", "does": "seat-service", "asked": ["seat-sales"],
     "told": ["all-marketing"]},
    {"name": "Keeping key customers", "name_zh": "留存重点客户", "noun": "customer", "step": "retain", "filter": "tier = A",
     "told": ["seat-finance", "role-executive"]},
    {"name": "Tickets", "name_zh": "工单", "noun": "ticket", "does": "owner", "answers": "role-service-lead", "told": ["seat-sales"]},
)  # fmt: skip
AWAY = (
    ("service", "service-2", "年假", -1, 6),
    ("sales-3", "sales-4", "Annual leave", 0, 9),
    ("rnd", "rnd-2", "外部培训", 5, 8),
)
SEATED, EVERY = 60, 3  # customers with a team; of every so many one has nobody in service yet


def seat_people() -> None:
    """Rules first, then seats, then who is away from so many days to so many days from now."""
    for rule in RULES:
        create(SYSTEM, named("coverage"), rule)
    for rule in RESPONSIBLE:
        create(SYSTEM, named("responsibility"), rule)
    people = {each.username: each for each in visible_to(SYSTEM, Person).defer("search")}
    customers = (
        visible_to(SYSTEM, Customer).exclude(owner=None).select_related("owner").defer("search", "owner__search")
    )
    for place, customer in enumerate(customers.order_by("pk")[:SEATED]):
        code = entity_of(customer).code(customer.pk)
        _seat(code, customer.owner)
        if place % EVERY:
            _seat(code, people[("service", "success", "service-2")[place % 3]])
        if place % (EVERY * 2) == 1:
            _seat(code, people["finance"], "账期与开票")
    today = timezone.localdate()
    for username, other, note, first, last in AWAY:
        days = {"since": f"{today + timedelta(days=first)}", "until": f"{today + timedelta(days=last)}"}
        given = {"note": note, "person": people[username].pk, "stand_in": people[other].pk}
        create(SYSTEM, named("absence"), {**given, **days})


def _seat(subject: str, person: Person, note: str = "") -> None:
    held = {"department": person.department_id, "person": person.pk, "note": note}
    create(SYSTEM, named("seat"), {"subject": subject, **held})
