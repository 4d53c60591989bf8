"""Editing one field in place: its form, and the cell that comes back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Stale
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.pages.listing.asking import BOARD, Shown
from concerto.kernel.pages.listing.moved import Move, missing
from concerto.kernel.pages.record.answers import go, saying
from concerto.kernel.pages.record.controls import Control, stored_in, title_of
from concerto.kernel.pages.record.facts import fact_of
from concerto.kernel.pages.record.forms import version_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.saving import save
from concerto.kernel.pages.record.stale import in_words
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.timeline.reading import history
from concerto.kernel.ui.addresses import list_address


@page("GET", "POST")
def one_field(request: Asking, entity: Entity, id: int, field: str) -> HttpResponse:
    """GET: the form of one field, with `?show=1` its cell. POST: write it, answered by the cell."""
    look = look_at(request.actor, entity, id)
    found = look.sight.fields.get(field)
    if found is None:
        raise Http404
    if "show" in request.GET:
        return _cell(request, look, found)
    if found.id not in look.writable:
        raise Forbidden()
    if request.method == "POST":
        return _write(request, look, found)
    stored = stored_in([found], look.record)[found.id]
    return _form(request, look, _control(look, found, stored, stored))


def _write(request: Asking, look: Look, field: Field) -> HttpResponse:
    read = typed(request.POST, {field.id: field})
    value = read.values.get(field.id, "")
    shown = read.shown.get(field.id, value)
    try:
        saved = save(look, read, {field.id: value}, version_of(request))
    except Invalid as wrong:
        if field == look.entity.steps and field.id not in wrong.problems:
            return _more_needed(request, look, field, value, wrong)
        problem = wrong.problems.get(field.id) or next(iter(wrong.problems.values()))
        return _form(request, look, _control(look, field, value, shown, str(problem)), status=wrong.status)
    except Stale:
        return _stale(request, look_at(look.actor, look.entity, look.record.pk), field, value)
    return _done(request, look, field, changed=saved.version != look.record.version)


def _more_needed(request: Asking, look: Look, step: Field, value: Any, wrong: Invalid) -> HttpResponse:
    """A step that needs more: the dialog that asks for just that, as for a card that was dragged there."""
    response = missing(Move(request, look, step, Shown(layout=BOARD, by=step.id)), {step.id: value}, wrong)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#asked", "innerHTML"
    return response


def _done(request: Asking, look: Look, field: Field, *, changed: bool) -> HttpResponse:
    """The cell as it is now. Who gave a record away may have lost sight of it with this very change."""
    try:
        response = _cell(request, look_at(look.actor, look.entity, look.record.pk), field)
    except NotThere:
        return go(request, list_address(look.entity), _("Saved. You no longer see this record."))
    if not changed:
        return response
    return saying(
        response, _("%(field)s saved") % {"field": field.label}, undo=undo_of_newest(look.entity, look.record.pk)
    )


def _control(look: Look, field: Field, value: Any, shown: Any, problem: str = "") -> Control:
    return Control(field, value, title_of(look.actor, field, value), shown, problem)


def _form(request: Asking, look: Look, control: Control, *, status: int = 200) -> HttpResponse:
    """The form alone for an empty cell, the whole cell with it where the form was sent and refused."""
    template = "record/cell_form.html" if status == 200 else "record/cell_refused.html"
    return answer(request, template, {"look": look, "control": control}, status=status)


def _cell(request: Asking, look: Look, field: Field) -> HttpResponse:
    return answer(request, "record/cell.html", {"look": look, "fact": fact_of(look, field)})


def _stale(request: Asking, look: Look, field: Field, mine: Any) -> HttpResponse:
    """Somebody changed the same field: both values, to choose from."""
    newest = next(iter(history(look.actor, look.record, limit=1).happenings), None)
    now = stored_in([field], look.record)[field.id]
    context = {
        "look": look,
        "field": field,
        "now": now,
        "mine": mine,
        "mine_words": in_words(look.actor, field, mine),
        "newest": newest,
    }
    return answer(request, "record/cell_stale.html", context, status=Stale.status)
