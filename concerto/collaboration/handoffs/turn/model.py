from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole


class Answer(models.TextChoices):
    ACCEPTED = "accepted", pgettext("answer", "Accepted")
    RETURNED = "returned", pgettext("answer", "Returned")
    WITHDRAWN = "withdrawn", pgettext("answer", "Withdrawn")


class Kept(models.TextChoices):
    KEPT = "kept", pgettext("promise", "Kept")
    BROKEN = "broken", pgettext("promise", "Broken")


class Turn(Record):
    """One offer of a hand-off and what became of it: how long the other side took, and whether both promises were kept.

    Times are minutes of the receiver's working time, as the calendar was when the step was taken. Rows follow from the steps of
    hand-offs, which the journal tells; so nobody writes them, and they have no lines of their own.
    """

    handoff = link(_("Hand-off"), Handoff, required=True, related_name="turns", on_delete=models.CASCADE)
    number = whole(_("Turn"), null=False, blank=False, default=1)
    type = link(_("Hand-off type"), HandoffType, required=True, related_name="turns")
    mode = choice(_("Co-operation"), Mode, required=True, default=Mode.PARALLEL)
    giving = link(_("From"), Department, required=True, related_name="turns_given")
    receiving = link(_("To"), Department, required=True, related_name="turns_received")
    receiver = link(_("Receiver"), Person, related_name="turns")
    offered_at = moment(_("Offered"), null=False, blank=False)
    accept_by = moment(_("To be accepted by"), null=False, blank=False)
    answered_at = moment(_("Answered"))
    answer = choice(_("Answer"), Answer)
    reason = text(_("Reason"), longest=500)
    accept_minutes = whole(_("Minutes to answer"))
    accept_kept = choice(_("Promise to accept"), Kept)
    finish_by = moment(_("To be finished by"))
    delivered_at = moment(_("Delivered"))
    finish_minutes = whole(_("Minutes to finish"))
    finish_kept = choice(_("Promise to finish"), Kept)
    sent_back = whole(_("Times sent back"), null=False, blank=False, default=0)
    disputed_at = moment(_("Disputed"))
    decide_minutes = whole(_("Minutes to decide"))
    confirmed_at = moment(_("Confirmed"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="turn_sorted"),
            models.Index(fields=["receiving", "accept_by"], name="turn_answered_by"),
            models.Index(fields=["offered_at"], name="turn_offered"),
            models.Index(fields=["receiving", "finish_by"], name="turn_finished_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff", "number"],
                name="turn_once",
                violation_error_message=_("This hand-off was offered at the same time by somebody else."),
            )
        ]
