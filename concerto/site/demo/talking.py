"""What colleagues of the demo company said to each other on records, with answers, signs and a pin; and what they promised customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.comments.reaction.model import Emoji, Reaction
from concerto.collaboration.pins.model import Pin
from concerto.collaboration.promises.promise.clocks import set_alarms
from concerto.collaboration.promises.promise.model import Promise, State
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import index, line
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.writing import Line, write, write_many

TALKS: Sequence[Sequence[tuple[str, str]]] = (  # who says what: the first begins, others answer
    (("service", "客户说 3 号机组还在响，周五前要有说法。"), ("rnd", "日志收到了，像是轴承。"), ("owner", "周四下午我过去，带上备件。")),
    (("owner", "They want sixty days instead of thirty."), ("finance", "Fine up to 800,000, not above."), ("owner", "Told them, they agree.")),
    (("legal", "第 7 条按我们的版本，不要再改。"), ("owner", "明白，已转告对方法务。")),
    (("success", "Never call before ten: nights are busy there."), ("service", "Good to know.")),
    (("product", "静音模式排在二季度，可以这样告诉客户。"),),
    (("logistics", "First twelve units leave on Monday."), ("owner", "Thank you, I will let them know.")),
)  # fmt: skip
PROMISES: Sequence[tuple[str, str]] = (
    ("owner", "周五前给出噪声原因"),
    ("owner", "Send the revised quote"),
    ("service", "备件寄到后当天更换"),
    ("service", "Call back after the second restart"),
    ("owner", "试用期延长两周"),
    ("finance", "对账单月底前发出"),
    ("logistics", "Two pallets before the fair"),
    ("success", "到期前一个月上门回访"),
    ("legal", "合同终稿三个工作日内返回"),
    ("owner", "Free set of filters with the first order"),
)
DUE = (*range(-85, -3, 2), -2, -1, 1, 2, 3, 5, 8, 13, 20)  # days from now
WHY = ("备件缺货", "Nobody was there", "客户改了计划")


def talk_and_promise(seed: int) -> None:
    """Tell all of it, on the first customers of the company."""
    chance, now = Random(seed), timezone.now()  # noqa: S311 (a story, not a secret)
    customers = list(visible_to(SYSTEM, Customer).exclude(owner=None).defer("search").order_by("pk")[:18])
    people = dict(visible_to(SYSTEM, Person).values_list("username", "pk"))
    lines: list[Line] = []
    for number, talk in enumerate(TALKS):
        lines += _talk(customers[number], talk, people, now - timedelta(days=2 * number, hours=5), chance)
    for number, days in enumerate(DUE):
        lines += _promise(
            customers[number % len(customers)], PROMISES[number % len(PROMISES)], people, now, days, chance
        )
    write_many(sorted(lines, key=lambda each: each.happened_at))
    _pin(customers[3], people)


def _talk(
    customer: Customer, talk: Sequence[tuple[str, str]], people: dict[str, int], at: datetime, chance: Random
) -> Iterator[Line]:
    first: Comment | None = None
    for step, (who, words) in enumerate(talk):
        author, said_at = _whose(who, customer, people), at + timedelta(minutes=37 * step)
        said = Comment(subject=entity_of(customer).code(customer.pk), body=words, author_id=author, reply_to=first)
        yield as_it_came(said, author, said_at)
        first = first or said
        for emoji in chance.sample(Emoji.values, chance.choice((0, 1, 1, 2))):
            for person in chance.sample(sorted(people.values()), chance.choice((1, 1, 2))):
                Reaction.objects.create(comment=said, person_id=person, emoji=emoji)


def _promise(
    customer: Customer, promised: tuple[str, str], people: dict[str, int], now: datetime, days: int, chance: Random
) -> Iterator[Line]:
    """Of those that fell due most were kept; some too late, a few not, a few are forgotten."""
    who, words = promised
    due = (now + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    owner, made_at = _whose(who, customer, people), due - timedelta(days=chance.randint(3, 12))
    promise = Promise(
        subject=entity_of(customer).code(customer.pk), what=words, owner_id=owner, maker_id=customer.owner_id, due=due,
    )  # fmt: skip
    if days < 0:
        _settle(promise, due, days, chance)
    yield as_it_came(promise, promise.maker_id or owner, min(made_at, now - timedelta(hours=3)))
    if promise.closed_at:
        verb = {State.KEPT: "keep", State.BROKEN: "break", State.RELEASED: "release"}[State(promise.state)]
        actor = Actor(owner, "", PAGE, verb=verb, reason=promise.reason)
        changes = {"state": [State.OPEN, promise.state]}
        yield _at(line(actor, entity_of(promise), promise, changes), promise.closed_at)
    if days > 0:
        set_alarms(promise)


def _settle(promise: Promise, due: datetime, days: int, chance: Random) -> None:
    became = chance.choice((*["in time"] * 7, "late", "late", "broken", "released", "forgotten"))
    if became == "forgotten" or days > -3:
        return
    after = timedelta(hours=chance.uniform(-40, -1) if became == "in time" else chance.uniform(2, 40))
    promise.closed_at = due + after
    promise.state = {"broken": State.BROKEN, "released": State.RELEASED}.get(became, State.KEPT)
    promise.reason = chance.choice(WHY) if became in ("broken", "released") else ""


def _pin(customer: Customer, people: dict[str, int]) -> None:
    """What everybody is to know of a customer before they call."""
    said = visible_to(SYSTEM, Comment).filter(prefix="C", number=customer.pk, reply_to=None).order_by("pk")[0]
    entry = Entry.objects.filter(entity="comment", record=said.pk, verb=CREATE).order_by("id")[0]
    noun = entity_of(customer)
    Pin.objects.create(
        entity=noun.id, record=customer.pk, line=entry.id, noun="comment", number=said.pk, by_id=people["success"]
    )
    write(line(Actor(people["success"], "", PAGE, verb="pin"), noun, customer, {}))


def _whose(who: str, customer: Customer, people: dict[str, int]) -> int:
    assert customer.owner_id, "only such customers were chosen"
    return customer.owner_id if who == "owner" else people[who]


def as_it_came(record: Record, actor: int, at: datetime) -> Line:
    """A new row as it came at that moment, and its line."""
    entity = entity_of(record)
    record.created_at = record.updated_at = at
    index(entity, record)
    record.save(force_insert=True)
    changes: dict[str, Any] = {
        id: [None, field.dump(record)] for id, field in entity.written.items() if field.dump(record)
    }
    return _at(line(Actor(actor, "", PAGE, verb=CREATE), entity, record, changes), at)


def _at(told: Line, at: datetime) -> Line:
    return Line(**(vars(told) | {"happened_at": at}))
