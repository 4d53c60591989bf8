from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, long_text, text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.overlay.naming import one_field
from concerto.kernel.quality.report.model import Measure


class QualityRule(Record):
    """What the company itself holds for a fault, in the language of lists: records for which it holds are faulty."""

    name = text(_("Name"), required=True, longest=100)
    name_zh = text(_("Name in Chinese"), longest=100)
    noun = one_noun(_("Of"), default="customer")
    field = one_field(_("Field"), help_text=_("The field that is wrong then, if it is one."))
    measure = choice(_("Measure"), Measure, required=True, default=Measure.CONSISTENT)
    filter = long_text(
        _("Faulty are those where"),
        required=True,
        help_text=_("A filter as lists have it, like stage = retain and owner is empty."),
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="quality_rule_sorted")]
