"""Quotes of the cast, as sellers make them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from concerto.commerce.product.model import Product
from concerto.commerce.quote.actions import add_line
from concerto.commerce.quote.model import Quote
from concerto.commerce.quote_line.model import QuoteLine
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from tests.cast import acting, customer_of, made


def quoted(seller: Actor | None = None, **more: Any) -> Quote:
    """A draft of `sales` for a customer of theirs, without lines."""
    values = {"name": "Plant two", "customer": customer_of("own").pk, "valid_until": str(in_days(30)), **more}
    quote = made(seller or acting("sales"), "quote", values)
    assert isinstance(quote, Quote)
    return quote


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def pump() -> Product:
    """1,100 for everybody by the price book, 13 % tax."""
    found = Product.everything.get(sku="PUMP-1")
    assert isinstance(found, Product)
    return found


def lined(quote: Quote, quantity: int = 1, seller: Actor | None = None, **more: Any) -> QuoteLine:
    """With so many pumps."""
    add_line(seller or acting("sales"), quote, product=pump(), quantity=Decimal(quantity), **more)
    quote.refresh_from_db()
    line = QuoteLine.everything.filter(quote=quote.pk).latest("pk")
    assert isinstance(line, QuoteLine)
    return line
