"""The page of one mass change: how far it is, what became of every record, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.batches.batch.model import Batch, Left, Status, Why
from concerto.kernel.batches.beginning import is_taken_back, progress
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.exports.writing.csv_file import csv_lines, in_columns
from concerto.kernel.pages.record.answers import again, go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.listing import with_links
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import sight_of

SHOWN = 50  # records left as they are, on the page; the rest are in the file


@dataclass(frozen=True)
class Line:
    """A record that was left as it is; `title` and `address` only where it may be seen."""

    code: str
    title: str
    address: str
    why: str


@page("GET")
def show(request: Asking, id: int) -> HttpResponse:
    batch = progress(request.actor, id)
    left = lines(request.actor, named(batch.noun), Left.objects.filter(batch=batch).order_by("record")[:SHOWN])
    return answer(request, "bulk/batch.html", standing(request.actor, batch) | {"left": left})


@page("GET")
def part(request: Asking, id: int) -> HttpResponse:
    """The fragment that the page asks for each second."""
    return answer(request, "bulk/progress.html", standing(request.actor, progress(request.actor, id)))


def standing(actor: Actor, batch: Batch) -> dict[str, Any]:
    """Counts, speed and what can be done about it."""
    others = visible_to(actor, Batch)
    return {
        "batch": batch,
        "entity": named(batch.noun),
        "title": entity_of(batch).title_of(batch),
        "status": Status(batch.status).label,
        "undone": others.filter(undoes=batch).order_by("-pk").first(),
        "undoes": others.filter(pk=batch.undoes_id or 0).first(),
        "may_undo": not batch.is_open and bool(batch.changed) and not is_taken_back(batch),
        "speed": speed(batch),
    }


def speed(batch: Batch) -> str:
    if batch.status != Status.RUNNING:
        return ""
    return speed_of(batch.counted, batch.total or 0, batch.started_at)


def speed_of(done: int, total: int, since: datetime | None) -> str:
    """“12,400 a second, 1 min left”; nothing before there is something to go by."""
    if not since or not done:
        return ""
    rate = done / max((timezone.now() - since).total_seconds(), 0.1)
    rest = timedelta(seconds=max(total - done, 0) / rate)
    return _("%(rate)s a second, %(time)s left") % {"rate": f"{rate:,.0f}", "time": in_words(rest)}


def in_words(time: timedelta) -> str:
    seconds = max(1, round(time.total_seconds()))
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def lines(actor: Actor, entity: Entity, left: Any) -> list[Line]:
    """One query for the titles, however many lines."""
    kept = list(left)
    rows = with_links(entity, visible_to(actor, entity.model).filter(pk__in=[each.record for each in kept]))
    found = {row.pk: row for row in rows}
    sight = sight_of(actor, entity, list(found.values()))
    return [
        Line(
            entity.code(each.record),
            sight.title_of(found[each.record]) if each.record in found else "",
            record_address(entity, each.record) if each.record in found else "",
            each.detail or str(Why(each.why).label),
        )
        for each in kept
    ]


@page("GET")
def left(request: Asking, id: int) -> HttpResponseBase:
    """Every record that was left as it is, with why, as a file."""
    batch = progress(request.actor, id)
    headings = [_("Code"), _("Name"), _("Why it was left as it is")]
    rows = csv_lines(headings, in_columns(_left(request.actor, batch)))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="left-{batch.pk}.csv"'
    return response


def _left(actor: Actor, batch: Batch) -> Iterator[list[str]]:
    entity, last = named(batch.noun), 0
    while chunk := list(Left.objects.filter(batch=batch, record__gt=last).order_by("record")[:1000]):
        yield from ([line.code, line.title, line.why] for line in lines(actor, entity, chunk))
        last = chunk[-1].record


@page("POST")
def do(request: Asking, id: int, verb: str) -> HttpResponse:
    """Pause, resume, cancel, undo. An undo leads to the batch that it is, unless the open page need only look again."""
    batch = progress(request.actor, id)
    action = entity_of(batch).actions.get(verb)
    if action is None:
        raise Http404
    made = action(request.actor, batch)
    if not isinstance(made, Batch):
        return go(request, record_address(entity_of(batch), id))
    address = record_address(entity_of(made), made.pk)
    whole = not (made.is_open or made.problem or made.refused or made.conflicts)
    return again(request, address, _("Undone")) if whole and from_list(request) else go(request, address)


def from_list(request: Asking) -> bool:
    """Whether a message's button asked, on whatever page it was said."""
    return "/batches/" not in request.headers.get("HX-Current-URL", "/batches/")
