from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, money, text, whole


class Worth(Record):
    """How recently, how often and for how much a customer bought, each beside all others: 5 is the best fifth, 1 the last.

    From purchases less refunds of the last two years. See Hughes, Strategic Database Marketing (1994), for the method.
    """

    customer = link(
        _("Customer"), Customer, required=True, related_name="worth", on_delete=models.CASCADE, db_index=False
    )
    rfm = text(_("RFM"), longest=3)
    days = whole(_("Days since the last purchase"))
    purchases = whole(_("Purchases"))
    total = money(_("Sum of purchases"))
    recency = whole(_("Recency"), most=5)
    frequency = whole(_("Frequency"), most=5)
    monetary = whole(_("Money"), most=5)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                name="worth_once",
                violation_error_message=_("What this customer is worth is kept already."),
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="worth_sorted"),
            models.Index(fields=["recency", "frequency", "monetary"], include=["customer"], name="worth_fifths"),
        ]
