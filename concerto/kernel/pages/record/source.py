"""Where a value comes from: who set it last, when, by which door, and what it was before."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.sources import batch_page, source_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.timeline.telling import Happening, told


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
    told_of: dict[str, object] = {"source": "", "batch": "", "because": None, "times": lines.count()}
    if happening:
        line = happening.line
        told_of |= {
            "source": source_of(line),
            "batch": batch_page(request.actor, line),
            "because": cause_of(look, line),
        }
    return answer(request, "record/source.html", context | told_of)


def cause_of(look: Look, line: Entry) -> Happening | None:
    """The line of the same record that this one follows from or takes back, as far as the reader may be told of it."""
    if line.because is None:
        return None
    causes = Entry.objects.filter(id=line.because, entity=look.entity.id, record=look.record.pk)
    return next(iter(told(look.actor, list(causes), root=look.record)), None)
