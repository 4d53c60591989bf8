from django.utils.translation import gettext_lazy as _

from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

shortfall = Entity(
    Shortfall,
    id="shortfall",
    path="shortfalls",
    prefix="SF",
    label=_("Shortfall"),
    plural=_("Shortfalls"),
    about=_("From when to when a department's figure was past what was agreed, and the help that was asked for. Nobody writes it."),
    icon="alert-triangle",
    title=Shortfall.name,
    title_zh=Shortfall.name_zh,
    head=Head(under=[Shortfall.linkage], badges=[Shortfall.figure]),
    columns=[Shortfall.name, Shortfall.department, Shortfall.began_at, Shortfall.first, Shortfall.worst, Shortfall.ended_at, Shortfall.task, Shortfall.handoff],
    page=[
        Section(_("Shortfall"), Shortfall.name, Shortfall.name_zh, Shortfall.linkage, Shortfall.department, Shortfall.figure, Shortfall.threshold),
        Section(_("How it went on"), Shortfall.began_at, Shortfall.first, Shortfall.worst, Shortfall.ended_at),
        Section(_("Help asked for"), Shortfall.task, Shortfall.handoff),
    ],
    derived=[
        Shortfall.linkage, Shortfall.name, Shortfall.name_zh, Shortfall.department, Shortfall.figure, Shortfall.threshold, Shortfall.began_at, Shortfall.first,
        Shortfall.worst, Shortfall.ended_at, Shortfall.task, Shortfall.handoff,
    ],
    search=[Shortfall.name, Shortfall.name_zh],
    follows=Shortfall.linkage,
    happened=Shortfall.began_at,
    access=[
        rows(ADMINISTRATOR, read=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
