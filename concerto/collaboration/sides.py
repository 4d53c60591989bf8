"""Departments as sides: who belongs to one, and which one a colour means."""

from __future__ import annotations

from django.db import connection

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person

_PEOPLE = """
    with recursive tree as (
        select id from kernel_department where id = %s
        union select part.id from kernel_department part join tree on part.parent_id = tree.id where part.trashed_at is null
    )
    select id from kernel_person where department_id in (select id from tree) and left_at is null and trashed_at is null
"""


def people_of(department: int | None) -> list[int]:
    """Ids of everybody who works in a department or below it."""
    if department is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [department])
        return [row[0] for row in cursor.fetchall()]


def parts_above(department: int | None) -> list[int]:
    """Ids of a department and of all that it is part of, the nearest first."""
    found: list[int] = []
    while department is not None and department not in found:
        found.append(department)
        department = Department.everything.filter(pk=department).values_list("parent", flat=True).first()
    return found


def department_of(hue: str) -> int | None:
    """The department that a colour means: of those that have it the one that is part of no other such, the oldest first."""
    alike = Department.everything.filter(hue=hue, trashed_at=None)
    return alike.exclude(parent__in=alike.values("pk")).order_by("pk").values_list("pk", flat=True).first()


def department_among(own: int | None, hue: str) -> int | None:
    """One's own department where it has this colour, else the one that the colour means."""
    if own and Department.everything.filter(pk=own, hue=hue, trashed_at=None).exists():
        return own
    return department_of(hue)


_SUPERIORS = """
    with recursive above as (
        select manager_id as id, 1 as step, array[id] as passed from kernel_person where id = %s
        union all select person.manager_id, step + 1, passed || person.id from above join kernel_person person using (id)
        where not person.id = any(passed)
    )
    select above.id from above join kernel_person person using (id)
    where person.left_at is null and person.trashed_at is null order by step
"""


def head_of(department: int | None) -> int | None:
    """Who leads a department: of those in it itself the first who reports to nobody in it."""
    inside = Person.everything.filter(department=department, left_at=None, trashed_at=None)
    outside = inside.exclude(manager__in=inside.values("pk"))
    return outside.order_by("pk").values_list("pk", flat=True).first() if department else None


def superiors_of(person: int | None) -> list[int]:
    """Whom a person reports to, whom that one does, and so on; those who have left are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPERIORS, [person])
        return [row[0] for row in cursor.fetchall()]


def first_above(one: int | None, other: int | None) -> int | None:
    """The nearest person to whom both report, each counted among those above themselves."""
    above_other = {other, *superiors_of(other)}
    return next((each for each in (one, *superiors_of(one)) if each in above_other), None)


_PARTS = """
    with recursive tree as (
        select id from kernel_department where id = any(%s)
        union select part.id from kernel_department part join tree on part.parent_id = tree.id where part.trashed_at is null
    )
    select id from tree
"""
_WHOLES = """
    with recursive above as (
        select id, parent_id from kernel_department where id = any(%s)
        union select whole.id, whole.parent_id from kernel_department whole join above on whole.id = above.parent_id
    )
    select id from above
"""


def parts_of(departments: set[int]) -> set[int]:
    """Departments and everything that is part of them."""
    return _walked(_PARTS, departments)


def wholes_of(departments: set[int]) -> set[int]:
    """Departments and everything that they are part of."""
    return _walked(_WHOLES, departments)


def _walked(way: str, departments: set[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(way, [sorted(departments)])
        return {row[0] for row in cursor.fetchall()}
