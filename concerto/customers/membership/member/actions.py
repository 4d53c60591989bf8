"""What is done at tills and desks: points earned, used and put right; leaving, joining again; a coupon for points."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.coupon.issuing import give
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.level.settling import settle
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter
from concerto.customers.membership.points.model import Kind
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.policy import Act


class Way(models.TextChoices):
    ADD = "add", _("Add points")
    TAKE = "take", _("Take points away")


@action(on=Member, label=_("Earn points"), icon="circle-plus")
def earn(actor: Actor, member: Member, *, points: int, reason: str = "", key: str = "") -> None:
    """Give points. `key` is what the sender calls it: told twice, it counts once."""
    refuse_left(member)
    enter(actor, member, Kind.EARN, some(points), reason=reason, key=key)


@action(on=Member, label=_("Use points"), icon="coins")
def burn(actor: Actor, member: Member, *, points: int, reason: str = "", key: str = "") -> None:
    """Take points for something; those that expire first go first. Raises Refused where there are not so many."""
    refuse_left(member)
    enter(actor, member, Kind.BURN, -some(points), reason=reason, key=key)


@action(on=Member, label=_("Adjust points"), needs=Act.DELETE, icon="adjustments")
def adjust(actor: Actor, member: Member, *, way: Way, points: int, reason: str) -> None:
    """Put a balance right by hand, and say why. It asks for the right to delete memberships, as it can do away with all points."""
    enter(actor, member, Kind.ADJUST, some(points) if way == Way.ADD else -some(points), reason=reason)


@action(on=Member, label=_("Take a coupon for points"), icon="ticket", bulk=False)
def take_coupon(actor: Actor, member: Member, *, kind: CouponKind) -> None:
    """Issue a coupon to the member and use the points it costs."""
    refuse_left(member)
    if not kind.price or kind.programme_id != member.programme_id:
        raise Refused(_("This coupon is not for sale to members of this programme."), ask_for=["kind"])
    give(actor, kind, member.customer_id, paid_by=member)


@action(on=Member, label=_("Leave the programme"), icon="user-off")
def leave(actor: Actor, member: Member) -> None:
    """Nothing is earned or used from then on; what points there are wait for the day on which they expire."""
    refuse_left(member)
    change(actor, member, left_at=timezone.now())
    settle([member.pk])


@action(on=Member, label=_("Join again"), icon="user-check")
def rejoin(actor: Actor, member: Member) -> None:
    if member.left_at is None:
        raise Refused(_("This member has not left."))
    change(actor, member, left_at=None)
    settle([member.pk])


def refuse_left(member: Member) -> None:
    if member.left_at is not None:
        raise Refused(_("This member has left the programme."))


def some(points: int) -> int:
    """A number of points that is one. Raises Invalid."""
    if points < 1:
        raise Invalid({"points": _("At least one point is expected here.")})
    return points
