from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import pgettext_lazy as pgettext

from concerto.commerce.quote.model import OPEN, Quote
from concerto.commerce.quote.reckoning import reckon
from concerto.commerce.quote_line.model import QuoteLine
from concerto.commerce.quote_line.writing import amounts, list_price, refuse_closed
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action, locked
from concerto.kernel.actions.change import change, put
from concerto.kernel.actions.inputs import Number
from concerto.kernel.actions.standard import move
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of


def can_change(actor: Actor, line: QuoteLine) -> bool:
    return line.trashed_at is None and line.quote.state in OPEN


@action(
    on=QuoteLine,
    label=pgettext("quote", "Change the line"),
    needs=Act.READ,
    icon="pencil",
    bulk=False,
    suits=can_change,
    begun=True,
)
def change_line(
    actor: Actor, line: QuoteLine, *, item: str = "", quantity: Number | None = None, unit_price: Number | None = None,
    discount_percent: Number | None = None, tax_percent: Number | None = None,
) -> None:  # fmt: skip
    """What is left empty stays; whoever may edit the quote may do it. Another quantity has the list price of that quantity today, and
    a unit price that was the list price goes along. Raises Refused where the quote was sent."""
    quote = locked(actor, Quote, line.quote_id, Act.EDIT)
    refuse_closed(quote)
    asked = {
        "item": item.strip() or None, "quantity": quantity, "unit_price": unit_price, "discount_percent": discount_percent,
        "tax_percent": tax_percent,
    }  # fmt: skip
    values = {id: value for id, value in asked.items() if value is not None and value != getattr(line, id)}
    if quantity is not None and "quantity" in values and line.product:
        values = _at_the_price_of(actor, quote, line, quantity) | values
    net, tax = _reckoned(line, values)
    if change(actor, line, **values, net=net, tax=tax):
        reckon(actor, quote)


def _at_the_price_of(actor: Actor, quote: Quote, line: QuoteLine, quantity: Decimal) -> dict[str, Any]:
    """What another quantity of the product costs by the list; nothing where nobody says it any more."""
    listed = list_price(actor, quote, line.product, quantity)
    if listed is None:
        return {}
    return {"list_price": listed} | ({"unit_price": listed} if line.unit_price == line.list_price else {})


def _reckoned(line: QuoteLine, values: dict[str, Any]) -> tuple[Decimal, Decimal]:
    changed = QuoteLine(
        currency=line.currency,
        **{id: getattr(line, id) for id in ("quantity", "list_price", "unit_price", "discount_percent", "tax_percent")},
    )
    put(entity_of(line), changed, values)
    return amounts(changed)


@action(
    on=QuoteLine, label=pgettext("quote", "Remove the line"), needs=Act.READ, icon="trash", bulk=False, suits=can_change
)
def remove_line(actor: Actor, line: QuoteLine) -> None:
    """Take it out of its quote; whoever may edit the quote may do it. Raises Refused where the quote was sent."""
    quote = locked(actor, Quote, line.quote_id, Act.EDIT)
    refuse_closed(quote)
    move(actor, entity_of(line), line, to_trash=True)
    reckon(actor, quote)
