"""Beginning a mass change from a list: back to the list with Undo where all went well, else to what became of it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import ngettext

from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.bulk.asking import asked, fields_of, given_in, offer_of
from concerto.kernel.pages.bulk.selected import selected
from concerto.kernel.pages.exporting.sending import sent
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui.addresses import list_address, record_address
from concerto.kernel.ui.looks import number


@page("POST")
def carry_out(request: Asking, entity: Entity, verb: str) -> HttpResponse:
    """Do it; the dialog stays with what was typed while something is wrong."""
    offer, selection = offer_of(request, entity, verb), selected(request.POST)
    inputs = given_in(request.POST, fields_of(request, entity, offer))
    try:
        batch = begin(request.actor, entity, verb, inputs, selection)
    except Invalid as wrong:
        return asked(request, entity, offer, wrong)
    return begun(request, entity, batch, selection)


def begun(request: Asking, entity: Entity, batch: Batch, selection: Selection) -> HttpResponse:
    address = record_address(entity_of(batch), batch.pk)
    if batch.is_open or batch.problem or batch.refused or batch.conflicts:
        return go(request, address)
    given = {name: request.POST.get(name, "") for name in ("q", "filter", "sort", "trashed")}
    return go(request, list_address(entity, **given), said_of(batch), undo=f"{address}/undo" if batch.changed else "")


def said_of(batch: Batch) -> str:
    """“12 records changed”, for the message."""
    count = batch.changed or 0
    return ngettext("%(count)s record changed", "%(count)s records changed", count) % {"count": number(count)}


@page("POST")
def export(request: Asking, entity: Entity) -> HttpResponseBase:
    """The selected records as a file."""
    return sent(request, entity, selected(request.POST), request.POST.get("format", ""))
