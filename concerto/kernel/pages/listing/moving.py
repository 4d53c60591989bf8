"""Moving a card to another column or day: the noun's edit, or the verb that changes the field, done as the card falls.

A refusal that names what would change the answer opens just those fields; both versions of a stale row are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from concerto.kernel.actions import standard
from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.inputs import inputs, read_inputs
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused, Stale
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.listing.asking import BOARD, Shown, asked_in
from concerto.kernel.pages.listing.cards import movable, verb_for
from concerto.kernel.pages.listing.layouts import field_by
from concerto.kernel.pages.listing.moved import Move, both, dialog, lane_of, missing, placed
from concerto.kernel.pages.record.controls import controls, stored_in
from concerto.kernel.pages.record.forms import version_of
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, page


@page("GET", "POST")
def move(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """GET: the dialog that asks where to. POST: move it, with what a refusal asked for."""
    moved = move_of(request, entity, id)
    if request.method != "POST":
        stored = stored_in([moved.by], moved.look.record)
        return dialog(moved, controls(moved.actor, [moved.by], stored))
    values = dict(typed(request.POST, moved.fields).values)
    if "day" in request.POST:
        values[moved.by.id] = on_day(moved, request.POST["day"])
    try:
        done = written(moved, values)
    except Stale as stale:
        return both(moved, values, stale)
    except (NotThere, Forbidden, NeedsApproval):
        raise
    except Refused as refusal:
        return missing(moved, values, refusal)
    return placed(moved, changed=done.version != moved.look.record.version)


def move_of(request: Asking, entity: Entity, id: int) -> Move:
    """Raises NotThere for a row out of sight, Unclear for a field that is nothing to go by, Forbidden where nothing may be moved."""
    asked = asked_in(request.GET)
    asked = asked if asked.layout else Shown(**{**vars(asked), "layout": BOARD})
    look = look_at(request.actor, entity, id)
    by = field_by(request.actor, entity, asked)
    if look.record.pk not in movable(request.actor, entity, by, [look.record]):
        raise Forbidden()
    return Move(request, look, by, asked)


def on_day(moved: Move, day: str) -> str:
    """The text of a value on another day; a moment keeps its time of day."""
    now = moved.by.value(moved.look.record)
    if not isinstance(now, datetime):
        return day
    return f"{day} {timezone.localtime(now):%H:%M:%S.%f}"


def written(moved: Move, values: Mapping[str, Any]) -> Record:
    """Write it. That somebody changed something else meanwhile, and the card is still where it was, is no reason to refuse."""
    post = moved.request.POST
    try:
        return write(moved, values, version_of(moved.request))
    except Stale as stale:
        now = look_at(moved.actor, moved.look.entity, moved.look.record.pk)
        if "from" not in post or lane_of(moved, now) != post["from"]:
            raise
        return write(moved, values, stale.current)


def write(moved: Move, values: Mapping[str, Any], version: int | None) -> Record:
    """Change the row, all of it or nothing."""
    look, verb = moved.look, verb_for(moved.look.entity, moved.by)
    if verb is None:
        return standard.edit(look.actor, look.entity, look.record.pk, values, version=version)
    for_verb = {id: value for id, value in values.items() if id in inputs(verb)}
    beside = {id: value for id, value in values.items() if id not in for_verb}
    with transaction.atomic():
        if beside:
            version = standard.edit(look.actor, look.entity, look.record.pk, beside, version=version).version
        verb(look.actor, look.record, version=version, **read_inputs(look.actor, verb, for_verb))
    return look_at(look.actor, look.entity, look.record.pk).record
