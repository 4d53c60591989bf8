"""Answering where something was said, and putting a sign under it, without leaving the page."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from concerto.collaboration.comments.comment.actions import react
from concerto.collaboration.comments.comment.entity import comment as described
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.actions import standard
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import meant
from concerto.kernel.pages.record.answers import heard
from concerto.kernel.pages.record.composer import TEXT
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.ui.addresses import record_address


@page("POST")
def answer_to(request: Asking, id: int) -> HttpResponse:
    """Keep an answer; what cannot be kept is said under the text, which stays."""
    first = _comment(request, id)
    given = {"subject": first.subject, "reply_to": first.pk, "body": request.POST.get(TEXT, "")}
    try:
        standard.create(request.actor, described, given)
    except Invalid as wrong:
        if not is_fragment(request):
            raise
        shown = {"problems": wrong.problems, "noun": described}
        response = answer(request, "record/not_composed.html", shown, status=wrong.status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = f"#not-answered-{id}", "innerHTML"
        return response
    return heard(request, _where(first))


@page("POST")
def sign(request: Asking, id: int) -> HttpResponse:
    """`emoji` on, or with `off` taken away."""
    said = _comment(request, id)
    given = {name: request.POST[name] for name in react.inputs if name in request.POST}
    react(request.actor, said, **read_inputs(request.actor, react, given))
    return heard(request, _where(said))


def _comment(request: Asking, id: int) -> Comment:
    record = look_at(request.actor, described, id).record
    assert isinstance(record, Comment)
    return record


def _where(said: Comment) -> str:
    """The record on whose timeline it stands."""
    known = meant(said.subject)
    return record_address(*known) if known else record_address(described, said.pk)


urlpatterns: list[URLPattern] = [
    path(f"{described.path}/<int:id>/answer", answer_to),
    path(f"{described.path}/<int:id>/sign", sign),
]
