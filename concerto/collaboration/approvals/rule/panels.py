"""What a rule comes to, above its timeline: the way that it sends what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.collaboration.approvals.step.entity import approval_step
from concerto.collaboration.approvals.step.model import ApprovalStep, Mode
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import new_address, record_address, with_query


@dataclass(frozen=True)
class Way:
    """A step of the rule: whom it means, in words."""

    name: str
    url: str
    mode: Label
    who: str


@panel(on=ApprovalRule, place=Place.TOP, instead_of=[ApprovalStep.rule])
def way(look: Look) -> Panel:
    rows = visible_to(look.actor, ApprovalStep).filter(rule=look.record.pk).select_related("person", "team", "head_of")
    told = [_told(step) for step in rows.defer("search").order_by("position", "pk")]
    return Panel(
        "approval-way", _("Approval steps"), [Line(each.name, each.url) for each in told], Count(len(told), exact=True),
        add=with_query(new_address(approval_step), rule=look.record.pk, position=len(told) + 1, back=look.address),
        template="approvals/rule.html", shown=told,
    )  # fmt: skip


def _told(step: ApprovalStep) -> Way:
    mode = Mode(step.mode).label if len(list(_who(step))) > 1 or step.role or step.team else ""
    return Way(step.name, record_address(approval_step, step.pk), mode, _("; ").join(_who(step)))


def _who(step: ApprovalStep) -> Iterator[str]:
    if step.person:
        yield entity_of(step.person).title_of(step.person)
    if step.role:
        yield _("role %(role)s") % {"role": approval_step.fields["role"].choices.get(step.role, step.role)}
    if step.team:
        yield _("team %(team)s") % {"team": entity_of(step.team).title_of(step.team)}
    if step.head_of:
        yield _("head of %(department)s") % {"department": entity_of(step.head_of).title_of(step.head_of)}
    if step.manager:
        yield _("whom the one who asks reports to")
