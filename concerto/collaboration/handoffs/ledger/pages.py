"""Hand-offs between departments: who owes whom, who keeps what they promise, and everything that is open, in lanes."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.ledger.drawing import network
from concerto.collaboration.handoffs.ledger.lanes import lanes, tabs, wanted
from concerto.collaboration.handoffs.ledger.measuring import pairs, parts, promises
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.linkages.shortfall.entity import shortfall
from concerto.collaboration.linkages.shortfall.open import ARE_OPEN, open_ones
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.rights import may
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address

PERIODS = (7, 30, 90)  # days


@page("GET")
def ledger(request: Asking) -> HttpResponse:
    """Everything that is open, or what `?tab=` chooses; promises of the last `?days=`."""
    actor = request.actor
    if not may(actor, described, Act.READ):
        raise Forbidden()
    tab, days = request.GET.get("tab", ""), request.GET.get("days", "")
    tab = tab if tab in wanted(actor) else ""
    period = int(days) if days in {str(each) for each in PERIODS} else PERIODS[1]
    owed = pairs(actor)
    kept = promises(actor, timezone.now(), period, owed)
    shown = {
        "tabs": tabs(actor), "tab": tab, "lanes": lanes(actor, tab), "pairs": {(pair.giving, pair.receiving): pair for pair in owed},
        "parts": parts(owed), "network": network(owed, kept), "promises": kept, "days": period, "periods": PERIODS,
        "hues": dict(Hue.choices), "list": list_address(described), "types": list_address(entity_of(HandoffType)),
        "helping": open_ones(actor), "all_helping": list_address(shortfall, filter=ARE_OPEN),
    }  # fmt: skip
    return answer(request, "handoffs/ledger.html", shown)


urlpatterns: list[URLPattern] = [path(f"{described.path}/ledger", ledger)]
