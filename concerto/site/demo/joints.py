"""What the departments of the demo company handed to each other lately: some on their way, most done, some late, some returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.collaboration.handoffs.turn.keeping import kept
from concerto.collaboration.handoffs.turn.model import Answer, Turn
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.sides import department_of
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import index, line, put
from concerto.kernel.actions.standard import create
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.journal.writing import Line, write_many
from concerto.site.demo.selling import tell_deal

DAYS, HANDED = 60, 72  # hand-offs in so many days
MATTERS: dict[str, Sequence[tuple[str, str]]] = {  # type → what is asked, and what the record is called
    "technical-escalation": [("Is unit 3 one of a bad batch?", "3 号机组 42 Hz 异响"), ("面板自动重启的原因", "面板重启"), ("E-07 after every restart", "Lift interface drops out")],
    "contract-review": [("框架合同第 7 条违约金", "框架合同"), ("Penalty clause, second draft", "Supply agreement 2027"), ("续约补充协议", "续约")],
    "credit-check": [("额度提高到 800 万", "扩产设备"), ("Terms of 60 days", "Second line, 12 units"), ("账期 30 → 60 天", "年度采购")],
    "onboarding": [("首批 40 台安装", "首批 40 台"), ("Install before the season", "Rooftop units")],
    "qualified-lead": [("展会询价 30 台", "半亩茶业"), ("Wants a quote by Friday", "Fair contact, Leeds"), ("二期产线 12 台", "青禾坡")],
    "delivery-exception": [("12 台晚 6 天", ""), ("外箱破损 3 台", ""), ("Two pallets missing", "")],
    "upsell": [("新风主机 6 台", ""), ("Could use the silent kit", "")],
    "renewal": [("到期前 60 天回访", ""), ("Contract ends in March", "")],
    "product-demand": [("静音模式定时", "静音模式定时"), ("Open interface to lift control", "Lift control interface")],
}  # fmt: skip
REASONS = (
    "预算与决策人未填",
    "Photos are missing",
    "缺签约主体证照",
    "Cannot be reproduced: send the log",
    "不属于我们部门",
)
DEAL_WAY = ("discovery", "proposal", "negotiation", "won")
MADE = {"ticket": "subject", "lead": "name", "opportunity": "name", "demand": "title"}  # noun → what it is called by


@dataclass
class Story:
    """One hand-off as it is told: each step sets values and leaves its line."""

    handoff: Handoff
    lines: list[Line] = field(default_factory=list)
    pending: list[tuple[Actor, dict[str, Any], datetime]] = field(default_factory=list)

    def step(self, verb: str, who: int | None, at: datetime, why: str = "", **values: Any) -> None:
        actor = Actor(who, "", PAGE, verb=verb, reason=why)
        self.pending.append((actor, put(entity_of(self.handoff), self.handoff, values), at))

    def keep(self) -> Sequence[Line]:
        self.handoff.created_at = self.pending[0][2]
        self.handoff.updated_at, self.handoff.version = self.pending[-1][2], len(self.pending)
        index(entity_of(self.handoff), self.handoff)
        self.handoff.save(force_insert=True)
        return [
            _at(line(actor, entity_of(self.handoff), self.handoff, changes), at) for actor, changes, at in self.pending
        ]


def _at(told: Line, at: datetime) -> Line:
    return Line(**(vars(told) | {"happened_at": at}))


def hand_over(seed: int) -> None:
    """Tell all of them, from the oldest on."""
    chance, now = Random(seed), timezone.now()  # noqa: S311 (a story, not a secret)
    types = {type.key: type for type in visible_to(SYSTEM, HandoffType).exclude(key="").defer("search")}
    customers = list(visible_to(SYSTEM, Customer).defer("search").order_by("pk")[:60])
    people = _people()
    lines: list[Line] = []
    for number in range(HANDED):
        key = chance.choice(list(MATTERS))
        asked, called = chance.choice(MATTERS[key])
        begun = now - timedelta(days=DAYS * (1 - number / HANDED), hours=-chance.uniform(0, 9))
        about = _about(types[key], chance.choice(customers), called, people, min(begun, now))
        lines += _told(types[key], about, asked, min(begun, now), now, people, chance)
    write_many(sorted(lines, key=lambda each: each.happened_at))


def _people() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk, department in (
        visible_to(SYSTEM, Person).filter(left_at=None).order_by("pk").values_list("pk", "department")
    ):
        found.setdefault(department, []).append(pk)
    return found


def _about(
    type: HandoffType, customer: Customer, called: str, people: dict[int, list[int]], handed: datetime
) -> Record:
    """The record handed over: the customer, or something made for it; deals had come as far as it takes by then."""
    if type.noun not in MADE:
        return customer
    owner = people[department_of(type.giver or "sales") or 0][0]
    given: dict[str, Any] = {MADE[type.noun]: called, "owner": owner}
    if type.noun != "lead":
        given["customer"] = customer.pk
    if type.noun == "opportunity":
        way = DEAL_WAY if type.key == "onboarding" else DEAL_WAY[:-1]
        moments = [handed - timedelta(days=9 * back) for back in reversed(range(len(way)))]
        whose = {"department": department_of(type.giver or "sales"), "amount": Decimal(860_000)}
        return tell_deal({**given, **whose}, list(zip(way, moments, strict=True)), {})
    return create(SYSTEM, named(type.noun), given)


def _told(
    type: HandoffType,
    about: Record,
    asked: str,
    begun: datetime,
    now: datetime,
    people: dict[int, list[int]],
    chance: Random,
) -> Sequence[Line]:
    giving, receiving = department_of(type.giver or "sales"), department_of(type.receiver)
    assert giving and receiving, "the demo company has every department"
    work = working_time_of(receiving)
    giver, receiver = chance.choice(people[giving]), chance.choice(people[receiving])
    story = Story(Handoff(type=type))
    story.step(
        "create",
        giver,
        begun,
        subject=entity_of(about).code(about.pk),
        title=asked,
        type=type.pk,
        giver=giver,
        giving=giving,
    )
    by = work.after(begun, timedelta(hours=float(type.accept_within or 0)))
    story.step(
        "offer",
        giver,
        begun,
        state=State.OFFERED,
        offered_at=begun,
        accept_by=by,
        receiving=receiving,
        turn=1,
        accept_hours=type.accept_within,
        finish_hours=type.finish_within,
    )
    lateness = chance.choice((0.2, 0.4, 0.7, 0.9, 1.6 if type.receiver in ("legal", "rd") else 0.8))
    answered = work.after(begun, timedelta(hours=float(type.accept_within or 0) * lateness))
    turn = Turn(number=1, type=type, giving_id=giving, receiving_id=receiving, offered_at=begun, accept_by=by)
    waits = now - begun < timedelta(days=8) and chance.random() < 0.35  # nobody has looked at it yet
    if answered < now and not waits:
        _answered(story, turn, receiver, giver, answered, now, chance)
    lines = story.keep()
    turn.handoff, turn.created_at, turn.updated_at = story.handoff, begun, now
    turn.save(force_insert=True)
    return lines


def _answered(story: Story, turn: Turn, receiver: int, giver: int, at: datetime, now: datetime, chance: Random) -> None:
    work, type = working_time_of(turn.receiving_id), turn.type
    assert turn.accept_by and turn.offered_at, "it was offered"
    turn.answered_at, turn.accept_kept = at, kept(turn.accept_by, at)
    turn.accept_minutes = int(work.between(turn.offered_at, at).total_seconds() // 60)
    if chance.random() < 0.09:
        why = chance.choice(REASONS)
        turn.answer, turn.reason = Answer.RETURNED, why
        story.step("return", receiver, at, why, state=State.RETURNED, reason=why, returns=1)
        return
    turn.answer, turn.receiver_id = Answer.ACCEPTED, receiver
    turn.finish_by = work.after(at, timedelta(hours=float(type.finish_within or 0)))
    story.step(
        "accept", receiver, at, state=State.ACCEPTED, receiver=receiver, accepted_at=at, finish_by=turn.finish_by
    )
    if chance.random() < 0.8:
        story.step("start", receiver, at, state=State.PROGRESS)
    share = chance.choice((0.5, 0.7, 0.9, 1.0, 1.5 if type.receiver in ("legal", "rd", "product") else 0.9))
    done = work.after(at, timedelta(hours=float(type.finish_within or 0) * share))
    forgotten = now - at < timedelta(days=20) and chance.random() < 0.35
    if done < now and not forgotten:
        turn.delivered_at, turn.finish_kept = done, kept(turn.finish_by, done)
        turn.finish_minutes = int(work.between(at, done).total_seconds() // 60)
        story.step("deliver", receiver, done, state=State.DELIVERED, delivered_at=done)
        confirmed = done + timedelta(hours=chance.uniform(1, 40))
        if confirmed < now:
            turn.confirmed_at = confirmed
            story.step("confirm", giver, confirmed, state=State.CONFIRMED, closed_at=confirmed)
