"""The list of a noun: the whole page, further rows, the count that comes after it, and its trash."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, writable
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.duplicates.deciding import stewards
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.pages.bulk.asking import offers
from concerto.kernel.pages.listing.asking import (
    BOARD,
    CALENDAR,
    TRASHED,
    Opening,
    asked_in,
    opening,
    parameters,
)
from concerto.kernel.pages.listing.board import board_of, further
from concerto.kernel.pages.listing.calendar import calendar_of
from concerto.kernel.pages.listing.columns import columns
from concerto.kernel.pages.listing.filters import fields_asked, tree_asked
from concerto.kernel.pages.listing.headings import headings
from concerto.kernel.pages.listing.layouts import layouts, ways
from concerto.kernel.pages.listing.table import selectable, table_of
from concerto.kernel.pages.listing.tabs import arranging, ordering, tabs
from concerto.kernel.pages.listing.totals import totals
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.compiling import SEGMENT
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import page as rows_of
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import list_address, own, with_query
from concerto.kernel.views.built_in import ALL
from concerto.kernel.views.opening import usual

EXPORTED_AS = ("xlsx", "csv")


@page("GET")
def without_slash(request: Asking, entity: Entity) -> HttpResponse:
    """Lists have one address, so that what is asked of them stands in one form."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{list_address(entity)}?{query}" if query else list_address(entity))


@page("GET")
def whole_list(request: Asking, entity: Entity) -> HttpResponse:
    """The page. What cannot be understood in its address is told in its place, with a way back to the whole list."""
    refuse_unreadable(request, entity)
    key = ALL if request.GET else usual(request.actor, entity)
    if key != ALL:
        return HttpResponseRedirect(list_address(entity, view=key))
    try:
        return answer(request, "list/page.html", shown(request, entity, opening(request.actor, entity, request.GET)))
    except Unclear as unclear:
        problem, status = unclear.message, 400
    except NotThere as missing:
        problem, status = missing.message, 404
    back = list_address(entity, view=ALL)
    return answer(request, "list/unclear.html", {"entity": entity, "problem": problem, "whole": back}, status=status)


def shown(request: Asking, entity: Entity, opening: Opening) -> dict[str, Any]:
    """Everything the page shows."""
    actor, asked = request.actor, opening.asked
    return {
        "entity": entity,
        "asked": asked,
        "opening": opening,
        "tabs": tabs(actor, opening),
        "layouts": layouts(actor, opening),
        "ways": ways(actor, opening),
        "filter_fields": fields_asked(actor, entity),
        "segment_address": with_query(f"{list_address(named(SEGMENT))}build", noun=entity.id, filter=asked.filter),
        "filter_tree": tree_asked(actor, entity, parse(asked.filter)),
        "may": rights(request, entity),
        "offers": offers(request, entity),
        **LAID_OUT[asked.layout](actor, opening),
        **addresses(entity, opening),
    }


def as_table(actor: Actor, opening: Opening) -> dict[str, Any]:
    entity, asked = opening.entity, opening.asked
    found = rows_of(actor, entity, asked)
    table = table_of(actor, entity, found.rows, trashed=asked.trashed, asked=asked.columns)
    return {
        "table": table,
        "headings": headings(opening, table.columns, table.sight, found.order),
        "more": more(opening.whole, found.next),
        **arranging(actor, opening),
        **ordering(actor, opening, table, found.order),
    }


def as_board(actor: Actor, opening: Opening) -> dict[str, Any]:
    return {"board": board_of(actor, opening.entity, opening.asked), **arranging(actor, opening)}


def as_calendar(actor: Actor, opening: Opening) -> dict[str, Any]:
    return {"calendar": calendar_of(actor, opening), **arranging(actor, opening)}


LAID_OUT = {"": as_table, BOARD: as_board, CALENDAR: as_calendar}


def addresses(entity: Entity, opening: Opening) -> dict[str, Any]:
    """Where the parts of the page lead to, each asking for what the page asks for."""
    here, given = list_address(entity), opening.whole
    return {
        "count": with_query(f"{here}count", **given),
        "exports": {format: with_query(f"{here}export", format=format, **given) for format in EXPORTED_AS},
        "narrowed": bool(opening.asked.q or opening.asked.filter),
    }


def rights(request: Asking, entity: Entity) -> dict[str, Any]:
    """Which buttons there are; the server asks again when one is pressed."""
    actor = request.actor
    given = {act.value: may(actor, entity, act) for act in Act}
    written = writable(actor, entity)
    owner = entity.owner.removesuffix("_id") if entity.owner else ""
    return given | {
        "customize": may(actor, entity_of(CustomField), Act.CREATE),
        "duplicates": stewards(actor, entity),
        "create": given["create"] and bool(written),
        "assign": given["edit"] and owner in written,
        "owner": owner,
        "tag": given["edit"] and "tags" in written,
    }


def refuse_unreadable(request: Asking, entity: Entity) -> None:
    """Raise Forbidden where the actor can see no row of a noun, or asks for a trash that is not the actor's to empty."""
    acts = [Act.READ, Act.DELETE] if request.GET.get("trashed") == TRASHED else [Act.READ]
    if not all(may(request.actor, entity, act) for act in acts):
        raise Forbidden()


def more(given: dict[str, str], cursor: str | None) -> str:
    """What an address asks for to have the next rows; "" at the end."""
    return with_query("", **given, cursor=cursor).removeprefix("?") if cursor else ""


@page("GET")
def more_rows(request: Asking, entity: Entity) -> HttpResponse:
    """The next rows, as a fragment for the foot of the table."""
    refuse_unreadable(request, entity)
    asked = asked_in(request.GET)
    found = rows_of(request.actor, entity, asked)
    table = table_of(request.actor, entity, found.rows, trashed=asked.trashed, asked=asked.columns)
    return answer(request, "list/rows.html", {"table": table, "more": more(parameters(asked), found.next)})


@page("GET")
def more_cards(request: Asking, entity: Entity) -> HttpResponse:
    """Further cards of a board's column, as a fragment for its foot."""
    refuse_unreadable(request, entity)
    lane = request.GET.get("lane", "").strip()
    return answer(request, "list/cards.html", further(request.actor, entity, asked_in(request.GET), lane))


@page("GET")
def count_and_totals(request: Asking, entity: Entity) -> HttpResponse:
    """The foot of the table and the number beside the title: asked for once the rows are there, so that no page waits for them."""
    refuse_unreadable(request, entity)
    asked = asked_in(request.GET)
    shown_columns = columns(request.actor, entity, trashed=asked.trashed, asked=asked.columns)
    found = totals(request.actor, entity, asked, shown_columns)
    ticked = selectable(request.actor, entity, asked.trashed)
    context = {"entity": entity, "totals": found, "trashed": asked.trashed, "selectable": ticked}
    response = answer(request, "list/totals.html", context)
    if "chosen" in request.GET:
        response.headers["HX-Replace-Url"] = with_totals(request, asked.totals)
    return response


def with_totals(request: Asking, totals: str) -> str:
    """The address of the page that asks, with other totals: only the browser knows which view it shows."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    given = QueryDict(here.query, mutable=True)
    given["totals"] = totals
    return own(f"{here.path}?{given.urlencode()}")


@page("POST")
def restore(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Out of the trash, and back to what is left in it."""
    record = standard.restore(request.actor, entity, id)
    title = table_of(request.actor, entity, [record]).sight.title_of(record)
    back = list_address(entity, trashed=TRASHED)
    return toasts.tell(HttpResponseRedirect(back), _("“%(title)s” is back in its place.") % {"title": title})
