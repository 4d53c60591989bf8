"""The first page: the first list that the reader may see."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.ui.navigation import enterable, workspaces_for


@page("GET")
def home(request: Asking) -> HttpResponse:
    """The first list of the rail, else the first of all nouns."""
    of_the_rail = (entity for workspace in workspaces_for(request.actor) for entity in workspace.entities)
    others = (entity for entity in entities() if enterable(request.actor, entity))
    first = next(of_the_rail, None) or next(others, None)
    if first is None:
        raise Forbidden()
    return HttpResponseRedirect(list_address(first))
