"""The page on which one side of a hand-off fills its terms, and takes the step that it filled them for."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.filling.form import Filling, fill, filling_of
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, page


@page("GET", "POST")
def fill_terms(request: Asking, id: int) -> HttpResponse:
    """GET: the form. POST: keep it (`keep`), or keep it and go on; refused, the form says why, and what was typed is there again."""
    look = look_at(request.actor, described, id)
    assert isinstance(look.record, Handoff)
    filled = filling_of(request.actor, look.record)
    if filled is None:
        raise Http404
    if request.method != "POST":
        return _show(request, look, filled)
    try:
        fill(request.actor, filled, request.POST, request.FILES, go_on="keep" not in request.POST)
    except Refused as refusal:
        return _show(request, look, filled, refusal)
    return go(request, look.address, _("Saved"))


def _show(request: Asking, look: Look, filled: Filling, refusal: Refused | None = None) -> HttpResponse:
    shown = {"look": look, "filling": filled, "refusal": refusal, "typed": request.POST.dict() if refusal else None}
    return answer(request, "handoffs/fill.html", shown, status=refusal.status if refusal else 200)


urlpatterns: list[URLPattern] = [path(f"{described.path}/<int:id>/terms", fill_terms)]
