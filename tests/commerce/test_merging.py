"""Two customers become one: quotes go along, those that were sent, too. Quotes that become one keep their lines."""

from __future__ import annotations

import pytest

from concerto.commerce.quote.actions import accept, send
from concerto.commerce.quote.model import Quote
from concerto.commerce.quote_line.model import QuoteLine
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.entity.registry import named
from tests.cast import acting, made
from tests.commerce.making import lined, quoted

pytestmark = pytest.mark.django_db


def test_a_sent_quote_follows_its_customer() -> None:
    admin = acting("admin")
    kept, other = (made(admin, "customer", {"name": name}) for name in ("Mill Lane", "Mill Lane Ltd"))
    quote = quoted(admin, customer=other.pk)
    lined(quote, seller=admin)
    send(admin, quote)
    merge(admin, named("customer"), kept.pk, other.pk)
    assert Quote.everything.get(pk=quote.pk).customer_id == kept.pk
    accept(admin, quote)


def test_merged_quotes_keep_their_own_lines() -> None:
    """Else the amounts of neither were the sum of its lines."""
    seller = acting("sales")
    into, gone = quoted(), quoted()
    lined(into)
    lined(gone, 3)
    merge(seller, named("quote"), into.pk, gone.pk)
    for quote in (into, gone):
        quote.refresh_from_db()
        assert QuoteLine.everything.get(quote=quote.pk).net == quote.net
