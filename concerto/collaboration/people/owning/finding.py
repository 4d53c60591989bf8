"""Who has a record now, who is next, who is informed: from what was handed over, the rules of its step, its team and its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.model import OPEN, Handoff, State
from concerto.collaboration.people.responsibility.counting import counts
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.collaboration.people.responsibility.whom import HEAD, OWNER, ROLE, SEAT
from concerto.collaboration.people.seat.team import team_of
from concerto.collaboration.people.speaking import speaking_of
from concerto.collaboration.sides import superiors_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable
from concerto.kernel.access.roles import labels
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.statements.kept import Slot, among

MOST = 20  # open hand-offs of one record that count here


@dataclass(frozen=True)
class Face:
    """Somebody or a part of the company, and why: words. Without a person it is whoever does it there."""

    why: str
    person: Person | None = None
    part: str = ""
    hue: str = "it"
    url: str = ""
    by: datetime | None = None

    @property
    def name(self) -> str:
        return entity_of(self.person).title_of(self.person) if self.person else self.part


@dataclass
class Owning:
    """The answer. `step` and `then` are the labels of the present step, which `at` names, and of the next one."""

    at: str = ""
    step: str = ""
    then: str = ""
    now: list[Face] = field(default_factory=list)
    next: list[Face] = field(default_factory=list)
    answers: list[Face] = field(default_factory=list)
    asked: list[Face] = field(default_factory=list)
    told: list[Face] = field(default_factory=list)


@dataclass(frozen=True)
class Letters:
    """What the rules say of one step, letter by letter."""

    does: str = ""
    answers: str = ""
    asked: Sequence[str] = ()
    told: Sequence[str] = ()


def owning_of(look: Look) -> Owning:
    """As far as the reader may know: who holds an open hand-off has it, else whoever does its present step, else its owner.
    Next are those to whom open hand-offs come back, then whoever does the next step."""
    step, then = _steps(look)
    rules = look.once(speaking_of).responsibilities
    here, next_one = _letters(rules, step), _letters(rules, then) if then else Letters()
    faces = Faces(look)
    found = Owning(step, _label(look.entity, step), _label(look.entity, then))
    held = _handed(look.actor, look.entity).rows(id=look.record.pk) if look.has(entity_of(Handoff)) else []
    found.now = [face for each in held if (face := _has_it(each))]
    found.next = [face for each in held if (face := _gets_it(each))]
    if not found.now:
        found.now = list(faces.of([here.does or OWNER])) or list(faces.of([OWNER]))
    found.answers = list(faces.of([here.answers]))
    found.asked, found.told = list(faces.of(here.asked)), list(faces.of(here.told))
    found.next += faces.of([next_one.does])
    return found


def _steps(look: Look) -> tuple[str, str]:
    """The present step and the one after it; "" where there is none, or where the reader may not know it."""
    steps = look.entity.steps
    if steps is None or steps.id not in readable(look.actor, look.entity):
        return "", ""
    ids, value = list(steps.choices), str(steps.value(look.record) or "")
    place = ids.index(value) if value in ids else len(ids)
    return value, ids[place + 1] if place + 1 < len(ids) else ""


def _label(entity: Entity, step: str) -> str:
    return str(entity.steps.choices.get(step, "")) if entity.steps and step else ""


def _letters(rules: Sequence[Responsibility], step: str) -> Letters:
    """What the rules say of a step: letter by letter whichever says more about the record."""

    def says(letter: str) -> Any:
        rule = counts(rules, step, letter)
        return getattr(rule, letter) if rule else ""

    return Letters(says("does"), says("answers"), says("asked") or (), says("told") or ())


@kept
def _handed(actor: Actor, entity: Entity) -> QuerySet[Handoff]:
    people = ("giver", "receiver", "decider")
    links = (*people, *(f"{person}__department" for person in people), "giving", "receiving")
    rows = visible_to(actor, Handoff, above=entity).filter(prefix=entity.prefix, number=Slot("id"), state__in=OPEN)
    rows = rows.select_related(*links).defer("search", *(f"{link}__search" for link in links))
    return rows.order_by("finish_by", "pk")[:MOST]


def _has_it(handoff: Handoff) -> Face | None:
    """Whose move it is."""
    match handoff.state:
        case State.DISPUTED:
            return _end(handoff, handoff.decider, None, handoff.decide_by)
        case State.DELIVERED | State.RETURNED:
            return _end(handoff, handoff.giver, handoff.giving, None)
        case State.OFFERED:
            return _end(handoff, handoff.receiver, handoff.receiving, handoff.accept_by)
        case _:
            return _end(handoff, handoff.receiver, handoff.receiving, handoff.finish_by)


def _gets_it(handoff: Handoff) -> Face | None:
    """To whom it goes from there: back to who gave it, once it is done."""
    if handoff.state in (State.DELIVERED, State.RETURNED):
        return None
    return _end(handoff, handoff.giver, handoff.giving, None)


def _end(handoff: Handoff, person: Person | None, part: object, by: datetime | None) -> Face | None:
    label = entity_of(part).title_of(part) if part else ""  # type: ignore[arg-type]  # a department
    hue = getattr(part, "hue", "it")
    return (
        Face(handoff.title, person, label, hue, f"/{entity_of(handoff).path}/{handoff.pk}", by)
        if person or part
        else None
    )


class Faces:
    """Whom the words of a rule mean on one record. What is asked of the database is asked only if some word needs it."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def of(self, words: Iterable[str]) -> Iterator[Face]:
        for word in words:
            if word:
                yield from self._meant(word)

    def _meant(self, word: str) -> Iterator[Face]:
        what, _dash, which = word.partition("-")
        if what == OWNER:
            yield from self._owner()
        elif what == HEAD:
            yield from self._head()
        elif what == SEAT:
            yield from self._seat(which)
        elif what == ROLE:
            yield Face(_("role"), part=str(labels().get(which, which)))
        else:
            yield Face(_("department"), part=str(dict(Hue.choices).get(which, which)), hue=which)

    def _owner(self) -> Iterator[Face]:
        link = self._owning_link()
        owner = self.look.sight.linked(link, self.look.record) if link else None
        if isinstance(owner, Person):
            yield Face(_("owner"), owner)

    def _head(self) -> Iterator[Face]:
        link = self._owning_link()
        above = superiors_of(link.value(self.look.record)) if link else []
        for head in _people(self.look.actor).rows(ids=above[:1]) if above else ():
            yield Face(_("above the owner"), head)

    def _seat(self, hue: str) -> Iterator[Face]:
        """Who looks after it there; the department where nobody does, for then it is the department's."""
        label = str(dict(Hue.choices).get(hue, hue))
        team = self.look.once(team_of)
        held = next((each for each in team.held if each.seat.department.hue == hue and not each.is_gone), None)
        if held is None:
            yield Face(_("nobody is named yet"), part=label, hue=hue)
        elif held.stand_in:
            absent = entity_of(held.seat.person).title_of(held.seat.person)
            yield Face(_("stands in for %(who)s") % {"who": absent}, held.stand_in, label, hue)
        else:
            yield Face(label, held.seat.person, label, hue)

    def _owning_link(self) -> Field | None:
        """The link to the owner, where the reader may know who that is."""
        entity = self.look.entity
        owner = next((each for each in entity.links if each.attribute == entity.owner), None)
        return owner if owner and owner.id in readable(self.look.actor, entity) else None


@kept
def _people(actor: Actor) -> QuerySet[Person]:
    return visible_to(actor, Person).filter(among("ids")).select_related("department").defer("search")
