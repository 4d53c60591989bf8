from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

_ALL = [
    Verdict.title, Verdict.title_zh, Verdict.approval, Verdict.step, Verdict.person, Verdict.instead_of, Verdict.answer, Verdict.reason,
    Verdict.decide_by, Verdict.answered_at,
]  # fmt: skip

verdict = Entity(
    Verdict,
    id="verdict",
    path="verdicts",
    prefix="VR",
    label=_("Verdict"),
    plural=_("Verdicts"),
    about=_("What each person said, or is still to say, on a step of an approval."),
    icon="gavel",
    title=Verdict.title,
    title_zh=Verdict.title_zh,
    head=Head(under=[Verdict.person], badges=[Verdict.answer]),
    columns=[Verdict.title, Verdict.step, Verdict.person, Verdict.answer, Verdict.reason, Verdict.decide_by, Verdict.answered_at],
    page=[Section(_("Verdict"), *_ALL)],
    derived=_ALL,
    search=[Verdict.title, Verdict.title_zh],
    follows=Verdict.approval,
    access=[
        rows(ADMINISTRATOR, read=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
