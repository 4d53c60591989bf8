"""All that is somebody's, heap by heap: what they own, what they owe, where they sit, for whom they stand in, who reports to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils import timezone

from concerto.collaboration.matters import stands_for_itself
from concerto.collaboration.my_work.duty import duties
from concerto.collaboration.people.absence.model import Absence
from concerto.collaboration.people.seat.model import Seat
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import is_off, may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.entity.sharing import Sharing

ALL = Q()


@dataclass(frozen=True)
class Heap:
    """Records of a noun that a link makes somebody's: all of them, or those that are still owed (`when`)."""

    entity: Entity
    field: Field
    when: Q = ALL

    @property
    def key(self) -> str:
        return f"{self.entity.id}.{self.field.id}"

    @property
    def label(self) -> str:
        return str(self.entity.plural)

    @property
    def part(self) -> str:
        """As what they are somebody's, where that is not plain."""
        return str(self.field.label)

    def of(self, actor: Actor, person: int) -> list[int]:
        """Ids of those that the actor may see."""
        rows = visible_to(actor, self.entity.model).filter(self.when, **{self.field.attribute: person})
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def count(self, actor: Actor, person: int) -> int:
        return visible_to(actor, self.entity.model).filter(self.when, **{self.field.attribute: person}).count()

    def by_people(self, actor: Actor, people: Q) -> dict[int, int]:
        """Person → how many are theirs, of those people, in one query."""
        rows = visible_to(actor, self.entity.model).filter(self.when, people).order_by()
        return dict(rows.values_list(self.field.attribute).annotate(many=Count("pk")))


def heaps(actor: Actor) -> Iterator[Heap]:
    """Every heap there is, of nouns that are in use: what stands for itself by its owner, what is owed by whose it is."""
    now = timezone.localdate()
    owned = [
        each for each in entities() if _is_handed_on(each) and not is_off(actor, each) and may(actor, each, Act.READ)
    ]
    for entity in owned:
        owner = next((each for each in entity.fields.values() if each.attribute == entity.owner), None)
        if owner is not None:
            yield Heap(entity, owner, ~Q(**{entity.shared: Sharing.PRIVATE}) if entity.shared else ALL)
    yield from _owed(actor, {(each.id, each.owner) for each in owned})
    yield _heap(Seat, "person")
    yield _heap(Absence, "stand_in", Q(until__gte=now))
    yield _heap(Person, "manager", Q(left_at=None))


def _is_handed_on(entity: Entity) -> bool:
    """Matters, and what its owner shares with others, as segments are; what somebody keeps to themselves stays theirs."""
    return stands_for_itself(entity) or bool(entity.owner and entity.shared)


def _owed(actor: Actor, passed: set[tuple[str, str | None]]) -> Iterator[Heap]:
    """By noun and link: several duties of one person on a record are one."""
    found: dict[tuple[Entity, str], list[Q]] = defaultdict(list)
    for duty in duties():
        entity = entity_of(duty.noun)
        if (entity.id, duty.person) not in passed and may(actor, entity, Act.READ):
            found[entity, duty.person].append(duty.when)
    for (entity, attribute), when in found.items():
        field = next(each for each in entity.fields.values() if each.attribute == attribute)
        yield Heap(entity, field, reduce(or_, when))


def _heap(model: type, link: str, when: Q = ALL) -> Heap:
    entity = entity_of(model)
    return Heap(entity, entity.fields[link], when)
