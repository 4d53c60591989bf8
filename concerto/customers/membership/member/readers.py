"""Points that new members bring along become a line of the ledger, by whichever door the members came."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as say

from concerto.customers.membership.level.settling import lock
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter_many, line_of
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.kernel.access.actor import READER, SYSTEM
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader


@reader("customers.points-brought-along")
def enter_openings(lines: Sequence[Entry]) -> None:
    """Each once: the key says of which member it is."""
    new = {each.record for each in lines if each.entity == "member" and "opening" in each.changes}
    if not new:
        return
    members = Member.everything.filter(pk__in=lock(new), opening__gt=0).select_related("programme").order_by("pk")
    keys = {member.pk: f"opening {member.pk}" for member in members}
    known = set(PointsLine.everything.filter(key__in=keys.values()).values_list("key", flat=True))
    reason = say("Points brought along")
    enter_many(
        SYSTEM.at(READER),
        [
            line_of(each, each.programme, Kind.ADJUST, each.opening or 0, key=keys[each.pk], reason=reason)
            for each in members
            if keys[each.pk] not in known
        ],
    )
