"""Where a value comes from: its path from now back to the form, the file's row or the program that first gave it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.sources import batch_page, source_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.redirects.finding import taken_in
from concerto.kernel.timeline.telling import Changed, Happening, told

SHOWN = 8  # steps of a path; the whole history has the rest
MOST_MERGED = 5  # records that were merged into this one, whose steps are shown as well


@dataclass(frozen=True)
class Step:
    """One time that the value was written.

    given     what was typed, where cleaning made something else of it
    file      the name of the file that it came with
    merged    the title of the record that had it then, where that was merged into this one later
    because   the line that this one follows from or takes back
    """

    happening: Happening
    changed: Changed
    source: str
    batch: str
    given: str
    file: str
    merged: str
    because: Happening | None

    @property
    def line(self) -> Entry:
        return self.happening.line


@page("GET")
def source(request: Asking, entity: Entity, id: int, field: str) -> HttpResponse:
    """The fragment of one value's path. A field that may not be read has none."""
    look = look_at(request.actor, entity, id)
    if field not in readable(request.actor, entity):
        raise Http404
    lines = lines_of(entity, [id], field)
    path = path_of(look, field)
    context = {"look": look, "field": entity.fields[field], "path": path, "times": lines.count()}
    return answer(request, "record/source.html", context)


def lines_of(entity: Entity, ids: Sequence[int], field: str) -> QuerySet[Entry]:
    return Entry.objects.filter(entity=entity.id, record__in=ids, changes__has_key=field).order_by("-id")


def path_of(look: Look, field: str) -> list[Step]:
    """The steps that the reader may be told of, the last one first; those of merged records among them."""
    found = list(_steps(look, look.record, field, merged=False))
    for record in _merged(look):
        found += _steps(look, record, field, merged=True)
    return sorted(found, key=lambda step: -step.line.id)[:SHOWN]


def _merged(look: Look) -> list[Record]:
    ids = taken_in(look.entity.id, look.record.pk)[:MOST_MERGED]
    rows = visible_to(look.actor, look.entity.model, trashed=True, merged=True).filter(pk__in=ids) if ids else ()
    return list(rows)


def _steps(look: Look, record: Record, field: str, *, merged: bool) -> Iterator[Step]:
    happenings = told(look.actor, list(lines_of(look.entity, [record.pk], field)[:SHOWN]), root=record)
    files = _files(look.actor, [each.line for each in happenings])
    for happening in happenings:
        line = happening.line
        changed = next((each for each in happening.changed if each.field.id == field), None)
        if changed:
            yield Step(
                happening,
                changed,
                source_of(line),
                batch_page(look.actor, line),
                (line.given or {}).get(field, ""),
                files.get(line.batch or 0, "") if line.door == IMPORT else "",
                look.entity.title_of(record) if merged else "",
                cause_of(look, line),
            )


def _files(actor: Actor, lines: Sequence[Entry]) -> dict[int, str]:
    """Number of an import → its file's name, of those that the reader may see."""
    batches = {line.batch for line in lines if line.door == IMPORT and line.batch}
    return dict(visible_to(actor, Import).filter(pk__in=batches).values_list("pk", "file_name")) if batches else {}


def cause_of(look: Look, line: Entry) -> Happening | None:
    """The line of the same record that this one follows from or takes back, as far as the reader may be told of it."""
    if line.because is None:
        return None
    causes = Entry.objects.filter(id=line.because, entity=look.entity.id, record=look.record.pk)
    return next(iter(told(look.actor, list(causes), root=look.record)), None)
