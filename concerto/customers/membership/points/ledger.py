"""The ledger's one way in: a line for a member whose row is locked, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.level.settling import settle
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.model import MOST, Kind, PointsLine
from concerto.customers.membership.programme.days import day_of, months_after
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.registry import entity_of


def enter(actor: Actor, member: Member, kind: Kind, points: int, **more: Any) -> PointsLine:
    """Keep a line of so many points (less than none takes some away); `more` are further fields of it.

    A key that the programme has had already for the same changes nothing. Raises Refused for one that said something
    else, and where the points are not there or become too many.
    """
    known = _known(member, more.get("key", ""))
    if known:
        if (known.member_id, known.kind, known.points) != (member.pk, kind, points):
            raise Refused(_("This key was used for something else in the programme."), ask_for=["key"])
        return known
    refuse_impossible(member, points)
    line = line_of(member, member.programme, kind, points, **more)
    enter_many(actor, [line])
    return line


def _known(member: Member, key: str) -> PointsLine | None:
    return PointsLine.everything.filter(programme=member.programme_id, key=key).first() if key else None


def refuse_impossible(member: Member, points: int) -> None:
    """Raise Refused with how many points there are."""
    there = member.balance or 0
    if there + points < 0:
        raise Refused(_("There are %(points)s points only. Nothing was changed.") % {"points": there})
    if there + points > MOST:
        raise Refused(_("A member has at most %(points)s points. Nothing was changed.") % {"points": MOST})


def line_of(
    member: Member, programme: Programme, kind: Kind, points: int, *, at: datetime | None = None, **more: Any
) -> PointsLine:
    """The line, with the day on which new points expire."""
    at = at or timezone.now()
    if points > 0 and kind in (Kind.EARN, Kind.ADJUST):
        more.setdefault("expires_on", expiry(programme, day_of(at)))
    return PointsLine(member=member, programme=programme, kind=kind, points=points, at=at, **more)


def expiry(programme: Programme, earned_on: date) -> date | None:
    return months_after(earned_on, programme.months) if programme.months else None


def enter_many(actor: Actor, lines: Sequence[PointsLine]) -> None:
    """Keep lines of members whose rows are locked; balances follow in the database."""
    if lines:
        add_many(actor.doing(CREATE), entity_of(PointsLine), [(None, line) for line in lines])
        settle({line.member_id for line in lines})


def with_lines(member: Member) -> bool:
    return PointsLine.everything.filter(member=member.pk).exists()
