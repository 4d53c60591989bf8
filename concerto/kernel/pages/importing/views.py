"""Bringing a file in, step by step: choose it, say what its columns are, watch, see what became of every row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.api.problems import problem
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.exports.writing.csv_file import csv_lines, in_columns
from concerto.kernel.imports.batch.model import Import, Rejection, Status
from concerto.kernel.imports.beginning import take
from concerto.kernel.imports.reasons import in_words
from concerto.kernel.imports.running import reopened
from concerto.kernel.imports.targets import choices
from concerto.kernel.pages.bulk.batch import speed_of
from concerto.kernel.pages.importing.checking import checked
from concerto.kernel.pages.importing.finding import import_of
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.text.sentences import said

SHOWN = 50  # rejected rows on the report; the rest are in the file


@page("GET", "POST")
def choose(request: Asking, entity: Entity) -> HttpResponse:
    """The drop zone, and the upload into it."""
    actor = request.actor
    if not may(actor, entity, Act.IMPORT):
        raise Forbidden(_("You may not bring in this kind of record."))
    if request.method != "POST":
        return answer(request, "import/choose.html", {"entity": entity, "fields": choices(actor, entity)})
    upload = request.FILES.get("file")
    if upload is None:
        return _told(request, Refused(_("Choose a file first.")), entity, actor)
    try:
        batch = take(actor.at(IMPORT), entity, upload.name or "file", upload)
    except Refused as refused:
        return _told(request, refused, entity, actor)
    return redirect(f"/imports/{batch.pk}/columns")


def _told(request: Asking, refused: Refused, entity: Entity, actor: Actor) -> HttpResponse:
    """The element that uploads shows a problem document; a plain form gets the page again with the sentence on it."""
    if "application/problem+json" in request.headers.get("Accept", ""):
        return problem(request, refused)
    shown = {"entity": entity, "fields": choices(actor, entity), "problem": refused.message}
    return answer(request, "import/choose.html", shown, status=refused.status)


@page("POST")
def do(request: Asking, id: int, verb: str) -> HttpResponse:
    """Pause, resume, cancel, take back, sign off."""
    batch = import_of(request.actor, id)
    done = entity_of(Import).actions[verb](request.actor, batch)
    return go(request, f"/batches/{done.pk}" if isinstance(done, Batch) else f"/imports/{id}/report")


@page("GET")
def report(request: Asking, id: int) -> HttpResponse:
    """Progress while it runs; afterwards what became of every row."""
    batch = import_of(request.actor, id)
    rejected = Rejection.objects.filter(batch=batch).order_by("row")[:SHOWN]
    entity = named(batch.noun)
    shown = {
        "batch": batch, "entity": entity, "rejected": rejected, "in_words": partial(in_words, entity), "speed": speed(batch),
        "stopped": said(batch.because) or batch.problem,
    }  # fmt: skip
    return answer(request, "import/report.html", shown | checked(request.actor, batch))


@page("GET")
def progress(request: Asking, id: int) -> HttpResponse:
    """The fragment that the page asks for each second."""
    batch = import_of(request.actor, id)
    return answer(request, "import/progress.html", {"batch": batch, "speed": speed(batch)})


def speed(batch: Import) -> str:
    """Rows a second and the time left, while it runs."""
    if batch.status != Status.RUNNING:
        return ""
    return speed_of(batch.rows or 0, batch.expected or 0, batch.started_at)


@page("GET")
def rejected(request: Asking, id: int) -> HttpResponseBase:
    """The rows that were not brought in, as they stood in the file, with why: mend them and bring the file in again."""
    batch = import_of(request.actor, id)
    headings = [*reopened(batch).columns, say("Why it was rejected")]
    lines = csv_lines(headings, in_columns(_rejected(batch, get_language())))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-{batch.pk}.csv"'
    return response


def _rejected(batch: Import, language: str | None) -> Iterator[list[str]]:
    """Rows with their reasons, in the language of the request, which is over by the time that they are sent."""
    entity = named(batch.noun)
    for row in Rejection.objects.filter(batch=batch, whole=True).order_by("row").iterator():
        with override(language):
            reason = in_words(entity, row.reason)
        yield [*(cell or "" for cell in row.cells), reason]
