from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text, whole, yes_no


class Part(models.TextChoices):
    """What a term speaks of. What is provided is a field of the record, a file or some words; what the work must meet and what is
    told at its end are words of the receiver."""

    FIELD = "field", _("Provide: a field of the record")
    FILE = "file", _("Provide: a file")
    WORDS = "words", _("Provide: an answer")
    CRITERION = "criterion", _("The work must meet")
    REPORT = "report", _("Told back at the end")


PROVIDED = (Part.FIELD, Part.FILE, Part.WORDS)


class Term(Record):
    """One line of what two parts of the company agreed on."""

    type = link(_("Hand-off type"), HandoffType, required=True, related_name="terms", on_delete=models.CASCADE)
    part = choice(_("Term"), Part, required=True, default=Part.WORDS)
    name = text(_("Name"), required=True, longest=120)
    name_zh = text(_("Name in Chinese"), longest=120)
    field = text(_("Field"), longest=60, help_text=_("Of a field: its id, as the API calls it."))
    optional = yes_no(_("Optional"))
    place = whole(_("Place"), null=False, blank=False, default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="handoff_term_sorted"),
            models.Index(fields=["type", "place", "id"], name="handoff_term_of_type"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(part=Part.FIELD) | ~models.Q(field=""),
                name="handoff_term_field",
                violation_error_message=_("Say which field of the record is to be filled."),
            ),
        ]
