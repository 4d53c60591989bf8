"""The address is the view: what a list was asked for, read from its address, and addresses that ask for more or for less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.language import Unclear
from concerto.kernel.query.listing import Asked
from concerto.kernel.ui.addresses import list_address

ROWS = 40  # at first and each time; fills a tall screen
TRASHED = "1"
TABLE, BOARD, CALENDAR = "table", "board", "calendar"
LAID_OUT = ("layout", "by", "month", "week", "totals")


@dataclass(frozen=True)
class Shown(Asked):
    """How a list is laid out, beside what it was asked for.

    layout       "" for a table, "board" or "calendar"
    by           the field whose values are the board's columns, or the days of the calendar
    month, week  the part of the calendar: 2026-11, or any day of the week, 2026-11-26
    totals       what stands under the columns where it is not the usual: revenue:avg,city:filled
    """

    layout: str = ""
    by: str = ""
    month: str = ""
    week: str = ""
    totals: str = ""


def asked_in(query: QueryDict) -> Shown:
    """What an address asks for. Raises Unclear for characters that no text can hold."""
    filter, sort, q, cursor = (query.get(name, "").strip() for name in ("filter", "sort", "q", "cursor"))
    laid_out: dict[str, Any] = {name: query.get(name, "").strip() for name in LAID_OUT}
    if any("\x00" in text for text in (filter, sort, q, cursor, *laid_out.values())):
        raise Unclear(_("There is a character here that no text can hold."))
    trashed = query.get("trashed") == TRASHED
    laid_out["layout"] = "" if trashed else layout_in(laid_out["layout"])
    return Shown(filter=filter, sort=sort, q=q, cursor=cursor, limit=ROWS, trashed=trashed, **laid_out)


def layout_in(text: str) -> str:
    if text not in ("", TABLE, BOARD, CALENDAR):
        raise Unclear(_("A list is laid out as table, board or calendar, not as “%(layout)s”.") % {"layout": text[:60]})
    return "" if text == TABLE else text


def parameters(asked: Shown) -> dict[str, str]:
    """What stands in the address of a list, without its place."""
    trashed = TRASHED if asked.trashed else ""
    laid_out = {name: getattr(asked, name) for name in LAID_OUT}
    return {"q": asked.q, "filter": asked.filter, "sort": asked.sort, "trashed": trashed} | laid_out


def address(entity: Entity, asked: Shown, **changes: Any) -> str:
    """The list with some of what is asked changed, from its first row on."""
    return list_address(entity, **parameters(replace(asked, **changes)))
