"""Tasks of the demo company: late ones, today's, some that wait for others, one that comes again, a few that nobody took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from concerto.collaboration.sides import department_of
from concerto.collaboration.tasks.adding import end_of
from concerto.collaboration.tasks.task.actions import finish, start, wait
from concerto.collaboration.tasks.task.model import Task
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import COMMAND, SYSTEM, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import entity_of, named

ERRANDS: Sequence[tuple[str, str, str, int | None, dict[str, Any]]] = (  # what, who asks, who does it, in how many days
    ("发修订后的报价单", "sales-manager", "sales", -3, {"priority": "high"}),
    ("Send the drawings of unit 3", "service", "rnd", -1, {"checklist": "[x] Find the drawing\nCheck the revision\nSend it"}),
    ("回访：面板自动重启", "service-lead", "service", 0, {"checklist": "[x] 联系现场\n[x] 取日志\n换板\n回访"}),
    ("准备季度复盘材料", "sales-manager", "sales", 0, {"every": 3, "unit": "months", "workdays": True}),
    ("Weekly call about open orders", "sales", "sales", 2, {"every": 1, "unit": "weeks"}),
    ("核对开票信息", "sales", "finance", 3, {}),
    ("Check the penalty clause", "sales", "legal", 5, {"priority": "urgent"}),
    ("确认到货日期", "sales", "logistics", 1, {}),
    ("Prepare the visit of the buyers", "sales-manager", "sales", 9, {"checklist": "Book the room\nPrint badges\nAsk R&D for a tour"}),
    ("整理客户案例", "marketing", "sales", None, {"priority": "low"}),
    ("Ask for a reference", "marketing", "service", 12, {}),
)  # fmt: skip
UNTAKEN = (
    ("接待来访客户", "sales", 4),
    ("Answer the tender", "sales", 8),
    ("排查 E-07 报警", "service", 2),
)  # held by a department


def give_errands(seed: int) -> None:
    """Each on a customer that who does it may see; the last waits for one before it."""
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    people = dict(visible_to(SYSTEM, Person).exclude(username=None).values_list("username", "pk"))
    known = {who: _customers(people[who]) for _what, _giver, who, *_more in ERRANDS}
    made = [
        _give(chance.choice(known[who]), title, day, {"giver": people[giver], "assignee": people[who], **more})
        for title, giver, who, day, more in ERRANDS
        if known[who]
    ]
    for title, hue, day in UNTAKEN:
        _give(chance.choice(known["sales"]), title, day, {"department": department_of(hue)})
    start(SYSTEM, made[2])
    wait(SYSTEM, made[4], reason="等客户回传盖章件")
    finish(SYSTEM, _give(known["sales"][0], "Welcome call", -2, {"assignee": people["sales"]}))
    _give(known["sales"][1], "发合同", 6, {"assignee": people["sales"], "after": made[3].pk})


def _customers(person: int) -> list[Customer]:
    actor = actor_for(person, COMMAND)
    return list(visible_to(actor, Customer).defer("search").order_by("pk")[:20]) if actor else []


def _give(customer: Customer, title: str, day: int | None, given: dict[str, Any]) -> Task:
    due = None if day is None else end_of(timezone.localdate() + timedelta(days=day), None).isoformat()
    kept = create(
        SYSTEM, named("task"), {"title": title, "subject": entity_of(customer).code(customer.pk), "due": due, **given}
    )
    assert isinstance(kept, Task)
    return kept
