from django.utils.translation import gettext_lazy as _

from concerto.company.roles import ENGINEER, PRODUCT_MANAGER
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.product.demand.model import Demand

demand = Entity(
    Demand,
    id="demand",
    path="demands",
    prefix="DM",
    label=_("Demand"),
    plural=_("Demands"),
    about=_("What customers wish for, told by whoever heard it; and what became of it."),
    icon="bulb",
    title=Demand.title,
    head=Head(under=[Demand.customer], steps=Demand.status),
    columns=[Demand.title, Demand.customer, Demand.status, Demand.owner],
    page=[
        Section(_("Demand"), Demand.title, Demand.why, Demand.customer, Demand.status),
        Section(_("Looked after by"), Demand.owner, Demand.department),
    ],
    search=[Demand.title, Demand.why],
    owner=Demand.owner,
    department=Demand.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(PRODUCT_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(ENGINEER, read=ALL, create=ALL, edit=ALL),
        rows(EVERYONE, read=ALL, create=ALL, edit=OWN).locking(Demand.status),
    ],
)
