"""Where a value comes from: who set it last, when, by which door, and what it was before."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.record.sources import source_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.timeline.telling import told


@page("GET")
def source(request: Asking, entity: Entity, id: int, field: str) -> HttpResponse:
    """The fragment of one value's source. A field that may not be read has none."""
    look = look_at(request.actor, entity, id)
    if field not in readable(request.actor, entity):
        raise Http404
    lines = Entry.objects.filter(entity=entity.id, record=id, changes__has_key=field).order_by("-id")
    happening = next(iter(told(request.actor, list(lines[:1]), root=look.record)), None)
    changed = next((each for each in happening.changed if each.field.id == field), None) if happening else None
    context = {"look": look, "field": entity.fields[field], "happening": happening, "changed": changed}
    return answer(
        request,
        "record/source.html",
        context | {"source": source_of(happening.line) if happening else "", "times": lines.count()},
    )
