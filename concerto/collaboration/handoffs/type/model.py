from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.kernel.access.department.model import Hue
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, long_text, number, text
from concerto.kernel.overlay.custom_field.model import one_noun

LONGEST = 10_000  # hours of working time, some five years


class HandoffType(Record):
    """What two parts of the company agreed on: what is handed over between them, within what time it is taken up and done, and
    what comes back.

    Both sides are meant by their colour, which says what they are, so that types are there before the departments are.
    Times are hours of the receiver's working time. `key` is the name under which code declared it.
    """

    name = text(_("Name"), required=True, longest=80)
    name_zh = text(_("Name in Chinese"), longest=80)
    about = long_text(_("Meaning"), help_text=_("When to use it, in a sentence or two."))
    about_zh = long_text(_("Meaning in Chinese"))
    noun = one_noun(_("About"), blank=True, default="", help_text=_("What is handed over. Empty: any record."))
    giver = choice(_("Given by"), Hue, help_text=_("Empty: any department."))
    receiver = choice(_("Received by"), Hue, required=True, default=Hue.SERVICE)
    mode = choice(_("Co-operation"), Mode, required=True, default=Mode.PARALLEL,
                  help_text=_("Who takes it up, who directs it, and who decides where the two sides do not agree."))  # fmt: skip
    accept_within = number(_("Hours to accept"), null=False, blank=False, default=8,
                           help_text=_("Working hours of the receiver, from the offer on."))  # fmt: skip
    finish_within = number(_("Hours to finish"), null=False, blank=False, default=40,
                           help_text=_("Working hours of the receiver, from accepting on."))  # fmt: skip
    key = models.CharField(max_length=60, default="", editable=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="handoff_type_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~models.Q(key=""),
                name="handoff_type_declared_once",
                violation_error_message=_("A department has declared this type already."),
            ),
            models.CheckConstraint(
                condition=models.Q(accept_within__range=(0, LONGEST), finish_within__range=(0, LONGEST)),
                name="handoff_type_hours",
                violation_error_message=_("Between 0 and 10,000 hours of working time fit here."),
            ),
        ]

    @property
    def meaning(self) -> str:
        """When to use it, in the reader's language where it is written."""
        chinese = (get_language() or "").startswith("zh")
        return (self.about_zh or self.about) if chinese else (self.about or self.about_zh)
