"""What approvers owe."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.my_work.duty import owes

owes(
    "verdict.decide",
    Verdict,
    pgettext("approval", "Decide"),
    when=Q(answer=Answer.WAITING),
    by=Verdict.decide_by,
    person=Verdict.person,
)
