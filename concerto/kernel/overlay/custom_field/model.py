from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.roles import known
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields import choice, long_text, moment, number, text, whole, yes_no
from concerto.kernel.fields.choice import CHOICE, CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.custom_field.choice_list import choice_list
from concerto.kernel.overlay.custom_field.key import key
from concerto.kernel.overlay.kinds import KindOfField, Measured, Result


class IndexState(models.TextChoices):
    """How far the index of a field has come."""

    NONE = "", _("None")
    BUILDING = "building", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed; it is tried again")


def nouns() -> Mapping[str, Label]:
    """What fields can be added to, and what a link can lead to."""
    return {entity.id: entity.label for entity in entities()}


def roles_that_limit() -> Mapping[str, Label]:
    return {role.id: role.label for role in known()}


def one_noun(label: Label, **more: Any) -> Any:
    """One of the nouns of the house."""
    column = kept_as(CHOICE, models.CharField(label, max_length=60, **more))
    vars(column)["choices_from"] = nouns
    return column


def roles(label: Label, **more: Any) -> Any:
    """Any number of the declared roles."""
    column = ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True, **more)
    vars(column)["choices_from"] = roles_that_limit
    return kept_as(CHOICES, column)


class CustomField(Record):
    """A field that administrators added to a noun. Its id and its noun never change, and neither is ever used again."""

    noun = one_noun(_("Of"), help_text=_("The things that get this field."))
    key = key(
        _("Id"),
        help_text=_("What filters, formulas and programs call it: Birthday gives x_birthday. It never changes."),
    )
    label = text(_("Label"), required=True, longest=100)
    label_zh = text(_("Chinese label"), longest=100)
    help = text(_("Help"), longest=300)
    help_zh = text(_("Chinese help"), longest=300)
    kind = choice(_("Kind"), KindOfField, required=True, default=KindOfField.TEXT)
    required = yes_no(_("Needed"))
    choices = choice_list(
        _("Choices"),
        help_text=_(
            "Of a choice: what can be chosen. Words, colours and order may change at any time: records follow."
        ),
    )
    target = one_noun(_("Leads to"), blank=True, default="", help_text=_("Of a link: what it leads to."))
    least = number(_("Least"))
    most = number(_("Most"))
    default = text(_("Default"), longest=500, help_text=_("What a new record begins with."))
    formula = long_text(
        _("Formula"), help_text=_('For example years_since(x_birthday), or IF(revenue > 1000000, "big", "small").')
    )
    result = choice(_("The formula gives"), Result, required=True, default=Result.NUMBER)
    source = text(
        _("Taken from"),
        longest=200,
        help_text=_(
            "Of a linked record: the link and the field there, like customer.tier. Of records that link here: what they are, their link and the field, like activity.customer.happened_at."
        ),
    )
    measured = choice(_("What is taken"), Measured, required=True, default=Measured.COUNT)
    only = long_text(
        _("Only those where"),
        help_text=_(
            "A filter as lists have it, like sort = call, but not one of the day, like within 30d: a count is made when something is written, and when a day ends nothing is. A saved view counts by the day."
        ),
    )
    section = text(
        _("Section"), longest=100, help_text=_("The part of the page it stands in; a new one where none is called so.")
    )
    position = whole(pgettext("order", "Position"), most=10_000, default=100, help_text=_("Smaller ones stand first."))
    in_list = yes_no(_("In the list"), help_text=_("Whether lists show it as a column."))
    searched = yes_no(_("Found by search"), help_text=_("Whether its words find the record."))
    indexed = yes_no(_("Fast to sort and filter by"), help_text=_("Makes an index, for lists of many thousands."))
    hidden_from = roles(_("Hidden from"), help_text=_("For these roles the field does not exist."))
    masked_for = roles(_("Dotted out for"), help_text=_("These roles see that it is filled, not with what."))
    locked_for = roles(_("Read only for"))
    index_state = choice(_("Index"), IndexState, editable=False)
    retired_at = moment(_("Retired on"), editable=False)
    erased_at = moment(_("Deleted for good on"), editable=False)
    computed_on = models.DateField(null=True, editable=False)  # the day that formulas of the calendar were computed for

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "key"],
                name="custom_field_once",
                violation_error_message=_("There is, or was, a field of this id."),
            ),
            # The trigger custom_field_stays (see the migration) breaks these by name when a row is changed.
            models.CheckConstraint(
                condition=models.Q(key__startswith="x_"),
                name="custom_field_key",
                violation_error_message=_("The id and what the field belongs to never change."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=""),
                name="custom_field_kind",
                violation_error_message=_("This kind cannot become another without losing values."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="custom_field_sorted")]
