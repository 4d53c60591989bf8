"""The mail with which a meeting gets into somebody's calendar, wherever that is, and out of it again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from concerto.collaboration.meetings.calendar.asking import CANCEL
from concerto.collaboration.meetings.calendar.writing import address_of, between, calendar_with, event_of
from concerto.collaboration.meetings.invitee.invited import invited_to, people_in
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.kernel.access.person.model import Person
from concerto.kernel.text.numbers import show_moment


def send_invitation(meeting_id: int, person_id: int, method: str) -> None:
    """As the meeting is by now; nothing where it is over for whom an invitation was meant, or nobody can be written to."""
    meeting = Meeting.everything.select_related("owner").defer("search").filter(pk=meeting_id).first()
    person = Person.everything.filter(pk=person_id, left_at=None, trashed_at=None).exclude(email="").first()
    if meeting is None or person is None:
        return
    off = meeting.state == State.CANCELLED or meeting.trashed_at is not None
    if off and method != CANCEL:
        return  # it was called off meanwhile, which is told by another mail
    if not _is_for(meeting, person, method):
        return  # who was taken out of the list meanwhile gets no more of the meeting than that
    server = get_connection()
    try:
        _message(meeting, person, method, server).send()
    finally:
        server.close()  # also where the server refused half way


def _is_for(meeting: Meeting, person: Person, method: str) -> bool:
    """Whether somebody is invited now; for a cancellation, whether they ever were."""
    if method != CANCEL:
        return person.pk in invited_to(meeting)
    return person.pk in people_in(MeetingInvitee.everything.filter(meeting=meeting.pk))


def _message(meeting: Meeting, person: Person, method: str, server: object) -> EmailMultiAlternatives:
    row = MeetingInvitee.everything.filter(meeting=meeting.pk, person=person.pk, trashed_at=None).first()
    event = between(event_of(meeting, cancelled=method == CANCEL), meeting.owner, person, row.answer if row else "")
    zone = person.time_zone or meeting.zone
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(ZoneInfo(zone)):
        subject, text = _words(meeting, person, method)
    reply_to = [meeting.owner.email] if meeting.owner and meeting.owner.email else None
    message = EmailMultiAlternatives(subject, text, to=[person.email], reply_to=reply_to, connection=server)
    calendar = calendar_with([event], method=method).decode()
    message.attach_alternative(calendar, f"text/calendar; method={method}")
    return message


def _words(meeting: Meeting, person: Person, method: str) -> tuple[str, str]:
    """Subject and text in the reader's language and time."""
    when = show_moment(timezone.localtime(meeting.starts_at), translation.get_language() or "en")
    said = {"title": " ".join(meeting.title.split()), "when": when, "zone": timezone.get_current_timezone_name()}
    if method == CANCEL:
        return _("Cancelled: %(title)s") % said, _(
            "This meeting does not take place, or you are no longer needed there."
        )
    subject = _("%(title)s, %(when)s") % said
    lines = [f"{said['title']}", f"{when} ({said['zone']})", meeting.place, meeting.room]
    return subject, "\n".join(
        [*filter(None, lines), "", _("Answer, add a point, see the agenda:"), address_of(meeting)]
    )
