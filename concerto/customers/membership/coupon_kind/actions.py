from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.membership.coupon.issuing import give
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action


@action(on=CouponKind, label=_("Issue to a customer"), icon="ticket", bulk=False)
def issue(actor: Actor, kind: CouponKind, *, customer: Customer) -> None:
    """Give a customer one as a present, member or not; members take one for points by `take_coupon`."""
    give(actor, kind, customer.pk)
