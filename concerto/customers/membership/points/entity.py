from django.utils.translation import gettext_lazy as _

from concerto.company.roles import ACCOUNTANT, EXECUTIVE, MARKETER, STEWARD
from concerto.customers.membership.points.actions import take_back
from concerto.customers.membership.points.model import PointsLine
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

WRITTEN_ONCE = (
    PointsLine.member, PointsLine.programme, PointsLine.kind, PointsLine.points, PointsLine.at, PointsLine.reason, PointsLine.key,
    PointsLine.takes_back, PointsLine.expires_on,
)  # fmt: skip

points_line = Entity(
    PointsLine,
    id="points-line",
    path="points",
    prefix="PT",
    label=_("Line of points"),
    plural=_("Lines of points"),
    about=_("Every point earned, used, expired, adjusted and taken back. Lines are never changed; they add up to the balance."),
    icon="coins",
    title=PointsLine.reason,
    head=Head(badges=[PointsLine.kind]),
    columns=[PointsLine.at, PointsLine.member, PointsLine.kind, PointsLine.points, PointsLine.reason, PointsLine.expires_on],
    page=[
        Section(_("Line of points"), PointsLine.member, PointsLine.kind, PointsLine.points, PointsLine.at, PointsLine.reason),
        Section(_("More"), PointsLine.expires_on, PointsLine.takes_back, PointsLine.key, PointsLine.programme),
    ],
    follows=PointsLine.member,
    aside=True,
    happened=PointsLine.at,
    actions=[take_back],
    access=[
        rows(ADMINISTRATOR, read=ALL, export=ALL).locking(*WRITTEN_ONCE),
        rows(STEWARD, read=ALL, export=ALL).locking(*WRITTEN_ONCE),
        rows(EXECUTIVE, read=ALL, export=ALL).locking(*WRITTEN_ONCE),
        rows(MARKETER, read=ALL, export=ALL).locking(*WRITTEN_ONCE),
        rows(ACCOUNTANT, read=ALL, export=ALL).locking(*WRITTEN_ONCE),
        rows(EVERYONE, read=READABLE).locking(*WRITTEN_ONCE),
    ],
)  # fmt: skip
