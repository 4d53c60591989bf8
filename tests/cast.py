"""The cast: one fictional person for each role, a small company around them, and customers in every position to them.

Made once by the real actions; tests find everybody by username and every customer by its place in the story.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval
from concerto.collaboration.approvals.approvers import Stage
from concerto.collaboration.approvals.steps import open_to
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.commerce.product.model import Product
from concerto.commerce.quote.actions import add_line
from concerto.commerce.quote.model import Quote
from concerto.customers.customer.model import Customer
from concerto.customers.event_kind.first_run import ensure_kinds
from concerto.customers.membership.coupon_kind.actions import issue
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.member.actions import earn
from concerto.customers.membership.member.model import Member
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.model import Stay
from concerto.customers.worth.model import Worth
from concerto.kernel.access.actor import API, PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.credential.actions import enrol
from concerto.kernel.access.credential.model import Sort
from concerto.kernel.access.first_run import ensure_admin
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome, SignIn
from concerto.kernel.access.signing_in.sessions import PROVED, SESSION
from concerto.kernel.access.token import keys
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.actions.change import add, index
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.selection import Selection
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.exports.running import outgoing
from concerto.kernel.files.keeping import attach
from concerto.kernel.imports.beginning import take
from concerto.kernel.imports.profile.actions import share as share_profile
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.overlay.custom_field.actions import retire
from concerto.kernel.overlay.custom_object.actions import retire as put_away
from concerto.kernel.query.listing import Asked
from concerto.kernel.segments.segment.actions import share as share_segment
from concerto.kernel.views.opening_with import open_with
from concerto.kernel.views.view.actions import share
from concerto.kernel.webhooks.delivery.model import Delivery
from concerto.kernel.webhooks.hook.actions import turn_off
from concerto.kernel.webhooks.hook.model import Webhook

PASSWORD = "a password of the cast"  # of the administrator; the others are signed in by `client_of`

DEPARTMENTS = {
    "Commerce": {"name_zh": "商务部", "hue": "sales"},
    "Field": {"name_zh": "外勤部", "hue": "sales", "parent": "Commerce"},
    "Operations": {"name_zh": "运营部", "hue": "service"},
}  # Field is part of Commerce; Operations stands beside them
TEAMS = {"North": {"name_zh": "北组", "department": "Field"}, "South": {"name_zh": "南组", "department": "Operations"}}

PEOPLE: Mapping[str, Mapping[str, Any]] = {  # by username; who has a role's name plays that role
    "executive": {"name": "Ines Duarte", "department": "Commerce"},
    "sales": {
        "name": "李青",
        "department": "Field",
        "email": "liqing@concerto.example",
        "position": "Sales rep, north",
    },
    "sales-manager": {"name": "Marta Kowal", "department": "Commerce"},
    "marketing": {"name": "陈思", "department": "Commerce"},
    "service": {"name": "Tom Okoro", "department": "Operations"},
    "service-lead": {"name": "周岚", "department": "Operations"},
    "success": {"name": "Yuki Hara", "department": "Operations"},
    "product": {"name": "Nils Berg", "department": "Operations"},
    "rnd": {"name": "高远", "department": "Operations"},
    "finance": {"name": "Ana Costa", "department": "Operations"},
    "legal": {"name": "孙律", "department": "Operations"},
    "people": {"name": "Grace Moyo", "department": "Operations"},
    "logistics": {"name": "马路", "department": "Operations"},
    "data": {"name": "Vera Lind", "department": "Operations"},
    "partner": {"name": "Paulo Reis"},
    "mate": {"name": "曾小北", "department": "Field", "roles": ["sales"]},  # in the team of `sales`
    "rival": {"name": "Rob Tanner", "department": "Operations", "roles": ["sales"]},  # in the other team
    "two-hats": {"name": "Dora Hatt", "department": "Operations", "roles": ["service", "logistics"]},
    "newcomer": {"name": "New Person", "department": "Field", "roles": []},  # signed in, with no role yet
    "leaver": {"name": "单离", "department": "Field", "roles": ["sales"], "left_at": "2025-06-30"},
}
_OWN = {"sales": "own", "rival": "other"}  # who attaches a file to which customer
SHARED = {"sales": ("own", "executive"), "rival": ("other", "service")}  # who shares which customer with whom
MEMBERS = {"North": ("sales", "mate"), "South": ("rival", "service")}

CUSTOMERS: Mapping[str, Mapping[str, Any]] = {  # by their place in the story, seen from `sales`
    "person": {"name": "欧阳静", "form": "person", "owner": "sales", "department": "Field", "city": "上海"},
    "own": {"name": "苏州晨星科技有限公司", "owner": "sales", "department": "Field", "city": "苏州", "tier": "A", "revenue": "1250000.50",
            "source": "Fair in Suzhou", "industry": "Electronics", "employees": 320, "founded": 1998, "flags": ["sensitive"]},
    "team": {"name": "Brightwater Ltd", "owner": "mate", "department": "Field", "city": "Leeds", "revenue": "88000", "source": "Referral"},
    "other": {"name": "Harbour Mills", "owner": "rival", "department": "Operations", "city": "Rotterdam", "tier": "B", "revenue": "910000"},
    "group": {"name": "Amber Holding", "owner": "sales-manager", "department": "Commerce", "website": "https://amber.example"},
    "subsidiary": {"name": "Amber Retail", "parent": "Amber Holding", "owner": "executive", "department": "Operations"},
    "nobody": {"name": "Quiet Meadow", "owner": None, "department": None},
    "trashed": {"name": "Gone Fishing", "owner": "sales", "department": "Field", "source": "Old list"},
}  # fmt: skip
AROUND: Mapping[str, tuple[str, Mapping[str, Any]]] = {  # what stands around each customer, by noun
    "contact-point": ("value", {"medium": "mobile", "value": "138 1234 {place:04d}"}),
    "note": ("body", {"body": "Remember {name}"}),
    "activity": ("subject", {"subject": "Call with {name}", "sort": "call", "happened_at": "2026-01-15 10:00"}),
    "relation": ("part", {"tie": "partner-of", "part": "Partner of {name}", "other": "欧阳静"}),
    "event": (
        "what",
        {"what": "Order of {name}", "kind": "purchase", "amount": "{place}00.00", "at": "2026-01-20 10:00"},
    ),
}


def assemble() -> None:
    """Make everybody and everything, in an empty database."""
    ensure_admin(PASSWORD)
    ensure_kinds()
    admin = acting("admin")
    for noun, named_values in {"department": DEPARTMENTS, "team": TEAMS}.items():
        for name, values in named_values.items():
            made(admin, noun, {"name": name, **values})
    for username, values in PEOPLE.items():
        made(admin, "person", {"username": username, "roles": [username], **values})
    for team, usernames in MEMBERS.items():
        for username in usernames:
            made(admin, "membership", {"team": team, "person": username})
    programme = made(admin, "programme", {"name": "Club", "name_zh": "会员俱乐部"})
    made(admin, "level", {"programme": programme.pk, "name": "Silver", "name_zh": "银卡", "threshold": 100_000})
    made(admin, "coupon-kind", {"name": "Ten off", "name_zh": "减十元", "value": "10"})
    for place, (whose, values) in enumerate(CUSTOMERS.items(), start=1):
        _with_all_around(admin, whose, made(admin, "customer", values), place)
    for username in ("sales", "rival"):
        _with_belongings(username)
    made(
        admin,
        "provider",
        {"name": "Sign-in of the group", "issuer": "https://sso.concerto.example", "client_id": "crm"},
    )
    made(admin, "robot", {"name": "Robot of sales", "service": "wecom", "person": "admin", "kinds": ["mentioned"]})
    made(admin, "factor-rule", {"name": "For nobody yet"})
    _with_a_calendar(admin)
    _worked_on(admin)
    _waiting_for_a_yes(admin)
    _customised(admin)
    made(admin, "quality-rule", {"name": "Key customers without an owner", "filter": "tier = A and owner is empty"})
    made(admin, "glossary-term", {"term": "Customer", "meaning": "Whoever buys from us, or might."})
    for username, noun in {"sales": "customer", "rival": "activity"}.items():
        made(admin, "quality-report", {"name": f"Quality of {noun}", "noun": noun, "steward": username})
        made(admin, "catalogue-entry", {"name": f"Record of {noun}", "noun": noun, "steward": username})
    made(admin, "lifecycle-stage", {"stage": "retain", "name": "Retain", "target_days": 30})
    made(admin, "stage-duty", {"stage": "retain", "duty": "Call them every quarter"})
    made(admin, "tracked-site", {"name": "Shop", "origins": "https://shop.example"})
    whole_company = made(admin, "segment", {"name": "Large ones", "filter": "employees >= 500"})
    made(admin, "tier", {"name": "Key customers", "grade": "A", "segment": whole_company.pk})
    for username, (whose, receiver) in SHARED.items():
        code = named("customer").code(customer_of(whose).pk)
        made(acting(username), "grant", {"subject": code, "person": receiver})


def _with_all_around(admin: Actor, whose: str, customer: Record, place: int) -> None:
    for noun, (_title, values) in AROUND.items():
        if noun == "relation" and whose == "person":
            continue  # nobody is tied to himself
        name = CUSTOMERS[whose]["name"]
        words = {id: value.format(name=name, place=place) for id, value in values.items()}
        made(author_of(whose, noun) or admin, noun, {"customer": customer.pk, **words})
    member = made(admin, "member", {"customer": customer.pk, "programme": "Club", "number": f"88800{place}"})
    assert isinstance(member, Member)
    earn(admin, member, points=place, reason=f"Welcome {name}")
    issue(admin, CouponKind.everything.get(name="Ten off"), customer=customer)
    with transaction.atomic():
        add(SYSTEM.doing("create"), Worth(customer_id=customer.pk, rfm=f"5{place % 5 + 1}1", purchases=place))
        now = timezone.now()
        worked_out(Stay(customer_id=customer.pk, place=1, stage="acquire", since=now, reason=f"Came with {name}"))
        worked_out(PainPoint(customer_id=customer.pk, sort="delay", at=now, origin=-place, what=f"Delay of {name}"))
    if whose == "trashed":
        standard.delete(admin, named("customer"), customer.pk)


def worked_out(record: Record) -> None:
    """Keep a row as statements do that work rows out: without a line in the journal."""
    record.created_at = record.updated_at = timezone.now()
    index(entity_of(record), record)
    record.save(force_insert=True)


def _customised(admin: Actor) -> None:
    """An added field and an object that are out of use, an arrangement that arranges nothing: all are there, none shows."""
    field = made(admin, "custom-field", {"noun": "customer", "key": "x_old_rating", "label": "Old rating"})
    retire(admin, field)
    made(admin, "layout", {"noun": "token", "arrangement": "[]"})
    made(admin, "threshold", {"noun": "tag", "review": 40, "accept": 99})
    made(admin, "merge-rule", {"noun": "tag", "field": "meaning", "rule": "longest"})
    machine = {"label": "Old machine", "plural": "Old machines", "key": "x-old-machine", "prefix": "XOM"}
    put_away(admin, made(admin, "custom-object", machine))
    made(admin, "cleaning-rule", {"name": "Out of use", "field": "city", "kind": "upper", "active": "no"})
    made(admin, "required-policy", {"name": "Out of use", "fields": "city", "active": "no"})
    with connection.cursor() as cursor:
        cursor.execute("update kernel_overlay set version = 0")  # nothing to learn: no test pays for reading it


def _worked_on(admin: Actor) -> None:
    """What departments hand to each other: a lead, and for a customer of each a deal, a ticket and a demand, handed over. Rules
    that speak of no record say who would be needed and who would do it."""
    made(admin, "coverage", {"name": "Nobody yet", "filter": 'name = "Nobody"', "needs": ["finance"]})
    made(admin, "responsibility", {"name": "Nobody yet", "filter": 'name = "Nobody"', "does": "owner"})
    agreed = {"department": "Field", "helps": "Operations", "help": "Two colleagues for a week", "active": "no"}
    rule = made(admin, "linkage", {"name": "Hands for Field", **agreed})
    field, then = person_called("sales").department_id, timezone.now()
    told = {"linkage": rule, "department_id": field, "began_at": then, "ended_at": then}
    worked_out(Shortfall(name="Field: 40 % kept", name_zh="外勤部：守约率 40%", **told))
    type = made(admin, "handoff-type", {"name": "Clearing up", "name_zh": "核查", "giver": "", "receiver": "service"})
    made(admin, "competitor", {"name": "Paper Lantern Works", "how_to_win": "Show the service"})
    term = made(admin, "term", {"type": type.pk, "name": "What is known", "part": "words"})
    made(
        admin,
        "escalation",
        {"type": type.pk, "clock": "accept", "after": "1", "whom": "receiver", "message": "Look at it"},
    )
    pump = _sold(admin)
    for username, whose in {"sales": "own", "rival": "other"}.items():
        somebody, customer = acting(username), customer_of(whose)
        offered = made(somebody, "quote", {"name": f"Offer of {username}", "customer": customer.pk})
        assert isinstance(offered, Quote)
        add_line(somebody, offered, product=pump, item=f"Pump for {username}", quantity=Decimal(2))
        away = {"note": f"Leave of {username}", "since": "2025-03-03", "until": "2025-03-07"}
        made(somebody, "absence", {**away, "stand_in": person_called("sales-manager").pk})
        sits = {"subject": named("customer").code(customer.pk), "note": f"Seat of {username}"}
        held = {"department": person_called(username).department_id, "person": person_called(username).pk}
        made(somebody, "seat", {**sits, **held})
        made(somebody, "lead", {"name": f"Lead of {username}"})
        deal = made(somebody, "opportunity", {"name": f"Deal of {username}", "customer": customer.pk, "amount": "1000"})
        decides = {"opportunity": deal.pk, "person": customer_of("person").pk, "note": f"Cares for {username}"}
        made(admin, "buying-role", decides)
        made(somebody, "ticket", {"subject": f"Ticket of {username}", "customer": customer.pk})
        made(somebody, "demand", {"title": f"Demand of {username}", "customer": customer.pk})
        made(somebody, "comment", {"subject": named("customer").code(customer.pk), "body": f"Said by {username}"})
        _meets(somebody, username, deal)
        due = {"what": f"Promised by {username}", "due": "2031-01-31 18:00", "owner": person_called(username).pk}
        made(somebody, "promise", {"subject": named("customer").code(customer.pk), **due})
        before: Record | None = None
        for subject in (customer, deal):
            given = {"subject": entity_of(subject).code(subject.pk), "type": type.pk, "title": f"Clear up {username}"}
            handed = made(somebody, "handoff", given)
            task = made(somebody, "task", {"subject": entity_of(subject).code(subject.pk), "title": f"Ask {username}"})
            made(
                somebody,
                "task-helper",
                {"task": task.pk, "person": person_called("sales-manager").pk, "note": f"Knows {username}"},
            )
            if before:
                made(somebody, "prerequisite", {"task": task.pk, "before": before.pk, "note": f"As {username} says"})
            before = task
            made(somebody, "provision", {"handoff": handed.pk, "term": term.pk, "words": f"Known to {username}"})
            place, now = person_called(username).department_id, timezone.now()
            told = {
                "number": 9,
                "type": type,
                "giving_id": place,
                "receiving_id": place,
                "reason": f"Asked by {username}",
            }
            worked_out(Turn(handoff=handed, offered_at=now, accept_by=now, **told))


def _sold(admin: Actor) -> Product:
    """A product, its price for everybody, a currency beside our own with its rate, and what sellers may give away."""
    made(admin, "currency", {"iso": "EUR", "name": "Euro", "name_zh": "欧元"})
    made(admin, "exchange-rate", {"currency": "EUR", "since": "2026-01-01", "rate": "7.8", "source": "Central bank"})
    pump = made(
        admin, "product", {"sku": "PUMP-1", "name": "Pump", "name_zh": "水泵", "price": "1200", "tax_rate": "13"}
    )
    book = made(admin, "price-book", {"name": "Everybody", "name_zh": "通用价"})
    made(admin, "price", {"book": book.pk, "product": pump.pk, "price": "1100", "note": "Spring price"})
    made(admin, "discount-limit", {"name": "Sellers", "name_zh": "销售代表", "role": "sales", "percent": "10"})
    assert isinstance(pump, Product)
    return pump


def _meets(somebody: Actor, username: str, deal: Record) -> None:
    """A space and a meeting of somebody's own, each about their deal, with a decision; a colleague is in both."""
    space = made(somebody, "space", {"name": f"Space of {username}", "goal": "Nobody waits"})
    meeting = made(
        somebody,
        "meeting",
        {
            "title": f"Sync of {username}",
            "starts_at": "2031-02-03 09:00",
            "ends_at": "2031-02-03 10:00",
            "space": space.pk,
        },
    )
    colleague, code = person_called("sales-manager").pk, entity_of(deal).code(deal.pk)
    made(somebody, "space-member", {"space": space.pk, "person": colleague, "task": f"Helps {username}"})
    made(somebody, "meeting-invitee", {"meeting": meeting.pk, "person": colleague})
    for where in (space, meeting):
        made(somebody, "linked-record", {"subject": code, entity_of(where).id: where.pk})
        made(somebody, "decision", {"subject": entity_of(where).code(where.pk), "what": f"Decided by {username}"})


