"""Quotes that nobody answered in time."""

from __future__ import annotations

from django.db import transaction

from concerto.commerce.quote.model import Quote, State
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.change import change

CHUNK = 500


def expire() -> int:
    """Say of each whose last day is over that it expired; answers how many."""
    total = 0
    while found := _some():
        total += found
    return total


@transaction.atomic
def _some() -> int:
    rows = Quote.everything.select_for_update(of=("self",), no_key=True).filter(
        state=State.SENT, valid_until__lt=today()
    )
    found = list(rows.order_by("pk").defer("search")[:CHUNK])
    for quote in found:
        change(SYSTEM.at(JOB).doing("expire"), quote, state=State.EXPIRED)
    return len(found)
