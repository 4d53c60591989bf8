"""Two customers become one: where both were members of a programme, the points of the one that goes move to the one that stays."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from concerto.customers.membership.level.settling import lock
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter_many, line_of
from concerto.customers.membership.points.lots import LOTS
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.merging.references import Keeper, goes_along

Moved = list[list[int]]  # from which member to which, how many points
_LEFT = f"with {LOTS} select left_over, expires_on from lots where left_over > 0 order by id"


def _go_along(noun: str, loser: int, winner: int) -> Moved:
    """What could not lead to the winner stayed with the loser, in the trash: its points go."""
    if noun != "customer":
        return []
    moved: Moved = []
    for old in Member.everything.filter(customer=loser, balance__gt=0).order_by("pk"):
        new = Member.everything.filter(customer=winner, programme=old.programme_id, trashed_at=None).first()
        if new:
            moved.append([old.pk, new.pk, _move(old.pk, new.pk)])
    return moved


def _go_back(noun: str, loser: int, winner: int, moved: Moved) -> None:
    """As many as the winner still has."""
    for old, new, points in moved:
        _move(new, old, points)


def _move(source: int, target: int, most: int | None = None) -> int:
    """Move points with the days on which they expire, all or at most so many; answers how many went."""
    members = {
        each.pk: each for each in Member.everything.filter(pk__in=lock([source, target])).select_related("programme")
    }
    lines = list(_lines(members[source], members[target], most if most is not None else members[source].balance or 0))
    enter_many(SYSTEM, lines)
    return sum(line.points or 0 for line in lines if line.member_id == target)


def _lines(source: Member, target: Member, most: int) -> Iterator[PointsLine]:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, {"members": [source.pk]})
        lots = cursor.fetchall()
    for left_over, expires_on in lots:
        points = min(int(left_over), most)
        most -= points
        if points:
            reason = f"{source.number} → {target.number}"
            yield line_of(source, source.programme, Kind.ADJUST, -points, reason=reason)
            yield line_of(target, target.programme, Kind.ADJUST, points, expires_on=expires_on, reason=reason)


goes_along("points", Keeper(_go_along, _go_back))
