"""Handing something over from the page of any record: choose the type, provide what it asks for, offer."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.card.panels import PATH, may_hand_off
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.offering.choosing import types_for
from concerto.collaboration.handoffs.offering.form import Form, form_of, hand_over
from concerto.kernel.access.rights import is_off
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.registry import find
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import record_address


@page("GET", "POST")
def hand_off(request: Asking, noun: str, id: int) -> HttpResponse:
    """GET: the types, or the form of `?type=`. POST: keep a draft (`keep`) or offer it; refused, the form says why and keeps all."""
    look = _look(request, noun, id)
    mine, others = types_for(request.actor, look.entity)
    chosen = (request.POST if request.method == "POST" else request.GET).get("type", "")
    type = next((each for each in (*mine, *others) if str(each.pk) == chosen), None)
    if type is None:
        return answer(request, "handoffs/types.html", {"look": look, "mine": mine, "others": others})
    if request.method != "POST":
        return _show(request, look, form_of(look, type))
    try:
        kept = hand_over(look, type, request.POST, request.FILES, at_once="keep" not in request.POST)
    except Refused as refusal:
        return _show(request, look, form_of(look, type, request.POST, refusal))
    said = _("Kept as a draft") if "keep" in request.POST else _("Handed over")
    return go(request, record_address(described, kept.pk), said)


def _look(request: Asking, noun: str, id: int) -> Look:
    entity = find(noun)
    if entity is None or entity.path != noun or is_off(request.actor, entity) or is_off(request.actor, described):
        raise Http404
    look = look_at(request.actor, entity, id)
    if not may_hand_off(look):
        raise Forbidden()
    return look


def _show(request: Asking, look: Look, form: Form) -> HttpResponse:
    status = form.refusal.status if form.refusal else 200
    return answer(request, "handoffs/offer.html", {"look": look, "form": form}, status=status)


urlpatterns: list[URLPattern] = [path(f"<slug:noun>/<int:id>/{PATH}", hand_off)]
