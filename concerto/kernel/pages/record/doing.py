"""The verbs of a noun's own: a menu entry each, a dialog where a verb asks for something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import readable
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.handed import Handed
from concerto.kernel.actions.inputs import can_answer, inputs, read_inputs
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.record.answers import again, go
from concerto.kernel.pages.record.controls import Control, controls, stored_in
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address


def verbs_of(look: Look) -> Iterator[Action[Any]]:
    """The verbs that the actor may do to this row; who sees it may do what needs reading only."""
    acts = look.acts | {Act.READ}
    allowed = (each for each in look.entity.actions.values() if each.needs in acts and can_answer(look.actor, each))
    return (action for action in allowed if action.suits(look.actor, look.record))


@page("GET", "POST")
def do(request: Asking, entity: Entity, id: int, verb: str) -> HttpResponse:
    """GET: the dialog that asks. POST: do it; the dialog stays with what was typed while something is wrong."""
    look = look_at(request.actor, entity, id)
    action = entity.actions.get(verb)
    if action is None:
        raise Http404
    given = typed(request.POST, inputs(action)).values
    if request.method != "POST":
        return _ask(request, look, action, begun(look, action))
    try:
        done = action(request.actor, look.record, **read_inputs(request.actor, action, given))
    except Invalid as wrong:
        return _ask(
            request,
            look,
            action,
            controls(request.actor, inputs(action).values(), given, problems=wrong.problems),
            wrong,
        )
    if isinstance(done, Handed):
        return answer(request, "record/handed.html", {"look": look, "action": action, "handed": done})
    return _done(request, entity, id, look, action)


def begun(look: Look, action: Action[Any]) -> dict[str, Control]:
    """The controls of a dialog: what a verb asks for and the record has under the same name stands there already."""
    fields = inputs(action).values()
    there = readable(look.actor, look.entity) if action.begun else look.writable
    known = [look.sight.fields[field.id] for field in fields if field.id in there]
    return controls(look.actor, fields, stored_in(known, look.record))


def _ask(
    request: Asking, look: Look, action: Action[Any], asked: dict[str, Control], wrong: Refused | None = None
) -> HttpResponse:
    context = {"look": look, "action": action, "controls": list(asked.values()), "wrong": wrong}
    return answer(request, "record/ask.html", context, status=wrong.status if wrong else 200)


def _done(request: Asking, entity: Entity, id: int, look: Look, action: Action[Any]) -> HttpResponse:
    """The record again, or the list where the verb took it out of sight."""
    text = _("Done: %(verb)s") % {"verb": action.label}
    try:
        look_at(request.actor, entity, id)
    except NotThere:
        return go(request, list_address(entity), text)
    return again(request, look.address, text)
