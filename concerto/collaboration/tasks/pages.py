"""Adding a task in a line, ticking one off beside its record, and ticking a step of a checklist: each answers its own part of the page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.collaboration.tasks.adding import add_in_a_line
from concerto.collaboration.tasks.panels import PATH, card, may_have_tasks
from concerto.collaboration.tasks.panels import tasks as panel_of
from concerto.collaboration.tasks.task.actions import finish, tick
from concerto.collaboration.tasks.task.entity import task as described
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.rights import is_off
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.record.answers import go, saying
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page

WORK = "/my-work"


@page("GET", "POST")
def beside(request: Asking, noun: str, id: int) -> HttpResponse:
    """GET: the tasks of a record. POST: add one, or finish that of `finish`."""
    look = _look(request, noun, id)
    if request.method != "POST":
        return answer(request, "tasks/box_page.html", {"look": look, "panel": panel_of(look)})
    try:
        said = _finished(request) if "finish" in request.POST else _added(request, look)
    except Refused as refusal:
        return _box(request, look, refusal)
    if not is_fragment(request):
        return go(request, look.address, said)
    return saying(_box(request, look), said)


def _added(request: Asking, look: Look) -> str:
    add_in_a_line(request.actor, request.POST, look.code)
    return _("Task added")


def _finished(request: Asking) -> str:
    digits = request.POST["finish"]
    found = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
    task = visible_to(request.actor, Task).filter(pk=found).first()
    if task is None:
        raise NotThere()
    finish(request.actor, task)
    return _("Done: “%(title)s”") % {"title": task.title}


def _box(request: Asking, look: Look, refusal: Refused | None = None) -> HttpResponse:
    shown = {"look": look, "panel": panel_of(look), "refusal": refusal, "typed": request.POST}
    template = "tasks/box.html" if is_fragment(request) else "tasks/box_page.html"
    return answer(request, template, shown, status=refusal.status if refusal else 200)


def _look(request: Asking, noun: str, id: int) -> Look:
    entity = find(noun)
    if entity is None or entity.path != noun or is_off(request.actor, entity) or is_off(request.actor, described):
        raise Http404
    if id > LARGEST_ID:
        raise Http404
    look = look_at(request.actor, entity, id)
    if not may_have_tasks(look):
        raise Forbidden()
    return look


@page("POST")
def add_own(request: Asking) -> HttpResponse:
    """From “My work”: one's own, or somebody else's, about no record."""
    add_in_a_line(request.actor, request.POST)
    return go(request, WORK, _("Task added"))


@page("POST")
def tick_step(request: Asking, id: int) -> HttpResponse:
    """Turn over a step of the checklist and answer the card."""
    look = look_at(request.actor, described, id)
    assert isinstance(look.record, Task)
    place = request.POST.get("place", "")
    tick(
        request.actor, look.record, place=int(place) if place.isdigit() and len(place) < 6 else 0,
        words=request.POST.get("words", ""),
    )  # fmt: skip
    if not is_fragment(request):
        return go(request, look.address)
    look = look_at(request.actor, described, id)
    return answer(request, "tasks/card.html", {"look": look, "card": card(look)})


urlpatterns: list[URLPattern] = [
    path("my-work/add", add_own),
    path(f"{described.path}/<int:id>/tick", tick_step),
    path(f"<slug:noun>/<int:id>/{PATH}", beside),
]
