"""Calendar days where the company is, whatever the time zone of whoever asks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    """The company's day in which a moment lies."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last one of that month where it has no such day: 31 January + 1 is 28 or 29 February."""
    place = start.year * 12 + start.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
