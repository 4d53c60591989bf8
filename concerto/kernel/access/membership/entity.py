from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.membership.model import Membership
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

membership = Entity(
    Membership,
    id="membership",
    path="memberships",
    prefix="M",
    label=_("Membership"),
    plural=_("Memberships"),
    about=_("Who belongs to which team."),
    icon="user-plus",
    title=Membership.part,
    columns=[Membership.team, Membership.person, Membership.part],
    page=[Section(_("Membership"), Membership.team, Membership.person, Membership.part)],
    owner=Membership.person,
    follows=Membership.team,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
