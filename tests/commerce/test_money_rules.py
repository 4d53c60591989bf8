"""Amounts add up to the cent, whatever the lines; rates and discounts are what a plain reading says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from concerto.commerce.currency.rules import converted, rate_on, rounded
from concerto.commerce.quote.rules import Sold, summed

FIRST = date(2026, 1, 1)
days = some.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))
prices = some.decimals(0, 10**6, places=4)
shares = some.decimals(0, 100, places=2)
lines = some.builds(
    Sold, quantity=some.decimals("0.001", 10**4, places=3), list_price=prices, price=prices, off=shares, tax_rate=shares
)


def as_fraction(line: Sold) -> Fraction:
    """What all of a line costs, exactly."""
    return Fraction(line.quantity) * Fraction(line.price) * (100 - Fraction(line.off)) / 100


def test_amounts_are_rounded_half_to_even() -> None:
    halves = {"0.005": "0.00", "0.015": "0.02", "0.025": "0.02", "-0.015": "-0.02", "2.675": "2.68"}
    assert {text: str(rounded(Decimal(text), 2)) for text in halves} == halves
    assert str(rounded(Decimal("1234.5"), 0)) == "1234"
    assert converted(Decimal("100"), Decimal("7.1055"), 2) == Decimal("710.55")


@given(some.dictionaries(days, some.decimals("0.01", 1000, places=4), max_size=8), days)
def test_the_latest_rate_that_counts_is_taken(rates: dict[date, Decimal], day: date) -> None:
    wanted = None
    for back in range(100):
        if day - timedelta(days=back) in rates:
            wanted = rates[day - timedelta(days=back)]
            break
    assert rate_on(rates.items(), day) == wanted


@given(some.lists(lines, max_size=12), some.sampled_from((0, 2, 3)))
def test_sums_are_those_of_the_lines(sold: list[Sold], decimals: int) -> None:
    sums = summed(sold, decimals)
    assert sums.net == sum((line.net(decimals) for line in sold), Decimal(0))
    assert sums.gross == sums.net + sums.tax == sums.listed - sums.discount + sums.tax
    half = Fraction(1, 2 * 10**decimals)
    assert abs(Fraction(sums.net) - sum(map(as_fraction, sold), Fraction(0))) <= half * len(sold)
    assert sums.discount >= 0


@given(lines)
def test_the_discount_of_a_line_counts_from_the_list_price(line: Sold) -> None:
    """Whether it was given as one or by typing a lower price, a hair more than a limit is more."""
    highest, paid = max(Fraction(line.list_price), Fraction(line.price)), as_fraction(line) / Fraction(line.quantity)
    exact = (highest - paid) * 100 / highest if highest else Fraction(0)
    kept = Fraction(summed([line], 2).steepest)
    assert exact <= kept < exact + Fraction(1, 100)


@given(some.lists(lines, min_size=1, max_size=6), some.integers(1, 5))
def test_splitting_lines_hides_no_discount(sold: list[Sold], parts: int) -> None:
    """However the quantities are dealt out, and whatever is added at full price, the steepest discount stays."""
    whole = summed(sold, 2).steepest
    dealt = [
        Sold(line.quantity / parts, line.list_price, line.price, line.off, line.tax_rate)
        for line in sold
        for _ in range(parts)
    ]
    extra = Sold(Decimal(1000), Decimal(1000), Decimal(1000), Decimal(0), Decimal(0))
    assert abs(summed(dealt, 2).steepest - whole) <= Decimal("0.01")
    assert summed([*sold, extra], 2).steepest >= max(summed([line], 2).steepest for line in sold)


def test_a_round_discount_is_no_hair_more() -> None:
    sold = [Sold(Decimal("0.333333"), Decimal("33.37"), Decimal("33.37"), Decimal(10), Decimal(13)) for _ in range(40)]
    assert summed(sold, 2).steepest == Decimal(10)
    marked_up = Sold(Decimal(1), Decimal(10), Decimal(1000), Decimal(0), Decimal(0))
    assert summed([*sold, marked_up], 2).steepest == Decimal(10)
    assert summed([], 2).steepest == summed([], 2).gross == 0
