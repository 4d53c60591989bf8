from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.customers.customer.tiers import Tier
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, number, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class TierPolicy(Record):
    """Which customers have a tier by rule, and what we do for them. Of several that fit, the one with the lowest place counts."""

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    grade = text(
        _("Tier"),
        required=True,
        longest=40,
        default=Tier.C,
        help_text=_(
            "What files and filters call it: A, B and C come along; any other, as gold, is a tier of your own."
        ),
    )
    place = whole(pgettext("order", "Place"), least=1, most=99, default=1, help_text=_("1 is the highest."))
    segment = link(
        _("Customers in"), Segment, related_name="tiers",
        help_text=_("Whoever is in this segment has the tier, unless somebody chose another one by hand. Empty: it is only given by hand."),
    )  # fmt: skip
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    grace = whole(
        _("Days of grace"),
        most=3650,
        default=30,
        help_text=_("So long a customer who left the segment keeps the tier."),
    )
    served_by = text(_("Who serves them"), longest=200)
    promise = text(_("What we promise"), longest=200, help_text=_("For example: answered within two hours."))
    channel = text(_("How we talk to them"), longest=200)
    discount = number(_("Highest discount in per cent"))
    about = long_text(_("More"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="tier_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount=None) | models.Q(discount__range=(0, 100)), name="tier_discount",
                violation_error_message=_("A discount is from 0 to 100 per cent."),
            ),
        ]  # fmt: skip


class TierByRule(models.Model):
    """The tier that a rule gave a customer last. While the customer still has it, rules may change it; any other was chosen by hand."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="tier_by_rule")
    policy = models.ForeignKey(TierPolicy, null=True, on_delete=models.SET_NULL, related_name="given", db_index=False)
    grade = models.CharField(max_length=40)
    since = models.DateTimeField()
