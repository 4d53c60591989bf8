from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.collaboration.approvals.rule.rules import can_be_asked
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

approval_rule = Entity(
    ApprovalRule,
    id="approval-rule",
    path="approval-rules",
    prefix="AR",
    label=_("Approval rule"),
    plural=_("Approval rules"),
    about=_("What is not done before somebody agrees: what is held, in which steps who agrees, and how soon."),
    icon="shield-check",
    title=ApprovalRule.name,
    title_zh=ApprovalRule.name_zh,
    head=Head(badges=[ApprovalRule.noun, ApprovalRule.does, ApprovalRule.active]),
    columns=[ApprovalRule.name, ApprovalRule.noun, ApprovalRule.does, ApprovalRule.field, ApprovalRule.filter, ApprovalRule.within, ApprovalRule.active],
    page=[
        Section(_("Approval rule"), ApprovalRule.name, ApprovalRule.name_zh, ApprovalRule.active),
        Section(_("What is held"), ApprovalRule.noun, ApprovalRule.does, ApprovalRule.field, ApprovalRule.filter),
        Section(_("How it is decided"), ApprovalRule.within, ApprovalRule.overdue, ApprovalRule.own_too),
    ],
    search=[ApprovalRule.name, ApprovalRule.name_zh],
    checks=[can_be_asked],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL)],
)  # fmt: skip
