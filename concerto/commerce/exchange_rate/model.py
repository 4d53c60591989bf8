from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.commerce.currency.known import one_currency
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import day, ratio, text


class ExchangeRate(Record):
    """What one unit of a currency is worth in the company's own, from a day until the next rate of that currency."""

    currency = one_currency(_("Currency"))
    since = day(_("Counts from"), null=False, blank=False)
    rate = ratio(
        _("Rate"), least=0, null=False, blank=False, help_text=_("What one of it is worth in our own currency."),
    )  # fmt: skip
    source = text(_("Source"), longest=200, help_text=_("Where the rate is from, as the name of a bank."))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="exchange_rate_sorted"),
            models.Index(fields=["currency", "-since"], name="exchange_rate_days"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "since"], condition=models.Q(trashed_at=None), name="exchange_rate_once",
                violation_error_message=_("This currency has a rate from this day on already."),
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0), name="exchange_rate_more",
                violation_error_message=_("A rate is more than nothing."),
            ),
        ]  # fmt: skip
