"""Deleting, taking back, and the verbs of a noun's own. Each is posted, and says in a message what it did."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.actions import standard
from concerto.kernel.actions.undo import Conflict, undo
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.answers import again, go
from concerto.kernel.pages.record.conflict import conflicting
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.ui.addresses import list_address, record_address

_IDS = re.compile(r"(\d{1,19}(,\d{1,19})*)?")


@page("POST")
def delete(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Into the trash, and to the list, or to the record it belonged to."""
    look = look_at(request.actor, entity, id)
    standard.delete(request.actor, entity, id)
    text = _("“%(title)s” is in the trash.") % {"title": look.title}
    return go(request, _above(entity, look.record), text, undo=undo_of_newest(entity, id))


@page("GET", "POST")
def take_back(request: Asking, entity: Entity, id: int, line: int) -> HttpResponse:
    """Undo a line of this record's journal, and those named in `also`, the newest first: all of them or none.

    `field` keeps it to some fields. Where others were changed since, or asked by GET, all values are shown to choose from.
    """
    asked = request.POST if request.method == "POST" else request.GET
    found = _lines(entity, id, line, asked.get("also", ""))
    if request.method != "POST":
        return _shown(request, entity, id, found)
    only = set(asked.getlist("field"))
    chosen = [entry for entry in found if not only or only & entry.changes.keys()]
    if not chosen:
        raise Http404
    try:
        with transaction.atomic():
            for entry in chosen:
                record = undo(request.actor, entry, only=(only & entry.changes.keys()) or None)
    except Conflict as conflict:
        if not conflict.possible and len(found) == 1:
            raise
        return _shown(request, entity, id, found, conflict)
    return _after_undo(request, entity, record)


def _lines(entity: Entity, id: int, line: int, also: str) -> list[Entry]:
    """The lines, the newest first. Raises Http404 where one of them is none of this record's."""
    if not _IDS.fullmatch(also):
        raise Http404
    lines = {line, *map(int, filter(None, also.split(",")))}
    entries = Entry.objects.filter(
        entity=entity.id, record=in_range(id), id__in=[each for each in lines if each <= LARGEST_ID]
    )
    found = list(entries.order_by("-id"))
    if len(found) != len(lines):
        raise Http404
    return found


def _shown(
    request: Asking, entity: Entity, id: int, lines: list[Entry], conflict: Conflict | None = None
) -> HttpResponse:
    """The three values of every field: before, as it was made, as it is now."""
    look = look_at(request.actor, entity, id)
    shown = {
        "look": look,
        "conflict": conflicting(look, lines),
        "line": lines[0],
        "also": ",".join(str(one.id) for one in lines[1:]),
    }
    if not is_fragment(request):
        return answer(request, "record/undo_page.html", shown, status=conflict.status if conflict else 200)
    response = answer(request, "record/undo_dialog.html", shown, status=conflict.status if conflict else 200)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#asked", "innerHTML"
    return response


def _after_undo(request: Asking, entity: Entity, record: Record) -> HttpResponse:
    """The page again; where its own record went into the trash, the list."""
    own = record_address(entity, record.pk)
    here = urlsplit(request.headers.get("HX-Current-URL", own)).path
    if record.trashed_at is not None and (here == own or here.startswith(f"{own}/")):
        return go(request, _above(entity, record), _("Undone"))
    return again(request, own, _("Undone"))


def _above(entity: Entity, record: Record) -> str:
    """Where one is when a record is gone: at the one it belonged to, else at the list."""
    above = entity.above(record)
    return record_address(*above) if above else list_address(entity)


def in_range(id: int) -> int:
    """An id that a record can have; any other is of none."""
    if id > LARGEST_ID:
        raise Http404
    return id
