from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.approval.actions import approve, ask_again, pass_on, refuse, send_back, withdraw
from concerto.collaboration.approvals.approval.model import Approval
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

_ALL = [
    Approval.title, Approval.title_zh, Approval.subject, Approval.noun, Approval.does, Approval.asked_by, Approval.state, Approval.step,
    Approval.steps, Approval.decide_by, Approval.closed_at, Approval.reason, Approval.result,
]  # fmt: skip

approval = Entity(
    Approval,
    id="approval",
    path="approvals",
    prefix="AP",
    label=_("Approval"),
    plural=_("Approvals"),
    about=_("What waits for somebody's yes, and how it was decided. It is done, in the name of who asked, with the last yes."),
    icon="checks",
    title=Approval.title,
    title_zh=Approval.title_zh,
    head=Head(under=[Approval.asked_by], badges=[Approval.state]),
    columns=[Approval.title, Approval.does, Approval.subject, Approval.state, Approval.asked_by, Approval.step, Approval.steps, Approval.decide_by, Approval.closed_at],
    page=[
        Section(_("Approval"), Approval.title, Approval.title_zh, Approval.does, Approval.noun, Approval.subject, Approval.result, Approval.asked_by),
        Section(pgettext("approval", "Way"), Approval.state, Approval.step, Approval.steps, Approval.decide_by, Approval.closed_at, Approval.reason),
    ],
    quiet=[Approval.rule],
    derived=_ALL,
    search=[Approval.title, Approval.title_zh, Approval.subject],
    opens_on="/approvals/waiting",
    actions=[approve, refuse, send_back, pass_on, withdraw, ask_again],
    access=[
        rows(ADMINISTRATOR, read=ALL, export=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
    ],
)  # fmt: skip
