"""The functions of formulas. Each says how it is written; those of the calendar know what day it is.

Unless a function says otherwise it has no value where one of its arguments is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from concerto.kernel.overlay.formula.values import (
    ARITHMETIC,
    LONGEST_TEXT,
    NoAnswer,
    Value,
    WrongSort,
    bounded,
    day,
    number,
    small,
    text,
    told,
)

FARTHEST = 4_000_000  # days: more than the calendar has
MANY = 20  # arguments


@dataclass(frozen=True)
class Function:
    """`run` is given the arguments, after the day it is where it is `dated`; with `empties` also those that are empty."""

    run: Callable[..., Value]
    takes: str
    least: int
    most: int
    dated: bool = False
    empties: bool = False


def whole_years(since: date, until: date) -> int:
    """Birthdays between two days. Somebody born on 29 February has them on 1 March in other years."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def anniversary(of: date, year: int) -> date:
    try:
        return of.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def next_anniversary(of: date, today: date) -> date:
    """Today itself, where it is the day."""
    this = anniversary(of, today.year)
    return this if this >= today else anniversary(of, today.year + 1)


def shifted(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError as wrong:
        raise NoAnswer(_("This is too near to the end of the calendar.")) from wrong


def _date(year: Value, month: Value, of_month: Value) -> Value:
    try:
        return date(small(year, 9999), small(month, 12), small(of_month, 31))
    except ValueError as wrong:
        raise NoAnswer(_("There is no such date.")) from wrong


def _round(value: Value, places: Value = Decimal(0)) -> Value:
    step = Decimal(1).scaleb(-small(places, 6))
    return number(value).quantize(step, ROUND_HALF_UP, context=ARITHMETIC)


def _whole(value: Value, *, way: str) -> Value:
    return number(value).to_integral_value(way)


def _length(value: Value) -> Value:
    return Decimal(len(value) if isinstance(value, list) else len(text(value)))


def _contains(where: Value, what: Value) -> Value:
    if isinstance(where, list):
        return text(what) in where
    return text(what).casefold() in text(where).casefold()


def _left(words: Value, count: Value) -> Value:
    return text(words)[: max(0, small(count, LONGEST_TEXT))]


def _right(words: Value, count: Value) -> Value:
    kept = max(0, small(count, LONGEST_TEXT))
    return text(words)[-kept:] if kept else ""


def _concat(*parts: Value) -> Value:
    return bounded("".join(told(part) for part in parts))


def _first_filled(*values: Value) -> Value:
    return next((value for value in values if value not in (None, "")), None)


def _extreme(*values: Value, pick: Callable[..., Value]) -> Value:
    sorts = {bool if isinstance(value, bool) else type(value) for value in values}
    if len(sorts) > 1 or sorts & {bool, list}:
        raise WrongSort(_("Only values of one sort can be compared."))
    return pick(values)


FUNCTIONS: dict[str, Function] = {
    "if": Function(lambda *branches: branches[0], "condition, then, else", 3, 3),  # `running` takes one branch only
    "is_empty": Function(lambda value: value in (None, "", []), "value", 1, 1, empties=True),
    "coalesce": Function(_first_filled, "value, value, …", 1, MANY, empties=True),
    "concat": Function(_concat, "value, value, …", 1, MANY, empties=True),
    "text": Function(lambda value: bounded(told(value)), "value", 1, 1),
    "upper": Function(lambda words: bounded(text(words).upper()), "text", 1, 1),
    "lower": Function(lambda words: bounded(text(words).lower()), "text", 1, 1),
    "trim": Function(lambda words: text(words).strip(), "text", 1, 1),
    "left": Function(_left, "text, characters", 2, 2),
    "right": Function(_right, "text, characters", 2, 2),
    "length": Function(_length, "text", 1, 1),
    "contains": Function(_contains, "text, part", 2, 2),
    "starts": Function(lambda words, part: text(words).casefold().startswith(text(part).casefold()), "text, part", 2, 2),
    "abs": Function(lambda value: abs(number(value)), "number", 1, 1),
    "round": Function(_round, "number, places", 1, 2),
    "floor": Function(partial(_whole, way=ROUND_FLOOR), "number", 1, 1),
    "ceil": Function(partial(_whole, way=ROUND_CEILING), "number", 1, 1),
    "min": Function(partial(_extreme, pick=min), "value, value, …", 1, MANY),
    "max": Function(partial(_extreme, pick=max), "value, value, …", 1, MANY),
    "today": Function(lambda today: today, "", 0, 0, dated=True),
    "date": Function(_date, "year, month, day", 3, 3),
    "year": Function(lambda on: Decimal(day(on).year), "date", 1, 1),
    "month": Function(lambda on: Decimal(day(on).month), "date", 1, 1),
    "day": Function(lambda on: Decimal(day(on).day), "date", 1, 1),
    "weekday": Function(lambda on: Decimal(day(on).isoweekday()), "date", 1, 1),
    "add_days": Function(lambda on, days: shifted(day(on), small(days, FARTHEST)), "date, days", 2, 2),
    "days_between": Function(lambda one, other: Decimal((day(other) - day(one)).days), "date, date", 2, 2),
    "days_since": Function(lambda today, on: Decimal((today - day(on)).days), "date", 1, 1, dated=True),
    "days_until": Function(lambda today, on: Decimal((day(on) - today).days), "date", 1, 1, dated=True),
    "years_since": Function(lambda today, on: Decimal(whole_years(day(on), today)), "date", 1, 1, dated=True),
    "next_birthday": Function(lambda today, born: next_anniversary(day(born), today), "date", 1, 1, dated=True),
    "birthday_within": Function(
        lambda today, born, days: (next_anniversary(day(born), today) - today).days <= small(days, 366),
        "date, days", 2, 2, dated=True,
    ),
}  # fmt: skip
