from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.step.model import ApprovalStep
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

approval_step = Entity(
    ApprovalStep,
    id="approval-step",
    path="approval-steps",
    prefix="AS",
    label=_("Approval step"),
    plural=_("Approval steps"),
    about=_("Who agrees to what a rule holds. Those of one step decide side by side, steps follow each other."),
    icon="stairs-up",
    title=ApprovalStep.name,
    columns=[ApprovalStep.name, ApprovalStep.rule, ApprovalStep.position, ApprovalStep.mode, ApprovalStep.person, ApprovalStep.role, ApprovalStep.team, ApprovalStep.head_of, ApprovalStep.manager],
    page=[
        Section(_("Approval step"), ApprovalStep.name, ApprovalStep.rule, ApprovalStep.position, ApprovalStep.mode),
        Section(_("Who agrees"), ApprovalStep.person, ApprovalStep.role, ApprovalStep.team, ApprovalStep.head_of, ApprovalStep.manager),
    ],
    quiet=[ApprovalStep.tags],
    search=[ApprovalStep.name],
    follows=ApprovalStep.rule,
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL)],
)  # fmt: skip
