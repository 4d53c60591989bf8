"""Members earn points for what they buy, and lose those of what they return: told by events, each once in a programme.

A refund that says of which purchase it is takes back the same share of the points that this purchase earned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import connection

from concerto.customers.event.following import follows_events
from concerto.customers.membership.level.settling import lock
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter_many, line_of
from concerto.customers.membership.points.model import MOST, Kind, PointsLine
from concerto.kernel.access.actor import READER, SYSTEM

_COUNTING = """
    select event.id, event.kind = 'refund', event.amount, event.at, left(event.what, 200), member.id,
        purchase.id, purchase.amount, coalesce(earned.points, 0), (
            select coalesce(-sum(line.points), 0) from customers_event other
            join customers_pointsline line on line.member_id = member.id and line.key = 'event ' || other.id
            where other.refund_of_id = purchase.id)
    from customers_event event join customers_member member on member.customer_id = event.customer_id
    join customers_programme programme on programme.id = member.programme_id
    left join customers_event purchase on purchase.id = event.refund_of_id and purchase.amount > 0
    left join customers_pointsline earned on earned.member_id = member.id and earned.programme_id = member.programme_id
        and earned.key = 'event ' || purchase.id
    where event.id = any(%(ids)s) and (purchase.id is not null) = %(tied)s and event.kind in ('purchase', 'refund') and event.amount > 0 and event.trashed_at is null
        and member.trashed_at is null and member.left_at is null and programme.active and programme.trashed_at is null
        and (event.at at time zone %(zone)s)::date >= member.since
    order by event.id, member.id
"""


@dataclass(frozen=True)
class Bought:
    """A purchase of a member, or what was returned of one: of which, for how much, with how many points, and how many of
    them were taken back before."""

    event: int
    returned: bool
    amount: Decimal
    at: datetime
    what: str
    member: int
    purchase: int | None
    paid: Decimal | None
    earned: int
    taken: int

    def worth(self, rate: Decimal) -> int:
        """The points that it is about."""
        if self.purchase is None or self.paid is None:
            return int(self.amount * rate)
        share = min(self.amount / self.paid, Decimal(1))
        return int((self.earned * share).to_integral_value(ROUND_HALF_UP))

    @property
    def key(self) -> str:
        return f"event {self.event}"


@follows_events("customers.points")
def count_purchases(events: Sequence[tuple[int, int | None]]) -> None:
    """What says of which purchase it is comes after all purchases, whose points it has a share of."""
    ids = [id for id, customer in events if customer]
    for tied in (False, True):
        _count(_bought(ids, tied=tied))


def _count(bought: Sequence[Bought]) -> None:
    """Set by set: members are locked, what was counted before is left out, the rest is kept at once."""
    if not bought:
        return
    members = {
        member.pk: member
        for member in Member.everything.filter(pk__in=lock({each.member for each in bought})).select_related(
            "programme"
        )
    }
    counted = set(
        PointsLine.everything.filter(member__in=members, key__in={each.key for each in bought}).values_list(
            "member", "key"
        )
    )
    fresh = [each for each in bought if (each.member, each.key) not in counted]
    enter_many(SYSTEM.at(READER), list(_lines(fresh, members)))


def _bought(ids: Sequence[int], *, tied: bool) -> list[Bought]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTING, {"ids": list(ids), "zone": settings.TIME_ZONE, "tied": tied})
        return [Bought(*row) for row in cursor.fetchall()]


def _lines(bought: Sequence[Bought], members: Mapping[int, Member]) -> Iterator[PointsLine]:
    """A line for each that is worth a point; nobody owes points for what is returned after they were spent."""
    taken: dict[tuple[int, int], int] = {}
    for each in bought:
        member = members[each.member]
        worth = each.worth(member.programme.rate or Decimal(0))
        there = member.balance or 0
        if each.purchase:
            before = taken.get((each.member, each.purchase), each.taken)
            worth = min(worth, each.earned - before)
            taken[each.member, each.purchase] = before + min(worth, there)
        points = -min(worth, there) if each.returned else min(worth, MOST - there)
        if points:
            member.balance = there + points
            kind = Kind.TAKE_BACK if each.returned else Kind.EARN
            yield line_of(member, member.programme, kind, points, at=each.at, reason=each.what, key=each.key)
