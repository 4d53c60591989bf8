from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.approval.model import Approval
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole


class Answer(models.TextChoices):
    WAITING = "waiting", pgettext("approval", "Not yet")
    APPROVED = "approved", pgettext("approval", "Approved")
    REFUSED = "refused", pgettext("approval", "Refused")
    RETURNED = "returned", pgettext("approval", "Sent back")
    PASSED_ON = "passed-on", pgettext("approval", "Passed on")
    SPARED = "spared", pgettext("approval", "Not needed any more")


class Verdict(Record):
    """What one person said on one step of an approval, or is still to say. It is there as soon as the step begins."""

    title = text(pgettext("approval", "What"), required=True, longest=200)
    title_zh = text(pgettext("approval", "What, in Chinese"), longest=200)
    approval = link(_("Approval"), Approval, required=True, related_name="verdicts", on_delete=models.CASCADE)
    step = whole(_("Step"), null=False, blank=False, default=1)
    person = link(_("Person"), Person, required=True, related_name="verdicts")
    instead_of = link(pgettext("approval", "Instead of"), Person, related_name="verdicts_passed_on")
    answer = choice(pgettext("approval", "Answer"), Answer, required=True, default=Answer.WAITING)
    reason = text(_("Reason"), longest=500)
    decide_by = moment(pgettext("approval", "To be decided by"))
    line = models.BigIntegerField(default=0, editable=False)  # of the journal, by which the person was asked
    answered_at = moment(pgettext("approval", "Answered"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="verdict_sorted"),
            models.Index(fields=["approval", "step", "id"], name="verdict_of"),
            models.Index(fields=["person", "decide_by"], name="verdict_owed", condition=models.Q(answer="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "step", "person"],
                condition=models.Q(answer="waiting"),
                name="verdict_once",
                violation_error_message=_("This person is asked already."),
            )
        ]
