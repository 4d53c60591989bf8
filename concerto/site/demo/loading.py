"""Puts the demo company into an empty Concerto, through the same writes as everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.activity.entity import activity
from concerto.customers.activity.model import Activity
from concerto.customers.contact_point.entity import contact_point
from concerto.customers.contact_point.model import ContactPoint
from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer
from concerto.customers.note.entity import note
from concerto.customers.note.model import Note
from concerto.customers.relation.entity import relation
from concerto.customers.relation.model import Relation
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.team.model import Team
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.site.demo import touches
from concerto.site.demo.cast import DEPARTMENTS, PASSWORD, PEOPLE, TEAMS
from concerto.site.demo.customers import Invented, organisations, persons

WRITER = SYSTEM.doing("create")


@dataclass(frozen=True)
class Scale:
    organisations: int
    persons: int


SCALES = {"small": Scale(organisations=120, persons=80)}


def load(scale: str, seed: int) -> dict[str, int]:
    """Load the demo and answer how many of what. Raises Refused where customers are there already."""
    if visible_to(SYSTEM, Customer).exists():
        raise Refused(_("There are customers here already; the demo goes only into an empty Concerto."))
    with transaction.atomic():
        people = _people()
        counts = _customers(Random(seed), SCALES[scale], people)  # noqa: S311 (a demo is to be repeatable, not secret)
    return {"people": len(people)} | counts


def _people() -> list[Person]:
    """Departments, teams and everybody in them; a password is hashed once, because slow hashing is meant to be slow."""
    parts: dict[str, Department] = {}
    for part in DEPARTMENTS:
        parts[part.name] = add(
            WRITER, Department(name=part.name, name_zh=part.name_zh, hue=part.hue, parent=parts.get(part.parent))
        )
    teams = {
        name: add(WRITER, Team(name=name, name_zh=name_zh, department=parts[part])) for name, name_zh, part in TEAMS
    }
    password = make_password(PASSWORD)
    made: dict[str, Person] = {}
    for member in PEOPLE:
        made[member.username] = add(
            WRITER,
            Person(
                username=member.username, name=member.name, position=member.position, roles=[member.role], password=password,
                email=f"{member.username}@concerto.example", department=parts[member.department], manager=made.get(member.manager),
            ),
        )  # fmt: skip
        if member.team:
            add(WRITER, Membership(team=teams[member.team], person=made[member.username]))
    return list(made.values())


def _customers(random: Random, scale: Scale, people: Sequence[Person]) -> dict[str, int]:
    firms, humans = list(organisations(random, scale.organisations)), list(persons(random, scale.persons))
    _tie(random, firms, humans)
    owners = [person for person in people if "sales" in person.roles]
    made = _add(customer, [_customer(random, invented, owners) for invented in (*firms, *humans)])
    _parents(firms, made)
    _add(contact_point, [ContactPoint(customer=row, primary=first, created_at=row.created_at, **point) for row, one in zip(made, (*firms, *humans), strict=True)
                         for first, point in zip((True, *[False] * len(one.points)), one.points, strict=False)])  # fmt: skip
    relations = [Relation(customer=made[len(firms) + number], tie="works-at", other=made[at], part=part)
                 for number, human in enumerate(humans) for at, part in human.works_at]  # fmt: skip
    _add(relation, relations)
    return {"customers": len(made), "touches": _touches(random, made, [*firms, *humans], people)}


def _customer(random: Random, invented: Invented, owners: Sequence[Person]) -> Customer:
    owner = random.choice(owners) if random.random() < 0.85 else None
    created_at = touches.within_a_year(random, timezone.now())
    values = {id: _value(id, value) for id, value in invented.values.items()}
    return Customer(**values, owner=owner, department=owner.department if owner else None, created_at=created_at)


def _value(id: str, value: Any) -> Any:
    return customer.fields[id].kind.parse(customer.fields[id], value)


def _tie(random: Random, firms: Sequence[Invented], humans: Sequence[Invented]) -> None:
    """Every eighth firm belongs to another; two of three people work somewhere, some at two places."""
    for number in range(8, len(firms), 8):
        firms[number].parent = random.randrange(number // 2)
    parts = ("Purchasing", "Decision maker", "Engineering", "采购经理", "决策人", "工程总监")
    for number, human in enumerate(humans):
        places = random.sample(range(len(firms)), 2 if number % 6 == 1 else 1) if number % 3 else []
        human.works_at = [(place, random.choice(parts)) for place in places]


def _parents(firms: Sequence[Invented], made: Sequence[Customer]) -> None:
    for row, firm in zip(made, firms, strict=False):
        if firm.parent is not None:
            change(SYSTEM.doing("edit"), row, parent=made[firm.parent].pk)


def _touches(random: Random, made: Sequence[Customer], invented: Sequence[Invented], people: Sequence[Person]) -> int:
    now = timezone.now()
    authors = [person.pk for person in people]
    activities, notes = [], []
    for row, one in zip(made, invented, strict=True):
        activities += [
            Activity(customer=row, **touches.activity(random, random.choice(authors), now))
            for _touch in range(one.touches)
        ]
        notes += [
            Note(customer=row, **touches.note(random, random.choice(authors), now))
            for _touch in range(one.touches // 4)
        ]
    for author in authors:
        writer = replace(WRITER, person=author, door=PAGE)
        _add(activity, [one for one in activities if one.author_id == author], writer)
        _add(note, [one for one in notes if one.author_id == author], writer)
    return len(activities) + len(notes)


def _add(entity: Entity, records: Sequence[Record], writer: Actor = WRITER) -> list[Any]:
    left = iter(records)
    while chunk := list(islice(left, 2000)):
        add_many(writer, entity, [(None, record) for record in chunk])
    return list(records)
