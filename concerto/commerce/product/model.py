from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.currency.known import one_currency
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import amount, choice, long_text, ratio, tagged, text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class Kind(models.TextChoices):
    GOOD = "good", pgettext("product", "Good")
    SERVICE = "service", pgettext("product", "Service")


class Product(Record):
    """Something that we sell: a good or a service, by which unit, and what it costs where no price book says otherwise."""

    sku = text(_("Code"), required=True, longest=40, help_text=_("What orders and files call it."))
    name = text(_("Name"), required=True, longest=200)
    name_zh = text(_("Name in Chinese"), longest=200)
    series = text(_("Series"), longest=80)
    kind = choice(_("Kind"), Kind, required=True, default=Kind.GOOD)
    unit = text(_("Unit"), longest=20, help_text=_("As piece, metre or hour."))
    price = amount(_("Standard price"), help_text=_("For one, before tax."))
    currency = one_currency(_("Currency"))
    tax_rate = ratio(_("Tax percent"), least=0, most=100, null=False, blank=False, default=0)
    active = kept_as(YES_NO, models.BooleanField(pgettext("product", "Sold"), default=True))
    about = long_text(_("Description"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="product_sorted"),
            GinIndex(fields=["search"], name="product_search"),
            tagged("product"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sku"], name="product_sku_once",
                violation_error_message=_("There is a product with this code already."),
            ),
            models.CheckConstraint(
                condition=models.Q(price=None) | models.Q(price__gte=0), name="product_price",
                violation_error_message=_("A price is nothing or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(tax_rate__range=(0, 100)), name="product_tax",
                violation_error_message=_("Tax is from 0 to 100 per cent."),
            ),
        ]  # fmt: skip
