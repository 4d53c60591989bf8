"""The card of a hand-off, the same wherever it stands: from and to, what is asked, what is provided and agreed on, the clock,
and what this reader can do. Built for many at once: queries do not grow with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from concerto.collaboration.handoffs.card.clock import OVER, Clock, calendars, clock_of
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.collaboration.handoffs.handoff.rules import is_on
from concerto.collaboration.handoffs.mode.modes import GIVER, RECEIVER, Mode
from concerto.collaboration.handoffs.provision.beside import Beside, terms_of_many
from concerto.collaboration.handoffs.provision.guards import open_to
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, meant
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.reading import title_of
from concerto.kernel.ui.addresses import record_address

LINKS = ("type", "giver", "giving", "receiver", "receiving", "director")
KNOT = {
    State.DRAFT: "is-offered", State.OFFERED: "is-offered", State.ACCEPTED: "is-accepted", State.PROGRESS: "is-progress",
    State.DELIVERED: "is-done", State.CONFIRMED: "is-done", State.RETURNED: "is-returned", State.DISPUTED: "is-returned", State.WITHDRAWN: "is-returned",
}  # fmt: skip
FIRST = ("decide", "accept", "offer", "deliver", "confirm", "start")  # what is mostly done next


@dataclass(frozen=True)
class End:
    """One side: the person, where one is named, and the department with its hue."""

    name: str
    department: str
    hue: str
    is_me: bool


@dataclass(frozen=True)
class Card:
    handoff: Handoff
    type: str
    about: str
    about_url: str
    giver: End
    receiver: End
    knot: str
    clock: Clock | None
    terms: Sequence[Beside]
    verbs: Sequence[Action[Any]]
    may_provide: bool

    @property
    def address(self) -> str:
        return record_address(described, self.handoff.pk)

    @property
    def code(self) -> str:
        return described.code(self.handoff.pk)

    @property
    def mode(self) -> Label:
        """How both sides work together, before an offer as the type says."""
        return Mode(self.handoff.mode if self.handoff.turn else self.handoff.type.mode).label

    @property
    def directs(self) -> str:
        """The name of whoever directs it beside who does it."""
        director = self.handoff.director
        return entity_of(director).title_of(director) if director else ""

    @property
    def filled_for(self) -> frozenset[str]:
        """The steps before which this reader fills terms: they lead to the form of these."""
        mine = {GIVER: "offer", RECEIVER: "deliver"}
        sides = {side for side in mine if any(each.is_provided == (side == GIVER) for each in self.terms)}
        return frozenset(mine[side] for side in sides)

    @property
    def lacks(self) -> bool:
        """Whether the giver, who reads it, can still provide something."""
        return self.may_provide and any(not each.holds for each in self.provided)

    @property
    def provided(self) -> list[Beside]:
        return [each for each in self.terms if each.is_provided]

    @property
    def agreed(self) -> list[Beside]:
        return [each for each in self.terms if not each.is_provided]

    @property
    def hours_to_accept(self) -> str:
        return in_hours(self.handoff, "accept_hours", self.handoff.type.accept_within)

    @property
    def hours_to_finish(self) -> str:
        return in_hours(self.handoff, "finish_hours", self.handoff.type.finish_within)

    @property
    def is_over(self) -> bool:
        return bool(self.clock and self.clock.tone == OVER and self.handoff.delivered_at is None)


def in_hours(handoff: Handoff, id: str, usual: Decimal | None) -> str:
    """A time as people read it: that which was agreed on, before an offer that of the type."""
    field = described.fields[id]
    agreed = field.value(handoff)
    return field.kind.show(field, usual if agreed is None else agreed)


def cards(
    actor: Actor, handoffs: Sequence[Handoff], known: Iterable[Record] = (), *, brief: bool = False
) -> list[Card]:
    """Cards of hand-offs that the actor has been shown; `known` are records that the actor has been shown as well. Those in
    brief say nothing of the terms."""
    terms = {} if brief else terms_of_many(handoffs)
    about = _about(actor, handoffs, known)
    work, now = calendars(), timezone.now()
    return [
        Card(
            each,
            entity_of(each.type).title_of(each.type),
            *about.get(each.subject, (each.subject, "")),
            _end(actor, each.giver, each.giving),
            _end(actor, each.receiver, each.receiving),
            KNOT[State(each.state)],
            clock_of(each, work, now),
            terms.get(each.pk, ()),
            _verbs(actor, each),
            is_on(GIVER, actor, each) and open_to(GIVER, each),
        )
        for each in handoffs
    ]


def _end(actor: Actor, person: Person | None, department: Department | None) -> End:
    name = entity_of(person).title_of(person) if person else ""
    part = entity_of(department).title_of(department) if department else ""
    return End(name, part, department.hue if department else "it", bool(person and person.pk == actor.person))


def _verbs(actor: Actor, handoff: Handoff) -> list[Action[Any]]:
    """What the reader can do now, the likely step first."""
    possible = [verb for verb in described.actions.values() if verb.suits(actor, handoff)]
    return sorted(possible, key=lambda verb: verb.verb not in FIRST)


def _about(actor: Actor, handoffs: Iterable[Handoff], known: Iterable[Record]) -> Mapping[str, tuple[str, str]]:
    """Code → title and address of the record handed over, of those that the reader may see."""
    found = {entity_of(row).code(row.pk): _told(actor, row) for row in known}
    wanted: dict[Entity, set[int]] = defaultdict(set)
    for code in {each.subject for each in handoffs} - found.keys():
        if above := meant(code):
            wanted[above[0]].add(above[1])
    for entity, ids in wanted.items():
        rows = visible_to(actor, entity.model).filter(pk__in=ids).defer("search")
        found |= {entity.code(row.pk): _told(actor, row) for row in rows}
    return found


def _told(actor: Actor, row: Record) -> tuple[str, str]:
    return title_of(actor, row), record_address(entity_of(row), row.pk)
