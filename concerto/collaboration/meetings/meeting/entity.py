from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.meeting.actions import answer, cancel, hold, open_room
from concerto.collaboration.meetings.meeting.guards import arranged_by_organiser, in_ones_own_space
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.meetings.meeting.rules import takes_place_somewhere
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

meeting = Entity(
    Meeting,
    id="meeting",
    path="meetings",
    prefix="MT",
    label=_("Meeting"),
    plural=_("Meetings"),
    about=_("People of several departments at one time. The agenda gathers what is open between them by itself."),
    icon="presentation",
    title=Meeting.title,
    head=Head(under=[Meeting.sort, Meeting.starts_at], badges=[Meeting.state]),
    columns=[Meeting.title, Meeting.sort, Meeting.starts_at, Meeting.ends_at, Meeting.state, Meeting.owner, Meeting.space, Meeting.place],
    page=[
        Section(_("Meeting"), Meeting.title, Meeting.sort, Meeting.owner, Meeting.starts_at, Meeting.ends_at, Meeting.zone, Meeting.place, Meeting.room, Meeting.rhythm, Meeting.space),
        Section(_("Content"), Meeting.points, Meeting.minutes),
        Section(_("Outcome"), Meeting.state, Meeting.held_at, Meeting.reason, Meeting.after),
    ],
    derived=[Meeting.state, Meeting.held_at, Meeting.reason, Meeting.after],
    search=[Meeting.title, Meeting.minutes, Meeting.points],
    gathers=True,
    owner=Meeting.owner,
    checks=[takes_place_somewhere],
    guards=[arranged_by_organiser, in_ones_own_space],
    actions=[answer, open_room, hold, cancel],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=OWN, create=OWN, edit=OWN, delete=OWN),
    ],
)  # fmt: skip
