"""Records that may be what is about to be created, told while it is typed."""

from __future__ import annotations

from django.http import HttpResponse

from concerto.kernel.duplicates.hinting import like, telling
from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.shell import Asking, answer, page

LONGEST, LEAST = 200, 2  # characters of a value that are compared; of a name before anything is


@page("GET")
def alike(request: Asking, entity: Entity) -> HttpResponse:
    """A fragment that names them; empty where there are none."""
    typed = {field.id: request.GET.get(field.id, "").replace("\x00", "").strip()[:LONGEST] for field in telling(entity)}
    enough = len(typed[entity.title.id]) >= LEAST
    hits = like(request.actor, entity, typed) if enough else []
    return answer(request, "record/alike.html", {"entity": entity, "hits": hits})