def _waiting_for_a_yes(admin: Actor) -> None:
    """A rule that is out of force, and what two people asked for by it once: one of them of their own, one waits for whom it was shared with."""
    rule = made(
        admin, "approval-rule", {"name": "Large ones", "name_zh": "大额", "noun": "opportunity", "active": "no"}
    )
    made(admin, "approval-step", {"rule": rule.pk, "name": "Head", "manager": "yes"})
    for username, approver in {"sales": "finance", "rival": "service"}.items():
        asker, decides = person_called(username), person_called(approver)
        step = Stage(rule.pk, "Head", "any", (decides.pk,), 8, "remind", own_too=False)
        told = {"title": f"Asked by {username}", "noun": "opportunity", "does": "edit", "stages": [step.kept()]}
        asked = Approval(rule_id=rule.pk, asked_by=asker, **told)
        with transaction.atomic():
            add(SYSTEM.doing("create"), asked)
            worked_out(Verdict(title=f"Asked of {approver}", approval=asked, person=decides))
            open_to(asked, [asker.pk, decides.pk])


def _with_belongings(username: str) -> None:
    """A key, a file that waits to be brought in, rows that were taken out, a webhook with a message that waits."""
    somebody = acting(username)
    keys.issue(SYSTEM, person=person_called(username).pk, name=f"Laptop of {username}")
    take(
        somebody,
        named("activity"),
        f"calls of {username}.csv",
        BytesIO(b"Customer,Subject\nHarbour Mills,Called back\n"),
    )
    attach(
        somebody, named("customer"), customer_of(_OWN[username]).pk, f"offer of {username}.txt", BytesIO(b"As agreed")
    )
    outgoing(somebody, named("customer"), Asked(filter="city is not empty"), format="csv")
    failed = SignIn(person=person_called(username), outcome=Outcome.WRONG_PASSWORD, means=Means.PASSWORD)
    with transaction.atomic():
        add(SYSTEM.doing("sign-in-failed"), failed)
    enrol(SYSTEM, person_called(username).pk, Sort.ACCOUNT, f"Account of {username}", subject=username)
    made(somebody, "tag", {"name": f"Word of {username}", "meaning": f"What {username} means"})
    begin(somebody, named("tag"), "edit", {"hue": "blue"}, Selection(filter="owner = me"))
    _with_a_webhook(username)
    _with_views(somebody, username)


