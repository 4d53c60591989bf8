"""The currencies that amounts may be in, remembered for a moment: the company's own, and those that it wrote down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils.functional import lazy
from django.utils.translation import get_language

from concerto.commerce.currency.model import Currency
from concerto.kernel.fields.choice import CHOICE
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label

MOMENT = 2.0  # seconds for which a process may not know a currency that another one wrote down
_remembered: dict[str, tuple[float, Mapping[str, Known]]] = {}


@dataclass(frozen=True)
class Known:
    """A currency as amounts need it: what it is called in both languages, and the places after the point that it has."""

    name: str
    name_zh: str
    decimals: int


def known() -> Mapping[str, Known]:
    """Code → currency, the company's own first."""
    database = str(connection.settings_dict["NAME"])
    at, found = _remembered.get(database, (0.0, {}))
    if not found or monotonic() - at > MOMENT:
        found = _found()
        _remembered[database] = (monotonic(), found)
    return found


def forget() -> None:
    """Look again at the next question: somebody of this process writes one down."""
    _remembered.clear()


def _found() -> dict[str, Known]:
    rows = Currency.everything.filter(trashed_at=None).order_by("iso").defer("search")
    written = {row.iso: Known(row.name, row.name_zh, row.decimals or 0) for row in rows}
    own = settings.CURRENCY
    return {own: written.pop(own, None) or _by_the_book(own), **written}


def _by_the_book(code: str) -> Known:
    """As ISO 4217 and the languages have it, of a currency that nobody wrote down."""
    from babel.numbers import get_currency_name, get_currency_precision

    return Known(
        get_currency_name(code, locale="en"), get_currency_name(code, locale="zh_Hans"), get_currency_precision(code)
    )


def labels() -> Mapping[str, Label]:
    return {code: called(code, each.name, each.name_zh) for code, each in known().items()}


def _in_their_language(code: str, name: str, name_zh: str) -> str:
    return f"{code} {(name_zh or name) if (get_language() or '').startswith('zh') else name}".strip()


called = lazy(_in_their_language, str)


def decimals_of(code: str) -> int:
    """How many places after the point amounts of a currency have."""
    found = known().get(code)
    return found.decimals if found else 2


def one_currency(label: Label, **more: Any) -> models.CharField[str, str]:
    """A column for the code of one of them; the company's own unless said."""
    column = kept_as(CHOICE, models.CharField(label, max_length=3, default=settings.CURRENCY, **more))
    vars(column)["choices_from"] = labels
    return column
