"""The address is the view: which view a list was opened with, and what differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import Asked
from concerto.kernel.text.cleaning import has_control
from concerto.kernel.ui.addresses import list_address, with_answers
from concerto.kernel.views.arrangement import Arrangement
from concerto.kernel.views.opening import Opened, opened

ROWS = 40  # at first and each time; fills a tall screen
TRASHED = "1"
TABLE, BOARD, CALENDAR = "table", "board", "calendar"
VIEW, ARRANGED = "view", tuple(vars(Arrangement()))
PLACE = ("month", "week", "totals")  # what an address says beside the arrangement; no view keeps it
LAID_OUT = ("columns", "layout", "by", *PLACE)


@dataclass(frozen=True)
class Shown(Asked):
    """How a list is laid out, beside what it was asked for.

    columns      those asked for, with their widths; "" for the usual ones
    layout       "" for a table, "board" or "calendar"
    by           the field whose values are the board's columns, or the days of the calendar
    month, week  the part of the calendar: 2026-11, or any day of the week, 2026-11-26
    totals       what stands under the columns where it is not the usual: revenue:avg,city:filled
    """

    columns: str = ""
    layout: str = ""
    by: str = ""
    month: str = ""
    week: str = ""
    totals: str = ""


@dataclass(frozen=True)
class Opening:
    """A list as it was asked for: `arranged` is its view's arrangement with what the address says otherwise."""

    entity: Entity
    view: Opened
    arranged: Arrangement
    asked: Shown

    @property
    def changed(self) -> bool:
        """Whether it is arranged otherwise than its view."""
        return self.arranged != self.view.arrangement

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address: the view, and what differs from it, also where that is nothing."""
        return self.parameters_with()

    def parameters_with(self, **changes: str) -> dict[str, str]:
        wanted = vars(self.arranged) | {name: value for name, value in changes.items() if name in ARRANGED}
        saved = vars(self.view.arrangement)
        differing = {name: value for name, value in wanted.items() if value != saved[name]}
        beside = {name: changes.get(name, getattr(self.asked, name)) for name in ("q", *PLACE)}
        trashed = {"trashed": TRASHED} if self.asked.trashed else {VIEW: self.view.key}
        return trashed | {name: value for name, value in beside.items() if value} | differing

    def address(self, **changes: str) -> str:
        """The list with some of what is asked changed, from its first row on."""
        return with_answers(list_address(self.entity), self.parameters_with(**changes))

    @property
    def kept(self) -> dict[str, str]:
        """What a view of it keeps."""
        return dict(vars(self.arranged))

    @property
    def whole(self) -> dict[str, str]:
        """Everything asked, without the view: what the parts of a page and its files ask for."""
        return parameters(self.asked)


def opening(actor: Actor, entity: Entity, query: QueryDict) -> Opening:
    """What an address asks for. Raises Unclear for what no text can hold, NotThere for a view that is not there."""
    given = texts(query)
    view = opened(actor, entity, "trash" if query.get("trashed") == TRASHED else given.get(VIEW, ""))
    arranged = Arrangement(**(vars(view.arrangement) | {id: given[id] for id in ARRANGED if id in given}))
    if means_the_same(arranged.filter, view.arrangement.filter):
        arranged = replace(arranged, filter=view.arrangement.filter)
    arranged = replace(arranged, layout="" if view.trashed else layout_in(arranged.layout))
    return Opening(entity, view, arranged, shown_in(given | vars(arranged), trashed=view.trashed))


def means_the_same(filter: str, other: str) -> bool:
    """Whether two filters differ in how they are written only. Raises Unclear."""
    return filter == other or parse(filter) == parse(other)


def asked_in(query: QueryDict) -> Shown:
    """What the address of a part of a list asks for; its page has put in what the view says. Raises Unclear."""
    return shown_in(texts(query), trashed=query.get("trashed") == TRASHED)


def shown_in(given: Mapping[str, str], *, trashed: bool) -> Shown:
    asked: dict[str, Any] = {name: given.get(name, "") for name in ("filter", "sort", "q", "cursor")}
    laid_out: dict[str, Any] = {name: given.get(name, "") for name in LAID_OUT}
    laid_out["layout"] = "" if trashed else layout_in(laid_out["layout"])
    return Shown(**asked, limit=ROWS, trashed=trashed, **laid_out)


def layout_in(text: str) -> str:
    if text not in ("", TABLE, BOARD, CALENDAR):
        raise Unclear(_("A list is laid out as table, board or calendar, not as “%(layout)s”.") % {"layout": text[:60]})
    return "" if text == TABLE else text


def texts(query: QueryDict) -> dict[str, str]:
    """Each parameter of an address. Raises Unclear for characters that no text can hold."""
    given = {name: str(value).strip() for name, value in query.items()}
    if any(has_control(text) for text in given.values()):
        raise Unclear(_("There is a character here that no text can hold."))
    return given


def parameters(asked: Shown) -> dict[str, str]:
    """What stands in the address of a part of a list, without its place."""
    trashed = TRASHED if asked.trashed else ""
    laid_out = {name: getattr(asked, name) for name in LAID_OUT}
    return {"q": asked.q, "filter": asked.filter, "sort": asked.sort, "trashed": trashed} | laid_out
