from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.role.actions import copy, reset
from concerto.kernel.access.role.guards import gives_what_one_has, stays_while_needed
from concerto.kernel.access.role.model import Role
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

role = Entity(
    Role,
    id="role",
    path="roles",
    prefix="RO",
    label=pgettext("rights", "Role"),
    plural=_("Roles"),
    about=_("The parts people play, and what each may do. Rights of several roles add up."),
    icon="shield-lock",
    title=Role.name,
    title_zh=Role.name_zh,
    columns=[Role.name, Role.about, Role.base, Role.rules],
    page=[Section(pgettext("rights", "Role"), Role.name, Role.name_zh, Role.about, Role.key, Role.base)],
    search=[Role.name, Role.name_zh],
    guards=[gives_what_one_has, stays_while_needed],
    actions=[copy, reset],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL).hiding(Role.about, Role.base, Role.rules),
    ],
)
