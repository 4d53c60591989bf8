from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.actions.standard import CREATE, DELETE, EDIT, RESTORE
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields import choice, long_text, number, text
from concerto.kernel.fields.choice import CHOICE
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.yes_no import YES_NO
from concerto.kernel.overlay.custom_field.model import one_noun

LONGEST = 10_000  # hours of working time, some five years
OF_EVERY_NOUN: Mapping[str, Label] = {
    CREATE: pgettext("approval", "Create"),
    EDIT: pgettext("approval", "Change"),
    DELETE: pgettext("approval", "Put into the trash"),
    RESTORE: pgettext("approval", "Take out of the trash"),
}


class Overdue(models.TextChoices):
    """What happens when the time to decide is up."""

    REMIND = "remind", _("Whoever is to decide is reminded")
    MANAGER = "manager", _("It passes on to whom they report to")
    LAPSE = "lapse", _("It lapses and is not done")


def verbs() -> Mapping[str, Label]:
    """Everything that can be done to a record of some noun."""
    own = {verb: action.label for entity in entities() for verb, action in entity.actions.items()}
    return {**own, **OF_EVERY_NOUN}


def one_verb(label: Label, **more: Any) -> Any:
    """One of the verbs of the house."""
    column = kept_as(CHOICE, models.CharField(label, max_length=60, **more))
    vars(column)["choices_from"] = verbs
    return column


class ApprovalRule(Record):
    """What is not done before somebody agrees: a verb on records of a noun, where a filter holds of the record as it would become.

    Of changes a `field` makes it a transition: then it is held whatever verb changes that field. Who agrees, the steps say.
    """

    name = text(
        _("Name"), required=True, longest=80, help_text=_("What those who decide read, like: Deals over 1 million.")
    )
    name_zh = text(_("Name in Chinese"), longest=80)
    noun = one_noun(pgettext("approval", "Of what"), default="customer")
    does = one_verb(pgettext("approval", "What is done"), default=EDIT)
    field = text(_("Only if this field changes"), longest=60,
                 help_text=_("Of a change: the id of a field, like stage. Empty: any change by hand."))  # fmt: skip
    filter = long_text(
        _("Only where"),
        help_text=_(
            "A filter as lists have it, of the record as it would become, like stage = won and amount > 1000000. Empty: always."
        ),
    )
    within = number(
        _("Hours to decide"), null=False, blank=False, default=16, help_text=_("Working hours, for each step.")
    )
    overdue = choice(_("When the time is up"), Overdue, required=True, default=Overdue.REMIND)
    own_too = kept_as(YES_NO, models.BooleanField(_("Whoever asks may agree as well"), default=False))
    active = kept_as(YES_NO, models.BooleanField(pgettext("approval", "On"), default=True))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="approval_rule_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(within__range=(0, LONGEST)),
                name="approval_rule_hours",
                violation_error_message=_("Between 0 and 10,000 hours of working time fit here."),
            ),
        ]