def _with_views(somebody: Actor, username: str) -> None:
    """One shared with nobody, one with the team, one with everyone; and a list that opens with one."""
    for sharing in Sharing:
        segment = made(somebody, "segment", {"name": f"{sharing} segment of {username}", "filter": 'city != "Nowhere"'})
        assert isinstance(segment, Segment)
        share_segment(SYSTEM, segment, shared_with=sharing)
        view = made(somebody, "view", {"name": f"{sharing} of {username}", "noun": "customer", "sort": "-city"})
        share(SYSTEM, view, shared_with=sharing)
        known = {"name": f"{sharing} file of {username}", "noun": "customer", "columns": "Firma → name"}
        profile = made(somebody, "import-profile", known)
        assert isinstance(profile, Profile)
        share_profile(SYSTEM, profile, shared_with=sharing)
        made(somebody, "conversation", {"name": f"{sharing} talk of {username}", "open_to": sharing})
    open_with(somebody, "customer", "all")


def _with_a_webhook(username: str) -> None:
    """Turned off, so that it follows no test, and with one delivery."""
    values = {
        "name": f"Hook of {username}",
        "person": username,
        "url": "https://hooks.example/in",
        "nouns": ["customer"],
    }
    hook = made(acting("admin"), "webhook", values)
    assert isinstance(hook, Webhook)
    turn_off(acting("admin"), hook)
    Delivery.everything.bulk_create([Delivery.of(hook, "webhook.test")])


