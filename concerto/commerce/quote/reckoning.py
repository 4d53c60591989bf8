"""A quote whose row is locked, and its lines: read, and added up again after one of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from concerto.commerce.currency.known import decimals_of
from concerto.commerce.quote.model import Quote, State
from concerto.commerce.quote.rules import NOTHING, Sold, summed
from concerto.commerce.quote_line.model import QuoteLine
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import change


def lines_of(quote: Quote) -> Sequence[QuoteLine]:
    return list(QuoteLine.everything.filter(quote=quote.pk, trashed_at=None).defer("search").order_by("position", "pk"))


def sold(line: QuoteLine) -> Sold:
    return Sold(
        line.quantity or NOTHING,
        line.list_price or NOTHING,
        line.unit_price or NOTHING,
        line.discount_percent or NOTHING,
        line.tax_percent or NOTHING,
    )


def reckon(actor: Actor, quote: Quote) -> None:
    """Keep what its lines come to. An agreed discount was agreed for other lines: the quote is a draft again."""
    sums = summed(map(sold, lines_of(quote)), decimals_of(quote.currency))
    totals = {**asdict(sums), "discount": sums.discount, "gross": sums.gross}
    change(actor, quote, **totals, state=State.DRAFT)
