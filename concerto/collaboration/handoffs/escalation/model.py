from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.type.model import LONGEST, HandoffType
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, number, text


class Clock(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    FINISH = "finish", _("Finish")


class Whom(models.TextChoices):
    """Relative to the two sides of a hand-off."""

    RECEIVER = "receiver", _("The receiver, or their department")
    RECEIVER_MANAGER = "receiver-manager", _("Whom the receiver reports to")
    GIVER = "giver", _("The giver")
    GIVER_MANAGER = "giver-manager", _("Whom the giver reports to")
    BOTH_DEPARTMENTS = "departments", _("Both departments")


class Escalation(Record):
    """A step of the ladder of a hand-off type: so many working hours after a promise was due (before it, where negative), these
    people are told. It is told once."""

    type = link(_("Hand-off type"), HandoffType, required=True, related_name="escalations", on_delete=models.CASCADE)
    clock = choice(_("Promise to"), Clock, required=True, default=Clock.ACCEPT)
    after = number(_("Hours after"), null=False, blank=False, default=0,
                   help_text=_("Working hours of the receiver after the promise was due; before it, where negative."))  # fmt: skip
    whom = choice(_("Tell"), Whom, required=True, default=Whom.RECEIVER)
    message = text(_("Message"), longest=200, help_text=_("What they read, beside the hand-off itself."))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="escalation_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(after__range=(-LONGEST, LONGEST)),
                name="escalation_hours",
                violation_error_message=_("Between -10,000 and 10,000 hours of working time fit here."),
            ),
            models.UniqueConstraint(
                fields=["type", "clock", "after", "whom"],
                condition=models.Q(trashed_at=None),
                name="escalation_once",
                violation_error_message=_("The ladder has this step already."),
            ),
        ]
