from django.utils.translation import gettext_lazy as _

from concerto.collaboration.linkages.linkage.guards import can_be_asked_for
from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

linkage = Entity(
    Linkage,
    id="linkage",
    path="linkages",
    prefix="LK",
    label=_("Linkage rule"),
    plural=_("Linkage rules"),
    about=_(
        "When a department falls short, another helps as agreed. For example: as soon as Legal keeps less than 70 per cent of its "
        "promises, Sales sends its standard contracts as templates that are filled in already."
    ),
    icon="heart-handshake",
    title=Linkage.name,
    head=Head(under=[Linkage.department, Linkage.helps], badges=[Linkage.figure]),
    columns=[
        Linkage.name, Linkage.department, Linkage.figure, Linkage.threshold, Linkage.days, Linkage.helps, Linkage.active,
    ],
    page=[
        Section(_("Falls short"), Linkage.name, Linkage.department, Linkage.figure, Linkage.threshold, Linkage.days),
        Section(_("Agreed help"), Linkage.helps, Linkage.help, Linkage.type, Linkage.active, Linkage.owner),
    ],
    search=[Linkage.name, Linkage.help],
    owner=Linkage.owner,
    guards=[can_be_asked_for],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EXECUTIVE, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
