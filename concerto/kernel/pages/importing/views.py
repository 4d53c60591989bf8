"""Bringing a file in, step by step: choose it, say what its columns are, watch, see what became of every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.api.problems import problem
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.exports.writing.csv_file import csv_lines
from concerto.kernel.imports.batch.model import Import, Policy, Rejection, Status
from concerto.kernel.imports.beginning import agree, guessed, look, read_again, take
from concerto.kernel.imports.deciding import ENDS
from concerto.kernel.imports.queue import defer
from concerto.kernel.imports.reading.encoding import OFFERED
from concerto.kernel.imports.reading.row import Description
from concerto.kernel.imports.running import reopened
from concerto.kernel.imports.targets import choices
from concerto.kernel.pages.bulk.batch import speed_of
from concerto.kernel.pages.importing.checking import checked
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page

DELIMITERS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
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


@page("GET", "POST")
def columns(request: Asking, id: int) -> HttpResponse:
    """What each column becomes, and what the import would do; agreeing starts it."""
    batch = import_of(request.actor, id)
    if batch.status != Status.DRAFT:
        return redirect(f"/imports/{id}/report")
    problems: Mapping[str, Any] = {}
    mapping, policy = dict(batch.mapping), batch.policy
    if request.method == "POST":
        mapping, policy = asked_mapping(request, batch), request.POST.get("policy", Policy.UPDATE)
        try:
            if "start" in request.POST:
                start(request.actor, batch, mapping, policy)
                return redirect(f"/imports/{id}/report")
        except Invalid as invalid:
            problems = invalid.problems
    look(request.actor.at(IMPORT), batch, mapping, policy)
    shown = mapping_page(request.actor, batch, mapping) | {"policies": Policy.choices, "problems": problems}
    return answer(request, "import/columns.html", shown, status=422 if problems else 200)


@page("POST")
def reading(request: Asking, id: int) -> HttpResponse:
    """Read the file another way: another encoding, another sign between its cells, another sheet."""
    batch = import_of(request.actor, id)
    given = {name: request.POST.get(name, "") for name in ("encoding", "delimiter", "sheet")}
    asked: dict[str, Any] = {name: value for name, value in given.items() if value}
    if request.POST.get("header") == "no":
        asked["header"] = False
    read_again(request.actor.at(IMPORT), batch, asked)
    return redirect(f"/imports/{id}/columns")


@page("GET")
def outcome(request: Asking, id: int) -> HttpResponse:
    """The fragment that the page of columns asks for until the whole file has been looked at."""
    batch = import_of(request.actor, id)
    return answer(request, "import/outcome.html", {"batch": batch, "entity": named(batch.noun)} | outcome_of(batch))


def outcome_of(batch: Import) -> dict[str, Any]:
    """What a look at the file has come to so far."""
    foreseen = batch.foreseen
    return {"foreseen": foreseen, "ends": ENDS, "fields": named(batch.noun).fields, "percent": _percent(batch)}


def _percent(batch: Import) -> int:
    return min(100, 100 * int(batch.foreseen.get("rows", 0)) // max(batch.expected or 1, 1))


@page("POST")
def do(request: Asking, id: int, verb: str) -> HttpResponse:
    """Pause, resume, cancel, take back, sign off."""
    batch = import_of(request.actor, id)
    done = entity_of(Import).actions[verb](request.actor, batch)
    return go(request, f"/batches/{done.pk}" if isinstance(done, Batch) else f"/imports/{id}/report")


def start(actor: Actor, batch: Import, mapping: dict[str, str], policy: str) -> None:
    """Agree, and hand the import to a worker."""
    agree(actor.at(IMPORT), batch, mapping, policy)
    defer(batch.pk)


def asked_mapping(request: Asking, batch: Import) -> dict[str, str]:
    """Column → field id of the form, in which columns are numbered: a heading may hold anything."""
    names = reopened(batch).columns
    return {name: field for number, name in enumerate(names) if (field := request.POST.get(f"column-{number}", ""))}


def mapping_page(actor: Actor, batch: Import, mapping: Mapping[str, str]) -> dict[str, Any]:
    """What the page of columns shows."""
    entity, table = named(batch.noun), reopened(batch)
    sure = {guess.column: guess for guess in guessed(actor, batch, table)}
    examples = _examples(table.columns, [row.cells for row in table.sample(5)])
    return outcome_of(batch) | {
        "batch": batch,
        "entity": entity,
        "columns": [
            (number, name, examples[number], mapping.get(name, ""), sure[name])
            for number, name in enumerate(table.columns)
        ],
        "targets": choices(actor, entity),
        "reading": understood(table.description),
        "description": table.description,
        "encodings": OFFERED,
        "delimiters": DELIMITERS,
    }


def understood(description: Description) -> str:
    """How the file was read: its encoding and what stands between its cells, or its sheet."""
    between = DELIMITERS.get(description.delimiter, description.delimiter)
    return " · ".join(str(part) for part in (description.encoding, between, description.sheet) if part)


def _examples(names: list[str], rows: list[Any]) -> list[str]:
    """The first filled cell of each column."""
    return [next((row[number] for row in rows if row[number]), "") for number, _name in enumerate(names)]


@page("GET")
def report(request: Asking, id: int) -> HttpResponse:
    """Progress while it runs; afterwards what became of every row."""
    batch = import_of(request.actor, id)
    rejected = Rejection.objects.filter(batch=batch).order_by("row")[:SHOWN]
    shown = {"batch": batch, "entity": named(batch.noun), "rejected": rejected, "speed": speed(batch)}
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
    response = StreamingHttpResponse(csv_lines(headings, _rejected(batch)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-{batch.pk}.csv"'
    return response


def _rejected(batch: Import) -> Iterator[list[str]]:
    for row in Rejection.objects.filter(batch=batch, whole=True).order_by("row").iterator():
        yield [*(cell or "" for cell in row.cells), row.reason]


def import_of(actor: Actor, id: int) -> Import:
    """An import that the actor may see. Raises NotThere."""
    found = visible_to(actor, Import).filter(pk=id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotThere()
    return found
