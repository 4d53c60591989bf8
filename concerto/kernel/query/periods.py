"""Periods as the filter language writes them: `14d` back from now, `next-14d` ahead, and the calendar's own (`this-quarter`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from concerto.kernel.fields.kind import Label
from concerto.kernel.query.language import Unclear

_ROLLING = re.compile(r"^(next-)?(\d{1,5})([hdwmy])$")
_HOURS = {"h": 1, "d": 24, "w": 24 * 7, "m": 24 * 30, "y": 24 * 365}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

Days: TypeAlias = tuple[date, date]


@dataclass(frozen=True)
class Span:
    """From `since` up to `until`, which lies within it unless it is `open`."""

    since: datetime
    until: datetime
    open: bool

    @property
    def days(self) -> Days:
        """The first and the last day of it."""
        last = self.until - timedelta(microseconds=1) if self.open else self.until
        return self.since.date(), last.date()


def span(text: str) -> Span:
    """The period that `text` names for the reader, now. Raises Unclear."""
    word = text.lower()
    try:
        return _of_calendar(word) if word in CALENDAR else _rolling(word)
    except (OverflowError, ValueError) as wrong:
        if isinstance(wrong, Unclear):
            raise
        raise Unclear(_("This period is longer than the calendar.")) from wrong


def _rolling(word: str) -> Span:
    found = _ROLLING.match(word)
    if found is None:
        raise Unclear(_("A period is written like 12h, 14d, 6w, 3m, 1y, next-7d, today or this-quarter."))
    now, length = timezone.now(), timedelta(hours=int(found[2]) * _HOURS[found[3]])
    since, until = (now, now + length) if found[1] else (now - length, now)
    return Span(timezone.localtime(since), timezone.localtime(until), open=False)


def _of_calendar(word: str) -> Span:
    first, last = CALENDAR[word](timezone.localdate())
    since, until = (timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    return Span(since, until, open=True)


def _day(shift: int, today: date) -> Days:
    day = today + timedelta(days=shift)
    return day, day


def _week(shift: int, today: date) -> Days:
    """Weeks begin on Monday."""
    first = today + timedelta(days=7 * shift - today.weekday())
    return first, first + timedelta(days=6)


def _months(count: int) -> Shifted:
    """Stretches of `count` months, of which a year begins with the first."""

    def stretch(shift: int, today: date) -> Days:
        at = today.year * 12 + (today.month - 1) // count * count + shift * count
        return _first(at), _first(at + count) - timedelta(days=1)

    return stretch


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


Shifted: TypeAlias = Callable[[int, date], Days]
_STRETCHES: Mapping[str, Shifted] = {"week": _week, "month": _months(1), "quarter": _months(3), "year": _months(12)}
CALENDAR: Mapping[str, Callable[[date], Days]] = {
    **{word: partial(_day, shift) for word, shift in _DAYS.items()},
    **{f"{when}-{name}": partial(days, shift) for when, shift in _SHIFTS.items() for name, days in _STRETCHES.items()},
}


_SAID: Mapping[str, Label] = {
    "yesterday": _("yesterday"), "today": _("today"), "tomorrow": _("tomorrow"),
    "last-week": _("last week"), "this-week": _("this week"), "next-week": _("next week"),
    "last-month": _("last month"), "this-month": _("this month"), "next-month": _("next month"),
    "last-quarter": _("last quarter"), "this-quarter": _("this quarter"), "next-quarter": _("next quarter"),
    "last-year": _("last year"), "this-year": _("this year"), "next-year": _("next year"),
}  # fmt: skip


def said(text: str) -> str:
    """A period in the reader's words: the last 90 days. One that cannot be read is said as it is written."""
    word = text.lower()
    found = _ROLLING.match(word)
    if found is None:
        return str(_SAID.get(word, text))
    length = _length(int(found[2]), found[3])
    return (say("the next %(length)s") if found[1] else say("the last %(length)s")) % {"length": length}


def _length(count: int, unit: str) -> str:
    many = {
        "h": ngettext("%(n)s hour", "%(n)s hours", count),
        "d": ngettext("%(n)s day", "%(n)s days", count),
        "w": ngettext("%(n)s week", "%(n)s weeks", count),
        "m": ngettext("%(n)s month", "%(n)s months", count),
        "y": ngettext("%(n)s year", "%(n)s years", count),
    }
    return many[unit] % {"n": count}
