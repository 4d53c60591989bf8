"""The team of a record: who looks after it for each department, who stands in for them now, and where somebody is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from concerto.collaboration.my_work.standing_in import NOBODY_AWAY, Away, away
from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.model import Seat
from concerto.collaboration.people.speaking import speaking_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.statements.kept import Slot

LINKS = ("person", "person__department", "department")


@dataclass(frozen=True)
class Held:
    """A seat, and until when whoever holds it is away, with who is there for them."""

    seat: Seat
    away_until: date | None = None
    stand_in: Person | None = None

    @property
    def is_gone(self) -> bool:
        """Whether they work here no longer: then the seat is as good as empty."""
        return not self.seat.person.is_active

    @property
    def address(self) -> str:
        return f"/{entity_of(self.seat).path}/{self.seat.pk}"


@dataclass(frozen=True)
class Team:
    """`missing` are the colours of the departments that rules want somebody from, where nobody is."""

    held: Sequence[Held]
    missing: Sequence[str]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        return [(hue, str(Hue(hue).label)) for hue in self.missing]


def team_of(look: Look) -> Team:
    """As far as the reader may see it: two queries where there is a team, three while somebody of it is away, and the rules."""
    seats = _seats(look.actor, look.entity).rows(id=look.record.pk) if look.has(described) else []
    gone = away(timezone.now()) if seats else NOBODY_AWAY
    people = _stand_ins(look.actor, seats, gone)
    held = [
        Held(each, gone.until.get(each.person_id), people.get(gone.stand_in_of(each.person_id) or 0)) for each in seats
    ]
    there = {each.seat.department.hue for each in held if not each.is_gone}
    needed = dict.fromkeys(hue for rule in look.once(speaking_of).coverage for hue in rule.needs)
    return Team(held, [hue for hue in needed if hue not in there])


def _stand_ins(actor: Actor, seats: Sequence[Seat], gone: Away) -> dict[int, Person]:
    ids = {other for each in seats if (other := gone.stand_in_of(each.person_id))}
    return {each.pk: each for each in visible_to(actor, Person).filter(pk__in=ids).defer("search")} if ids else {}


@kept
def _seats(actor: Actor, entity: Entity) -> QuerySet[Seat]:
    rows = visible_to(actor, Seat, above=entity).filter(prefix=entity.prefix, number=Slot("id"))
    rows = rows.select_related(*LINKS).defer("search", *(f"{link}__search" for link in LINKS))
    return rows.order_by("department__sort_key", "department", "part", "pk")
