"""The ledger always balances: whatever is done in whatever order, by however many at once, told however often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.membership.coupon.actions import cancel, redeem
from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.coupon_kind.actions import issue
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.level.readers import tell_owners
from concerto.customers.membership.level.settling import BY_RULE, settle_all
from concerto.customers.membership.member.actions import Way, adjust, burn, earn, leave, rejoin, take_coupon
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.member.readers import enter_openings
from concerto.customers.membership.points import expiring, ledger
from concerto.customers.membership.points.actions import take_back
from concerto.customers.membership.points.expiring import expire
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.customers.membership.points.readers import count_purchases
from concerto.customers.membership.programme.actions import join
from concerto.customers.membership.programme.days import months_after, today
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.access.actor import IMPORT, SYSTEM
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.merging.unmerge import unmerge
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import running
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, api_of, client_of, customer_of, made, person_called


def programme(**values: Any) -> Programme:
    one = made(acting("admin"), "programme", {"name": "Points", "name_zh": "积分", "months": 2} | values)
    assert isinstance(one, Programme)
    return one


def member_of(one: Programme, customer: int | None = None) -> Member:
    found = made(
        acting("admin"),
        "member",
        {"programme": one.pk, "customer": customer or customer_of("own").pk, "since": "2020-01-01"},
    )
    assert isinstance(found, Member)
    return found


def fresh(member: Member) -> Member:
    found = Member.everything.get(pk=member.pk)
    assert isinstance(found, Member)
    return found


def lines(member: Member) -> list[tuple[str, int | None]]:
    return list(PointsLine.everything.filter(member=member.pk).order_by("pk").values_list("kind", "points"))


def newest(member: Member) -> PointsLine:
    found = PointsLine.everything.filter(member=member.pk).latest("pk")
    assert isinstance(found, PointsLine)
    return found


@contextmanager
def refused(say: str) -> Iterator[None]:
    with pytest.raises(Refused) as why:
        yield
    assert say in str(why.value.message), why.value.message


# -- any sequence of verbs, against a plain model ---------------------------------------------------------------------
@dataclass
class Lot:
    points: int
    last: date
    left: int


@dataclass
class Plain:
    """Lots spent in the order of their days, one point of view: each burn and expiry remembers nothing, sums are made anew."""

    lots: list[Lot] = field(default_factory=list)
    spent: int = 0

    @property
    def balance(self) -> int:
        return sum(lot.points for lot in self.lots) - self.spent

    def reckon(self) -> None:
        spent = self.spent
        for lot in sorted(self.lots, key=lambda lot: lot.last):
            lot.left = max(0, lot.points - spent)
            spent = max(0, spent - lot.points)

    def due(self, on: date) -> int:
        self.reckon()
        return sum(lot.left for lot in self.lots if lot.last <= on)

    def next(self) -> tuple[date | None, int]:
        self.reckon()
        day = min((lot.last for lot in self.lots if lot.left), default=None)
        return day, sum(lot.left for lot in self.lots if lot.left and lot.last == day)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["earn", "burn", "add", "take"]), st.integers(0, 120)),
        st.tuples(st.just("days"), st.integers(1, 90)),
        st.tuples(st.sampled_from(["expire", "undo"]), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=12,
)


class Clock:
    """The company's day, moved by the test; the database's own moments do not matter to balances."""

    def __init__(self) -> None:
        self.day = date(2026, 1, 31)

    def today(self) -> date:
        return self.day


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_balances_as_a_plain_model_does(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, int]]
) -> None:
    clock, plain = Clock(), Plain()
    monkeypatch.setattr(expiring, "today", clock.today)
    monkeypatch.setattr(ledger, "day_of", lambda _moment: clock.day)
    with transaction.atomic():
        member = member_of(programme())
        known: list[tuple[int, Lot | int]] = []  # lines that may be taken back: with their lot, or how much they spent
        for verb, number in steps:
            step(clock, plain, member, known, verb, number)
            now = fresh(member)
            total = PointsLine.everything.filter(member=member.pk).aggregate(sum=Sum("points"))["sum"] or 0
            assert now.balance == total == plain.balance
            assert (now.expires_on, now.expiring) == plain.next()
        transaction.set_rollback(True)


def step(
    clock: Clock, plain: Plain, member: Member, known: list[tuple[int, Lot | int]], verb: str, number: int
) -> None:
    admin = acting("admin")
    if verb == "days":
        clock.day += timedelta(days=number)
    elif verb == "expire":
        due = plain.due(clock.day)
        assert expire() == (1 if due else 0)
        assert expire() == 0
        plain.spent += due
    elif verb == "undo":
        take_back_one(plain, known, number)
    elif number == 0:
        with pytest.raises(Invalid):
            earn(admin, member, points=0)
    elif verb in ("earn", "add"):
        earn(admin, member, points=number) if verb == "earn" else adjust(
            admin, member, way=Way.ADD, points=number, reason="x"
        )
        lot = Lot(number, months_after(clock.day, 2), number)
        plain.lots.append(lot)
        if verb == "earn":
            known.append((newest(member).pk, lot))
    else:
        act: Callable[[], Any] = (
            (lambda: burn(admin, member, points=number))
            if verb == "burn"
            else (lambda: adjust(admin, member, way=Way.TAKE, points=number, reason="x"))
        )
        if number > plain.balance:
            with refused(f"There are {plain.balance} points only"):
                act()
            return
        act()
        plain.spent += number
        if verb == "burn":
            known.append((newest(member).pk, number))


def take_back_one(plain: Plain, known: list[tuple[int, Lot | int]], number: int) -> None:
    if not known:
        return
    id, what = known[number % len(known)]
    line = PointsLine.everything.get(pk=id)
    if isinstance(what, Lot) and what.points > plain.balance:
        with refused("points only"):
            take_back(acting("admin"), line)
        return
    take_back(acting("admin"), line, reason="Returned")
    known.remove((id, what))
    if isinstance(what, Lot):
        what.points = 0
    else:
        plain.spent -= what
    with refused("taken back already"):
        take_back(acting("admin"), line)


# -- keys, events -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_key_counts_once_in_the_programme() -> None:
    one = programme()
    member, other = member_of(one), member_of(one, customer_of("other").pk)
    for _time in range(2):
        earn(acting("admin"), member, points=7, key="receipt 1")
    assert lines(member) == [("earn", 7)]
    for act, who in ((earn, other), (burn, member)):
        with refused("used for something else"):
            act(acting("admin"), who, points=7, key="receipt 1")
    earn(acting("admin"), member_of(programme()), points=7, key="receipt 1")


@pytest.mark.django_db
def test_purchases_earn_and_refunds_take_back_each_once() -> None:
    one, own = programme(rate="0.5"), customer_of("own").pk
    member, gone = member_of(one), member_of(one, customer_of("other").pk)
    leave(acting("admin"), gone)
    now = timezone.now()

    def event(kind: str, amount: str | None, customer: int = own, at: Any = now) -> tuple[int, int]:
        made = Event.everything.create(customer_id=customer, kind=kind, amount=Decimal(amount) if amount else None, at=at, what="Tea",
                                       created_at=now, updated_at=now)  # fmt: skip
        return made.pk, customer

    told = [event("purchase", "129.90"), event("purchase", None), event("cart", "50"), event("purchase", "1.99"),
            event("refund", "20"), event("purchase", "80", gone.customer_id), event("purchase", "900", at=now - timedelta(days=9999)),
            event("refund", "5000")]  # fmt: skip
    count_purchases(told)
    count_purchases(told)
    assert lines(member) == [("earn", 64), ("take-back", -10), ("take-back", -54)]
    assert lines(gone) == []
    assert fresh(member).balance == 0


@pytest.mark.django_db
def test_a_refund_of_a_purchase_takes_back_its_share_of_the_points() -> None:
    """Whatever a unit of money earns by then, and never more than the purchase earned."""
    one, own = programme(rate="0.5"), customer_of("own").pk
    member = member_of(one)

    def told(*events: dict[str, Any]) -> list[tuple[int, int]]:
        before = Event.everything.latest("pk").pk
        given = [{"customer": own} | each for each in events]
        answer = api_of("admin").post("/api/v1/events/intake", {"events": given}, content_type="application/json")
        assert answer.json()["refused"] == []
        return list(Event.everything.filter(pk__gt=before).order_by("pk").values_list("pk", "customer"))

    def refund(id: str, of: str, amount: str) -> dict[str, Any]:
        return {"id": id, "of": of, "kind": "refund", "amount": amount}

    count_purchases(
        told(refund("r0", "p", "10"), {"id": "p", "kind": "purchase", "amount": "100.00"}, refund("r1", "p", "30"))
    )
    standard.edit(acting("admin"), named("programme"), one.pk, {"rate": "10"})
    later = told(
        refund("r2", "p", "33.33"), refund("r3", "p", "1000"), refund("r4", "p", "1"), refund("r5", "nothing", "0.10")
    )
    count_purchases(later)
    count_purchases(later)
    # 10 and 30 of 100 at half a point; then the one whose purchase nobody told, at ten; then a third, and what was left
    taken = [5, 15, 1, 17, 12]
    assert lines(member) == [("earn", 50), *(("take-back", -points) for points in taken)]
    assert fresh(member).balance == 0
    refunds = Event.everything.filter(customer=own, kind="refund").order_by("pk")
    assert list(refunds.values_list("refund_of__amount", flat=True)) == [Decimal(100)] * 5 + [None]
    with pytest.raises(Invalid) as why:
        made(
            acting("admin"),
            "event",
            {"what": "Tea", "kind": "cart", "customer": own, "refund_of": Event.everything.latest("pk").pk},
        )
    assert str(why.value.problems["refund_of"]) == "Only a refund is of a purchase."


# -- brought along ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_members_come_from_a_file_with_the_points_they_had(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path
    one, steward = programme(), acting("data", IMPORT)
    rows = f"会员卡号,客户,programme,积分余额\n77001,C-{customer_of('own').pk:05d},PG-{one.pk:05d},1200\n77002,Harbour Mills,PG-{one.pk:05d},\n77003,Brightwater Ltd,PG-{one.pk:05d},-5\n"
    batch = take(steward, named("member"), "members.csv", BytesIO(rows.encode()))
    assert batch.mapping == {"会员卡号": "number", "客户": "customer", "programme": "programme", "积分余额": "opening"}
    agree(steward, batch, batch.mapping, "create")
    batch = running.run(steward, batch)
    assert (batch.created, batch.rejected) == (2, 1)
    told = list(Entry.objects.filter(batch=batch.pk, entity="member"))
    enter_openings(told)
    enter_openings(told)
    rich, poor = (Member.everything.get(number=number) for number in ("77001", "77002"))
    assert (rich.balance, poor.balance) == (1200, 0)
    line = newest(rich)
    assert (lines(rich), line.reason, line.expires_on) == (
        [("adjust", 1200)],
        "Points brought along",
        months_after(today(), 2),
    )
    with pytest.raises(Refused, match="brought along once"):
        standard.edit(acting("admin"), named("member"), rich.pk, {"opening": 5000})
    with pytest.raises(Invalid):
        made(acting("sales"), "member", {"customer": customer_of("person").pk, "programme": one.pk, "opening": 5000})


@pytest.mark.django_db
def test_lines_of_a_customer_in_the_trash_are_out_of_sight() -> None:
    """However far above the trash is, also for who may read all lines."""
    member = member_of(programme())
    earn(acting("admin"), member, points=9)
    line = newest(member)
    seen = visible_to(acting("finance"), PointsLine).filter(pk=line.pk)
    assert seen.exists()
    standard.delete(acting("admin"), named("customer"), member.customer_id)
    assert not seen.exists()
    standard.restore(acting("admin"), named("customer"), member.customer_id)
    assert seen.exists()


# -- the database alone ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_lines_stay_as_they_are() -> None:
    member = member_of(programme())
    earn(acting("admin"), member, points=9)
    line = newest(member)
    with pytest.raises(Invalid) as why:
        standard.delete(SYSTEM, named("points-line"), line.pk)
    assert str(why.value.problems[""]).startswith("Lines of the ledger stay")
    with pytest.raises(Forbidden):
        standard.edit(acting("admin"), named("points-line"), line.pk, {"reason": "Another"})
    for statement in (
        "update customers_pointsline set points = 900 where id = %s",
        "delete from customers_pointsline where id = %s",
        "update customers_member set balance = 900 where id = (select member_id from customers_pointsline where id = %s)",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [line.pk])
    assert fresh(member).balance == 9


@pytest.mark.django_db
def test_members_with_points_stay_in_their_programme() -> None:
    member = member_of(programme())
    earn(acting("admin"), member, points=9)
    with refused("points of the programme already"):
        standard.edit(acting("admin"), named("member"), member.pk, {"programme": programme().pk})
    with refused("still has points"):
        standard.delete(acting("admin"), named("member"), member.pk)
    with pytest.raises(Invalid):
        join(acting("admin"), member.programme, customer=member.customer)


# -- several at once -----------------------------------------------------------------------------------------------------
def at_once(tasks: list[Callable[[], Any]]) -> list[str]:
    """Each in a thread with a connection of its own; what became of each, in words."""

    def run(task: Callable[[], Any]) -> str:
        try:
            task()
        except Refused as why:
            return str(why.message)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return sorted(pool.map(run, tasks))


def test_writers_on_one_member_wait_for_each_other(committed: object) -> None:
    member, admin = member_of(programme()), acting("admin")
    earn(admin, member, points=100)
    ends = at_once([lambda: burn(admin, member, points=30)] * 6)
    assert ends == ["There are 10 points only. Nothing was changed."] * 3 + ["done"] * 3
    at_once([lambda: earn(admin, member, points=5, key="receipt")] * 4 + [lambda: earn(admin, member, points=1)] * 4)
    total = PointsLine.everything.filter(member=member.pk).aggregate(sum=Sum("points"))["sum"]
    assert fresh(member).balance == total == 10 + 5 + 4


def test_a_coupon_is_redeemed_once_with_two_tills_at_once(committed: object) -> None:
    coupon, admin = coupon_of(kind()), acting("admin")
    ends = at_once([lambda: redeem(admin, coupon, place="Till")] * 4)
    assert ends.count("done") == 1
    assert all(end == "done" or end.startswith("This coupon was redeemed on") for end in ends)


# -- coupons ---------------------------------------------------------------------------------------------------------------
def kind(**values: Any) -> CouponKind:
    one = made(acting("admin"), "coupon-kind", {"name": "Ten", "value": "10", "days": 5} | values)
    assert isinstance(one, CouponKind)
    return one


def coupon_of(one: CouponKind, customer: Customer | None = None) -> Coupon:
    issue(acting("admin"), one, customer=customer or customer_of("own"))
    found = Coupon.everything.filter(kind=one.pk).latest("pk")
    assert isinstance(found, Coupon)
    return found


@pytest.mark.django_db
def test_a_coupon_says_why_it_is_not_redeemed() -> None:
    admin, coupon = acting("admin"), coupon_of(kind(minimum="100"))
    assert (coupon.expires_on, len(coupon.number)) == (today() + timedelta(days=4), 16)
    for amount in (None, Decimal("99.99")):
        with refused("for purchases of ¥100.00 and more"):
            redeem(admin, coupon, amount=amount)
    redeem(admin, coupon, amount=Decimal(100), place="Shop in Suzhou")
    with refused("redeemed on"):
        redeem(admin, coupon, amount=Decimal(100))
    with refused("redeemed on"):
        cancel(admin, coupon)
    late, off = coupon_of(kind()), coupon_of(kind())
    Coupon.everything.filter(pk=late.pk).update(expires_on=today() - timedelta(days=1))
    with refused("good until"):
        redeem(admin, late)
    cancel(admin, off)
    with refused("cancelled"):
        redeem(admin, off)
    with refused("not issued any more"):
        coupon_of(kind(active=False))


@pytest.mark.django_db
def test_a_coupon_for_points_costs_them_and_cancelling_gives_them_back() -> None:
    one, admin = programme(), acting("admin")
    member, sold = member_of(one), kind(programme=one.pk, price=40)
    with refused("There are 0 points only"):
        take_coupon(admin, member, kind=sold)
    earn(admin, member, points=50)
    with refused("not for sale"):
        take_coupon(admin, member, kind=kind())
    take_coupon(admin, member, kind=sold)
    assert fresh(member).balance == 10
    cancel(admin, Coupon.everything.get(kind=sold.pk))
    assert lines(member) == [("earn", 50), ("burn", -40), ("take-back", 40)]


# -- levels ----------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_levels_rise_at_once_and_fall_as_the_year_moves_on() -> None:
    one, admin = programme(months=0), acting("admin")
    names = {made(admin, "level", {"programme": one.pk, "name": name, "threshold": threshold}).pk: name
             for name, threshold in (("Basic", 0), ("Silver", 100), ("Gold", 500))}  # fmt: skip
    member = member_of(one)

    def level() -> str:
        return names.get(fresh(member).level_id or 0, "")

    assert level() == ""
    settle_all()
    assert level() == "Basic"
    earn(admin, member, points=500)
    assert level() == "Gold"
    adjust(admin, member, way=Way.TAKE, points=450, reason="Counted twice")
    assert level() == "Gold"
    line = Entry.objects.filter(entity="member", record=member.pk, reason=BY_RULE).order_by("-id")[0]
    assert line.changes["level"][1] is not None
    tell_owners([line])
    tell_owners([line])
    assert list(Notice.objects.filter(kind="level-changed").values_list("person", "record")) == [
        (person_called("sales").pk, member.customer_id)
    ]
    leave(admin, member)
    assert level() == ""
    rejoin(admin, member)
    assert level() == "Gold"
    later = made(admin, "member", {"programme": one.pk, "customer": customer_of("other").pk, "since": "2020-01-01"})
    assert isinstance(later, Member)
    old = timezone.now() - timedelta(days=364, hours=23, minutes=59)
    ledger_enter(later, 200, old)
    assert names[fresh(later).level_id or 0] == "Silver"
    Member.everything.filter(pk=later.pk).update(earned=999, level=fresh(member).level_id)
    assert settle_all() == 1
    assert (names[fresh(later).level_id or 0], fresh(later).earned) == ("Silver", 200)
    assert settle_all() == 0


def ledger_enter(member: Member, points: int, at: Any) -> None:
    with transaction.atomic():
        ledger.enter(SYSTEM, member, Kind.EARN, points, at=at)


# -- merging -----------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_points_go_along_when_customers_are_merged_and_come_back() -> None:
    one, admin = programme(), acting("admin")
    own, other = customer_of("own"), customer_of("other")
    member, gone = member_of(one, own.pk), member_of(one, other.pk)
    earn(admin, member, points=5)
    earn(admin, gone, points=7)
    merged = merge(admin, named("customer"), own.pk, other.pk)
    assert (fresh(member).balance, fresh(gone).balance) == (12, 0)
    assert fresh(member).expiring == 12
    unmerge(admin, merged)
    assert (fresh(member).balance, fresh(gone).balance) == (5, 7)


# -- rights, pages, tills ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_who_may_what() -> None:
    member = member_of(programme())
    earn(acting("service"), member, points=3)
    with pytest.raises(Forbidden):
        adjust(acting("service"), member, way=Way.ADD, points=3, reason="A gift")
    with pytest.raises(Forbidden):
        issue(acting("service"), kind(), customer=customer_of("own"))
    with pytest.raises(Forbidden):
        take_back(acting("legal"), newest(member))


@pytest.mark.django_db
def test_a_till_finds_the_member_and_what_there_is() -> None:
    one, own = programme(), customer_of("own").pk
    member = member_of(one, own)
    earn(acting("admin"), member, points=8)
    code = coupon_of(kind()).number
    api = api_of("service")
    for by in (member.number, f"MB-{member.pk:05d}", f"C-{own:05d}", "138 1234 0002", code.lower()):
        found = api.post("/api/v1/members/lookup", {"by": by}, content_type="application/json").json()["members"]
        [told] = [each for each in found if each["id"] == member.pk]
        assert (told["balance"], told["expiring"]) == (8, 8)
        assert code in {each["number"] for each in told["coupons"]}
    for body in ({}, {"by": 7}, {"by": "  "}, {"by": "x" * 61}, {"by": "abcd", "more": 1}):
        assert api.post("/api/v1/members/lookup", body, content_type="application/json").status_code == 400
    for by in ("no such card", "C-99999999999999999999", "MB-00000", "' or 1=1 --", "%%%%"):
        assert api.post("/api/v1/members/lookup", {"by": by}, content_type="application/json").json() == {"members": []}
    answer = api.post(
        f"/api/v1/members/{member.pk}/actions/burn", {"points": 3, "key": "till 1"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["balance"]) == (200, 5)
    assert (
        api.post(
            f"/api/v1/members/{member.pk}/actions/burn", {"points": 9}, content_type="application/json"
        ).status_code
        == 409
    )


@pytest.mark.django_db
def test_the_customers_page_tells() -> None:
    member = member_of(programme())
    earn(acting("admin"), member, points=1200)
    coupon_of(kind(name="A present"))
    shown = client_of("sales").get(f"/customers/{member.customer_id}/related").content.decode()
    for words in ("1,200 points", "1,200 points expire on", "A present"):
        assert words in shown
    assert "+1,200" in client_of("sales").get(f"/members/{member.pk}/related").content.decode()
