from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.actions import undo
from concerto.customers.membership.points.model import PointsLine
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action, locked
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label


@action(on=Coupon, label=_("Redeem"), icon="ticket", bulk=False)
def redeem(actor: Actor, coupon: Coupon, *, amount: Decimal | None = None, place: str = "") -> None:
    """Use it up, at a place, for a purchase of `amount`. Raises Refused with why not: of two tills at once the second is told."""
    refuse_over(coupon)
    if coupon.expires_on and coupon.expires_on < today():
        raise Refused(_("This coupon was good until %(day)s.") % {"day": shown(coupon, "expires_on")})
    if problem := too_little(coupon, amount):
        raise Refused(problem, ask_for=["amount"])
    change(actor, coupon, redeemed_at=timezone.now(), place=place[:100])


@action(on=Coupon, label=_("Cancel"), icon="circle-x")
def cancel(actor: Actor, coupon: Coupon) -> None:
    """It is good for nothing from then on; points it cost are given back, as old as they were."""
    refuse_over(coupon)
    change(actor, coupon, cancelled_at=timezone.now())
    if coupon.paid_id:
        line = PointsLine.everything.get(pk=coupon.paid_id)
        undo(actor, line, locked(actor, Member, line.member_id, Act.EDIT), coupon.kind.name)


def refuse_over(coupon: Coupon) -> None:
    if coupon.redeemed_at:
        raise Refused(_("This coupon was redeemed on %(day)s.") % {"day": shown(coupon, "redeemed_at")})
    if coupon.cancelled_at:
        raise Refused(_("This coupon was cancelled."))


def too_little(coupon: Coupon, amount: Decimal | None) -> Label | None:
    """Why a purchase of this amount is not enough; None where it is."""
    least = coupon.kind.minimum
    if least is None or (amount is not None and amount >= least):
        return None
    field = entity_of(coupon.kind).fields["minimum"]
    return _("This coupon is for purchases of %(amount)s and more.") % {"amount": field.kind.show(field, least)}


def shown(coupon: Coupon, id: str) -> str:
    field = entity_of(coupon).fields[id]
    return field.kind.show(field, field.value(coupon))
