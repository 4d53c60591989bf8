"""Departments, teams and everybody in them, through the same writes as everybody else's."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import make_password

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.team.model import Team
from concerto.kernel.actions.change import add
from concerto.site.demo.cast import DEPARTMENTS, PASSWORD, PEOPLE, TEAMS

WRITER = SYSTEM.doing("create")


def assemble() -> dict[str, Person]:
    """Everybody by username. Outside a demo nobody can sign in as them: their password is known to all the world.

    It is hashed once, because slow hashing is meant to be slow.
    """
    parts = _departments()
    teams = {
        name: add(WRITER, Team(name=name, name_zh=name_zh, department=parts[part])) for name, name_zh, part in TEAMS
    }
    password = make_password(PASSWORD if settings.DEMO else None)
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
    return made


def _departments() -> dict[str, Department]:
    parts: dict[str, Department] = {}
    for part in DEPARTMENTS:
        parts[part.name] = add(
            WRITER, Department(name=part.name, name_zh=part.name_zh, hue=part.hue, parent=parts.get(part.parent))
        )
    return parts
