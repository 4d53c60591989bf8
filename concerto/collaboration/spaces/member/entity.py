from django.utils.translation import gettext_lazy as _

from concerto.collaboration.spaces.member.guards import chosen_by_leaders
from concerto.collaboration.spaces.member.model import SpaceMember
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EDITABLE, EVERYONE, READABLE, rows

space_member = Entity(
    SpaceMember,
    id="space-member",
    path="space-members",
    prefix="SM",
    label=_("Member of a space"),
    plural=_("Members of spaces"),
    about=_("Who belongs to which space, and as what."),
    icon="user-plus",
    title=SpaceMember.task,
    columns=[SpaceMember.space, SpaceMember.person, SpaceMember.part, SpaceMember.task],
    page=[Section(_("Member"), SpaceMember.space, SpaceMember.person, SpaceMember.part, SpaceMember.task)],
    follows=SpaceMember.space,
    guards=[chosen_by_leaders],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=READABLE),
    ],
)
