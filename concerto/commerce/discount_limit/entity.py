from django.utils.translation import gettext_lazy as _

from concerto.commerce.discount_limit.model import DiscountLimit
from concerto.company.roles import ACCOUNTANT, EXECUTIVE, SALES_MANAGER, SALES_REP
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

discount_limit = Entity(
    DiscountLimit,
    id="discount-limit",
    path="discount-limits",
    prefix="DL",
    label=_("Discount limit"),
    plural=_("Discount limits"),
    about=_("How much of a discount each role may give without asking. Approval rules say whom to ask beyond it."),
    icon="percentage",
    title=DiscountLimit.name,
    title_zh=DiscountLimit.name_zh,
    head=Head(badges=[DiscountLimit.role, DiscountLimit.percent]),
    columns=[DiscountLimit.name, DiscountLimit.role, DiscountLimit.percent],
    page=[Section(_("Discount limit"), DiscountLimit.name, DiscountLimit.name_zh, DiscountLimit.role, DiscountLimit.percent)],
    quiet=[DiscountLimit.tags],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(SALES_MANAGER, read=ALL),
        rows(SALES_REP, read=ALL),
        rows(ACCOUNTANT, read=ALL),
        rows(EXECUTIVE, read=ALL),
    ],
)  # fmt: skip
