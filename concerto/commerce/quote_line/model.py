from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.product.model import Product
from concerto.commerce.quote.model import Quote
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import amount, link, number, ratio, text, whole


class QuoteLine(Record):
    """One position of a quote. Verbs of the quote write it, so that the quote's amounts are always the sum of its lines.

    `list_price` is what the product cost the customer when the line was made, whatever became of prices since; `unit_price` what one is offered
    at, before the discount. `net` and `tax` are rounded to what the currency has.
    """

    quote = link(_("Quote"), Quote, required=True, related_name="lines", on_delete=models.CASCADE)
    position = whole(pgettext("order", "Position"), least=1, null=False, blank=False, default=1)
    product = link(_("Product"), Product, related_name="quote_lines")
    item = text(_("Item"), longest=300, required=True)
    unit = text(_("Unit"), longest=20)
    quantity = number(_("Quantity"), least=0, null=False, blank=False, default=1)
    list_price = amount(_("List price"), default=0)
    unit_price = amount(_("Unit price"), default=0)
    discount_percent = ratio(_("Discount percent"), least=0, most=100, null=False, blank=False, default=0)
    tax_percent = ratio(_("Tax percent"), least=0, most=100, null=False, blank=False, default=0)
    currency = text(_("Currency"), longest=3)
    net = amount(_("Net"), default=0)
    tax = amount(_("Tax"), default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="quote_line_sorted"),
            models.Index(fields=["quote", "position", "id"], name="quote_line_of_quote"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="quote_line_quantity",
                violation_error_message=_("A quantity is more than nothing."),
            ),
            models.CheckConstraint(
                condition=models.Q(discount_percent__range=(0, 100)), name="quote_line_discount",
                violation_error_message=_("A discount is from 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=models.Q(tax_percent__range=(0, 100)), name="quote_line_tax",
                violation_error_message=_("Tax is from 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, list_price__gte=0), name="quote_line_price",
                violation_error_message=_("A price is nothing or more."),
            ),
        ]  # fmt: skip
