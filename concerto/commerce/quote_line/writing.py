"""Lines of a quote whose row is locked: what a new one says by itself, and what it comes to."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.commerce.currency.known import decimals_of
from concerto.commerce.price.queries import price_of
from concerto.commerce.product.model import Product
from concerto.commerce.quote.model import OPEN, Quote, State
from concerto.commerce.quote.reckoning import lines_of, sold
from concerto.commerce.quote_line.model import QuoteLine
from concerto.customers.customer.model import Customer
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid, Refused

MOST = 500  # lines of one quote


def refuse_closed(quote: Quote) -> None:
    """Raise Refused where the lines of a quote stay as they are."""
    if quote.state not in OPEN:
        raise Refused(
            format_lazy(
                _("This quote is “{state}” and stays as it is. Revise it: the next version can be changed."),
                state=State(quote.state).label,
            )
        )


def list_price(actor: Actor, quote: Quote, product: Product, quantity: Decimal) -> Decimal | None:
    """What one costs this customer today where nobody says otherwise."""
    customer = Customer.everything.only("tier").get(pk=quote.customer_id)
    return price_of(actor, product, customer, today(), quantity, quote.currency, quote.book)


def new_line(
    actor: Actor,
    quote: Quote,
    product: Product | None,
    words: str,
    quantity: Decimal,
    price: Decimal | None,
    off: Decimal,
    tax_rate: Decimal | None,
) -> QuoteLine:
    """The line as it will be kept. Raises Invalid where neither the product nor the writer says what is needed."""
    there = lines_of(quote)
    if len(there) >= MOST:
        raise Refused(_("A quote has at most %(most)s lines.") % {"most": MOST})
    said = words.strip() or (called(product) if product else "")
    if not said:
        raise Invalid({"item": _("Choose a product, or say what it is.")})
    listed = list_price(actor, quote, product, quantity) if product else price
    asked = price if price is not None else listed
    if asked is None:
        raise Invalid(
            {
                "unit_price": _("There is no price for it in %(currency)s: say the unit price.")
                % {"currency": quote.currency}
            }
        )
    rate = tax_rate if tax_rate is not None else product.tax_rate if product else Decimal(0)
    line = QuoteLine(
        quote_id=quote.pk, position=max((each.position or 0 for each in there), default=0) + 1, product=product, item=said[:300],
        unit=product.unit if product else "", quantity=quantity, list_price=listed if listed is not None else asked, unit_price=asked, discount_percent=off,
        tax_percent=rate, currency=quote.currency,
    )  # fmt: skip
    line.net, line.tax = amounts(line)
    return line


def called(product: Product) -> str:
    """What the line says of a product, in the language of whoever writes it."""
    chinese = (get_language() or "").startswith("zh")
    return (product.name_zh or product.name) if chinese else product.name


def amounts(line: QuoteLine) -> tuple[Decimal, Decimal]:
    """Net and tax."""
    reckoned, decimals = sold(line), decimals_of(line.currency)
    return reckoned.net(decimals), reckoned.tax(decimals)
