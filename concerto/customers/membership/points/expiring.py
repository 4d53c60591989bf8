"""Points whose day has come: a line for each member, whatever number of days nobody looked."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from concerto.customers.membership.level.settling import CHUNK, lock, settle
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter_many, line_of
from concerto.customers.membership.points.lots import LOTS
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import JOB, SYSTEM

_DUE = f"with {LOTS} select member_id, sum(left_over) from lots where expires_on <= %(today)s group by member_id having sum(left_over) > 0"


def expire() -> int:
    """Let expire what is due; answers how many lines that took."""
    total = 0
    while due := list(
        Member.everything.filter(expires_on__lte=today()).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        total += _some(due)
    return total


@transaction.atomic
def _some(due: list[int]) -> int:
    """Under the members' locks, so that what somebody spent a moment ago does not expire as well."""
    members = {member.pk: member for member in Member.everything.filter(pk__in=lock(due)).select_related("programme")}
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"members": sorted(members), "today": today()})
        points = dict(cursor.fetchall())
    last = PointsLine.everything.filter(member__in=points).values_list("member").annotate(last=Max("pk"))
    lines = [
        line_of(members[id], members[id].programme, Kind.EXPIRE, -int(points[id]), key=f"expired {id} {after}")
        for id, after in last.order_by("member")
    ]
    enter_many(SYSTEM.at(JOB), lines)
    settle(members.keys() - points.keys())
    return len(lines)
