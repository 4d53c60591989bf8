from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER, SALES_MANAGER, SALES_REP, SERVICE_AGENT, SERVICE_LEAD, SUCCESS_MANAGER
from concerto.customers.membership.coupon.actions import cancel, redeem
from concerto.customers.membership.coupon.model import Coupon
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EDITABLE, EVERYONE, READABLE, rows

AS_ISSUED = (
    Coupon.kind,
    Coupon.customer,
    Coupon.expires_on,
)  # nobody changes them: whoever may edit coupons redeems and cancels

coupon = Entity(
    Coupon,
    id="coupon",
    path="coupons",
    prefix="KP",
    label=_("Coupon"),
    plural=_("Coupons"),
    about=_("What customers may redeem once, until its last day."),
    icon="ticket",
    title=Coupon.number,
    head=Head(badges=[Coupon.kind]),
    columns=[Coupon.number, Coupon.kind, Coupon.customer, Coupon.expires_on, Coupon.redeemed_at, Coupon.place, Coupon.cancelled_at],
    page=[
        Section(_("Coupon"), Coupon.number, Coupon.kind, Coupon.customer, Coupon.expires_on, Coupon.paid),
        Section(_("What became of it"), Coupon.redeemed_at, Coupon.place, Coupon.cancelled_at),
    ],
    derived=[Coupon.number, Coupon.paid, Coupon.redeemed_at, Coupon.place, Coupon.cancelled_at],
    search=[Coupon.number],
    follows=Coupon.customer,
    actions=[redeem, cancel],
    access=[
        rows(ADMINISTRATOR, read=ALL, edit=READABLE, export=ALL).locking(*AS_ISSUED),
        rows(MARKETER, read=ALL, edit=READABLE, export=ALL).locking(*AS_ISSUED),
        rows(SALES_MANAGER, read=READABLE, edit=EDITABLE).locking(*AS_ISSUED),
        rows(SALES_REP, read=READABLE, edit=EDITABLE).locking(*AS_ISSUED),
        rows(SERVICE_LEAD, read=READABLE, edit=READABLE).locking(*AS_ISSUED),
        rows(SERVICE_AGENT, read=READABLE, edit=READABLE).locking(*AS_ISSUED),
        rows(SUCCESS_MANAGER, read=READABLE, edit=READABLE).locking(*AS_ISSUED),
        rows(EVERYONE, read=READABLE).locking(*AS_ISSUED),
    ],
)  # fmt: skip
