"""The files of a record: what stands in their box, and taking new ones in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import may, readable
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.api.problems import PRIVATE, problem
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import attach
from concerto.kernel.files.reading import files_of
from concerto.kernel.pages.files.looks import Drawn, drawn
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import list_address

SHOWN = 6
INPUT = "file"


@dataclass(frozen=True)
class Box:
    """`all` leads to the list of those that do not fit; `address` takes new ones, "" where the reader may not add any.
    `dated`: whether the reader may know how long they are valid."""

    label: Label
    files: list[Drawn]
    all: str
    address: str
    add: bool
    dated: bool


def box_of(look: Look) -> Box | None:
    """The box of a record; None where the noun has no files, or the reader has nothing to do with any."""
    if look.entity.attached or not may(look.actor, entity_of(File), Act.READ):
        return None
    found = files_of(look.actor, look.entity, look.record.pk, first=SHOWN + 1) if look.has(entity_of(File)) else []
    add = look.takes_files
    more = list_address(entity_of(File), filter=f'subject = "{look.code}"') if len(found) > SHOWN else ""
    dated = "valid_until" in readable(look.actor, entity_of(File))
    return Box(
        entity_of(File).plural, [drawn(each) for each in found[:SHOWN]], more, f"{look.address}/files", add, dated
    )


@page("GET", "POST")
def files(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """GET: the box. POST: attach what is sent; a program of the page is told what became of it, a form is sent back."""
    look = look_at(request.actor, entity, id)
    if request.method != "POST":
        return answer(request, "files/box.html", {"look": look, "box": box_of(look)})
    try:
        kept = [attach(request.actor, entity, id, each.name or "", each) for each in sent_with(request)]
    except Refused as refused:
        return _told(request, refused, look.address)
    return after_upload(request, look.address, kept[-1])


def sent_with(request: Asking) -> list:  # type: ignore[type-arg]  # of Django's uploads
    sent = request.FILES.getlist(INPUT)
    if not sent:
        raise Refused(_("Choose a file first."))
    return sent


def after_upload(request: Asking, address: str, file: File) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"id": file.pk, "code": entity_of(File).code(file.pk)}, status=201, headers=PRIVATE)
    entity = entity_of(File)
    return go(request, address, _("Kept: %(name)s") % {"name": file.name}, undo=undo_of_newest(entity, file.pk))


def _told(request: Asking, refused: Refused, address: str) -> HttpResponse:
    if wants_json(request):
        return problem(request, refused)
    return toasts.tell(HttpResponseRedirect(address), refused.message, kind="bad")


def wants_json(request: Asking) -> bool:
    return "application/json" in request.headers.get("Accept", "")
