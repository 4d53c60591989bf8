"""The verbs of a noun's own: a menu entry each, a dialog where a verb asks for something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import readable
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.handed import Handed
from concerto.kernel.actions.inputs import can_answer, inputs, read_inputs
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
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
    if request.method != "POST":
        return _ask(request, look, action, begun(look, action))
    asked = {**asked_beside(request, look, action), **inputs(action)}
    given = typed(request.POST, asked).values
    try:
        done = done_with(look, action, given)
    except Invalid as wrong:
        asked = {**{id: look.writable[id] for id in wrong.problems if id in look.writable}, **asked}
        stored = stored_in([field for id, field in asked.items() if id in look.writable], look.record)
        made = controls(request.actor, asked.values(), {**stored, **given}, problems=wrong.problems)
        return _ask(request, look, action, made, wrong)
    if isinstance(done, Handed):
        return answer(request, "record/handed.html", {"look": look, "action": action, "handed": done})
    return _done(request, entity, id, look, action)


def asked_beside(request: Asking, look: Look, action: Action[Any]) -> dict[str, Field]:
    """Fields of the record that an earlier refusal asked for, and that came along."""
    names = request.POST.keys() - inputs(action).keys()
    return {id: field for id, field in look.writable.items() if id in names}


def done_with(look: Look, action: Action[Any], given: Mapping[str, Any]) -> Any:
    """Do a verb, and before it change what of the record was given beside its inputs: all of it or nothing."""
    known = inputs(action)
    beside = {id: value for id, value in given.items() if id not in known}
    for_verb = read_inputs(look.actor, action, {id: value for id, value in given.items() if id in known})
    with transaction.atomic():
        if beside:
            standard.edit(look.actor, look.entity, look.record.pk, beside)
        return action(look.actor, look.record, **for_verb)


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
