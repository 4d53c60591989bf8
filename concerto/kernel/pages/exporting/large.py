"""The page of one large export: how far it is, and then its file, for whoever began it and nobody else."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere, Refused
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.exports.background import folder
from concerto.kernel.exports.batch.actions import cancel
from concerto.kernel.exports.batch.model import Export, Status
from concerto.kernel.exports.beginning import asked_for
from concerto.kernel.exports.running import check
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.exporting.sending import MEDIA_TYPES, file_name
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.text.sizes import show_size


@page("GET")
def show(request: Asking, id: int) -> HttpResponse:
    return answer(request, "export/file.html", standing(mine(request, id)))


@page("GET")
def progress(request: Asking, id: int) -> HttpResponse:
    """The fragment that the page asks for each second."""
    return answer(request, "export/progress.html", standing(mine(request, id)))


def standing(export: Export) -> dict[str, object]:
    return {
        "export": export,
        "title": entity_of(export).title_of(export),
        "entity": named(export.noun),
        "status": Status(export.status).label,
        "there": is_there(export),
        "size": show_size((folder() / export.path).stat().st_size) if is_there(export) else "",
    }


def is_there(export: Export) -> bool:
    kept = export.kept_until and export.kept_until > timezone.now()
    return bool(kept and export.path and (folder() / export.path).is_file())


@page("GET")
def download(request: Asking, id: int) -> HttpResponseBase:
    """The file, as it was when it was written; not for somebody who may take nothing of the kind out any more."""
    export = mine(request, id)
    entity = named(export.noun)
    check(request.actor, entity, asked_for(export))
    if not is_there(export):
        raise Refused(_("This file is not there any more. Export the list again."))
    file = (folder() / export.path).open("rb")
    name = file_name(entity, export.format)
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPES[export.format])


@page("POST")
def give_up(request: Asking, id: int) -> HttpResponse:
    cancel(request.actor, mine(request, id))
    return go(request, f"/exports/{id}/file")


def mine(request: Asking, id: int) -> Export:
    """An export that the reader began and a worker writes. Raises NotThere: others may know of it, but not have it."""
    rows = visible_to(request.actor, Export).filter(person=request.actor.person).exclude(asked={})
    found = rows.filter(pk=id).first() if 0 < id <= LARGEST_ID else None
    if found is None:
        raise NotThere()
    return found
