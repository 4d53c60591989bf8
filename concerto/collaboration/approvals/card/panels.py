"""The card of an approval above its own timeline, above that of a verdict on it, and on the record that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from concerto.collaboration.approvals.approval.model import Approval
from concerto.collaboration.approvals.card.building import cards, waiting_on
from concerto.collaboration.approvals.known import rules_of
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count


@panel(on=Approval, place=Place.TOP, instead_of=[Verdict.approval])
def itself(look: Look) -> Panel | None:
    assert isinstance(look.record, Approval)
    return _panel(look, [look.record], "approvals/top.html")


@panel(on=Verdict, place=Place.TOP)
def of_a_verdict(look: Look) -> Panel | None:
    assert isinstance(look.record, Verdict)
    rows = visible_to(look.actor, Approval).filter(pk=look.record.approval_id or 0).defer("search")
    return _panel(look, list(rows), "approvals/top.html")


@panel(on=None, place=Place.TOP)
def waiting(look: Look) -> Panel | None:
    """What waits on this record. Of nouns of which no rule speaks, nothing is asked."""
    if not rules_of(look.entity):
        return None
    return _panel(look, waiting_on(look.actor, look.entity, look.record.pk), "approvals/on_record.html")


def _panel(look: Look, approvals: Sequence[Approval], template: str) -> Panel | None:
    if not approvals:
        return None
    told = cards(look.actor, approvals)
    lines = [Line(card.title, card.address) for card in told]
    return Panel("approvals", _("Approvals"), lines, Count(len(told), exact=True), template=template, shown=told)
