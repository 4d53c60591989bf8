from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text, whole, yes_no


class Part(models.TextChoices):
    """What a term speaks of: what the giver provides, what the work must meet, and what the receiver tells at its end."""

    FILE = "file", _("Provide: a file")
    WORDS = "words", _("Provide: a field or an answer")
    CRITERION = "criterion", _("The work must meet")
    REPORT = "report", _("Told back at the end")


PROVIDED = (Part.FILE, Part.WORDS)


class Term(Record):
    """One line of what two parts of the company agreed on."""

    type = link(_("Hand-off type"), HandoffType, required=True, related_name="terms", on_delete=models.CASCADE)
    part = choice(_("Term"), Part, required=True, default=Part.WORDS)
    name = text(_("Name"), required=True, longest=120)
    name_zh = text(_("Name in Chinese"), longest=120)
    field = text(
        _("Field"),
        longest=60,
        help_text=_("Where the record itself answers: the id of the field, as the API calls it."),
    )
    optional = yes_no(_("Optional"))
    place = whole(_("Place"), null=False, blank=False, default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="handoff_term_sorted"),
            models.Index(fields=["type", "place", "id"], name="handoff_term_of_type"),
        ]

    @property
    def is_of_the_record(self) -> bool:
        """Whether a field of the record answers it."""
        return bool(self.part == Part.WORDS and self.field)
