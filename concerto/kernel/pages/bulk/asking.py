"""Before a mass change: what it will do to how many records, and what it needs to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.rights import may
from concerto.kernel.actions.inputs import inputs as asked_by
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import DELETE, EDIT, RESTORE
from concerto.kernel.batches.selection import foreseen
from concerto.kernel.batches.verbs import TAG, TAGS, UNTAG, editable, offered
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.bulk.selected import carried, selected
from concerto.kernel.pages.record.controls import Control, controls
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page


@dataclass(frozen=True)
class Offer:
    """A verb as the selection bar and its dialog name it."""

    verb: str
    label: Label
    icon: str
    needs: Act = Act.EDIT


STANDARD = {
    offer.verb: offer
    for offer in (
        Offer(EDIT, _("Edit fields"), "pencil"),
        Offer(TAG, _("Tag"), "tag"),
        Offer(UNTAG, _("Take tags off"), "tags"),
        Offer(DELETE, _("Delete"), "trash", Act.DELETE),
        Offer(RESTORE, _("Restore"), "restore", Act.DELETE),
    )
}


def offers(request: Asking, entity: Entity) -> list[Offer]:
    """The noun's own verbs, for the menu of the bar."""
    return [Offer(each.verb, each.label, each.icon, each.needs) for each in offered(request.actor, entity)]


def offer_of(request: Asking, entity: Entity, verb: str) -> Offer:
    """Raises Refused for a verb that is none, Forbidden for one that is not the actor's."""
    known = STANDARD | {offer.verb: offer for offer in offers(request, entity)}
    if verb not in known or (verb in (TAG, UNTAG) and TAGS not in entity.fields):
        raise Refused(_("This cannot be done to many records at once."))
    if not may(request.actor, entity, known[verb].needs):
        raise Forbidden()
    return known[verb]


@page("POST")
def ask(request: Asking, entity: Entity, verb: str) -> HttpResponse:
    """The dialog of a verb, or a page of its own for a plain form. Adding a field asks again, with what was typed."""
    return asked(request, entity, offer_of(request, entity, verb))


def asked(request: Asking, entity: Entity, offer: Offer, wrong: Invalid | None = None) -> HttpResponse:
    selection = selected(request.POST)
    fields = fields_of(request, entity, offer)
    shown: dict[str, Any] = {
        "entity": entity,
        "offer": offer,
        "wrong": wrong,
        "carried": carried(request.POST, selection),
        "foreseen": foreseen(request.actor, entity, offer.needs, selection),
        "controls": controls_of(request, fields, wrong),
        "others": others(request, entity, fields) if offer.verb == EDIT else [],
    }
    template = "bulk/dialog.html" if is_fragment(request) else "bulk/page.html"
    return answer(request, template, shown, status=wrong.status if wrong else 200)


def fields_of(request: Asking, entity: Entity, offer: Offer) -> list[Field]:
    """What the verb asks for; of editing, the fields chosen so far."""
    if offer.verb in (TAG, UNTAG):
        return [entity.fields[TAGS]]
    if offer.verb in entity.actions:
        return list(asked_by(entity.actions[offer.verb]).values())
    wanted = request.POST.getlist("fields") if offer.verb == EDIT else []
    allowed = {field.id: field for field in editable(request.actor, entity)}
    return [allowed[id] for id in dict.fromkeys(wanted) if id in allowed]


def others(request: Asking, entity: Entity, fields: Iterable[Field]) -> list[Field]:
    chosen = list(fields)
    return [field for field in editable(request.actor, entity) if field not in chosen]


def controls_of(request: Asking, fields: list[Field], wrong: Invalid | None) -> list[Control]:
    given = given_in(request.POST, fields)
    return list(controls(request.actor, fields, given, problems=wrong.problems if wrong else None).values())


def given_in(post: QueryDict, fields: Iterable[Field]) -> dict[str, Any]:
    return dict(typed(post, {field.id: field for field in fields}).values)
