"""Weeks and months as each language names and begins them. Weekdays count from Monday, 0."""

from __future__ import annotations

from datetime import date, timedelta

from concerto.kernel.text.habits import WEEKS, habits

DAYS = 7


def first_weekday(language: str) -> int:
    """The day that a week begins with: as the reader wants it, else Monday in Chinese, Sunday in English."""
    if habits().week:
        return WEEKS[habits().week]
    from babel import Locale

    return Locale.parse(_locale(language)).first_week_day


def week_of(day: date, language: str) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=(day.weekday() - first_weekday(language)) % DAYS)


def weekday_name(day: date, language: str) -> str:
    """周四, Thu."""
    from babel.dates import format_date

    return format_date(day, "ccc", locale=_locale(language))


def month_name(day: date, language: str) -> str:
    """2026年11月, November 2026."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", day, locale=_locale(language))


def day_name(day: date, language: str) -> str:
    """11月26日周四, Thu, Nov 26."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMEd", day, locale=_locale(language))


def _locale(language: str) -> str:
    return "zh_Hans_CN" if language.startswith("zh") else "en_US"
