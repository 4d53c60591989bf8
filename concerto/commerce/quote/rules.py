"""What lines of a quote come to. Amounts are rounded in three places and nowhere else: a line's list amount, its net and its tax. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext

from concerto.commerce.currency.rules import rounded

NOTHING, HUNDRED, HUNDREDTH = Decimal(0), Decimal(100), Decimal("0.01")


@dataclass(frozen=True)
class Sold:
    """A line as it is reckoned: how many, at which price, and by which list price; discount and tax in per cent."""

    quantity: Decimal
    list_price: Decimal
    price: Decimal
    off: Decimal
    tax_rate: Decimal

    @property
    def highest(self) -> Decimal:
        """The price that discounts are counted from: a mark-up of one line hides no discount of another."""
        return max(self.list_price, self.price)

    @property
    def paid(self) -> Decimal:
        """What one really costs, not rounded."""
        return self.price * (HUNDRED - self.off) / HUNDRED

    @property
    def given_up(self) -> Decimal:
        """How much less than the list says all of it costs, not rounded: by the discount and by a price typed lower."""
        return self.quantity * (self.highest - self.paid)

    @property
    def at_list(self) -> Decimal:
        return self.quantity * self.highest

    def listed(self, decimals: int) -> Decimal:
        return rounded(self.at_list, decimals)

    def net(self, decimals: int) -> Decimal:
        return rounded(self.quantity * self.paid, decimals)

    def tax(self, decimals: int) -> Decimal:
        return rounded(self.net(decimals) * self.tax_rate / HUNDRED, decimals)


@dataclass(frozen=True)
class Sums:
    """What a quote comes to."""

    listed: Decimal
    net: Decimal
    tax: Decimal
    steepest: Decimal

    @property
    def discount(self) -> Decimal:
        return self.listed - self.net

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def summed(lines: Iterable[Sold], decimals: int) -> Sums:
    """The sums of the lines as they are printed; the discount that limits are held against is the largest of any line and of the whole."""
    lines = list(lines)
    return Sums(
        listed=sum((line.listed(decimals) for line in lines), NOTHING),
        net=sum((line.net(decimals) for line in lines), NOTHING),
        tax=sum((line.tax(decimals) for line in lines), NOTHING),
        steepest=steepest(lines),
    )


def steepest(lines: Sequence[Sold]) -> Decimal:
    with localcontext(prec=60):  # products of two numbers stay exact: 10 is not a hair more than 10
        each = [percent(line.given_up, line.at_list) for line in lines]
        given_up, at_list = (sum((getattr(line, what) for line in lines), NOTHING) for what in ("given_up", "at_list"))
        return max([percent(given_up, at_list), *each])


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Rounded up to two places, so that 10.001 is more than 10."""
    return (part * HUNDRED / whole).quantize(HUNDREDTH, ROUND_CEILING) if whole else NOTHING
