"""Somebody leaves or moves: all that is theirs with its counts, to whom each heap goes, and one button for all of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.collaboration.people.succession.handing import hand_on, successor_of
from concerto.collaboration.people.succession.held import Heap, heaps
from concerto.collaboration.people.succession.left import could_take_over, holdings, left_behind
from concerto.collaboration.people.succession.panels import PATH, may_hand_on
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.leaving import leave
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address, record_address

KEEP = "keep"
LEAVES, MOVES, STAYS = "leaves", "moves", "stays"


@page("GET", "POST")
def succession(request: Asking, id: int) -> HttpResponse:
    """GET: what there is. POST: hand it over, and let them leave or move; refused, the page says why and keeps what was chosen."""
    look = look_at(request.actor, described, id)
    if not may_hand_on(look):
        raise Forbidden()
    if request.method != "POST":
        return _show(request, look, {})
    try:
        batch = _done(request.actor, look, request.POST.dict())
    except Refused as refusal:
        return _show(request, look, request.POST.dict(), refusal)
    if batch is None:
        return go(request, look.address, _("Done. Nothing had to be handed over."))
    return go(request, record_address(entity_of(Batch), batch.pk), _("Handed over. “Undo” takes all of it back."))


def _done(actor: Actor, look: Look, given: Mapping[str, str]) -> Batch | None:
    """All of it or nothing. Raises Refused."""
    with transaction.atomic():
        person = locked(actor, Person, look.record.pk, Act.EDIT)
        usual = _number(given.get("to", ""))
        keys = [heap.key for heap in heaps(actor)]
        chosen = {key: given.get(f"to-{key}", "") for key in keys}
        to = {key: _number(each) or usual for key, each in chosen.items() if each != KEEP}
        for successor in {each for each in to.values() if each}:
            successor_of(actor, successor, person)
        batch = hand_on(actor, person, {key: each for key, each in to.items() if each})
        if given.get("how") == LEAVES and person.left_at is None:
            leave(actor, person, anyway=True)
        elif given.get("how") == MOVES and given.get("department"):
            standard.edit(actor, described, person.pk, {"department": given["department"]})
    return batch


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _show(request: Asking, look: Look, given: Mapping[str, str], refusal: Refused | None = None) -> HttpResponse:
    actor = request.actor
    assert isinstance(look.record, Person)
    found = holdings(actor, look.record)
    people = visible_to(actor, Person).filter(left_at=None).exclude(pk=look.record.pk).order_by("sort_key", "pk")
    context = {
        "look": look, "heaps": found, "given": given, "refusal": refusal, "keep": KEEP, "address_of": address_of,
        "people": list(people.select_related("department").defer("search", "department__search")),
        "usual": _number(given.get("to", "")) or could_take_over(look.record) or 0,
        "how": given.get("how") or (STAYS if look.record.left_at else LEAVES),
        "departments": list(visible_to(actor, Department).order_by("sort_key", "pk").defer("search")),
    }  # fmt: skip
    return answer(request, "people/succession.html", context, status=refusal.status if refusal else 200)


def address_of(heap: Heap, person: Person) -> str:
    """The list that a heap opens into; of what is owed it shows what is theirs, done or not."""
    return list_address(heap.entity, filter=f"{heap.field.id} = {described.code(person.pk)}")


@page("GET")
def behind(request: Asking) -> HttpResponse:
    """What is still in the name of people who have left, for whoever may hand it on."""
    if not may(request.actor, described, Act.EDIT):
        raise Forbidden()
    shown = {
        "behind": left_behind(request.actor),
        "people": list_address(described),
        "address_of": address_of,
        "path": PATH,
    }
    return answer(request, "people/behind.html", shown)


urlpatterns: list[URLPattern] = [
    path(f"{described.path}/<int:id>/{PATH}", succession),
    path(f"{described.path}/left-behind", behind),
]
