"""Rows of a list as they are now, for a page that shows them and was told that they changed."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.listing.table import table_of
from concerto.kernel.pages.listing.views import refuse_unreadable
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.listing import LONGEST_PAGE, Asked
from concerto.kernel.query.listing import page as rows_of


@page("GET")
def fresh_rows(request: Asking, entity: Entity) -> HttpResponse:
    """Those of `ids` that the reader may see, whether the list's filter still fits them or not: nothing jumps away while it is read."""
    refuse_unreadable(request, entity)
    ids = [int(id) for id in request.GET.get("ids", "").split(",") if id.isascii() and id.isdigit() and len(id) < 19]
    found = rows_of(request.actor, entity, Asked(only=Q(pk__in=ids[:LONGEST_PAGE]), limit=LONGEST_PAGE))
    return answer(request, "list/fresh.html", {"table": table_of(request.actor, entity, found.rows)})
