"""What waits for the reader's yes, and what the reader waits for."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from concerto.collaboration.approvals.approval.entity import approval as described
from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.card.building import cards, mine
from concerto.collaboration.approvals.rule.entity import approval_rule
from concerto.collaboration.my_work.standing_in import standing_in
from concerto.kernel.access.rights import is_off, may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address

SHOWN = 50


@page("GET")
def waiting(request: Asking) -> HttpResponse:
    """Everybody may look: whom nothing waits for is told so."""
    actor = request.actor
    if is_off(actor, described):
        raise Forbidden()
    may_read = may(actor, described, Act.READ)
    people = [actor.person or 0, *sorted(standing_in(actor.person, timezone.now()))]
    own = visible_to(actor, Approval).filter(asked_by=actor.person, state=State.ASKED).defer("search").order_by("-pk")
    shown = {
        "mine": cards(actor, list(mine(actor, people)[:SHOWN])) if may_read else [],
        "asked": cards(actor, list(own[:SHOWN])) if may_read else [],
        "list": list_address(described) if may_read else "",
        "rules": list_address(approval_rule) if may(actor, approval_rule, Act.READ) else "",
    }
    return answer(request, "approvals/waiting.html", shown)


urlpatterns: list[URLPattern] = [path(f"{described.path}/waiting", waiting)]
