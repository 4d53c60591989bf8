"""Handing over all that is somebody's: a mass change for each heap, begun together and taken back together."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.succession.held import Heap, heaps
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.batches.batch.model import OPEN, Batch, Status
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.handing_on import HAND_ON
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.registry import entity_of


def hand_on(actor: Actor, person: Person, to: Mapping[str, int]) -> Batch | None:
    """Heap by its key → whoever gets it. The caller has locked the person, so that a second one finds what the first has left.
    None where there is nothing. Raises Refused while another is under way, Invalid for a successor who is none."""
    refuse_while_under_way(person)
    first: Batch | None = None
    for heap in heaps(actor):
        successor = to.get(heap.key)
        ids = heap.of(actor, person.pk) if successor else []
        if not successor or not ids:
            continue
        if heap.entity.model is Person and successor in ids:  # nobody reports to themselves
            above = person.manager_id
            first = _part(actor, heap, [successor], person.pk, above, first) if above else first
            ids.remove(successor)
        first = _part(actor, heap, ids, person.pk, successor, first) if ids else first
    return first


def _part(actor: Actor, heap: Heap, ids: list[int], of: int, to: int, first: Batch | None) -> Batch:
    inputs = {"field": heap.field.id, "of": of, "to": to}
    batch = begin(actor, heap.entity, HAND_ON, inputs, Selection(ids=tuple(ids)), first)
    return first or batch


def refuse_while_under_way(person: Person) -> None:
    if Batch.everything.filter(verb=HAND_ON, inputs__of=person.pk, status__in=(*OPEN, Status.PAUSED)).exists():
        raise Refused(_("This is being handed over already. See the mass changes."))


def successor_of(actor: Actor, id: int, person: Person) -> Person:
    """Somebody else who works here. Raises Invalid."""
    found = visible_to(actor, Person).filter(pk=id, left_at=None).exclude(pk=person.pk).first()
    if found is None:
        raise Invalid({"to": _("Choose somebody else who works here.")})
    return found


def title_of(person: Person) -> str:
    return entity_of(person).title_of(person)
