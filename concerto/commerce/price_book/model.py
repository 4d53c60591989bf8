from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.currency.known import one_currency
from concerto.customers.customer.tiers import Tier, tiers
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, day, from_data, tagged, text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class PriceBook(Record):
    """Prices in one currency, for all customers or for those of one tier, within some days or always."""

    name = text(_("Name"), required=True, longest=80)
    name_zh = text(_("Name in Chinese"), longest=80)
    currency = one_currency(_("Currency"))
    tier = from_data(choice(_("For customers of the tier"), Tier, help_text=_("Empty: for all customers.")), tiers)
    since = day(_("Valid from"), help_text=_("Empty: always so far."))
    until = day(_("Valid until"), help_text=_("The last day; empty: until further notice."))
    active = kept_as(YES_NO, models.BooleanField(pgettext("price book", "In use"), default=True))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="price_book_sorted"), tagged("price_book")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
                name="price_book_days",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]  # fmt: skip
