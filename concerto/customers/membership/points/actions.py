from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import enter
from concerto.customers.membership.points.model import Kind, PointsLine
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action, locked
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.policy import Act


@action(on=PointsLine, label=_("Take back"), needs=Act.READ, icon="arrow-back-up", bulk=False)
def take_back(actor: Actor, line: PointsLine, *, reason: str = "") -> None:
    """Undo a line by another one; whoever may earn and use points for the member may do it. Raises Refused for a line of another
    kind, one that was taken back, or points that were spent since."""
    undo(actor, line, locked(actor, Member, line.member_id, Act.EDIT), reason)


def undo(actor: Actor, line: PointsLine, member: Member, reason: str = "") -> PointsLine:
    """The same within another verb, which has locked the member."""
    if line.kind not in (Kind.EARN, Kind.BURN):
        raise Refused(_("Only what was earned or used can be taken back. Adjust the points instead."))
    if PointsLine.everything.filter(takes_back=line.pk).exists():
        raise Refused(_("This line was taken back already."))
    return enter(actor, member, Kind.TAKE_BACK, -(line.points or 0), takes_back=line, reason=reason)
