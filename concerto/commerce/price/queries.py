"""What a product costs a customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from concerto.commerce.price.model import Price
from concerto.commerce.price_book.model import PriceBook
from concerto.commerce.product.model import Product
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to


def price_of(
    actor: Actor,
    product: Product,
    customer: Customer,
    on: date,
    quantity: Decimal,
    currency: str,
    book: PriceBook | None = None,
) -> Decimal | None:
    """What one costs on a day, where so many are taken, in a currency; None where nothing says it.

    Of the books that count on that day, one for the customer's tier goes before one for all, then the one that began
    later, then the newer; or it is the `book` that was chosen. In it the price of the largest quantity counts that is
    reached. Where no book has one, it is the product's standard price.
    """
    within = Q(book=book.pk) if book else Q(book__tier__in=("", customer.tier))
    rows = visible_to(actor, Price).filter(
        within, _counts(on), product=product.pk, least__lte=quantity, book__currency=currency
    )
    by_tier, by_day = F("book__tier").desc(), F("book__since").desc(nulls_last=True)
    found: Decimal | None = rows.order_by(by_tier, by_day, "-book", "-least").values_list("price", flat=True).first()
    return found if found is not None else product.price if product.currency == currency else None


def _counts(on: date) -> Q:
    begun = Q(book__since=None) | Q(book__since__lte=on)
    not_over = Q(book__until=None) | Q(book__until__gte=on)
    return begun & not_over & Q(book__active=True, book__trashed_at=None)
