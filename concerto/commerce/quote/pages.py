from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from concerto.commerce.quote.entity import quote
from concerto.commerce.quote.paper.sending import paper
from concerto.kernel.pages.shell import Asking, page


@page("GET")
def pdf(request: Asking, id: int) -> HttpResponse:
    """The quote on paper."""
    return paper(request.actor, id, request.GET.get("language", ""))


urlpatterns: list[URLPattern] = [path(f"{quote.path}/<int:id>/pdf", pdf)]
