from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.team.model import Team
from concerto.kernel.entity.entity import Entity, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

team = Entity(
    Team,
    id="team",
    path="teams",
    prefix="TM",
    label=_("Team"),
    plural=_("Teams"),
    about=_("People who share their customers and their work, across departments if need be."),
    icon="users-group",
    title=Team.name,
    title_zh=Team.name_zh,
    columns=[Team.name, Team.name_zh, Team.department],
    page=[Section(_("Team"), Team.name, Team.name_zh, Team.department)],
    search=[Team.name, Team.name_zh],
    match=[Match(Team.name)],
    department=Team.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
