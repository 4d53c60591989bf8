"""Who is invited to a meeting, as people."""

from __future__ import annotations

from collections.abc import Iterable

from concerto.collaboration.meetings.invitee.model import Answer, MeetingInvitee
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.sides import people_of


def invited_to(meeting: Meeting, *, coming: bool = False) -> set[int]:
    """Ids of everybody invited by name or with their department, the organiser apart; with `coming` those alone who did not decline."""
    rows = list(MeetingInvitee.everything.filter(meeting=meeting.pk, trashed_at=None))
    declined = {row.person_id for row in rows if row.answer == Answer.NO} if coming else set()
    return people_in(rows) - declined - {meeting.owner_id}


def people_in(rows: Iterable[MeetingInvitee]) -> set[int]:
    """Ids of the people whom these invitations mean."""
    found: set[int] = set()
    for row in rows:
        found.update([row.person_id] if row.person_id else people_of(row.department_id))
    return found
