"""The calendar: a month or a week of a list's rows, each on its day, in the reader's time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import Opening, Shown
from concerto.kernel.pages.listing.board import moving
from concerto.kernel.pages.listing.cards import Cards, cards_of
from concerto.kernel.pages.listing.layouts import field_by
from concerto.kernel.query.aggregate import summary
from concerto.kernel.query.grouping import COUNT, Grouping, Measure
from concerto.kernel.query.lanes import between, rows_by_day
from concerto.kernel.query.language import Unclear
from concerto.kernel.text import weeks

IN_MONTH, IN_WEEK = 3, 40  # cards of a day
EARLIEST, LATEST = 1000, 9000  # years
_MONTH, _DAY = re.compile(r"(\d{4})-(\d{2})", re.ASCII), re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Day:
    """A day with its first rows; `more` is how many are left out, `whole` the list of all of them."""

    date: date
    rows: Sequence[Record]
    more: int
    whole: str
    within: bool
    today: bool


@dataclass(frozen=True)
class Span:
    """The days that are shown; `near` is the one that another span would begin from."""

    first: date
    last: date
    near: date
    by_week: bool

    def holds(self, day: date) -> bool:
        return self.by_week or (day.year, day.month) == (self.near.year, self.near.month)


@dataclass(frozen=True)
class Calendar:
    by: Field
    name: str
    weeks: Sequence[Sequence[Day]]
    cards: Cards
    by_week: bool
    earlier: str
    later: str
    now: str
    as_month: str
    as_week: str
    move: str


def calendar_of(actor: Actor, opening: Opening) -> Calendar:
    """The calendar as the address asks for it: one query for how many, one for the first rows of all days. Raises Unclear."""
    entity, asked = opening.entity, opening.asked
    by, span = field_by(actor, entity, asked), span_in(asked)
    within = replace(asked, only=between(by, span.first, span.last))
    grouping = Grouping(by, "day", by.id)
    counts = {
        group.values[0]: group.measured[COUNT]
        for group in summary(actor, entity, within, [grouping], [Measure(COUNT)]).groups
    }
    rows = rows_by_day(actor, entity, within, grouping, IN_WEEK if span.by_week else IN_MONTH) if counts else {}
    days = [day_of_span(opening, by, span, day, rows, counts) for day in days_of(span)]
    cards = cards_of(actor, entity, by, [row for found in rows.values() for row in found])
    language, today = get_language() or "en", timezone.localdate()
    return Calendar(
        by,
        weeks.month_name(span.near, language),
        [days[at : at + weeks.DAYS] for at in range(0, len(days), weeks.DAYS)],
        cards,
        span.by_week,
        earlier=beside(opening, span, -1),
        later=beside(opening, span, 1),
        now=at_day(opening, today, by_week=span.by_week),
        as_month=at_day(opening, span.near, by_week=False),
        as_week=at_day(opening, today if span.holds(today) else span.near, by_week=True),
        move=moving(asked, by),
    )


def day_of_span(
    opening: Opening, by: Field, span: Span, day: date,
    rows: Mapping[date, Sequence[Record]], counts: Mapping[date, int],
) -> Day:  # fmt: skip
    shown = rows.get(day, ())
    more = counts.get(day, 0) - len(shown)
    whole = list_of_day(opening, by, day) if more > 0 else ""
    return Day(day, shown, more, whole, span.holds(day), day == timezone.localdate())


def list_of_day(opening: Opening, by: Field, day: date) -> str:
    """The table of all rows of one day."""
    on_day = f"{by.id} = {day}" if by.kind.id == "day" else f"{by.id} >= {day} and {by.id} < {day + timedelta(days=1)}"
    filter = f"({opening.asked.filter}) and {on_day}" if opening.asked.filter else on_day
    return opening.address(filter=filter, layout="", by="", month="", week="", sort=by.id)


# -- which days -----------------------------------------------------------------------------------------------------
def span_in(asked: Shown) -> Span:
    """The month or the week of an address, else the present month. Raises Unclear for what is no month and no week."""
    if asked.week:
        day = _read(_DAY, asked.week, _("A week is written as one of its days, like 2026-11-26."))
        first = weeks.week_of(day, get_language() or "en")
        return Span(first, first + timedelta(days=weeks.DAYS - 1), day, by_week=True)
    near = (
        _read(_MONTH, asked.month, _("A month is written like 2026-11."))
        if asked.month
        else timezone.localdate().replace(day=1)
    )
    return month_of(near)


def _read(form: re.Pattern[str], text: str, wrong: Label) -> date:
    found = form.fullmatch(text)
    try:
        day = date(*map(int, [*found.groups(), 1][:3])) if found else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise Unclear(wrong)
    return day


def month_of(near: date) -> Span:
    """Whole weeks around a month."""
    language = get_language() or "en"
    begin = near.replace(day=1)
    end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    last = weeks.week_of(end, language) + timedelta(days=weeks.DAYS - 1)
    return Span(weeks.week_of(begin, language), last, begin, by_week=False)


def days_of(span: Span) -> Iterator[date]:
    for after in range((span.last - span.first).days + 1):
        yield span.first + timedelta(days=after)


def beside(opening: Opening, span: Span, step: int) -> str:
    """The span before (-1) or after this one."""
    if span.by_week:
        return at_day(opening, span.near + timedelta(days=step * weeks.DAYS), by_week=True)
    other = span.near - timedelta(days=1) if step < 0 else span.near + timedelta(days=31)
    return at_day(opening, other, by_week=False)


def at_day(opening: Opening, day: date, *, by_week: bool) -> str:
    place = {"month": "", "week": f"{day}"} if by_week else {"month": f"{day:%Y-%m}", "week": ""}
    return opening.address(**place)
