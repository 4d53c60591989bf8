"""Records and values of any noun, made from its description alone: a noun registered tomorrow needs no line here.

Where a description cannot say what its values must look like together, HINTS help; where nobody may create by hand,
MADE_OTHERWISE says how a record comes about. Both are held against the registry: what is no longer needed fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count, cycle
from typing import Any

from django.utils import timezone

from concerto.collaboration.approvals import approvers
from concerto.collaboration.approvals.approval.model import Approval
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.commerce.discount_limit.model import DiscountLimit
from concerto.commerce.quote.actions import add_line
from concerto.commerce.quote.model import Quote
from concerto.commerce.quote_line.model import QuoteLine
from concerto.customers.customer.model import Stage
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.model import PointsLine
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.model import Stay
from concerto.customers.worth.model import Worth
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.module.model import Module
from concerto.kernel.access.rights import writable
from concerto.kernel.access.roles import labels
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.access.token.keys import issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.actions.change import add
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.duplicates.threshold.model import Threshold
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, entity_of, named
from concerto.kernel.exports.batch.model import Export
from concerto.kernel.files.keeping import attach
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.overlay.layout.model import Layout
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.views.setting.model import ListSetting
from concerto.kernel.webhooks.delivery.model import Delivery
from concerto.sales.stage.known import first_pipeline
from tests.cast import acting, customer_of, person_called

NOUNS = [entity.id for entity in entities()]
OPEN = "08:30-17:00"
HINTS: Mapping[str, Mapping[str, Any]] = {  # values; a function makes a new one each time
    "contact-point": {"medium": "wechat"},  # any text may be a WeChat id
    "calendar": {"zone": "Europe/Lisbon", "country": "PT", "department": lambda: made("department").pk}
    | dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), OPEN),
    "calendar-day": {"work": True, "hours": OPEN},
    "view": {
        "noun": "customer",
        "filter": "owner = me or revenue > 1",
        "sort": "-city",
        "columns": "name:90,city",
        "by": "stage",
    },
    "import-profile": {
        "noun": "customer",
        "columns": "Company → name\nSince → founded",
        "match": "name",
        "encoding": "utf-8",
    },
    "webhook": {"url": "https://hooks.example/in", "nouns": ["customer"], "filter": ""},
    "robot": {"kinds": ["mentioned"]},
    "event-kind": {"key": lambda: f"kind-{next(_numbers)}", "low": 3},
    "event": {"kind": "refund", "score": 5, "customer": lambda: made("customer").pk},
    "lifecycle-stage": {
        "stage": lambda: undescribed_stage(),
        "needs": "owner is not empty",
        "segment": lambda: made("segment").pk,
        "baseline_days": 90,
        "target_days": 60,
        "baseline_share": 40,
        "target_share": 55,
    },
    "tracked-site": {"origins": "https://shop.example"},
    "segment": {"noun": "customer", "filter": "owner = me or count(note) > 1", "shared_with": "everyone"},
    "tier": {
        "grade": lambda: f"grade-{next(_numbers)}",
        "discount": "12.5",
        "place": 3,
        "segment": lambda: made("segment").pk,
    },
    "currency": {"iso": lambda: currency_code(), "decimals": 3},
    "exchange-rate": {
        "currency": "EUR",
        "rate": "7.85",
        "since": lambda: str(date(2020, 1, 1) + timedelta(days=next(_numbers))),
    },
    "price": {"price": "12.5", "least": lambda: str(next(_numbers))},
    "discount-limit": {"role": lambda: unlimited_role(), "percent": "12.5"},
    "coupon-kind": {"sort": "percent", "value": "12.5", "programme": lambda: made("programme").pk, "price": 100},
    "custom-field": {
        "noun": "customer",
        "key": lambda: f"x_{next(_numbers)}",
        "kind": "text",
        "target": "",
        "searched": False,
    },
    "cleaning-rule": {
        "noun": "customer",
        "field": "city",
        "kind": "width",
        "fills": "",
        "only": "",
        "country": "",
        "active": False,
    },
    "required-policy": {"noun": "customer", "fields": "city", "steps": "", "active": False},
    "quality-rule": {"noun": "customer", "field": "city", "filter": "city is empty"},
    "quality-report": {"noun": lambda: unreported_noun(), "source": ""},
    "catalogue-entry": {"noun": "customer", "field": lambda: next(_fields)},
    "threshold": {"noun": lambda: unlike_noun(), "review": 30, "accept": 95},
    "merge-rule": {"noun": "customer", "field": lambda: next(_fields), "rule": "newest", "sources": ""},
    "custom-object": {
        "key": lambda: f"x-{next(_numbers)}",
        "prefix": lambda: "X" + "".join(chr(65 + int(digit)) for digit in f"{next(_numbers) % 1000}"),
    },
    "layout": {"noun": lambda: free_noun(), "arrangement": "[]"},
    "comment": {"subject": lambda: named("customer").code(customer_of("own").pk), "reply_to": lambda: first_comment()},
    "promise": {
        "subject": lambda: named("customer").code(customer_of("own").pk),
        "owner": lambda: person_called("sales").pk,
        "origin": lambda: named("comment").code(first_comment()),
        "due": "2027-03-01T02:30:00+00:00",
    },
    "handoff": {
        "subject": lambda: named("customer").code(customer_of("own").pk),
        "type": lambda: agreed_type(),
    },
    "task": {
        "subject": lambda: named("customer").code(customer_of("own").pk),
        "assignee": lambda: person_called("sales").pk,
        "department": lambda: person_called("sales").department_id,
        "every": 2,
    },
    "task-helper": {"person": lambda: person_called(next(_helpers)).pk},
    "prerequisite": {"before": lambda: made("task").pk},
    "provision": {"term": lambda: made("term", type=agreed_type()).pk, "file": lambda: file_of_own()},
    "meeting": {
        "starts_at": "2031-03-02T01:00:00+00:00",
        "ends_at": "2031-03-02T02:00:00+00:00",
        "zone": "Asia/Shanghai",
    },
    "meeting-invitee": {"person": lambda: "", "department": lambda: made("department").pk},
    "linked-record": {
        "subject": lambda: named("customer").code(customer_of("own").pk),
        "space": lambda: made("space").pk,
        "meeting": lambda: "",  # of the cast's some belong to one
    },
    "decision": {"subject": lambda: named("space").code(made("space").pk)},
    "stage": {
        "key": lambda: f"stage-{next(_numbers)}",
        "kind": "open",
        "probability": 35,
        "demands": "amount, close_on",
        "stalled_after": 5,
    },
    "opportunity": {"stage": "proposal", "pipeline": lambda: first_pipeline()},
    "buying-role": {"person": lambda: made("customer", form="person").pk},
    "seat": {
        "subject": lambda: named("customer").code(made("customer").pk),
        "department": lambda: person_called("executive").department_id,
        "person": lambda: person_called("executive").pk,
    },
    "linkage": {
        "department": lambda: made("department").pk,
        "threshold": "55.5",
        "days": 30,
        "helps": lambda: made("department", hue="service").pk,
        "type": lambda: agreed_type(),
    },
    "coverage": {"noun": "customer", "filter": "city is not empty", "needs": ["service"]},
    "responsibility": {
        "noun": "customer",
        "step": "",
        "filter": "city is not empty",
        "does": "owner",
        "answers": "head",
        "asked": ["seat-sales"],
        "told": ["all-service"],
    },
    "approval-rule": {"noun": "customer", "does": "edit", "field": "city", "filter": "city = Leeds", "active": False},
    "approval-step": {"position": lambda: next(_numbers) % 99 + 1, "manager": True},
    "absence": {"since": "2026-03-02", "until": "2026-03-06"},
    "grant": {"subject": "P-00001", "role": "data"},  # of a record that is there, to somebody
}
_numbers = count(1)
_fields = cycle(named("customer").written)
_helpers = cycle(("sales-manager", "executive", "admin"))  # who may see what tasks are about, each once on a task


def currency_code() -> str:
    """One that no company has: X, and two letters."""
    number = next(_numbers)
    return f"X{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"


def unlimited_role() -> str:
    """A role without a limit, another one each time."""
    limited = set(DiscountLimit.everything.filter(trashed_at=None).values_list("role", flat=True))
    free = [role for role in labels() if role not in limited]
    return free[next(_numbers) % len(free)]


def first_comment() -> int:
    """What the cast said about the customer of the comments that are made."""
    found = Comment.everything.filter(subject=named("customer").code(customer_of("own").pk)).order_by("pk")[0]
    return int(found.pk)


def file_of_own() -> int:
    """A file of the customer that hand-offs which are made are about."""
    number = next(_numbers)
    return attach(admin(), named("customer"), customer_of("own").pk, f"{number}.txt", BytesIO(b"%d" % number)).pk


def agreed_type() -> int:
    """One type for every hand-off that is made, so that its terms suit them all."""
    known = HandoffType.everything.filter(name="Agreed").values_list("pk", flat=True).first()
    return known or made("handoff-type", name="Agreed", receiver="service").pk


def unreported_noun() -> str:
    """A noun whose quality nobody looks at."""
    return another_noun(QualityReport)


def another_noun(model: type[Any]) -> str:
    """A noun of which there is none yet, each time another one of the first, whose lanes a board shows."""
    free = [noun for noun in NOUNS[:20] if not model.everything.filter(noun=noun).exists()]
    return free[next(_numbers) % len(free)]


def free_noun() -> str:
    """A noun whose page nobody has arranged, each time another one."""
    free = [noun for noun in NOUNS if not Layout.everything.filter(noun=noun).exists()]
    return free[next(_numbers) % len(free)]


def undescribed_stage() -> str:
    """A stage that nobody has described; the last one where there is none left."""
    described = LifecycleStage.everything.filter(trashed_at=None).values_list("stage", flat=True)
    return next((stage for stage in Stage.values if stage not in set(described)), Stage.values[-1])


def unlike_noun() -> str:
    """A noun without thresholds."""
    return another_noun(Threshold)


def token() -> Record:
    issue(SYSTEM, person=person_called("admin").pk, name=f"Key {next(_numbers)}")
    found = Token.everything.order_by("-pk")[0]
    assert isinstance(found, Token)
    return found


def added(record: Record) -> Record:
    return add(SYSTEM.doing("create"), record)


def list_setting() -> Record:
    return added(ListSetting(person_id=person_called("admin").pk, noun=f"customer {next(_numbers)}", opens="mine"))


def module() -> Record:
    return added(Module(name=f"Module {next(_numbers)}", key=f"key-{next(_numbers)}"))


def file() -> Record:
    number = next(_numbers)
    return attach(admin(), named("person"), person_called("sales").pk, f"{number}.txt", BytesIO(b"%d" % number))


MADE_OTHERWISE: Mapping[str, Callable[[], Record]] = {
    "delivery": lambda: delivery(),
    "token": token,
    "sign-in": lambda: added(
        SignIn(
            person_id=person_called("admin").pk, outcome="wrong-code", means="code", device=f"Phone {next(_numbers)}"
        )
    ),
    "credential": lambda: added(
        Credential(person_id=person_called("admin").pk, sort="passkey", name=f"Key {next(_numbers)}")
    ),
    "worth": lambda: added(Worth(customer_id=made("customer").pk, rfm=f"{next(_numbers) % 1000:03d}")),
    "stay": lambda: added(
        Stay(
            customer_id=made("customer").pk,
            place=1,
            stage="acquire",
            since=timezone.now(),
            reason=f"Why {next(_numbers)}",
        )
    ),
    "pain-point": lambda: added(
        PainPoint(
            customer_id=made("customer").pk,
            sort="delay",
            at=timezone.now(),
            origin=-next(_numbers),
            what=f"Late {next(_numbers)}",
        )
    ),
    "points-line": lambda: points_line(),
    "quote-line": lambda: quote_line(),
    "turn": lambda: turn(),
    "shortfall": lambda: shortfall(),
    "approval": lambda: added(asked()),
    "verdict": lambda: added(
        Verdict(approval=added(asked()), title=f"Ask {next(_numbers)}", person_id=person_called("executive").pk)
    ),
    "coupon": lambda: coupon(),
    "list-setting": list_setting,
    "module": module,
    "file": file,
    "import": lambda: added(
        Import(person_id=person_called("admin").pk, file_name=f"{next(_numbers)}.csv", noun="customer")
    ),
    "batch": lambda: added(
        Batch(person_id=person_called("admin").pk, name=f"Stage: Retain {next(_numbers)}", noun="customer", verb="edit")
    ),
    "export": lambda: added(
        Export(person_id=person_called("admin").pk, name=f"Customers {next(_numbers)}", noun="customer", format="csv")
    ),
}


def asked() -> Approval:
    """An approval that nobody asked for by a write: what it would do is of no matter to those who look at it."""
    rule = made("approval-rule")
    step = approvers.Stage(rule.pk, "Lead", "any", (person_called("executive").pk,), 8, "remind", own_too=False)
    told = {"title": f"Ask {next(_numbers)}", "noun": "customer", "does": "edit", "stages": [step.kept()]}
    return Approval(rule_id=rule.pk, asked_by_id=person_called("sales").pk, **told)


def turn() -> Record:
    handed_over = made("handoff")
    assert isinstance(handed_over, Handoff)
    now, number = timezone.now(), next(_numbers)
    given = {
        "number": number,
        "type_id": handed_over.type_id,
        "giving_id": made("department").pk,
        "receiving_id": made("department").pk,
    }
    return added(Turn(handoff=handed_over, offered_at=now, accept_by=now, reason=f"Why {number}", **given))


def shortfall() -> Record:
    rule = made("linkage")
    assert isinstance(rule, Linkage)
    told = {"department_id": rule.department_id, "began_at": timezone.now()}
    return added(Shortfall(linkage=rule, name=f"Short {next(_numbers)}", **told))


def points_line() -> Record:
    member = made("member")
    assert isinstance(member, Member)
    line = PointsLine(member=member, programme_id=member.programme_id, points=5, reason=f"Purchase {next(_numbers)}")
    return added(line)


def quote_line() -> Record:
    offered, number = made("quote"), next(_numbers)
    assert isinstance(offered, Quote)
    add_line(SYSTEM, offered, item=f"Work {number}", quantity=Decimal(1), unit_price=Decimal(number))
    return QuoteLine.everything.get(quote=offered.pk)


def coupon() -> Record:
    kind, customer = made("coupon-kind").pk, made("customer").pk
    return added(Coupon(kind_id=kind, customer_id=customer, expires_on=date(2030, 1, 31)))


def delivery() -> Record:
    hook = standard.create(acting("admin"), named("webhook"), minimal("webhook"))
    return added(Delivery(webhook_id=hook.pk, what=f"webhook.test {next(_numbers)}"))


def made(noun: str, /, **values: Any) -> Record:
    """A new record with no more than it needs."""
    if noun in MADE_OTHERWISE:
        record, known = MADE_OTHERWISE[noun](), writable(admin(), named(noun))
        given = {id: value for id, value in values.items() if id in known}
        return standard.edit(SYSTEM, named(noun), record.pk, given) if given else record
    return standard.create(acting("admin"), named(noun), {**minimal(noun), **values})


def creatable(entity: Entity) -> bool:
    return any(rule.scope(Act.CREATE).value != "none" for rule in entity.access)


CREATED_BY_HAND = frozenset(entity.id for entity in entities() if creatable(entity))


def minimal(noun: str) -> dict[str, Any]:
    """What creating needs: a value for each required field that has none by itself."""
    needed = [field for field in varied(noun).values() if field.required and not field.column.has_default()]
    return {field.id: value(field) for field in needed} | hints(noun)


def hints(noun: str) -> dict[str, Any]:
    return {id: hint() if callable(hint) else hint for id, hint in HINTS.get(noun, {}).items()}


def full(noun: str) -> dict[str, Any]:
    """A value for every field that can be written."""
    return {id: value(field) for id, field in varied(noun).items()} | hints(noun)


def varied(noun: str) -> dict[str, Field]:
    """Fields whose values may be anything of their kind."""
    return {id: field for id, field in named(noun).written.items() if id not in HINTS.get(noun, {})}


def value(field: Field) -> Any:
    """A raw value of the field's kind that no value before was like, as far as the kind has so many."""
    number = next(_numbers)
    if field.is_link:
        return made(entity_of(field.target).id).pk
    if field.choices:
        choice = list(field.choices)[number % len(field.choices)]
        return [choice] if field.kind.id == "choices" else choice
    return OF_KIND[field.kind.id](field, number)


OF_KIND: Mapping[str, Callable[[Field, int], Any]] = {
    "text": lambda field, number: f"{field.id} {number}"[: field.longest],
    "long-text": lambda field, number: f"{field.id}\n{number}",
    "choice-list": lambda field, number: f"one = One | 一 | blue\ntwo = Two {number}",
    "email": lambda field, number: f"{field.id}{number}@concerto.example",
    "url": lambda field, number: f"https://site-{number}.example/{field.id}",
    "whole": lambda field, number: max(field.bounds[0], 0) + number % 1000,
    "year": lambda field, number: 1900 + number % 100,
    "money": lambda field, number: f"{number}.25",
    "number": lambda field, number: f"{number % int(min(field.bounds[1], 1000))}.125",
    "phone": lambda field, number: f"+86138{number:08d}",
    "day": lambda field, number: f"2026-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}",  # one after the other
    "moment": lambda field, number: f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d} 08:{number % 60:02d}",
    "tags": lambda field, number: [made("tag").pk],
    "yes-no": lambda field, number: number % 2 == 0,
    "differences": lambda field, number: {"customer": {"rows": {"read": ("none", "own", "team", "tree")[number % 4]}}},
}


def admin() -> Actor:
    return acting("admin")
