from django.utils.translation import gettext_lazy as _

from concerto.company.roles import (
    MARKETER,
    SALES_MANAGER,
    SALES_REP,
    SERVICE_AGENT,
    SERVICE_LEAD,
    STEWARD,
    SUCCESS_MANAGER,
)
from concerto.customers.membership.member.actions import adjust, burn, earn, leave, rejoin, take_coupon
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.member.rules import points_are_brought_along_once, points_stay_in_their_programme
from concerto.kernel.entity.entity import Entity, Head, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EDITABLE, EVERYONE, READABLE, rows

member = Entity(
    Member,
    id="member",
    path="members",
    prefix="MB",
    label=_("Member"),
    plural=_("Programme members"),
    about=_("Customers who take part in a programme: their cards, levels and points."),
    icon="id-badge",
    title=Member.number,
    head=Head(under=[Member.customer], badges=[Member.level, Member.balance]),
    columns=[Member.number, Member.customer, Member.programme, Member.level, Member.balance, Member.earned, Member.expires_on, Member.since],
    page=[
        Section(_("Member"), Member.customer, Member.programme, Member.number, Member.since, Member.opening, Member.left_at),
        Section(_("Points"), Member.balance, Member.level, Member.earned, Member.expiring, Member.expires_on),
    ],
    derived=[Member.left_at, Member.balance, Member.level, Member.earned, Member.expiring, Member.expires_on],
    quiet=[Member.tags],
    search=[Member.number],
    match=[Match(Member.number)],
    known_as={
        Member.number: ["card", "card no", "membership number", "会员卡号", "卡号", "会员编号"],
        Member.since: ["joined", "joined on", "入会日期", "加入日期"],
        Member.opening: ["points", "opening balance", "points balance", "积分", "积分余额", "期初积分"],
    },
    follows=Member.customer,
    guards=[points_stay_in_their_programme, points_are_brought_along_once],
    actions=[earn, burn, take_coupon, adjust, leave, rejoin],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(STEWARD, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_MANAGER, read=READABLE, create=EDITABLE, edit=EDITABLE).locking(Member.opening),
        rows(SALES_REP, read=READABLE, create=EDITABLE, edit=EDITABLE).locking(Member.opening),
        rows(SERVICE_LEAD, read=READABLE, create=READABLE, edit=READABLE).locking(Member.opening),
        rows(SERVICE_AGENT, read=READABLE, create=READABLE, edit=READABLE).locking(Member.opening),
        rows(SUCCESS_MANAGER, read=READABLE, create=READABLE, edit=READABLE).locking(Member.opening),
        rows(EVERYONE, read=READABLE).locking(Member.opening),
    ],
)  # fmt: skip
