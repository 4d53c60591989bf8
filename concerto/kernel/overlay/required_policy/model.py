from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.overlay.naming import is_written, several_fields


class RequiredPolicy(Record):
    """Fields of a noun that may not be empty, for all its records or for those that have come to some steps."""

    name = text(_("Name"), required=True, longest=100)
    name_zh = text(_("Name in Chinese"), longest=100)
    noun = one_noun(_("Of"), default="customer")
    fields = several_fields(_("Needed fields"), required=True, among=is_written)
    steps = text(
        _("In the steps"),
        longest=300,
        help_text=_("Ids of the steps of its path, like convert, retain. Where none is named, always."),
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="required_policy_sorted")]
