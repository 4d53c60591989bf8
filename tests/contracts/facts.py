"""The facts that the oracle judges by, read from the tables themselves: no access code has touched them."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from concerto.kernel.entity.registry import named
from tests.contracts.expected_access import EXPECTED, Noun
from tests.contracts.oracle import Row, Who, World


def world() -> World:
    """Every row of every noun."""
    return {(noun, id): row for noun, told in EXPECTED.items() for id, row in _rows(noun, told)}


def _rows(noun: str, told: Noun) -> list[tuple[int, Row]]:
    belongs = told.belongs[1] if told.belongs else ""
    wanted = ("id", told.owner, told.department, belongs, "trashed_at", told.shared)
    columns = ", ".join(column or "null" for column in wanted)
    parent = told.belongs[0] if told.belongs else ""
    found = asked(f"select {columns} from {named(noun).model._meta.db_table}")
    return [
        (id, Row(owner, place, (parent, above) if above else None, trashed is not None, shared or ""))
        for id, owner, place, above, trashed, shared in found
    ]


def everybody() -> dict[str, Who]:
    """Username → who that is, for all who have not left."""
    below, mates = _below(), _mates()
    people = asked(
        "select username, id, roles, department_id from kernel_person where left_at is null and trashed_at is null"
    )
    return {
        username: Who(
            id, frozenset(roles), place, frozenset(below[place]) if place else frozenset(), frozenset(mates[id])
        )
        for username, id, roles, place in people
    }


def _below() -> dict[int, set[int]]:
    """Department → itself and all below it."""
    above = dict(asked("select id, parent_id from kernel_department where trashed_at is null"))
    found: dict[int, set[int]] = defaultdict(set)
    for start in above:
        place: int | None = start
        while place is not None:
            found[place].add(start)
            place = above.get(place)
    return found


def _mates() -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    for team, person in asked("select team_id, person_id from kernel_membership where trashed_at is null"):
        members[team].add(person)
    found: dict[int, set[int]] = defaultdict(set)
    for together in members.values():
        for person in together:
            found[person] |= together
    return found


def asked(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
