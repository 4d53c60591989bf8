"""What a product costs a customer: the query says what a plain reading of all books says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from concerto.commerce.currency.model import Currency
from concerto.commerce.exchange_rate.queries import rate, worth
from concerto.commerce.price.model import Price
from concerto.commerce.price.queries import price_of
from concerto.commerce.price_book.model import PriceBook
from concerto.commerce.product.model import Product
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import edit
from concerto.kernel.entity.registry import named
from tests.cast import acting, customer_of, made
from tests.queries import Queries

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
days = some.integers(0, 6).map(lambda number: FIRST + timedelta(days=number))
books = some.fixed_dictionaries(
    {
        "currency": some.sampled_from(("CNY", "EUR")),
        "tier": some.sampled_from(("", "A", "B")),
        "since": some.none() | days,
        "until": some.none() | days,
        "active": some.booleans() | some.just(True),
        "prices": some.dictionaries(some.integers(0, 4), some.integers(1, 99), max_size=3),
    }
).filter(lambda book: not (book["since"] and book["until"] and book["since"] > book["until"]))


def naive(
    product: Product,
    kept: Sequence[tuple[PriceBook, Sequence[Price]]],
    tier: str,
    on: date,
    quantity: int,
    currency: str,
) -> Decimal | None:
    """Every book is looked at, the best first."""
    best: tuple[tuple[bool, date, int, Decimal], Decimal] | None = None
    for book, prices in kept:
        if not book.active or book.currency != currency or book.tier not in ("", tier):
            continue
        if (book.since and on < book.since) or (book.until and on > book.until):
            continue
        for price in prices:
            if (price.least or 0) <= quantity:
                rank = (book.tier != "", book.since or date.min, book.pk, price.least or Decimal(0))
                best = max(best, (rank, price.price or Decimal(0))) if best else (rank, price.price or Decimal(0))
    if best:
        return best[1]
    return product.price if product.currency == currency else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(books, max_size=4),
    days,
    some.integers(0, 5),
    some.sampled_from(("CNY", "EUR")),
    some.sampled_from(("", "A", "B")),
)
def test_the_query_says_what_a_plain_reading_says(
    told: list[dict[str, object]], on: date, quantity: int, currency: str, tier: str
) -> None:
    with transaction.atomic():
        product = made(acting("admin"), "product", {"sku": "OF-1", "name": "Of the oracle", "price": "500"})
        assert isinstance(product, Product)
        other = made(acting("admin"), "product", {"sku": "OF-2", "name": "Another", "price": "1"})
        customer = customer_of("own")
        customer.tier = tier
        kept = []
        for each in told:
            prices = each.pop("prices")
            assert isinstance(prices, dict)
            book = add(SYSTEM.doing("create"), PriceBook(name="Book", **each))
            rows = [
                Price(book=book, product=product, least=Decimal(least), price=Decimal(price))
                for least, price in prices.items()
            ]
            add(SYSTEM.doing("create"), Price(book=book, product_id=other.pk, price=Decimal(7)))
            kept.append((book, [add(SYSTEM.doing("create"), row) for row in rows]))
        found = price_of(acting("sales"), product, customer, on, Decimal(quantity), currency)
        assert found == naive(product, kept, tier, on, quantity, currency)
        transaction.set_rollback(True)


def test_a_chosen_book_is_asked_alone_and_in_one_query() -> None:
    admin, customer = acting("admin"), customer_of("own")
    product = made(admin, "product", {"sku": "OF-1", "name": "Of the book", "price": "500"})
    chosen = made(admin, "price-book", {"name": "Chosen", "tier": "B"})
    for book, price in ((chosen, "410"), (made(admin, "price-book", {"name": "Newer", "since": "2026-01-01"}), "390")):
        made(admin, "price", {"book": book.pk, "product": product.pk, "price": price, "least": "2"})
    assert isinstance(product, Product)
    assert isinstance(chosen, PriceBook)
    seller = acting("sales")
    with Queries() as asked:
        prices = [
            price_of(seller, product, customer, date(2026, 5, 1), Decimal(quantity), "CNY", book)
            for book in (chosen, None)
            for quantity in (1, 2)
        ]
    assert prices == [Decimal(500), Decimal(410), Decimal(500), Decimal(390)]
    assert len(asked) == 4


def test_who_may_not_read_price_books_is_told_the_standard_price() -> None:
    product, customer = Product.everything.get(sku="PUMP-1"), customer_of("own")
    told = {
        who: price_of(acting(who), product, customer, date(2026, 5, 1), Decimal(1), "CNY")
        for who in ("sales", "service")
    }
    assert told == {"sales": Decimal(1100), "service": Decimal(1200)}


def test_no_rate_is_refused_and_said() -> None:
    seller = acting("sales")
    assert rate(seller, "CNY", date(1999, 1, 1)) == 1
    assert worth(seller, Decimal("10.01"), "EUR", date(2026, 1, 1)) == Decimal("78.08")
    with pytest.raises(Refused) as refused:
        rate(seller, "EUR", date(2025, 12, 31))
    assert str(refused.value.message) == "There is no rate of EUR for 2025-12-31 or before. Finance can add one."


@pytest.mark.parametrize(
    ("noun", "given", "wrong"),
    [
        ("currency", {"iso": "eur", "name": "Euro"}, ""),
        ("currency", {"iso": "EUR", "name": "Euro again"}, "iso"),
        ("exchange-rate", {"currency": "EUR", "since": "2026-01-01", "rate": "7"}, "since"),
        ("exchange-rate", {"currency": "EUR", "since": "2026-02-01", "rate": "0"}, ""),
        ("exchange-rate", {"currency": "CNY", "since": "2026-02-01", "rate": "1"}, "currency"),
        ("product", {"sku": "PUMP-1", "name": "The same"}, "sku"),
        ("product", {"sku": "P", "name": "Dear", "price": "-1"}, "price"),
        ("product", {"sku": "P", "name": "Taxed", "tax_rate": "101"}, "tax_rate"),
        ("product", {"sku": "P", "name": "Foreign", "currency": "XXX"}, "currency"),
        ("price-book", {"name": "Backwards", "since": "2026-02-01", "until": "2026-01-01"}, ""),
        ("discount-limit", {"name": "Again", "role": "sales", "percent": "5"}, "role"),
        ("discount-limit", {"name": "Whose", "role": "", "percent": "5"}, ""),
    ],
)
def test_what_cannot_be_is_refused(noun: str, given: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(acting("admin"), noun, given)
    assert [*refused.value.problems] == [wrong]


def test_the_code_of_a_currency_stays() -> None:

    euro = Currency.everything.get(iso="EUR")
    with pytest.raises(Invalid):
        edit(acting("admin"), named("currency"), euro.pk, {"iso": "EUX"})
    edit(acting("finance"), named("currency"), euro.pk, {"name_zh": "欧洲货币"})


def test_a_new_currency_can_be_used_at_once() -> None:
    admin = acting("admin")
    for iso in ("USD", "JPY"):
        made(admin, "currency", {"iso": iso, "name": iso})
        made(admin, "product", {"sku": iso, "name": f"Sold in {iso}", "currency": iso})
