"""The first page: the first list that the reader may see, or what to begin with where nothing is in it yet."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages import start
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui.addresses import START, list_address
from concerto.kernel.ui.navigation import enterable, workspaces_for


@page("GET")
def home(request: Asking) -> HttpResponse:
    """On to the first list of the rail, else the first of all nouns."""
    of_the_rail = (entity for workspace in workspaces_for(request.actor) for entity in workspace.entities)
    others = (entity for entity in entities() if enterable(request.actor, entity))
    first = next(of_the_rail, None) or next(others, None)
    if first is None:
        raise Forbidden()
    return HttpResponseRedirect(START if start.wanted(request, first) else list_address(first))
