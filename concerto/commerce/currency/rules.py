"""Amounts of money as decimals. They are rounded here and nowhere else: half to even, to the places that their currency has. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal


def rounded(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def rate_on(rates: Iterable[tuple[date, Decimal]], day: date) -> Decimal | None:
    """The latest of some rates, each with the day from which it counts, that counts on a day; None where none does yet."""
    counting = [(since, rate) for since, rate in rates if since <= day]
    return max(counting)[1] if counting else None


def converted(amount: Decimal, rate: Decimal, decimals: int) -> Decimal:
    """What an amount is worth in another currency, of which one unit of the first is `rate`."""
    return rounded(amount * rate, decimals)
