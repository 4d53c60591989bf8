"""What follows from a member's lines beside the balance: points of the last year, the level they reach, what expires next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db import connection, transaction

from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.lots import LOTS
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.bulk import change_each, prepared
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.entity.registry import entity_of

BY_RULE = "level by rule"  # what the journal says of such a change
CHUNK = 1000  # members whose rows are locked together

_EARNED = """
    sum(points) filter (where at > now() - interval '1 year' and (kind = 'earn' or (kind = 'take-back' and points < 0)))
"""
_SETTLED = f"""
    with {LOTS},
    earned as (select member_id, {_EARNED} as points from lines group by member_id),
    next as (
        select distinct on (member_id) member_id, expires_on, sum(left_over) as points from lots
        where left_over > 0 and expires_on is not null group by member_id, expires_on order by member_id, expires_on)
    update customers_member member set earned = least(greatest(coalesce(earned.points, 0), 0), 2000000000),
        expires_on = next.expires_on, expiring = coalesce(next.points, 0)
    from customers_member same
    left join earned on earned.member_id = same.id left join next on next.member_id = same.id
    where same.id = member.id and member.id = any(%(members)s)
"""
_REACHED = """
    select member.id, reached.id from customers_member member
    left join lateral (
        select level.id from customers_level level
        where level.programme_id = member.programme_id and level.trashed_at is null and coalesce(level.threshold, 0) <= member.earned
        order by coalesce(level.threshold, 0) desc, level.id limit 1) reached on member.left_at is null
    where member.id = any(%(members)s) and member.level_id is distinct from reached.id
"""
# Members whose last year is not what it was when they were settled, or whose level is not the one they reach.
_DUE = f"""
    with earned as (
        select member_id, {_EARNED} as points from customers_pointsline where at > now() - interval '1 year' group by member_id)
    select member.id from customers_member member left join earned on earned.member_id = member.id
    left join lateral (
        select level.id from customers_level level
        where level.programme_id = member.programme_id and level.trashed_at is null
            and coalesce(level.threshold, 0) <= least(greatest(coalesce(earned.points, 0), 0), 2000000000)
        order by coalesce(level.threshold, 0) desc, level.id limit 1) reached on member.left_at is null
    where member.trashed_at is null
        and (member.earned is distinct from least(greatest(coalesce(earned.points, 0), 0), 2000000000)
            or member.level_id is distinct from reached.id)
    order by member.id
"""


def settle(members: Collection[int]) -> None:
    """Bring members in line whose rows are locked. A new level is told in the journal; the other values follow from lines."""
    asked = {"members": sorted(members)}
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, asked)
        cursor.execute(_REACHED, asked)
        reached = dict(cursor.fetchall())
    if not reached:
        return
    by_rule, entity = replace(SYSTEM.at(JOB).doing(EDIT), reason=BY_RULE), entity_of(Member)
    rows = Member.everything.filter(pk__in=reached).defer("search").order_by("pk")
    changed = [prepared(by_rule, entity, row, {"level": reached[row.pk]}) for row in rows]
    change_each(by_rule, entity, [each for each in changed if each])


def settle_all() -> int:
    """Every member whose year has moved on or whose levels were changed; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        due = [id for (id,) in cursor.fetchall()]
    for start in range(0, len(due), CHUNK):
        with transaction.atomic():
            settle(lock(due[start : start + CHUNK]))
    return len(due)


def lock(members: Collection[int]) -> list[int]:
    """Lock these members' rows in the order of their ids."""
    rows = Member.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=members).order_by("pk")
    return list(rows.values_list("pk", flat=True))
