from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import long_text, text
from concerto.kernel.overlay.custom_field.model import one_noun


class Layout(Record):
    """How administrators arranged the page of a noun: sections and the order of their fields, as JSON."""

    noun = one_noun(_("Of"))
    name = text(_("Name"))
    arrangement = long_text(_("Arrangement"), required=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun"],
                name="layout_once",
                violation_error_message=_("This page is arranged already: edit its arrangement."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="layout_sorted")]
