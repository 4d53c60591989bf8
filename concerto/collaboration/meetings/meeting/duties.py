"""What whoever arranged a meeting owes the others: to end it, so that the minutes reach them."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.collaboration.my_work.duty import owes

owes(
    "meeting.hold", Meeting, pgettext("meeting", "End"), when=Q(state=State.PLANNED),
    by=Meeting.ends_at, person=Meeting.owner, verb="hold",
)  # fmt: skip
