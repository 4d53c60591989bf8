"""What is still in the name of people who have left: nobody waits for them, but somebody waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.succession.held import Heap, heaps
from concerto.collaboration.sides import head_of, parts_above, superiors_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.leaving import warns
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Behind:
    person: Person
    heaps: Sequence[tuple[Heap, int]]

    @property
    def total(self) -> int:
        return sum(many for _heap, many in self.heaps)


def left_behind(actor: Actor) -> list[Behind]:
    """Whoever left most behind comes first; as many queries as there are heaps."""
    found: dict[int, list[tuple[Heap, int]]] = {}
    for heap in heaps(actor):
        name = heap.field.attribute.removesuffix("_id")
        gone = Q(**{f"{name}__left_at__isnull": False}) | Q(**{f"{name}__trashed_at__isnull": False})
        for person, many in heap.by_people(actor, gone).items():
            found.setdefault(person, []).append((heap, many))
    people = visible_to(actor, Person).select_related("department").in_bulk(found)
    behind = [Behind(people[id], held) for id, held in found.items() if id in people]
    return sorted(behind, key=lambda each: (-each.total, each.person.sort_key))


def holdings(actor: Actor, person: Person) -> list[tuple[Heap, int]]:
    """All that is in somebody's name, heap by heap."""
    return [(heap, many) for heap in heaps(actor) if (many := heap.count(actor, person.pk))]


def could_take_over(person: Person) -> int | None:
    """The first that comes to mind: whom they report to, else who leads their department, else whoever it is part of."""
    above = superiors_of(person.pk)
    heads = (head_of(part) for part in parts_above(person.department_id))
    return next((each for each in (*above, *heads) if each and each != person.pk), None)


@warns
def would_be_left(actor: Actor, person: Person) -> Label:
    """Told to whoever lets somebody leave without handing over: what it is, and who could have it."""
    held = holdings(actor, person)
    if not held:
        return ""
    things = ", ".join(f"{heap.label} {many}" for heap, many in held)
    other = visible_to(actor, Person).filter(pk=could_take_over(person) or 0).first()
    if other is None:
        return format_lazy(
            _("Still in their name: {things}. Hand it over with “Leaves or moves”, or say that they leave anyway."),
            things=things,
        )
    return format_lazy(
        _("Still in their name: {things}. {who} could take it over: use “Leaves or moves”, or say that they leave anyway."),
        things=things, who=entity_of(other).title_of(other),
    )  # fmt: skip
