"""What a formula gave, as a value of the kind its field is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.number import DIGITS, LARGEST_NUMBER, PLACES
from concerto.kernel.overlay.formula.values import NoAnswer, Value, WrongSort, day, number, text
from concerto.kernel.text.cleaning import clean_line

SHORT = Context(prec=DIGITS, rounding=ROUND_HALF_UP)


def result(kind: str, value: Value) -> Any:
    """Raises NoAnswer where the value is not of that kind or does not fit it."""
    return None if value is None else _AS[kind](value)


def _number(value: Value, places: int = PLACES) -> Decimal:
    found = number(value)
    if abs(found) > LARGEST_NUMBER:
        raise NoAnswer(_("The number is too large to be kept."))
    return SHORT.create_decimal(found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)).normalize() + 0


def _yes_no(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongSort(_("This is neither yes nor no."))


_AS: Mapping[str, Callable[[Value], Any]] = {
    "number": _number,
    "money": lambda value: round(_number(value, 2), 2),
    "text": lambda value: clean_line(text(value)),
    "day": day,
    "yes-no": _yes_no,
}
