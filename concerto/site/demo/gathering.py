"""Where the people of the demo company meet: a committee with what it works on, a meeting that was, and one to come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from concerto.collaboration.handoffs.handoff.entity import handoff as handoffs
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.meetings.agenda.gathering import codes_of
from concerto.collaboration.meetings.meeting.entity import meeting as meetings
from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.collaboration.meetings.meeting.readers import open_to_invited
from concerto.collaboration.opened import keep_open
from concerto.collaboration.spaces.member.readers import levels_of
from concerto.collaboration.spaces.space.entity import space as spaces
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import change
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named

MEMBERS = {
    "service-lead": ("lead", "投诉与回访"),
    "sales-manager": ("member", "Key accounts"),
    "product": ("member", "需求排期"),
    "logistics": ("member", "交付"),
    "data": ("guest", "Figures"),
}
MINUTES = """到会：客服、销售、产品、物流。

1. 首响从 9 小时降到 5 小时，周末仍超时：下周起周六排一人值守。
2. Two deliveries were late without anybody telling the customer: logistics writes first, sales calls.
3. 面板重启一事，研发周五前给出原因。"""


def gather() -> None:
    """Rights are kept here, as the readers keep them for everybody else: they pass over what a demo writes."""
    people = dict(visible_to(SYSTEM, Person).exclude(username="").values_list("username", "pk"))
    goal = "客户从提出问题到解决，不再需要催第二次。\nNobody has to ask us twice: first answer within 4 hours, every promise kept."
    committee = _made("space", name="客户体验委员会", goal=goal, owner=people["success"], open_to="everyone")
    for username, (part, task) in MEMBERS.items():
        _made("space-member", space=committee.pk, person=people[username], part=part, task=task)
    keep_open(SYSTEM.doing("open"), spaces, committee.pk, levels_of(committee.pk))
    for customer in visible_to(SYSTEM, Customer).defer("search").order_by("pk")[:3]:
        code = entity_of(customer).code(customer.pk)
        _made("linked-record", space=committee.pk, subject=code, note="近 30 天两次投诉")
    past = _meeting(committee, people, _at(-6, 10), "客户体验例会：首响与交付")
    change(SYSTEM.doing("hold"), past, minutes=MINUTES, state=State.HELD, held_at=past.ends)
    visible_to(SYSTEM, Meeting).filter(pk=past.pk).update(matters=[*codes_of(past), *_closed_after(past)])
    _made(
        "decision", subject=meetings.code(past.pk), what="周六安排一名客服值守，试行两个月",
        why="周末首响占超时的七成；外包值守贵一倍，且看不到客户历史。", decided_by=people["success"], decided_at=past.ends.isoformat(),
    )  # fmt: skip
    _meeting(
        committee,
        people,
        _at(1, 10),
        "客户体验例会",
        room="https://meeting.tencent.com/dm/concerto-demo",
        rhythm="weekly",
    )


def _closed_after(past: Meeting) -> list[str]:
    """What was open when they met and is closed by now."""
    rows = visible_to(SYSTEM, Handoff).filter(offered_at__lt=past.begins, closed_at__gt=past.ends).order_by("pk")
    return [handoffs.code(pk) for pk in rows.values_list("pk", flat=True)[:6]]


def _at(days: int, hour: int) -> datetime:
    there = timezone.localtime(timezone.now() + timedelta(days=days))
    return there.replace(hour=hour, minute=0, second=0, microsecond=0)


def _meeting(committee: Record, people: dict[str, int], begins: datetime, title: str, **more: Any) -> Meeting:
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    made = _made(
        "meeting",
        title=title,
        sort="sync",
        owner=people["success"],
        space=committee.pk,
        place="三楼会议室",
        **times,
        **more,
    )
    assert isinstance(made, Meeting)
    for username in MEMBERS:
        _made("meeting-invitee", meeting=made.pk, person=people[username])
    open_to_invited(SYSTEM.doing("open"), made.pk)
    return made


def _made(noun: str, **values: Any) -> Record:
    return create(SYSTEM, named(noun), values)
