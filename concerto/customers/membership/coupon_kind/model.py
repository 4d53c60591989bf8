from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.programme.model import Programme
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, money, number, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class Sort(models.TextChoices):
    PERCENT = "percent", _("Per cent off")
    AMOUNT = "amount", _("Amount off")


class CouponKind(Record):
    """What coupons of this kind are worth, how long they are good, and what they cost in points."""

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    sort = choice(_("Sort"), Sort, required=True, default=Sort.AMOUNT)
    value = number(_("Per cent or amount"), null=False, blank=False)
    days = whole(_("Good for so many days"), least=1, most=3650, default=30)
    minimum = money(_("From a purchase of"))
    programme = link(_("Programme"), Programme, related_name="coupon_kinds")
    price = whole(
        _("Price in points"),
        least=1,
        help_text=_("Members of the programme may take one for so many points. Empty: it is not for sale."),
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    about = long_text(_("More"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="coupon_kind_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gt=0) & (Q(sort="amount") | Q(value__lte=100)), name="coupon_kind_value",
                violation_error_message=_("A coupon is worth more than nothing, and at most 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(programme__isnull=False), name="coupon_kind_price",
                violation_error_message=_("A price in points needs a programme."),
            ),
        ]  # fmt: skip
