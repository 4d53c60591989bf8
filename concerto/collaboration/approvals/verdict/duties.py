"""What approvers owe."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.work.duty import owes

owes(
    "approval.decide", Verdict, _("Decide"), when=Q(answer=Answer.WAITING), by=Verdict.decide_by, person=Verdict.person
)
