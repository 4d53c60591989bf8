from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.commerce.price_book.model import PriceBook
from concerto.commerce.product.model import Product
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, ratio, text


class Price(Record):
    """What one of a product costs in a price book, from some quantity on."""

    book = link(_("Price book"), PriceBook, required=True, related_name="prices", on_delete=models.CASCADE)
    product = link(_("Product"), Product, required=True, related_name="prices")
    price = ratio(
        _("Price"), least=0, null=False, blank=False, help_text=_("For one, before tax, in the currency of the book.")
    )
    least = ratio(_("From quantity"), least=0, null=False, blank=False, default=0)
    note = text(_("Note"), longest=200)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="price_sorted"),
            models.Index(fields=["product", "book", "-least"], name="price_of_product"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "product", "least"], condition=models.Q(trashed_at=None), name="price_once",
                violation_error_message=_("The book has a price of this product from this quantity on already."),
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, least__gte=0), name="price_amount",
                violation_error_message=_("A price is nothing or more."),
            ),
        ]  # fmt: skip
