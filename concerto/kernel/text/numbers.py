"""Numbers, money, days and moments as each language writes them. `language` is the interface's code (zh-hans, en)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from concerto.kernel.text.habits import STEPS, habits, in_order

_UNITS = {"zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")), "en": ((10**9, "B"), (10**6, "M"), (10**3, "K"))}
_HOME_SIGN = {"CNY": "¥", "USD": "$"}  # shown so in both languages, where Babel says CN¥ and US$ in the other


def show_number(value: int | Decimal, _language: str) -> str:
    """All digits of a number, in groups, as both languages write it: 1,234.5."""
    digits = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def show_amount(value: Decimal) -> str:
    """An amount whose currency stands elsewhere, to the cent or as exact as it is: 1,200.00, 0.0125."""
    whole, _point, cents = show_number(value, "").partition(".")
    return f"{whole}.{cents.ljust(2, '0')}"


def show_money(value: int | Decimal, currency: str, language: str, short: bool = False) -> str:
    """An amount with its sign: ¥12,640,000.00; `short` keeps three digits: ¥1,264 万, ¥12.6 M."""
    amount = Decimal(value)
    number = _short(abs(amount), language) if short else _to_the_cent(abs(amount), currency, language)
    return f"{'-' if amount < 0 else ''}{_sign(currency, language)}{number}"


def show_date(value: date, language: str) -> str:
    """2026年11月22日, Nov 22, 2026; or in the order that the reader is used to."""
    order = habits().dates
    return in_order(value, order) if order else _in_language(value, language)


@lru_cache(maxsize=4096)  # a page says few different days, many times over
def _in_language(value: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(value, "medium", locale=_locale(language))


def show_moment(value: datetime, language: str) -> str:
    """The day and the time to the minute, in the zone that `value` is in."""
    return f"{show_date(value.date(), language)} {value:%H:%M}"


def _locale(language: str) -> str:
    return "zh_Hans_CN" if language.startswith("zh") else "en"


def _to_the_cent(amount: Decimal, currency: str, language: str) -> str:
    """With the places its currency has; an amount that is more exact than that keeps all of them."""
    whole, _point, cents = show_number(amount, language).partition(".")
    cents = cents.ljust(_places(currency), "0")
    return f"{whole}.{cents}" if cents else whole


@cache
def _places(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


@cache
def _sign(currency: str, language: str) -> str:
    from babel.numbers import get_currency_symbol

    sign = _HOME_SIGN.get(currency) or get_currency_symbol(currency, locale=_locale(language))
    return f"{sign} " if sign[-1].isalpha() else sign


def _short(amount: Decimal, language: str) -> str:
    steps = STEPS.get(habits().amounts) or ("zh" if language.startswith("zh") else "en")
    units = (*_UNITS[steps], (1, ""))
    size, unit = next(((size, unit) for size, unit in units if _rounded(amount, size) >= size), units[-1])
    number = show_number(_rounded(amount, size) / size, language)
    return f"{number} {unit}".rstrip()


def _rounded(amount: Decimal, size: int) -> Decimal:
    """To three digits, or to whole units of `size` where these are more."""
    digits = amount.adjusted() if amount else 0
    step = Decimal(1).scaleb(min(digits - 2, len(str(size)) - 1))
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
