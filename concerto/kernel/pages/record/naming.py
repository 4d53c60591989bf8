"""The fields that a value of a form may name, once another noun is chosen in it."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from concerto.kernel.access.rights import writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.overlay.naming import NOUN, NamingKind
from concerto.kernel.pages.record.controls import controls
from concerto.kernel.pages.shell import Asking, answer, page


@page("GET")
def names(request: Asking, entity: Entity, field: str) -> HttpResponse:
    """The control of `field`, nothing chosen in it, for the noun that the address says."""
    found = writable(request.actor, entity).get(field)
    if found is None or not isinstance(found.kind, NamingKind):
        raise Http404
    made = controls(request.actor, [found], {NOUN: request.GET.get(NOUN, "")})
    return answer(request, "record/named.html", {"control": made[field]})
