from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.invitee.guards import invited_by_organiser
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EDITABLE, EVERYONE, READABLE, rows

invitee = Entity(
    MeetingInvitee,
    id="meeting-invitee",
    path="meeting-invitees",
    prefix="MI",
    label=_("Invitee"),
    plural=_("Invitees"),
    about=_("Who is invited to which meeting, and what they answered."),
    icon="user-plus",
    title=MeetingInvitee.note,
    columns=[MeetingInvitee.meeting, MeetingInvitee.person, MeetingInvitee.department, MeetingInvitee.answer, MeetingInvitee.note],
    page=[Section(_("Invitee"), MeetingInvitee.meeting, MeetingInvitee.person, MeetingInvitee.department, MeetingInvitee.answer, MeetingInvitee.note)],
    follows=MeetingInvitee.meeting,
    guards=[invited_by_organiser],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE),
    ],
)  # fmt: skip
