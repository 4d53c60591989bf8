"""Taking a seat from the page of a record, by one click."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.taking import take
from concerto.kernel.access.rights import is_off
from concerto.kernel.entity.registry import find
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui.addresses import record_address


@page("POST")
def take_seat(request: Asking, noun: str, id: int) -> HttpResponse:
    """Look after the record for one's own department, and be sent back to it."""
    entity = find(noun)
    if entity is None or entity.path != noun or is_off(request.actor, entity) or is_off(request.actor, described):
        raise Http404
    take(request.actor, entity, id)
    return go(request, record_address(entity, id), _("You look after it now"))


urlpatterns: list[URLPattern] = [path("<slug:noun>/<int:id>/take-seat", take_seat)]
