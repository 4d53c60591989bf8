from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER
from concerto.customers.membership.coupon_kind.actions import issue
from concerto.customers.membership.coupon_kind.model import CouponKind
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

coupon_kind = Entity(
    CouponKind,
    id="coupon-kind",
    path="coupon-kinds",
    prefix="KK",
    label=_("Kind of coupon"),
    plural=_("Kinds of coupons"),
    about=_("What coupons are worth, how long they are good, and what they cost in points."),
    icon="gift",
    title=CouponKind.name,
    title_zh=CouponKind.name_zh,
    head=Head(badges=[CouponKind.sort, CouponKind.active]),
    columns=[CouponKind.name, CouponKind.sort, CouponKind.value, CouponKind.minimum, CouponKind.days, CouponKind.price, CouponKind.active],
    page=[
        Section(_("Kind of coupon"), CouponKind.name, CouponKind.name_zh, CouponKind.sort, CouponKind.value, CouponKind.minimum,
                CouponKind.days, CouponKind.active),
        Section(_("For members"), CouponKind.programme, CouponKind.price, CouponKind.about),
    ],
    search=[CouponKind.name, CouponKind.name_zh],
    actions=[issue],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
