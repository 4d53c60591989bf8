"""What a move answers: the card where it stands now, what is still needed, or both versions of what two people moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.actions.inputs import inputs
from concerto.kernel.actions.refusal import NotThere, Refused, Stale
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import BOARD, CALENDAR, Shown
from concerto.kernel.pages.listing.board import Head, heads_of, key_of, summed_by
from concerto.kernel.pages.listing.cards import cards_of, verb_for
from concerto.kernel.pages.listing.dressing import dressing_of
from concerto.kernel.pages.record.controls import Control, controls, stored_in
from concerto.kernel.pages.record.form import problems_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.stale import in_words
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer
from concerto.kernel.query.lanes import day_of

PLACED = "card-placed"  # heard by the board: where the card stands now


@dataclass(frozen=True)
class Move:
    """A card, the field it moves by, and the list it moves in."""

    request: Asking
    look: Look
    by: Field
    asked: Shown

    @property
    def actor(self) -> Actor:
        return self.look.actor

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field that a move may bring along."""
        verb = verb_for(self.look.entity, self.by)
        return {**self.look.writable, **(inputs(verb) if verb else {}), self.by.id: self.by}

    @property
    def address(self) -> str:
        return f"{self.look.address}/move?{self.request.GET.urlencode()}"


def placed(moved: Move, *, changed: bool) -> HttpResponse:
    """The card and the heads as they are now. Who gave a record away may have lost sight of it with this very move."""
    request, look = moved.request, moved.look
    try:
        now = look_at(look.actor, look.entity, look.record.pk)
    except NotThere:
        return said(
            answer(request, "list/moved.html", drawn(moved, None)),
            moved,
            None,
            _("Saved. You no longer see this record."),
        )
    text = _("%(title)s: %(field)s is now %(value)s") % {
        "title": now.title,
        "field": moved.by.label,
        "value": now.words(moved.by) or "–",
    }
    undo = undo_of_newest(look.entity, look.record.pk)
    response = answer(request, "list/moved.html", drawn(moved, now))
    return said(response, moved, now, text if changed else "", undo=undo)


def missing(moved: Move, values: Mapping[str, Any], refusal: Refused) -> HttpResponse:
    """What the move still needs, with what was typed; where there is nothing to type, the refusal alone."""
    asked = moved.request.POST.get("asked", "").split(",")
    ids = [
        id
        for id in dict.fromkeys([*asked, *refusal.ask_for])
        if id in moved.fields and (id != moved.by.id or id in asked)
    ]
    if not ids:
        raise refusal
    fields = [moved.fields[id] for id in ids]
    stored = stored_in([field for field in fields if field.id in moved.look.sight.fields], moved.look.record)
    known = readable(moved.actor, moved.look.entity)
    given = {id: value for id, value in stored.items() if id in known} | dict(values)
    made = controls(moved.actor, fields, given, problems=problems_of(refusal))
    return dialog(moved, made, given=values, refusal=refusal)


def both(moved: Move, values: Mapping[str, Any], stale: Stale) -> HttpResponse:
    """Somebody was quicker: what it is now and what was wanted, to choose from; the card goes to where it is now."""
    now = look_at(moved.actor, moved.look.entity, moved.look.record.pk)
    wanted = values.get(moved.by.id, "")
    more = {"values": values, "mine": in_words(moved.actor, moved.by, wanted), "now_words": now.words(moved.by)}
    response = answer(
        moved.request, "list/moved.html", drawn(moved, now) | {"stale": stale} | more, status=stale.status
    )
    return said(response, moved, now)


def dialog(
    moved: Move, made: Mapping[str, Control], *, given: Mapping[str, Any] | None = None, refusal: Refused | None = None
) -> HttpResponse:
    hidden = {id: value for id, value in (given or {}).items() if id not in made}
    context = {
        "move": moved,
        "controls": list(made.values()),
        "hidden": hidden,
        "refusal": refusal,
        "wanted": wanted_in(moved, given),
    }
    return answer(moved.request, "list/move.html", context, status=refusal.status if refusal else 200)


def wanted_in(moved: Move, given: Mapping[str, Any] | None) -> str:
    """Where the card was to go, in words."""
    return in_words(moved.actor, moved.by, given[moved.by.id]) if given and moved.by.id in given else ""


def drawn(moved: Move, now: Look | None) -> dict[str, Any]:
    """What of the page a move changes: its card, and the heads of the columns."""
    actor, entity = moved.actor, moved.look.entity
    heads: list[Head] = []
    summed = summed_by(actor, entity) if moved.asked.layout == BOARD else None
    if moved.asked.layout == BOARD:
        heads, _left_out = heads_of(actor, entity, moved.asked, moved.by, summed)
    cards = cards_of(actor, entity, moved.by, [now.record] if now else [])
    lane = lane_of(moved, now)
    above = dressing_of(entity).above(actor, moved.asked, moved.by, heads, summed) if heads else None
    return {
        "move": moved,
        "now": now,
        "cards": cards,
        "lane": lane,
        "heads": heads,
        "summed": summed,
        "stale": None,
        "above": above,
    }


def said(response: HttpResponse, moved: Move, now: Look | None, text: Label = "", *, undo: str = "") -> HttpResponse:
    """Tell the board where the card stands, and the reader what was done."""
    events: dict[str, Any] = {PLACED: {"id": moved.look.record.pk, "lane": lane_of(moved, now)}}
    if text:
        events["toast"] = {"text": str(text), "kind": "ok"} | ({"undo": {"url": undo}} if undo else {})
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def lane_of(moved: Move, now: Look | None) -> str | None:
    """The name of the column or day that holds the card; None where the reader does not see it any more."""
    if now is None:
        return None
    value = moved.by.value(now.record)
    if moved.asked.layout == CALENDAR:
        return day_of(value).isoformat() if isinstance(value, date) else None
    return key_of(moved.by, value)
