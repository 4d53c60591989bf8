from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER
from concerto.customers.membership.programme.actions import join
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

programme = Entity(
    Programme,
    id="programme",
    path="programmes",
    prefix="PG",
    label=_("Membership programme"),
    plural=_("Membership programmes"),
    about=_("What customers are members of: points for what they buy, levels, coupons."),
    icon="award",
    title=Programme.name,
    title_zh=Programme.name_zh,
    head=Head(badges=[Programme.active]),
    columns=[Programme.name, Programme.name_zh, Programme.active, Programme.rate, Programme.months],
    page=[
        Section(_("Membership programme"), Programme.name, Programme.name_zh, Programme.active, Programme.about),
        Section(_("Points"), Programme.rate, Programme.months),
    ],
    search=[Programme.name, Programme.name_zh],
    actions=[join],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
