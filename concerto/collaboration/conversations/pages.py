"""Writing to a colleague from their page."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from concerto.collaboration.conversations.conversation.entity import conversation as described
from concerto.collaboration.conversations.direct import between, write_to
from concerto.collaboration.conversations.panels import PATH, may_be_written_to
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import record_address


@page("GET", "POST")
def message(request: Asking, id: int) -> HttpResponse:
    """GET: the conversation with this person, or a page to say the first word. POST: say it."""
    look = look_at(request.actor, entity_of(Person), id)
    if not may_be_written_to(look):
        raise Forbidden()
    assert isinstance(look.record, Person)
    known = between(request.actor, look.record)
    if request.method != "POST":
        if known:
            return go(request, record_address(described, known.pk))
        return answer(request, "conversations/message.html", {"look": look, "words": "", "refusal": None})
    words = request.POST.get("words", "")
    try:
        found = write_to(request.actor, id, words)
    except Refused as refusal:
        said = {"look": look, "words": words, "refusal": refusal}
        return answer(request, "conversations/message.html", said, status=refusal.status)
    return go(request, record_address(described, found.pk))


urlpatterns: list[URLPattern] = [path(f"people/<int:id>/{PATH}", message)]
