from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import CREATE


def give(actor: Actor, kind: CouponKind, customer: int, *, paid_by: Member | None = None) -> Coupon:
    """A new coupon of a customer; a locked member who pays for it has the points taken. Raises Refused."""
    if not kind.active:
        raise Refused(_("Coupons of this kind are not issued any more."))
    paid = _pay(actor, kind, paid_by) if paid_by else None
    last = today() + timedelta(days=(kind.days or 1) - 1)
    return add(actor.doing(CREATE), Coupon(kind=kind, customer_id=customer, expires_on=last, paid=paid))


def _pay(actor: Actor, kind: CouponKind, member: Member) -> PointsLine:
    return enter(actor, member, Kind.BURN, -(kind.price or 0), reason=kind.name)
