"""Who is in the group of a robot, and what all of them may know: only that is posted there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from concerto.kernel.access.actor import JOB, Actor, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.access.person.model import Person
from concerto.kernel.channels.robot.model import Robot
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.notices.reading import title_of

_BELOW = """
    with recursive below as (
        select id from kernel_department where id = %(department)s and trashed_at is null
        union select part.id from kernel_department part join below on part.parent_id = below.id where part.trashed_at is null
    )
"""
_IN_GROUP = """
    person.left_at is null and person.trashed_at is null
    and (%(department)s::bigint is null or person.department_id in (select id from below))
    and (%(team)s::bigint is null or exists (select from kernel_membership membership
        where membership.team_id = %(team)s and membership.person_id = person.id and membership.trashed_at is null))
"""
_MEMBERS = f"{_BELOW} select person.id from kernel_person person where {_IN_GROUP} order by 1"
_CARDS = f"""
    {_BELOW} insert into kernel_robot_card (robot_id, notice_id, kind, entity, record, journal, made_at, state, tries, next_try_at, problem)
    select %(robot)s, notice.id, notice.kind, notice.entity, notice.record, notice.journal, now(), 'waiting', 0, now(), ''
    from kernel_notice notice join kernel_person person on person.id = notice.person_id
    left join kernel_notice_setting setting on setting.person_id = person.id and setting.kind = notice.kind
    where notice.id = any(%(ids)s) and coalesce(setting.robot, true) and {_IN_GROUP}
    order by notice.id on conflict do nothing
"""


def give_cards(robot: Robot, notices: Sequence[int]) -> int:
    """A card for each thing that somebody of the group was told; answers how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, _given(robot) | {"robot": robot.pk, "ids": list(notices)})
        return int(cursor.rowcount)


def members(robot: Robot) -> list[Actor]:
    """Everybody of the group, with the rights of this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, _given(robot))
        ids = [row[0] for row in cursor.fetchall()]
    return [actor for id in ids if (actor := actor_for(id, JOB))]


def name_for_all(group: Sequence[Actor], noun: str, id: int) -> str:
    """What a record is called where every one of the group may see it and its title; else nothing."""
    entity = find(noun)
    if not group or entity is None:
        return ""
    seen = seen_among((actor, noun, id) for actor in group)
    if not all((profile(actor, noun), noun, id) in seen for actor in group):
        return ""
    record = entity.model.everything.filter(pk=id, trashed_at=None).defer("search").first()
    titles = {title_of(actor, record) for actor in group} if record else set()
    return titles.pop() if len(titles) == 1 else ""


def name_of_person(group: Sequence[Actor], id: int | None) -> str:
    return name_for_all(group, entity_of(Person).id, id) if id else ""


def _given(robot: Robot) -> dict[str, int | None]:
    return {"department": robot.department_id, "team": robot.team_id}
