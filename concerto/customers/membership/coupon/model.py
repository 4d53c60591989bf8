from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.customers.membership.points.model import PointsLine
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import day, link, moment, text

READABLE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
new_number = partial(get_random_string, 16, READABLE_SIGNS)  # whoever knows it may redeem it: 79 bits nobody guesses


class Coupon(Record):
    """A customer's coupon: redeemed once, by whoever shows the code, until its last day. `paid` is the line of the points it cost."""

    kind = link(_("Kind"), CouponKind, required=True, related_name="coupons")
    customer = link(_("Customer"), Customer, required=True, related_name="coupons", on_delete=models.CASCADE)
    number = text(_("Code"), longest=40, default=new_number)
    expires_on = day(_("Last day"), null=False)
    paid = link(_("Paid by"), PointsLine, related_name="coupons")
    redeemed_at = moment(_("Redeemed on"))
    place = text(_("Redeemed at"), longest=100)
    cancelled_at = moment(_("Cancelled on"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="coupon_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="coupon_number_once", violation_error_message=_("Another coupon has this code.")
            ),
            models.CheckConstraint(
                condition=Q(redeemed_at=None) | Q(cancelled_at=None), name="coupon_one_end",
                violation_error_message=_("A coupon is redeemed or cancelled, not both."),
            ),
        ]  # fmt: skip
