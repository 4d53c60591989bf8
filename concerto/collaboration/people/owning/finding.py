"""Who has a record now, who is next, who is informed: from what was handed over, the rules of its step, its team and its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.model import OPEN, Handoff, State
from concerto.collaboration.people.asking import condition
from concerto.collaboration.people.responsibility.entity import responsibility as described
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.collaboration.people.responsibility.whom import HEAD, OWNER, ROLE, SEAT
from concerto.collaboration.people.seat.team import Team, team_of
from concerto.collaboration.sides import superiors_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may, readable
from concerto.kernel.access.roles import labels
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of

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
    """The answer. `step` and `then` are the labels of the present step and of the next one."""

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


def owning_of(actor: Actor, entity: Entity, record: Record, now: datetime) -> Owning:
    """As far as the actor, who may see the record, may know: who holds an open hand-off has it, else whoever does its present step,
    else its owner. Next are those to whom open hand-offs come back, then whoever does the next step."""
    step, then = _steps(actor, entity, record)
    rules = _letters(actor, entity, record, (step, then))
    faces = Faces(actor, entity, record, now)
    found = Owning(_label(entity, step), _label(entity, then))
    held = list(_handed(actor, entity, record))
    found.now = [face for each in held if (face := _has_it(each))]
    found.next = [face for each in held if (face := _gets_it(each))]
    here = rules.get(step, Letters())
    if not found.now:
        found.now = list(faces.of([here.does or OWNER])) or list(faces.of([OWNER]))
    found.answers = list(faces.of([here.answers]))
    found.asked, found.told = list(faces.of(here.asked)), list(faces.of(here.told))
    if then and rules.get(then, Letters()).does:
        found.next += list(faces.of([rules[then].does]))
    return found


def _steps(actor: Actor, entity: Entity, record: Record) -> tuple[str, str]:
    """The present step and the one after it; "" where there is none, or where the actor may not know it."""
    if entity.steps is None or entity.steps.id not in readable(actor, entity):
        return "", ""
    ids, value = list(entity.steps.choices), str(entity.steps.value(record) or "")
    place = ids.index(value) if value in ids else len(ids)
    return value, ids[place + 1] if place + 1 < len(ids) else ""


def _label(entity: Entity, step: str) -> str:
    return str(entity.steps.choices.get(step, "")) if entity.steps and step else ""


def _letters(actor: Actor, entity: Entity, record: Record, steps: tuple[str, str]) -> Mapping[str, Letters]:
    """Step → what the rules say of it for this record: whichever says more about it counts. Two queries at most."""
    if not may(actor, described, Act.READ):
        return {}
    rules = list(
        visible_to(actor, Responsibility).filter(noun=entity.id, step__in=["", *steps]).order_by("pk").defer("search")
    )
    suited = _suited(actor, entity, record, rules)
    rules = sorted((rule for rule in rules if rule.pk in suited), key=lambda rule: (not rule.step, not rule.filter))
    return {
        step: _said([rule for rule in rules if rule.step in ("", step)]) for step in steps if step or steps == ("", "")
    }


def _said(rules: Sequence[Responsibility]) -> Letters:
    def first(letter: str) -> str:
        return next((value for rule in rules if (value := getattr(rule, letter))), "")

    return Letters(first("does"), first("answers"), first("asked") or (), first("told") or ())


def _suited(actor: Actor, entity: Entity, record: Record, rules: Sequence[Responsibility]) -> set[int]:
    """Those of the rules that speak of the record, as far as the actor may ask what they ask."""
    found = {rule.pk for rule in rules if not rule.filter}
    asked: dict[int, Q] = {
        rule.pk: asks for rule in rules if rule.filter and (asks := condition(actor, entity, rule.filter))
    }
    if asked:
        columns = {f"rule_{id}": ExpressionWrapper(asks, BooleanField()) for id, asks in asked.items()}
        held = entity.model.everything.filter(pk=record.pk).annotate(**columns).values_list(*columns).first()
        found |= {id for id, holds in zip(asked, held or (), strict=False) if holds}
    return found


def _handed(actor: Actor, entity: Entity, record: Record) -> Iterable[Handoff]:
    links = (
        "giver",
        "giver__department",
        "receiver",
        "receiver__department",
        "decider",
        "decider__department",
        "giving",
        "receiving",
    )
    rows = visible_to(actor, Handoff, above=entity).filter(prefix=entity.prefix, number=record.pk, state__in=OPEN)
    return (
        rows.select_related(*links)
        .defer("search", *(f"{link}__search" for link in links))
        .order_by("finish_by", "pk")[:MOST]
    )


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
    """Whom the words of a rule mean on one record. What is asked of the database is asked once, and only if some word needs it."""

    def __init__(self, actor: Actor, entity: Entity, record: Record, now: datetime) -> None:
        self.actor, self.entity, self.record, self.now = actor, entity, record, now
        self._team: Team | None = None

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
        if owner := self._person(self._owner_id()):
            yield Face(_("owner"), owner)

    def _head(self) -> Iterator[Face]:
        above = superiors_of(self._owner_id())
        if head := self._person(above[0] if above else None):
            yield Face(_("above the owner"), head)

    def _seat(self, hue: str) -> Iterator[Face]:
        """Who looks after it there; the department where nobody does, for then it is the department's."""
        label = str(dict(Hue.choices).get(hue, hue))
        if self._team is None:
            self._team = team_of(self.actor, self.entity, self.record.pk, self.now)
        held = next((each for each in self._team.held if each.seat.department.hue == hue and not each.is_gone), None)
        if held is None:
            yield Face(_("nobody is named yet"), part=label, hue=hue)
        elif held.stand_in:
            absent = entity_of(held.seat.person).title_of(held.seat.person)
            yield Face(_("stands in for %(who)s") % {"who": absent}, held.stand_in, label, hue)
        else:
            yield Face(label, held.seat.person, label, hue)

    def _owner_id(self) -> int | None:
        owner = next((each for each in self.entity.links if each.attribute == self.entity.owner), None)
        known = owner is not None and owner.id in readable(self.actor, self.entity)
        return getattr(self.record, owner.attribute) if owner and known else None

    def _person(self, id: int | None) -> Person | None:
        return visible_to(self.actor, Person).filter(pk=id).select_related("department").first() if id else None
