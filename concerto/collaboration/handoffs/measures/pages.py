"""What working together cost, in figures that open into their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.card.clock import spoken
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.ledger.pages import PERIODS
from concerto.collaboration.handoffs.measures.counting import BY, Row, measured, slowest
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.shell import Asking, answer, page

GATHERED = {"pair": _("Between departments"), "type": _("By type"), "mode": _("By mode of co-operation")}


@page("GET")
def measures(request: Asking) -> HttpResponse:
    """Over the last `?days=`, gathered as `?by=` says: pair, type or mode."""
    actor = request.actor
    if not may(actor, described, Act.READ):
        raise Forbidden()
    by, days = request.GET.get("by", ""), request.GET.get("days", "")
    by = by if by in BY else "pair"
    period = int(days) if days in {str(each) for each in PERIODS} else PERIODS[1]
    rows = measured(actor, by, period)
    shown = {
        "rows": rows, "by": by, "gathered": GATHERED, "days": period, "periods": PERIODS, "hues": dict(Hue.choices),
        "names": _names(request, by, rows), "most": max((_minutes(row) for row in rows), default=0), "spoken": _spoken,
        "slowest": slowest(rows),
    }  # fmt: skip
    return answer(request, "handoffs/measures.html", shown)


def _minutes(row: Row) -> float:
    return (row.accept or 0) + (row.finish or 0)


def _spoken(minutes: float | None) -> str:
    return "–" if minutes is None else spoken(timedelta(minutes=minutes))


def _names(request: Asking, by: str, rows: Sequence[Row]) -> Mapping[Any, Any]:
    """What types and modes are called; pairs are called by their colours."""
    if by == "type":
        types = visible_to(request.actor, HandoffType).filter(pk__in=[row.of[0] for row in rows]).defer("search")
        return {type.pk: entity_of(type).title_of(type) for type in types}
    return dict(Mode.choices)


urlpatterns: list[URLPattern] = [path(f"{described.path}/measures", measures)]
