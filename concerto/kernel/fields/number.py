"""Whole numbers, decimals and money. Never floats: what is typed is what is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import Column, kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import AT_LEAST, AT_MOST, BETWEEN, EMPTY, FILLED, IS, IS_NOT, LESS, MORE
from concerto.kernel.text import cleaning, numbers

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

Number = TypeVar("Number", int, Decimal)
MEASURED = (IS, IS_NOT, LESS, AT_MOST, MORE, AT_LEAST, BETWEEN, EMPTY, FILLED)


class WholeKind(Kind):
    id = "whole"
    align = "end"
    operators = MEASURED
    measures: tuple[str, ...] = ("sum", "avg", "min", "max")

    def parse(self, field: Field, raw: Any) -> int | None:
        number = decimal_from(raw)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise Unreadable(_("A whole number is expected here."))
        return within(field, int(number))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_number(value, get_language() or "en")

    def schema(self, field: Field) -> dict[str, Json]:
        least, most = field.bounds
        return {"type": "integer", "minimum": least, "maximum": most}


class YearKind(WholeKind):
    """A calendar year: written without grouping, never summed."""

    id = "year"
    measures = ("min", "max")

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else str(value)


class MoneyKind(Kind):
    """An amount in the company's currency, exact to two places; JSON carries it as text so that nothing is rounded."""

    id = "money"
    align = "end"
    operators = MEASURED
    measures: tuple[str, ...] = ("sum", "avg", "min", "max")

    def parse(self, field: Field, raw: Any) -> Decimal | None:
        number = decimal_from(raw)
        if number is None:
            return None
        if number != round(number, 2):
            raise Unreadable(_("At most two places after the point fit here."))
        return within(field, round(number, 2))

    def dump(self, field: Field, value: Any) -> Any:
        return None if value is None else f"{value:.2f}"

    def kept(self, field: Field, value: Any) -> Any:
        return float(value)  # exact: fifteen digits go through a float and back unchanged

    def load(self, field: Field, stored: Json) -> Any:
        return None if stored is None else Decimal(str(stored))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_money(value, settings.CURRENCY, get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return "" if value is None else f"{value:.2f}"

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"}


class NumberKind(MoneyKind):
    """Any number of at most fifteen digits, six of them after the point; JSON carries it as text."""

    id = "number"

    def parse(self, field: Field, raw: Any) -> Decimal | None:
        number = decimal_from(raw)
        if number is None:
            return None
        if number != round(number, PLACES) or len(number.normalize().as_tuple().digits) > DIGITS:
            raise Unreadable(
                _("At most %(digits)s digits fit here, %(places)s of them after the point."),
                digits=DIGITS,
                places=PLACES,
            )
        return within(field, number.normalize() + 0)

    def dump(self, field: Field, value: Any) -> Any:
        return None if value is None else plain(value)

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_number(value, get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return "" if value is None else plain(value)

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}


class RatioKind(NumberKind):
    """A number of which many add up to nothing: a rate, a share, the price of one."""

    measures: tuple[str, ...] = ("avg", "min", "max")


class AmountKind(NumberKind):
    """An amount in the currency whose code another field of its record holds. What is in several currencies adds up to nothing.

    It is kept with the places that it was given: whoever works it out rounds it to those of its currency.
    """

    measures: tuple[str, ...] = ()

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_amount(value)

    def words(self, field: Field, record: models.Model) -> str:
        value = field.value(record)
        return "" if value is None else numbers.show_money(value, getattr(record, IN), get_language() or "en")


def plain(number: Decimal) -> str:
    """Digits without an exponent and without zeros that say nothing: 1200, 0.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_from(raw: Any) -> Decimal | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise Unreadable(_("A number is expected here."))
    return cleaning.parse_number(str(raw))


def within(field: Field, number: Number) -> Number:
    least, most = field.bounds
    if not least <= number <= most:
        raise Unreadable(_("A number from %(least)s to %(most)s is expected here."), least=least, most=most)
    return number


WHOLE, YEAR, MONEY, NUMBER, RATIO, AMOUNT = (
    WholeKind(),
    YearKind(),
    MoneyKind(),
    NumberKind(),
    RatioKind(),
    AmountKind(),
)
IN = "currency"  # the field that says in which currency the amounts of a record are
DIGITS, PLACES = 15, 6
LARGEST_NUMBER = Decimal(10**12) - 1
LARGEST_AMOUNT = Decimal("999999999999.99")


def whole(
    label: Label, *, least: int = 0, most: int = 2_147_483_647, **more: Any
) -> models.IntegerField[int | None, int | None]:
    """A whole number between `least` and `most`, both allowed."""
    return bounded(
        kept_as(WHOLE, models.IntegerField(label, null=more.pop("null", True), blank=more.pop("blank", True), **more)),
        least,
        most,
    )


def year(label: Label, **more: Any) -> models.IntegerField[int | None, int | None]:
    """A calendar year from 1000 to 2200."""
    return bounded(kept_as(YEAR, models.IntegerField(label, null=True, blank=True, **more)), 1000, 2200)


def money(label: Label, **more: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    """An amount in the company's currency, up to twelve digits before the point and two after it."""
    column = models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True, **more)
    return bounded(kept_as(MONEY, column), -LARGEST_AMOUNT, LARGEST_AMOUNT)


def number(
    label: Label, *, least: Decimal | int = -LARGEST_NUMBER, most: Decimal | int = LARGEST_NUMBER, **more: Any
) -> models.DecimalField[Decimal | None, Decimal | None]:
    """A number of at most fifteen digits, six of them after the point, between `least` and `most`, both allowed."""
    column: Any = models.DecimalField(
        label, max_digits=18, decimal_places=PLACES, null=more.pop("null", True), blank=more.pop("blank", True), **more
    )
    return bounded(kept_as(NUMBER, column), Decimal(least), Decimal(most))


def ratio(label: Label, **more: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    """A number that is never added to others: a rate, a share, the price of one."""
    return kept_as(RATIO, number(label, **more))


def amount(label: Label, **more: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    """An amount of nothing or more in the currency that the record's field `currency` names."""
    return kept_as(AMOUNT, number(label, least=0, **more))


def bounded(column: Column, least: Any, most: Any) -> Column:
    vars(column)["bounds"] = (least, most)
    return column
