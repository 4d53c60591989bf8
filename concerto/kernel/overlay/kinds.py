"""The kinds that an administrator can choose, and the column that stands for each as if the model had it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel import fields
from concerto.kernel.fields.choice import CHOICE, CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.link import LINK
from concerto.kernel.fields.number import LARGEST_AMOUNT, LARGEST_NUMBER, bounded
from concerto.kernel.overlay.choices import choices_in

if TYPE_CHECKING:
    from concerto.kernel.overlay.custom_field.model import CustomField

Column: TypeAlias = "models.Field[Any, Any]"
LARGEST_WHOLE = 2_147_483_647
LONGEST_LINE = 500


class KindOfField(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long-text", _("Long text")
    WHOLE = "whole", _("Whole number")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")
    DAY = "day", _("Date")
    MOMENT = "moment", _("Date and time")
    YES_NO = "yes-no", _("Yes or no")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Several choices")
    LINK = "link", _("Link to a record")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    URL = "url", _("Web address")
    FORMULA = "formula", _("Formula")
    LOOKUP = "lookup", _("Value of a linked record")
    ROLL_UP = "roll-up", _("Count or sum of linked records")


COMPUTED = (KindOfField.FORMULA, KindOfField.LOOKUP, KindOfField.ROLL_UP)


class Measured(models.TextChoices):
    """What a roll-up makes of the values."""

    COUNT = "count", _("How many")
    SUM = "sum", _("Sum")
    AVERAGE = "average", _("Average")
    LEAST = "least", _("Least")
    MOST = "most", _("Most")
    LATEST = "latest", _("Value of the latest")


class Result(models.TextChoices):
    """What a formula gives."""

    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")
    TEXT = "text", _("Text")
    DAY = "day", _("Date")
    YES_NO = "yes-no", _("Yes or no")


def column_of(row: CustomField) -> Column:
    """The column that a row describes; it belongs to no model."""
    column = _COLUMNS[row.result if row.kind == KindOfField.FORMULA else row.kind](row)
    column.help_text = in_language(row.help, row.help_zh)
    column.blank = not row.required
    column.set_attributes_from_name(row.key)
    return column


def in_language(english: str, chinese: str) -> Label:
    """A label that administrators wrote, in the reader's language where they wrote it in that."""
    return lazystr(Words(english, chinese)) if english or chinese else ""


class Words:
    """Two languages of one label."""

    def __init__(self, english: str, chinese: str) -> None:
        self.english, self.chinese = english, chinese

    def __str__(self) -> str:
        return (
            (self.chinese if (get_language() or "").startswith("zh") else self.english) or self.english or self.chinese
        )


def label_of(row: CustomField) -> Label:
    return in_language(row.label, row.label_zh)


def _whole(row: CustomField) -> Column:
    least, most = (LARGEST_WHOLE if bound is None else int(bound) for bound in (row.least, row.most))
    return fields.whole(label_of(row), least=-least if row.least is None else least, most=most)


def _bounded(make: Callable[[Label], Column], most: Any) -> Callable[[CustomField], Column]:
    """A kind of number with the bounds of the row."""

    def column(row: CustomField) -> Column:
        return bounded(
            make(label_of(row)), -most if row.least is None else row.least, most if row.most is None else row.most
        )

    return column


def _choice(row: CustomField) -> Column:
    column = models.CharField(label_of(row), max_length=40, choices=list(_choices(row)), default="")
    return kept_as(CHOICE, _marked(column, row))


def _choices_column(row: CustomField) -> Column:
    base = models.CharField(max_length=40, choices=list(_choices(row)))
    return kept_as(CHOICES, _marked(ArrayField(base, verbose_name=label_of(row), default=list), row))


def _choices(row: CustomField) -> list[tuple[str, Label]]:
    return [(id, in_language(each.english, each.chinese)) for id, each in choices_in(row.choices).items()]


def _marked(column: Column, row: CustomField) -> Column:
    """What the choices are beside their words."""
    found = choices_in(row.choices)
    vars(column)["closed"] = {id: each.into for id, each in found.items() if each.closed}
    vars(column)["hues"] = {id: each.hue for id, each in found.items()}
    return column


def _link(row: CustomField) -> Column:
    return kept_as(LINK, models.BigIntegerField(label_of(row), null=True))


_COLUMNS: Mapping[str, Callable[[CustomField], Column]] = {
    "text": lambda row: fields.text(label_of(row), longest=LONGEST_LINE),
    "long-text": lambda row: fields.long_text(label_of(row)),
    "whole": _whole,
    "number": _bounded(fields.number, LARGEST_NUMBER),
    "money": _bounded(fields.money, LARGEST_AMOUNT),
    "day": lambda row: fields.day(label_of(row)),
    "moment": lambda row: fields.moment(label_of(row)),
    "yes-no": lambda row: fields.yes_no(label_of(row)),
    "choice": _choice,
    "choices": _choices_column,
    "link": _link,
    "email": lambda row: fields.email(label_of(row)),
    "phone": lambda row: fields.phone(label_of(row)),
    "url": lambda row: fields.url(label_of(row)),
}
