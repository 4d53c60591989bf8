"""The club of the demo company: three levels, a coupon, and some customers who earned and used points."""

from __future__ import annotations

from concerto.customers.customer.model import Customer
from concerto.customers.membership.coupon_kind.actions import issue
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.member.actions import burn, earn, take_coupon
from concerto.customers.membership.member.model import Member
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named

MEMBERS = 12
LEVELS = (("Friend", "普通会员", 0), ("Silver", "银卡会员", 1_000), ("Gold", "金卡会员", 5_000))


def found_club() -> None:
    """Make it, by the verbs that people use; the first customers are its members."""
    programme = create(
        SYSTEM, named("programme"), {"name": "Warm circle", "name_zh": "暖圈会员", "rate": "0.1", "months": 24}
    )
    for name, name_zh, threshold in LEVELS:
        create(
            SYSTEM,
            named("level"),
            {"programme": programme.pk, "name": name, "name_zh": name_zh, "threshold": threshold},
        )
    kind = create(SYSTEM, named("coupon-kind"), {"name": "200 off a service visit", "name_zh": "上门保养减 200", "value": "200",
                                                 "minimum": "500", "programme": programme.pk, "price": 300})  # fmt: skip
    assert isinstance(kind, CouponKind)
    for place, customer in enumerate(visible_to(SYSTEM, Customer).defer("search").order_by("pk")[:MEMBERS]):
        member = create(
            SYSTEM,
            named("member"),
            {"customer": customer.pk, "programme": programme.pk, "number": f"6202600{place:05d}"},
        )
        assert isinstance(member, Member)
        _live(member, kind, place)


def _live(member: Member, kind: CouponKind, place: int) -> None:
    """Points for purchases, a coupon for some of them; the later ones are still at the beginning."""
    for step in range(1, 4):
        earn(
            SYSTEM,
            member,
            points=(MEMBERS - place) * 90 * step,
            key=f"receipt {place}-{step}",
            reason=f"Receipt {2600 + place * 3 + step}",
        )
    burn(SYSTEM, member, points=50 + place, reason="Filter set")
    if place < MEMBERS // 2:
        take_coupon(SYSTEM, member, kind=kind)
    else:
        issue(SYSTEM, kind, customer=member.customer)
