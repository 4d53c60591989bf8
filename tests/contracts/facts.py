"""The facts that the oracle judges by, read from the tables themselves: no access code has touched them."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from concerto.kernel.entity.registry import entities, named
from tests.contracts.expected_access import EXPECTED, Noun
from tests.contracts.oracle import Row, Who, World


def world() -> World:
    """Every row of every noun."""
    return {(noun, id): row for noun, told in EXPECTED.items() for id, row in _rows(noun, told)}


def _rows(noun: str, told: Noun) -> list[tuple[int, Row]]:
    belongs = told.attached or (told.belongs[1] if told.belongs else "")
    wanted = ("id", told.owner, told.department, belongs, "trashed_at", told.shared)
    columns = ", ".join(column or "null" for column in wanted)
    parent = told.belongs[0] if told.belongs else ""
    found = asked(f"select {columns} from {named(noun).model._meta.db_table}")
    prefixes = {entity.prefix: entity.id for entity in entities()}

    def over(above: object) -> tuple[str, int] | None:
        prefix, _dash, number = str(above).partition("-")
        return (prefixes[prefix], int(number)) if told.attached else (parent, above) if above else None

    return [
        (id, Row(owner, place, over(above), trashed is not None, shared or ""))
        for id, owner, place, above, trashed, shared in found
    ]


def everybody() -> dict[str, Who]:
    """Username → who that is, for all who have not left."""
    below, mates, shared = _below(), _mates(), _shared()
    people = asked(
        "select username, id, roles, department_id from kernel_person where left_at is null and trashed_at is null"
    )
    return {
        username: Who(
            id,
            frozenset(roles),
            place,
            frozenset(below[place]) if place else frozenset(),
            frozenset(mates[id]),
            {row: frozenset(levels) for row, levels in shared[username].items()},
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


def _shared() -> dict[str, dict[tuple[str, int], set[str]]]:
    """Username → row → levels, of grants to the person, to a team or department they are in and to a role they have."""
    nouns = {entity.prefix: entity.id for entity in entities()}
    found: dict[str, dict[tuple[str, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for username, subject, level in asked(SHARED):
        prefix, number = subject.split("-")
        found[username][nouns[prefix], int(number)].add(level)
    return found


SHARED = """
    select p.username, g.subject, g.level from kernel_grant g join kernel_person p on
        p.id = g.person_id or g.role = any(p.roles || 'everyone'::text)
        or p.department_id in (
            with recursive part as (select g.department_id as id union select d.id from kernel_department d join part on d.parent_id = part.id)
            select id from part)
        or exists (select from kernel_membership m where m.team_id = g.team_id and m.person_id = p.id and m.trashed_at is null)
    where g.trashed_at is null and (g.until is null or g.until > clock_timestamp())
"""


def asked(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