def _with_a_calendar(admin: Actor) -> None:
    """The company's hours, and one day on which they are others."""
    calendar = made(admin, "calendar", {"name": "Office", "name_zh": "办公室", "zone": "Asia/Shanghai"})
    made(admin, "calendar-day", {"calendar": calendar.pk, "on": "2026-12-24", "name": "Eve", "name_zh": "平安夜"})


def author_of(whose: str, noun: str) -> Actor | None:
    """Notes and activities are written by the owner of the customer, so that somebody's own exist."""
    owner = CUSTOMERS[whose]["owner"]
    return acting(owner) if owner and noun in ("note", "activity") else None


def made(actor: Actor, noun: str, values: Mapping[str, Any]) -> Record:
    return standard.create(actor, named(noun), values)


# -- finding them ---------------------------------------------------------------------------------------------------
def person_called(username: str) -> Person:
    found = Person.everything.get(username=username)
    assert isinstance(found, Person)
    return found


def customer_of(whose: str) -> Customer:
    """The customer in that place of the story: own, team, other, person, group, subsidiary, nobody, trashed."""
    found = Customer.everything.get(name=CUSTOMERS[whose]["name"])
    assert isinstance(found, Customer)
    return found


def acting(username: str, door: str = PAGE) -> Actor:
    """The actor that somebody of the cast is at this moment."""
    actor = actor_for(person_called(username).pk, door)
    assert actor, f"{username} has left"
    return actor


def client_of(username: str) -> Client:
    """A browser in which somebody is signed in."""
    return let_in(Client(), username)


def let_in(client: Client, username: str) -> Client:
    """The same browser with a session of its own. The journal is not told, so that tests count only what they do."""
    now = timezone.now()
    row = SignIn(person=person_called(username), outcome=Outcome.SIGNED_IN, means=Means.PASSWORD, place="127.0.0.1")
    row.created_at = row.updated_at = row.seen_at = now
    row.save(force_insert=True)
    session = SessionStore()
    session[SESSION], session[PROVED] = row.pk, time.time()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def api_of(username: str) -> Client:
    """A program that acts as somebody, by a key."""
    key = keys.issue(SYSTEM, person=person_called(username).pk, name=f"Key of {username}")
    Token.everything.filter(digest=keys.digest(key)).update(used_at=timezone.now())  # reading by it writes nothing then
    return Client(headers={"Authorization": f"Bearer {key}", "Accept": "application/json"})


__all__ = ["API", "PAGE", "acting", "api_of", "assemble", "client_of", "customer_of", "made", "person_called"]
