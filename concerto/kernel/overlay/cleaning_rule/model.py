from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, long_text, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.overlay.naming import one_field


class StepKind(models.TextChoices):
    """What a rule does to a value; each is a function of its name in text/standard/steps.py."""

    WIDTH = "width", _("Full width to half width")
    SPACES = "spaces", _("No spaces between Chinese characters")
    SIMPLIFIED = "simplified", _("Traditional to simplified")
    TRADITIONAL = "traditional", _("Simplified to traditional")
    UPPER = "upper", _("Capital letters")
    LOWER = "lower", _("Small letters")
    PHONE = "phone", _("Phone: Chinese mobiles with 11 digits, others with +")
    PHONE_WORLD = "phone-world", _("Phone: all with +")
    EMAIL = "email", _("Mail address")
    DAY = "day", _("Date as 2026-11-22")
    NUMBER = "number", _("Amount as plain digits")
    COMPANY = "company", _("Name of a company")
    PERSON = "person", _("Name of a person")
    ADDRESS = "address", _("Chinese address")
    NOTHING = "nothing", _("Words that mean nothing")
    REPLACE = "replace", _("Replace words")
    PATTERN = "pattern", _("Replace what fits a pattern")


DIALLED = (StepKind.PHONE, StepKind.PHONE_WORLD)
READ_FROM_TEXT = (
    "text",
    "long-text",
    "email",
    "url",
    "phone",
    "choice",
    "day",
    "moment",
    "number",
    "money",
    "whole",
    "year",
)


def is_cleaned(field: Field) -> bool:
    """Whether somebody writes it as text, so that there is something to clean."""
    return field.kind.id in READ_FROM_TEXT and field.column.editable and not field.derived


def says_a_country(field: Field) -> bool:
    return field.kind.id in ("text", "choice")


class CleaningRule(Record):
    """One thing that is done to every value given for a field, by whatever door, before it is kept."""

    name = text(_("Name"), required=True, longest=100)
    name_zh = text(_("Name in Chinese"), longest=100)
    noun = one_noun(_("Of"), default="customer")
    field = one_field(_("Field"), required=True, among=is_cleaned)
    kind = choice(_("What is done"), StepKind, required=True, default=StepKind.WIDTH)
    find = long_text(_("What is sought"), help_text=_("For words and patterns; words that mean nothing one a line."))
    by = text(_("Put in its place"), longest=200)
    fills = text(
        _("Fills"),
        longest=200,
        help_text=_("Of an address: which fields follow from it, like city = city, province = x_province."),
    )
    only = long_text(
        _("Only where"),
        db_default="",
        help_text=_(
            "A filter of other fields of the same record, as lists have it, like country = Japan. Empty: always."
        ),
    )
    country = one_field(
        _("Dialled in"),
        among=says_a_country,
        db_default="",
        help_text=_("Of a phone: the field that names its country. Empty: China."),
    )
    position = whole(
        pgettext("order", "Position"),
        most=10_000,
        default=100,
        help_text=_("Rules of a field are applied in this order."),
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="cleaning_rule_sorted")]
