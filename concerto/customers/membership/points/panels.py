"""The latest lines of a member's ledger, each with what it gave or took."""

from __future__ import annotations

from django.db.models import QuerySet

from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.entity import points_line
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, record_address

SHOWN = 8
ICONS = {
    Kind.EARN: "circle-plus", Kind.BURN: "coins", Kind.EXPIRE: "hourglass", Kind.ADJUST: "adjustments",
    Kind.TAKE_BACK: "arrow-back-up",
}  # fmt: skip


@panel(on=Member, instead_of=[PointsLine.member])
def ledger(look: Look) -> Panel | None:
    if not {"member", "kind", "points", "at", "reason"} <= readable(look.actor, points_line).keys():
        return None
    found = _lines(look.actor).rows(member=look.record.pk)
    all = list_address(points_line, filter=f"member = {look.code}", sort="-at")
    count = Count(len(found[:SHOWN]), exact=len(found) <= SHOWN)
    return Panel("points", points_line.plural, [drawn(line) for line in found[:SHOWN]], count, all=all)


def drawn(line: PointsLine) -> Line:
    """What it was for, when, and the points with their sign."""
    kind, points, at = (points_line.fields[id] for id in ("kind", "points", "at"))
    sign = "+" if (line.points or 0) > 0 else ""
    return Line(
        line.reason or kind.kind.show(kind, line.kind),
        record_address(points_line, line.pk),
        icon=ICONS[Kind(line.kind)],
        note=at.kind.show(at, line.at),
        end=f"{sign}{points.kind.show(points, line.points)}",
    )


@kept
def _lines(actor: Actor) -> QuerySet[PointsLine]:
    rows = visible_to(actor, PointsLine).filter(member=Slot("member"))
    return rows.order_by("-pk").defer("search")[: SHOWN + 1]
