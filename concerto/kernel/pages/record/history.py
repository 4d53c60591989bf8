"""All that changed in a record, line by line, each with what it was before and a way back."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.record.entries import days_of
from concerto.kernel.pages.record.look import look_back
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.timeline.reading import history as read
from concerto.kernel.ui.addresses import with_query

LINES = 50


@page("GET")
def history(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The history page; asked by htmx, its next lines. `?field=` keeps only the changes of one field."""
    look = look_back(request.actor, entity, id)
    only = request.GET.get("field", "")
    if only and only not in look.sight.fields:
        raise Http404
    stretch = read(request.actor, look.record, before=request.GET.get("before", ""), limit=LINES, field=only)
    days = days_of(look, stretch.happenings, whole=True)
    more = with_query(f"{look.address}/history", field=only, before=stretch.next) if stretch.next else ""
    template = "record/history_rows.html" if is_fragment(request) else "record/history.html"
    return answer(request, template, {"look": look, "days": days, "more": more, "only": look.sight.fields.get(only)})
