from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER
from concerto.customers.membership.level.model import Level
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

level = Entity(
    Level,
    id="level",
    path="levels",
    prefix="LV",
    label=_("Level"),
    plural=_("Levels"),
    about=_("Levels of a programme: from how many points a year, and what members of it get."),
    icon="stairs-up",
    title=Level.name,
    title_zh=Level.name_zh,
    head=Head(badges=[Level.threshold]),
    columns=[Level.name, Level.name_zh, Level.programme, Level.threshold],
    page=[Section(_("Level"), Level.programme, Level.name, Level.name_zh, Level.threshold, Level.benefits)],
    follows=Level.programme,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
