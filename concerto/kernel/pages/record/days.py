"""The heading of a day in a timeline."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day_in_words(day: date, today: date) -> str:
    """“Today · Thu, Nov 19”, “Yesterday · …”, “Tue, Nov 17”; with the year where it is another one."""
    if day == today:
        return _("Today · %(day)s") % {"day": _written(day, today)}
    if day == today - timedelta(days=1):
        return _("Yesterday · %(day)s") % {"day": _written(day, today)}
    return _written(day, today)


def _written(day: date, today: date) -> str:
    from babel.core import Locale, parse_locale
    from babel.dates import format_skeleton

    locale = Locale(*parse_locale(get_language() or "en", sep="-")[:1])
    return str(format_skeleton("MMMEd" if day.year == today.year else "yMMMEd", day, locale=locale))
