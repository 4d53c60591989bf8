"""Numbers, money, days and moments in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from concerto.kernel.text.numbers import show_date, show_moment, show_money, show_number

ZH, EN = "zh-hans", "en"


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("0", "¥0", "¥0"),
        ("12.5", "¥12.5", "¥12.5"),
        ("9876", "¥9,876", "¥9.88 K"),
        ("10000", "¥1 万", "¥10 K"),
        ("640000", "¥64 万", "¥640 K"),
        ("288000", "¥28.8 万", "¥288 K"),
        ("999950", "¥100 万", "¥1 M"),
        ("12640000", "¥1,264 万", "¥12.6 M"),
        ("99995000", "¥1 亿", "¥100 M"),
        ("320000000", "¥3.2 亿", "¥320 M"),
        ("-320000000", "-¥3.2 亿", "-¥320 M"),
    ],
)
def test_short_money(amount: str, zh: str, en: str) -> None:
    assert show_money(Decimal(amount), "CNY", ZH, short=True) == zh
    assert show_money(Decimal(amount), "CNY", EN, short=True) == en


def test_money_to_the_cent() -> None:
    assert show_money(Decimal("-1234.5"), "CNY", EN) == "-¥1,234.50"
    assert show_money(Decimal("999999999999.99"), "CNY", ZH) == "¥999,999,999,999.99"
    assert show_money(Decimal("1234.567"), "USD", ZH) == "$1,234.567"
    assert show_money(5, "JPY", EN) == "¥5"
    assert show_money(5, "CHF", EN) == "CHF 5.00"


def test_numbers_keep_all_digits() -> None:
    assert show_number(12345678901234567890, EN) == "12,345,678,901,234,567,890"
    assert show_number(Decimal("0.1234567"), ZH) == "0.1234567"


def test_days_and_moments() -> None:
    assert show_date(date(2026, 1, 2), ZH) == "2026年1月2日"
    assert show_date(date(2026, 1, 2), EN) == "Jan 2, 2026"
    assert show_moment(datetime(2026, 1, 2, 14, 5, tzinfo=UTC), ZH) == "2026年1月2日 14:05"
    assert show_moment(datetime(2026, 1, 2, 4, 5, tzinfo=UTC), EN) == "Jan 2, 2026 04:05"
