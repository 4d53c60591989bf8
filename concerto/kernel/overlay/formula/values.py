"""The values that formulas work with: number, text, day, yes or no, several choices, nothing. And why there is none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

Value: TypeAlias = "Decimal | str | date | bool | list[str] | None"
LONGEST_TEXT = 1_000
ARITHMETIC = Context(prec=34, Emax=300, Emin=-300, traps=[DivisionByZero, InvalidOperation, Overflow])


class NoAnswer(Exception):
    """The formula has no value for this record; the field stays empty. The message is for whoever writes the formula."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


class WrongSort(NoAnswer):
    """A part of the formula is given what it can never work with, whatever the record."""


def from_record(value: Any) -> Value:
    """A field's value as formulas see it: every number exact, a moment as its day in the company's time zone."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return None if value == "" else value


def number(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise WrongSort(_("A number is expected, not “%(given)s”.") % {"given": told(value)})


def text(value: Value) -> str:
    if isinstance(value, str):
        return value
    raise WrongSort(_("Text is expected, not “%(given)s”.") % {"given": told(value)})


def day(value: Value) -> date:
    if isinstance(value, date):
        return value
    raise WrongSort(_("A date is expected, not “%(given)s”.") % {"given": told(value)})


def small(value: Value, most: int) -> int:
    """A whole number between -most and most."""
    found = number(value)
    if found != found.to_integral_value() or abs(found) > most:
        raise NoAnswer(_("A whole number of at most %(most)s is expected.") % {"most": most})
    return int(found)


def bounded(words: str) -> str:
    """Text that has not grown too long."""
    if len(words) > LONGEST_TEXT:
        raise NoAnswer(_("The text grows longer than %(most)s characters.") % {"most": LONGEST_TEXT})
    return words


def told(value: Value) -> str:
    """A value as a part of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value:f}" if abs(value.adjusted()) < 40 else str(value)
        return plain.rstrip("0").rstrip(".") if "." in plain and "E" not in plain else plain
    if isinstance(value, list):
        return ", ".join(value)
    return value if isinstance(value, str) else value.isoformat()
