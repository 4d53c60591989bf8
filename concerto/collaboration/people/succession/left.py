"""What is still in the name of people who have left: nobody waits for them, but somebody waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from concerto.collaboration.people.succession.held import Heap, heaps
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to


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
