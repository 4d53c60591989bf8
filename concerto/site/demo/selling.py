"""What the demo company sells: two pipelines, deals that went through their stages over the last months, some stalled, rivals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from concerto.customers.customer.model import Customer, Form
from concerto.customers.relation.model import Relation, Tie
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import index, line, put
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.journal.writing import Line, write_many
from concerto.kernel.views.view.actions import share
from concerto.kernel.views.view.model import View
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.staying import work_out
from concerto.sales.stage import known
from concerto.sales.stage.model import Kind, Stage

RENEWALS = (
    {"key": "due", "name": "Coming up", "name_zh": "即将到期", "probability": 60, "stalled_after": 15,
     "suggestion": "Ask how satisfied they are before you speak of the contract.", "suggestion_zh": "先了解满意度，再谈续约条款。"},
    {"key": "in-talks", "name": "In talks", "name_zh": "商谈中", "probability": 75, "stalled_after": 10,
     "suggestion": "Offer to go through last year's figures together.", "suggestion_zh": "约客户一起回顾去年的使用数据。"},
    {"key": "terms-sent", "name": "Terms sent", "name_zh": "条款已发", "probability": 90, "stalled_after": 7, "demands": "amount",
     "suggestion": "Call and ask what is still open.", "suggestion_zh": "打电话问清还有哪一条没谈拢。"},
    {"key": "renewed", "name": "Renewed", "name_zh": "已续约", "probability": 100, "kind": Kind.WON},
    {"key": "not-renewed", "name": "Not renewed", "name_zh": "未续约", "probability": 0, "kind": Kind.LOST},
)  # fmt: skip
DEMANDS = {"proposal": "amount", "negotiation": "amount, close_on, next_step"}
RIVALS = (
    ("Tin Lantern Air", "价格低，交期短", "售后只到省会，备件要等三周", "带客户看我们的备件库；按全周期成本报价。"),
    ("云梯环境科技", "Strong in hospitals, knows the tenders", "No open interface", "Show the interface live, in the first meeting."),
    ("Marrow & Finch", "Beautiful units, architects love them", "Loud above half load", "Invite them to a running site and measure the noise together."),
)  # fmt: skip
DEALS = ("新风主机 12 台", "Proofing rooms, phase 2", "静音改造", "Rooftop units", "恒温车间二期", "Heat recovery", "节能改造", "Clean-room supply",
         "展厅新风", "Kitchen air", "烘干线余热", "Cold store")  # fmt: skip
RENEWED = ("年度维保续约", "Service plan 2027", "框架合同续签", "Renewal, all sites")
STEPS = (
    "周四 10:00 电话",
    "Send the second version",
    "等客户预算会",
    "Site visit",
    "约技术交流",
    "Redline comes on Monday",
)
WHY = (
    ("price", "对手便宜一成，客户只看首付"),
    ("competitor", "They wanted it before the holidays"),
    ("no-decision", "预算推迟到明年"),
    ("product", "No open interface yet"),
)
OPEN, CLOSED = 26, 18  # deals
LONG = 6  # every so many open ones has been in its stage for too long


def sell(seed: int) -> None:
    """Pipelines, rivals, deals with their past, who buys, and a board for everybody."""
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    renewals = _renewals()
    for key, demands in DEMANDS.items():
        edit(SYSTEM, named("stage"), visible_to(SYSTEM, Stage).get(key=key).pk, {"demands": demands})
    rivals = [_rival(*rival) for rival in RIVALS]
    customers = list(
        visible_to(SYSTEM, Customer)
        .filter(form=Form.ORGANISATION, owner__isnull=False)
        .defer("search")
        .order_by("pk")[:60]
    )
    for number in range(OPEN + CLOSED):
        pipeline = renewals if number % 4 == 3 else known.first_pipeline()
        assert pipeline, "there is a first pipeline"
        _deal(chance, number, chance.choice(customers), pipeline, rivals)
    for relation in visible_to(SYSTEM, Relation).filter(tie=Tie.WORKS_AT, other__form=Form.ORGANISATION)[:200]:
        _buys(chance, relation)
    _board(renewals)
    work_out(set(visible_to(SYSTEM, Opportunity).values_list("pk", flat=True)))


def tell_deal(
    values: Mapping[str, Any], course: Sequence[tuple[str, datetime]], last: Mapping[str, Any]
) -> Opportunity:
    """A deal that came to stages at moments, the first of which it was made in; it got the `last` values with its last move."""
    deal, described = Opportunity(), named("opportunity")
    lines: list[Line] = []
    for number, (stage, at) in enumerate(course):
        given = {"stage": stage, **(values if not number else {}), **(last if number == len(course) - 1 else {})}
        actor = Actor(values["owner"], "", PAGE, verb="edit" if number else "create")
        deal.created_at = deal.created_at or at
        if not number:
            deal.stage = ""  # what a new deal begins with is told, too
        changes = put(described, deal, given)
        if not number:
            deal.updated_at = at
            index(described, deal)
            deal.save(force_insert=True)
        lines.append(replace(line(actor, described, deal, changes), happened_at=at))
    deal.version, deal.updated_at = len(course), course[-1][1]
    index(described, deal)
    deal.save()
    write_many(lines)
    return deal


def _renewals() -> int:
    made = create(SYSTEM, named("pipeline"), {"name": "Renewals", "name_zh": "续约", "position": 2})
    for position, stage in enumerate(RENEWALS, start=1):
        create(SYSTEM, named("stage"), {**stage, "pipeline": made.pk, "position": position})
    known.forget()
    return made.pk


def _rival(name: str, strengths: str, weaknesses: str, how: str) -> int:
    given = {"name": name, "strengths": strengths, "weaknesses": weaknesses, "how_to_win": how}
    return create(SYSTEM, named("competitor"), given).pk


def _deal(chance: Random, number: int, customer: Customer, pipeline: int, rivals: Sequence[int]) -> None:
    stages = [known.known()[key] for key in known.keys_of(pipeline)]
    ways = [stage.key for stage in stages if stage.is_open]
    is_open = number < OPEN
    if is_open:
        way, here = ways[: number % len(ways) + 1], chance.uniform(1, 11)
        here = chance.uniform(24, 38) if number % LONG == LONG - 1 else here
    else:
        end = Kind.WON if chance.random() < 0.6 else Kind.LOST
        way, here = [*ways, *(stage.key for stage in stages if stage.kind == end)], chance.uniform(1, 70)
    names = RENEWED if pipeline != known.first_pipeline() else DEALS
    values = {
        "name": chance.choice(names),
        "customer": customer.pk,
        "pipeline": pipeline,
        "owner": customer.owner_id,
        "department": customer.department_id,
        "amount": chance.choice((56_000, 148_000, 240_000, 330_000, 486_000, 760_000, 1_960_000)) + 1000 * number,
        "close_on": timezone.localdate() + timedelta(days=chance.randint(6, 90)),
        "next_step": chance.choice(STEPS),
        "competitor": chance.choice(rivals) if number % 2 else None,
    }
    lost = not is_open and known.known()[way[-1]].kind == Kind.LOST
    reason, why = chance.choice(WHY)
    tell_deal(values, list(_course(chance, way, here)), {"lost_reason": reason, "lost_why": why} if lost else {})


def _course(chance: Random, way: Sequence[str], here: float) -> Iterator[tuple[str, datetime]]:
    """When it came to each stage, so that it has been in the last one for `here` days."""
    spans = [chance.uniform(3, 16) for _stage in way[1:]]
    at = timezone.now() - timedelta(days=here + sum(spans))
    for stage, span in zip(way, [*spans, 0.0], strict=True):
        yield stage, at
        at += timedelta(days=span)


def _buys(chance: Random, relation: Relation) -> None:
    """Somebody who works at a customer has a part in its open deal."""
    deals = visible_to(SYSTEM, Opportunity).filter(customer=relation.other_id, stalls_on=None).order_by("pk")
    deal = deals.exclude(buying_roles__person=relation.customer_id).first()
    if deal and relation.customer.form == Form.PERSON:
        part, attitude = (
            chance.choice(("decides", "pays", "uses", "influences")),
            chance.choice(("for", "neutral", "against")),
        )
        given = {"opportunity": deal.pk, "person": relation.customer_id, "part": part, "attitude": attitude}
        create(SYSTEM, named("buying-role"), given)


def _board(renewals: int) -> None:
    """The board of renewals, for everybody."""
    manager = visible_to(SYSTEM, Person).filter(username="sales-manager").values_list("pk", flat=True).first()
    actor = actor_for(manager, PAGE) if manager else None
    if actor is None:
        return
    given = {"noun": "opportunity", "name": "续约 Renewals", "layout": "board", "by": "stage"}
    view = create(actor, named("view"), {**given, "filter": f"pipeline = {renewals}"})
    assert isinstance(view, View)
    share(SYSTEM, view, shared_with=Sharing.EVERYONE)
