"""The address that pins, below that of every record people talk about."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path

from concerto.collaboration.matters import talked_about
from concerto.collaboration.pins.pinning import pin, unpin
from concerto.kernel.access.rights import is_off
from concerto.kernel.entity.registry import find
from concerto.kernel.pages.record.answers import heard
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.shell import Asking, page


@page("POST")
def pinned(request: Asking, noun: str, id: int) -> HttpResponse:
    """`what` on top, or the pin `down`."""
    entity = find(noun)
    if entity is None or entity.path != noun or is_off(request.actor, entity) or not talked_about(entity):
        raise Http404
    look, down = look_at(request.actor, entity, id), request.POST.get("down", "")
    if not down:
        pin(request.actor, look, request.POST.get("what", ""))
    elif down.isascii() and down.isdigit() and len(down) < 19:
        unpin(request.actor, look, int(down))
    else:
        raise Http404
    return heard(request, look.address)


urlpatterns: list[URLPattern] = [path("<slug:noun>/<int:id>/pin", pinned)]
